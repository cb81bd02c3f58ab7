"""Experiments confirm right predictions and reject wrong ones; an experiment that raises does neither."""

from __future__ import annotations

import dataclasses
import math
import pkgutil
from collections import Counter

import pytest

from backproof import experiments
from backproof.checks.index import claims
from backproof.experiments import base
from backproof.experiments.base import (
    FALSE_ALARM,
    Judgement,
    PredictedMean,
    TrainingExperiment,
    WalkExperiment,
    every_experiment,
    experiments_of,
    false_alarm_of_each,
)
from backproof.theory.costs import closed_forms

WALKS = [experiment for experiment in every_experiment() if isinstance(experiment, WalkExperiment)]
TRAININGS = [experiment for experiment in every_experiment() if isinstance(experiment, TrainingExperiment)]
CROSSED = [experiment for experiment in WALKS if "crossed" in experiment.id]


def name(experiment):
    return f"{experiment.claim}/{experiment.id}"


def claim_of(experiment):
    (claim,) = (claim for claim in claims() if claim.id == experiment.claim)
    return claim


def test_headers_name_exactly_the_experiments_that_exist():
    listed = {(claim.id, name) for claim in claims() for name in claim.experiments}
    named = Counter((experiment.claim, experiment.id) for experiment in every_experiment())
    assert listed == set(named)
    assert max(named.values()) == 1


def test_a_module_with_experiments_is_named_after_their_claim():
    modules = [module.name for module in pkgutil.iter_modules(experiments.__path__)]
    found = {e.claim.replace("-", "_") for e in every_experiment()}
    assert set(modules) == found | {"apart", "base", "walks", "trainings", "sampled_words"}
    for module in found:
        own = __import__(f"backproof.experiments.{module}", fromlist=["EXPERIMENTS"]).EXPERIMENTS
        assert {experiment.claim.replace("-", "_") for experiment in own} == {module}


def test_experiments_are_in_the_order_of_the_claims_header():
    for claim in claims():
        assert [task.args[0].id for task in experiments_of(claim, 0)] == list(claim.experiments)


def test_the_false_alarm_rate_is_divided_among_the_walks():
    assert len(WALKS) * false_alarm_of_each() == pytest.approx(FALSE_ALARM)


@pytest.mark.parametrize("experiment", WALKS, ids=name)
def test_the_allowed_interval_is_narrower_than_the_offset_of_the_false_twin(experiment):
    """At the default sample size it is so narrow that a twin survives for one seed in a thousand at most."""
    prediction = experiment.predict(experiment.episodes, false_alarm_of_each())
    assert min(prediction.below, prediction.above) > 0
    assert max(prediction.below, prediction.above) < 0.007 * prediction.mean


@pytest.mark.parametrize(
    ("id_", "place"),
    [
        ("random-crossed", "backproof.experiments.expected_cost.expected_hitting_time"),
        ("unequal-walked", "backproof.experiments.unequal_corridors.unequal_hitting_time"),
        ("crossed", "backproof.theory.costs.closed_forms.ClosedForm.at"),
        ("step-300-crossed", "backproof.experiments.learning_curve.curve_cost"),
    ],
)
@pytest.mark.parametrize("factor", [0.99, 1.01])
def test_the_experiment_tests_the_formula_of_the_claim(monkeypatch, id_, place, factor):
    """A formula that is off by 1% is rejected, even if the law from which the interval is computed is right."""
    module, _, attribute = place.rpartition(".")
    right = closed_forms.ClosedForm if module.endswith(".ClosedForm") else pytest.importorskip(module)
    formula = getattr(right, attribute)
    monkeypatch.setattr(place, lambda *given: factor * float(formula(*given)))
    for experiment in (e for e in WALKS if e.id == id_):
        prediction = experiment.predict(experiment.episodes, false_alarm_of_each())
        found = (prediction.mean / factor, prediction.spread / math.sqrt(experiment.episodes))
        outcome, control = dataclasses.replace(experiment, sample=lambda seed, found=found: found).run(0)
        assert outcome.finding.verdict == "rejected"
        assert not control.caught  # one of the twins is the right formula


@pytest.mark.parametrize("experiment", CROSSED, ids=name)
@pytest.mark.parametrize("seed", range(1, 6))
def test_a_true_prediction_is_confirmed_and_its_twins_are_rejected(experiment, seed):
    """Null: the prediction. The false-alarm rate of all cases is 35 times that of one walk, 2.3e-6."""
    outcome, control = experiment.run(seed)
    assert outcome.finding.verdict == "confirmed"
    assert control.caught
    assert control.twin.finding.verdict == "rejected"
    assert ", z = " in outcome.finding.detail


@pytest.mark.slow  # `make verify` runs each of them
@pytest.mark.parametrize("experiment", TRAININGS, ids=name)
def test_a_true_statement_is_confirmed_and_its_twin_is_rejected(experiment, monkeypatch):
    """Three of them are random, with false-alarm rates of at most 1e-7 each and fixed seeds."""
    monkeypatch.setattr("backproof.experiments.global_convergence.STARTS", 20)  # of 100: types are checked here
    outcome, control = experiment.run(0)
    assert (outcome.id, outcome.finding.verdict) == (experiment.id, "confirmed")
    assert control.caught
    assert (control.twin.words, control.twin.finding.verdict) == (experiment.twin_words, "rejected")
    assert outcome.finding.detail != control.twin.finding.detail


def test_a_control_that_is_accepted_is_not_caught():
    blunt = dataclasses.replace(CROSSED[0], predict=lambda n, a: PredictedMean(1.0, 1e30, 1e30))
    outcome, control = blunt.run(0)
    assert (outcome.finding.verdict, control.caught) == ("confirmed", False)


def test_a_twin_that_holds_is_not_caught():
    blunt = dataclasses.replace(TRAININGS[0], judge=holds, twin=holds)
    _, control = blunt.run(0)
    assert (control.caught, control.twin.finding.verdict) == (False, "confirmed")


def holds():
    return Judgement(True, "by definition")


def broken(*arguments):
    raise ArithmeticError("out of luck")


@pytest.mark.parametrize(
    "experiment",
    [dataclasses.replace(CROSSED[0], sample=broken), dataclasses.replace(TRAININGS[0], judge=broken)],
    ids=name,
)
def test_an_experiment_that_raises_is_an_error(monkeypatch, experiment):
    monkeypatch.setattr(base, "every_experiment", lambda: (experiment,))
    (task,) = experiments_of(claim_of(experiment), 0)
    outcome, control = task()
    assert (outcome.finding.verdict, outcome.finding.detail) == ("error", "ArithmeticError: out of luck")
    assert not control.caught


def test_the_rates_of_all_walks_add_up_to_the_false_alarm_rate():
    """The sum of the rates that each run passes to its prediction."""
    spent = []

    def predict(episodes, false_alarm):
        spent.append(false_alarm)
        return PredictedMean(1.0, 1.0, 1.0)

    for experiment in WALKS:
        dataclasses.replace(experiment, sample=lambda seed: (1.0, 1.0), predict=predict).run(0)
    assert len(spent) == len(WALKS)
    assert math.fsum(spent) == pytest.approx(FALSE_ALARM, rel=1e-12)
