"""The experiments on descents: what is claimed is confirmed, false twins and wrong descents are rejected."""

import pytest

from backproof.experiments import descent as descent_experiments
from backproof.experiments.descent import DESCENTS, excess_times_time, falls_geometrically, on_gaps, stalls
from backproof.sim.descent import natural, sign


@pytest.mark.slow  # `make verify` runs each of them
@pytest.mark.parametrize("experiment", [e for e in DESCENTS if e.claim == "parametrisation"], ids=lambda e: e.id)
def test_a_true_statement_is_confirmed_and_its_twin_is_rejected(experiment):
    outcome, control = experiment.run(0)
    assert outcome.finding.verdict == "confirmed"
    assert control.caught


def test_steps_stall_or_descend_by_their_size(monkeypatch):
    monkeypatch.setattr(descent_experiments, "TRAVEL", 8.0)
    assert stalls(0.02).holds
    assert not stalls(0.02, times=1e6).holds


def test_a_growth_that_is_two_percent_off_is_rejected():
    assert not excess_times_time(1.0, 1.02 * on_gaps()).holds
    assert not excess_times_time(1.0, on_gaps() / 1.02).holds


def test_sign_steps_fall_at_another_rate_than_the_natural_gradient():
    assert not falls_geometrically(sign).holds
    assert falls_geometrically(natural(descent_experiments.GRAPH)).holds
