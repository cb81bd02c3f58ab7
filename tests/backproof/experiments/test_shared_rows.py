"""Training of shared rows: the gradient is right, and a wrong one is noticed."""

from __future__ import annotations

import numpy as np
import pytest

from backproof.experiments import shared_rows
from backproof.experiments.shared_rows import EXPERIMENTS, base_parameters, shared_gaps, sharing_loss
from backproof.sim.losses import rlvr_loss, sft_loss
from backproof.theory.graph import PAPER
from backproof.theory.relaxations.shared_rows import Frame


@pytest.mark.parametrize("frame", Frame)
def test_the_gradient_matches_finite_differences(frame):
    loss = sharing_loss(rlvr_loss(PAPER), 0.3, frame)
    at = np.random.default_rng(0).normal(size=len(base_parameters())) / 5
    value, gradient = loss(at)
    for place in (0, 20, 40, -1):
        step = np.zeros_like(at)
        step[place] = 1e-6
        slope = (loss(at + step)[0] - loss(at - step)[0]) / 2e-6
        assert slope == pytest.approx(gradient[place], rel=1e-4, abs=1e-7 * value)


def test_an_allocentric_feature_marks_the_moves_away_from_the_fork():
    gaps = shared_gaps(np.append(np.zeros(60), 1.0), 0.5, Frame.ALLOCENTRIC)
    assert gaps[:, 0].tolist() == [0.5, -0.5, 0.5, -0.5]  # exits and entries, forward and backward


def test_a_feature_that_is_not_trained_is_noticed(monkeypatch):
    def unshared(loss, weight, frame):
        def changed(parameters):
            value, gradient = sharing_loss(loss, weight, frame)(parameters)
            return value, np.append(gradient[:-1], 0.999 * gradient[-1])

        return changed

    monkeypatch.setattr(shared_rows, "sharing_loss", unshared)
    assert [experiment.run(0)[0].finding.verdict for experiment in EXPERIMENTS[:2]] == ["rejected", "rejected"]


def test_sft_moves_the_shared_parameter():
    _, gradient = sharing_loss(sft_loss(PAPER), 0.1, Frame.ALLOCENTRIC)(base_parameters())
    assert gradient[-1] == pytest.approx(-0.1 * PAPER.depth)
