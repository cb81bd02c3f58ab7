"""What sampled walks can teach: confirmed, the false twins rejected, and formulas gone wrong noticed."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from backproof.checks.index import claims
from backproof.experiments import sampling as sampling_experiments
from backproof.experiments.base import experiments_of
from backproof.experiments.sampling import SAMPLINGS, none_returns, sft_limit, spread
from backproof.theory.graph import PAPER
from backproof.theory.policy import Policy


@pytest.mark.slow  # `make verify` runs each of them
@pytest.mark.parametrize("experiment", SAMPLINGS, ids=lambda e: f"{e.claim}/{e.id}")
def test_a_true_statement_is_confirmed_and_its_twin_is_rejected(experiment):
    """Null: as claimed; 24,000 walks in 60 batches at 1e-7 over all rows, and 1000 walks at 6e-8; seeds are fixed."""
    outcome, control = experiment.run(0)
    assert (outcome.id, outcome.finding.verdict) == (experiment.id, "confirmed")
    assert control.caught
    assert (control.twin.words, control.twin.finding.verdict) == (experiment.twin_words, "rejected")


def test_claims_get_their_own():
    for name in ("gradient-noise", "reward-forms"):
        (claim,) = (claim for claim in claims() if claim.id == name)
        assert len(experiments_of(claim, 0)) == 2


@pytest.mark.parametrize("at_sft", [False, True])
def test_a_second_moment_that_is_a_third_off_is_noticed(at_sft, monkeypatch):
    true = sampling_experiments.score_moments

    def wrong(*args, **options):
        found = true(*args, **options)
        return dataclasses.replace(found, both_squared=found.both_squared * 1.5)

    assert spread(at_sft, 1.0).holds
    monkeypatch.setattr(sampling_experiments, "score_moments", wrong)
    assert not spread(at_sft, 1.0).holds


def test_the_gaps_of_the_sft_limit_are_its():
    exact, gaps = Policy.sft_limit(PAPER).gaps(PAPER), sft_limit(PAPER)
    assert np.abs(exact["backward_exit"]).max() < 1e-12
    assert {name: bool(np.isinf(values).all()) for name, values in exact.items()} == {
        name: bool(np.isinf(values).all())
        for name, values in zip(("forward_exit", "backward_entry", "forward_entry", "backward_exit"), gaps, strict=True)
    }


def test_backtracking_walks_are_noticed():
    gaps = sft_limit(PAPER)
    gaps[:] = np.inf
    assert not none_returns(gaps).holds
