"""Training of shared rows: the gradient is right, and a wrong one is noticed."""

from __future__ import annotations

import numpy as np
import pytest

from backproof.experiments import shared_rows
from backproof.experiments.shared_rows import EXPERIMENTS, base_parameters, shared_gaps, sharing_loss
from backproof.experiments.walks import SMALL
from backproof.sim.logit_table import corridor_logit_table
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


@pytest.mark.parametrize("tokens", ["edge", "move"])
def test_a_network_whose_names_are_all_its_own_or_of_moves(tokens):
    names = [shared_rows.move_name(state, tokens) for state in corridor_logit_table(SMALL).states]
    there_and_back = {
        state: shared_rows.move_name(state.reversed(), tokens) for state in SMALL.edges() if state.is_lane
    }
    assert len(set(names)) == (len(names) if tokens == "edge" else 2 + SMALL.width + SMALL.lanes)
    assert all(
        (shared_rows.move_name(state, tokens) == back) == (tokens == "move") for state, back in there_and_back.items()
    )


def test_an_untrained_network_costs_about_what_base_costs(monkeypatch):
    """Within 20%: the scores spread by 0.02 sqrt(32), about a tenth."""
    monkeypatch.setattr(shared_rows, "ADAM_STEPS", 0)
    for tokens in ("edge", "move"):
        assert shared_rows.network_costs.__wrapped__(tokens) == pytest.approx([141] * 5, rel=0.2)


def test_a_network_that_cannot_share_is_noticed(monkeypatch):
    """With names of edges in the place of those of moves the statement is rejected."""
    monkeypatch.setattr(shared_rows, "network_costs", lambda tokens: (2000.0,))
    assert not shared_rows.names_decide(worse="edge", near="move").holds
    monkeypatch.setattr(shared_rows, "network_costs", lambda tokens: (26.2,))
    assert not shared_rows.names_decide(worse="edge", near="move").holds
