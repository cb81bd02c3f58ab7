"""Means over batches are judged as stated, and the estimates of the batches are those of the walks one by one."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from backproof.experiments import no_crossover, support_counts
from backproof.experiments.sampled_words import means_agree, sampled


def test_means_are_accepted_up_to_students_quantile():
    """Null: normal with the stated means. At 60 batches and 2 quantities |t| is above 6.25 with 1e-7."""
    found = np.random.default_rng(0).normal([1.0, -2.0], 1.0, size=(60, 2))
    off = found.mean(axis=0) - found.std(axis=0, ddof=1) / math.sqrt(60) * [6.2, 0.0]
    assert means_agree("means", found, off.tolist()).holds
    assert not means_agree("means", found, (off - [0.01, 0.0]).tolist()).holds


def test_what_does_not_vary_must_be_equal():
    found = np.column_stack([np.full(60, 0.25), np.arange(60.0)])
    assert means_agree("means", found, [0.25, 29.5]).holds
    assert not means_agree("means", found, [0.2500001, 29.5]).holds


def test_batches_are_those_of_the_walks():
    found = sampled("base", 8, 50, each=2)
    hits = found.walked.hit.reshape(6, 50)
    assert found.share(found.walked.hit).tolist() == pytest.approx(hits.mean(axis=1).tolist())
    moves = [tuple(found.walked.state[found.walked.walk == walk]) for walk in range(300)]
    for batch in range(6):
        words = Counter(moves[i] for i in range(50 * batch, 50 * (batch + 1)) if not found.walked.hit[i])
        missed = sum(math.comb(50 - times, 20) / math.comb(50, 20) for times in words.values())
        assert found.distinct("edge", 20, correct=False)[batch] == pytest.approx(len(words) - missed)


@pytest.mark.parametrize("experiment", [*no_crossover.EXPERIMENTS, *support_counts.EXPERIMENTS[:2]], ids=lambda e: e.id)
def test_biased_and_false_statements_are_rejected(experiment):
    assert experiment.judge().holds
    assert not experiment.twin().holds
