"""The experiments that train: what is claimed is confirmed, false twins and trainers gone wrong are rejected."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from backproof.checks.index import claims
from backproof.experiments import training as training_experiments
from backproof.experiments.base import experiments_of
from backproof.experiments.sft import SFT_TRAININGS
from backproof.experiments.training import FORWARD, TRAININGS, predicted_time, student
from backproof.sim.exact_cost import cost_of_gaps, expected_moves
from backproof.sim.losses import rlvr_loss
from backproof.theory.costs.learning_curve import curve_costs
from backproof.theory.graph import PAPER


@pytest.mark.slow  # `make verify` runs each of them
@pytest.mark.parametrize("experiment", [*TRAININGS, *SFT_TRAININGS], ids=lambda e: f"{e.claim}/{e.id}")
def test_a_true_statement_is_confirmed_and_its_twin_is_rejected(experiment, monkeypatch):
    monkeypatch.setattr(training_experiments, "STARTS", 20)  # of 100, as types are checked at every step here
    outcome, control = experiment.run(0)
    assert (outcome.id, outcome.finding.verdict) == (experiment.id, "confirmed")
    assert control.caught
    assert (control.twin.words, control.twin.finding.verdict) == (experiment.twin_words, "rejected")
    assert outcome.finding.detail != control.twin.finding.detail


@pytest.mark.slow
def test_a_twin_that_holds_is_not_caught():
    (curve, *_) = TRAININGS
    _, control = dataclasses.replace(curve, twin=curve.judge).run(0)
    assert (control.caught, control.twin.finding.verdict) == (False, "confirmed")


def test_a_training_that_breaks_is_an_error(monkeypatch):
    def broken():
        raise ArithmeticError("diverged")

    curve = dataclasses.replace(TRAININGS[0], judge=broken)
    monkeypatch.setattr("backproof.experiments.base.TRAININGS", (curve,))
    (claim,) = (claim for claim in claims() if claim.id == curve.claim)
    *_, task = experiments_of(claim, 0)
    outcome, control = task()
    assert (outcome.finding.verdict, outcome.finding.detail) == ("error", "ArithmeticError: diverged")
    assert not control.caught


def judged(name):
    (experiment,) = (experiment for experiment in TRAININGS if experiment.id == name)
    return experiment.run(0)[0].finding.verdict


def wrong_loss(change):
    """RLVR with something wrong with its gradient."""

    def make(graph):
        def loss(gaps):
            value, gradient = rlvr_loss(graph)(gaps)
            return value, change(gradient)

        return loss

    return make


def missing(gradient):
    """One row is never trained."""
    changed = gradient.copy()
    changed[FORWARD[0], 0] = 0
    return changed


@pytest.mark.slow
def test_the_curve_notices_one_row_that_is_not_trained(monkeypatch):
    monkeypatch.setattr(training_experiments, "rlvr_loss", wrong_loss(missing))
    assert judged("every-step-trained") == "rejected"


def test_the_curve_notices_a_cost_that_is_off_at_one_step(monkeypatch):
    def off_at_600(graph, gaps):
        stated = curve_costs(graph, gaps)
        stated[600] *= 1 + 2e-9
        return stated

    monkeypatch.setattr(training_experiments, "curve_costs", off_at_600)
    assert judged("every-step-trained") == "rejected"


def test_sft_that_leaks_into_a_backward_row_is_noticed(monkeypatch):
    real = training_experiments.sft_loss

    def leaking(graph):
        def loss(gaps):
            value, gradient = real(graph)(gaps)
            return value, gradient + 1e-9 * rlvr_loss(graph)(gaps)[1] / 1e9

        return loss

    monkeypatch.setattr(training_experiments, "sft_loss", leaking)
    assert judged("sft-leaves-backward-rows") == "rejected"


@pytest.mark.parametrize("uncleaned", [1.0, 0.1])
def test_the_predicted_time_is_neither_idle_nor_needless(uncleaned):
    """A hundredth of it is too early."""
    early = student(uncleaned, predicted_time(PAPER, uncleaned) / 100)
    assert cost_of_gaps(PAPER, early) > 1.01 * 900


def test_visits_are_what_the_predicted_time_counts_on():
    visits = expected_moves(PAPER, np.full((4, 15), np.inf)).passes
    assert visits.min() == PAPER.width - 1
