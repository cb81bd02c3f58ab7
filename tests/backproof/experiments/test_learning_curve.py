"""The run of Figure 3 against the closed form: a wrong trainer or formula is noticed."""

from __future__ import annotations

import pytest

from backproof.experiments import learning_curve
from backproof.experiments.learning_curve import STEP, on_the_curve
from backproof.experiments.trainings import FORWARD
from backproof.sim.losses import rlvr_loss
from backproof.theory.costs.learning_curve import curve_costs


@pytest.mark.slow
def test_one_row_that_is_not_trained_is_noticed(monkeypatch):
    def missing(graph):
        def loss(gaps):
            value, gradient = rlvr_loss(graph)(gaps)
            changed = gradient.copy()
            changed[FORWARD[0], 0] = 0
            return value, changed

        return loss

    monkeypatch.setattr("backproof.sim.trainers.rlvr.rlvr_loss", missing)
    assert not on_the_curve(STEP).holds


def test_a_cost_that_is_off_at_one_step_is_noticed(monkeypatch):
    def off_at_600(graph, gaps):
        stated = curve_costs(graph, gaps)
        stated[600] *= 1 + 2e-9
        return stated

    monkeypatch.setattr(learning_curve, "curve_costs", off_at_600)
    assert not on_the_curve(STEP).holds
