"""The experiments of the claims: right predictions are confirmed, wrong ones rejected, broken ones neither."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter

import pytest

from backproof.checks.index import claims
from backproof.experiments import base as experiments
from backproof.experiments.base import EXPERIMENTS, FALSE_ALARM, Prediction, every_experiment, experiments_of
from backproof.theory.costs import closed_forms

CROSSED = [experiment for experiment in EXPERIMENTS if "crossed" in experiment.id]
each_experiment = pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda e: f"{e.claim}/{e.id}")
each_crossed = pytest.mark.parametrize("experiment", CROSSED, ids=lambda e: f"{e.claim}/{e.id}")


def test_the_index_names_every_experiment():
    listed = {(claim.id, name) for claim in claims() for name in claim.experiments}
    named = Counter((experiment.claim, experiment.id) for experiment in every_experiment())
    assert listed == set(named)
    assert max(named.values()) == 1


def test_claims_get_their_own():
    (sft,) = (claim for claim in claims() if claim.id == "sft-cost")
    assert len(experiments_of(sft, 0)) == 2
    (curve,) = (claim for claim in claims() if claim.id == "learning-curve")
    assert len(experiments_of(curve, 0)) == 2
    (separation,) = (claim for claim in claims() if claim.id == "separation")
    assert experiments_of(separation, 0) == []


@each_experiment
def test_what_is_allowed_is_narrower_than_the_false_twin_is_off(experiment):
    """At the default sample size, by so much that a twin survives for one seed in a thousand at most."""
    prediction = experiment.predict(experiment.episodes, FALSE_ALARM / len(EXPERIMENTS))
    assert min(prediction.below, prediction.above) > 0
    assert max(prediction.below, prediction.above) < 0.007 * prediction.mean


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("random-crossed", ["backproof.experiments.base.expected_hitting_time"]),
        ("unequal-walked", ["backproof.experiments.base.unequal_hitting_time"]),
        ("crossed", ["backproof.theory.costs.closed_forms.ClosedForm.at"]),
        ("step-300-crossed", ["backproof.experiments.base.curve_cost"]),
    ],
)
@pytest.mark.parametrize("factor", [0.99, 1.01])
def test_the_formula_of_the_claim_is_what_is_tested(monkeypatch, name, places, factor):
    """A formula that is off by 1% is rejected, whatever the law says from which the interval is computed."""
    for place in places:
        module, _, attribute = place.rpartition(".")
        right = closed_forms.ClosedForm if module.endswith(".ClosedForm") else pytest.importorskip(module)
        formula = getattr(right, attribute)
        monkeypatch.setattr(place, lambda *given, formula=formula: factor * float(formula(*given)))
    for experiment in (e for e in EXPERIMENTS if e.id == name):
        prediction = experiment.predict(experiment.episodes, FALSE_ALARM / len(EXPERIMENTS))
        found = (prediction.mean / factor, prediction.spread / math.sqrt(experiment.episodes))
        outcome, control = dataclasses.replace(experiment, sample=lambda seed, found=found: found).run(0)
        assert outcome.finding.verdict == "rejected"
        assert not control.caught  # one of the twins is the right formula


@each_crossed
@pytest.mark.parametrize("seed", range(1, 6))
def test_a_true_prediction_is_confirmed_and_its_twins_are_rejected(experiment, seed):
    """Null: the prediction. False-alarm rate of all: 25 times that of an experiment, 8.3e-8."""
    outcome, control = experiment.run(seed)
    assert outcome.finding.verdict == "confirmed"
    assert control.caught
    assert control.twin.finding.verdict == "rejected"
    assert ", z = " in outcome.finding.detail


def test_a_control_that_is_accepted_is_not_caught():
    blunt = dataclasses.replace(CROSSED[0], predict=lambda n, a: Prediction(1.0, 1e30, 1e30))
    outcome, control = blunt.run(0)
    assert (outcome.finding.verdict, control.caught) == ("confirmed", False)


def test_an_experiment_that_breaks_is_an_error(monkeypatch):
    def broken(seed):
        raise ArithmeticError("out of luck")

    monkeypatch.setattr(experiments, "EXPERIMENTS", (dataclasses.replace(CROSSED[0], sample=broken),))
    (claim,) = (claim for claim in claims() if claim.id == CROSSED[0].claim)
    (task,) = experiments_of(claim, 0)
    outcome, control = task()
    assert (outcome.finding.verdict, outcome.finding.detail) == ("error", "ArithmeticError: out of luck")
    assert not control.caught
