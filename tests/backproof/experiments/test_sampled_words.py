"""Means over batches are judged as stated, and the estimates of the batches are those of the walks one by one."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from backproof.experiments import fork_majorisation, leash_crossing, no_crossover, support_counts
from backproof.experiments.sampled_words import TUNED, means_agree, none_below_zero, sampled
from backproof.sim.sampled_words import first_leaf
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph


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


def test_means_below_zero_are_noticed_on_one_side_only():
    """At 60 batches and 2 quantities t is below -6.07 with 1e-7."""
    found = np.random.default_rng(1).normal([1.0, -2.0], 1.0, size=(60, 2))
    errors = found.std(axis=0, ddof=1) / math.sqrt(60)
    at_zero = found - found.mean(axis=0)
    assert none_below_zero("means", at_zero + [50, -6.0] * errors).holds
    assert not none_below_zero("means", at_zero + [50, -6.2] * errors).holds


def test_a_fork_has_the_law_of_its_weights():
    graph = CorridorGraph(3, 1, 1)
    answers = first_leaf(sampled("rlvr", 4, 2000, graph=graph, fork=(0, 3, 1), each=1).walked)
    assert not (answers == 0).any()
    assert (answers == 1).mean() == pytest.approx(3 / 4, abs=5 * math.sqrt(3 / 16 / 6000))


def test_rounds_are_averaged_by_the_prior():
    found = sampled("base", 8, 50, each=2)
    rounds = found.by_prior(np.arange(6.0)[:, None], (0.5, 0.25, 0.25))
    assert rounds.tolist() == [[0 * 0.5 + 2 * 0.25 + 4 * 0.25], [1 * 0.5 + 3 * 0.25 + 5 * 0.25]]


def test_policies_on_their_way_are_between_their_ends():
    graph = CorridorGraph(3, 2, 2)
    cost = {name: expected_hitting_time(graph, build(graph)) for name, build in TUNED.items()}
    assert cost["rlvr"] < cost["sft-then-rlvr"] < cost["sft"]
    assert cost["rlvr"] < cost["student"] < cost["base"]


WALKED = [
    *no_crossover.EXPERIMENTS,
    *support_counts.EXPERIMENTS[:2],
    *leash_crossing.EXPERIMENTS,
    *fork_majorisation.EXPERIMENTS,
]


@pytest.mark.parametrize("experiment", WALKED, ids=lambda e: e.id)
def test_biased_and_false_statements_are_rejected(experiment):
    assert experiment.judge().holds
    assert not experiment.twin().holds
