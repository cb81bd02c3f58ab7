"""The peers do the same task: their walks are as long as ours, or as the theory says.

A mean is compared within five standard errors: 1 in 1.7 million right programs fails, and the seeds are fixed.
"""

from __future__ import annotations

import random

import numpy as np
import pytest

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.search import search_walks
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from benchmarks import bench_crossings
from benchmarks.bench_crossings import numpy_steps
from benchmarks.bench_hubs import hub_table
from benchmarks.bench_walkers import BATCH, base_table, numpy_moves
from benchmarks.peers import Adjacency, plain_search, plain_walk
from benchmarks.row import Size

GRAPH = CorridorGraph(width=3, depth=2, lanes=2)
POLICIES = {"base": Policy.base, "sft": Policy.sft_limit, "rlvr": Policy.optimal}


def assert_mean(sample, expected, variance=0.0):
    """``variance``: of the expected value, where it is an estimate too."""
    sample = np.asarray(sample, float)
    assert abs(sample.mean() - expected) <= 5 * np.sqrt(sample.var() / len(sample) + variance)


@pytest.mark.parametrize("name", POLICIES)
def test_walks_in_plain_python_have_the_expected_length(name):
    policy = POLICIES[name](GRAPH)
    graph, draw = Adjacency.of(corridor_table(GRAPH, policy)), random.Random(1)  # noqa: S311
    assert_mean([plain_walk(graph, draw) for _ in range(3000)], expected_hitting_time(GRAPH, policy))


def test_searches_in_plain_python_are_as_long_as_ours():
    table, draw = hub_table(30, 2), random.Random(1)  # noqa: S311
    ours = search_walks(table, range(3000)).steps.double()
    graph = Adjacency.of(table)
    assert ours.std() > 1
    assert_mean([plain_search(graph, draw) for _ in range(3000)], float(ours.mean()), float(ours.var()) / 3000)


def test_a_batch_of_numpy_arrives_once_in_an_expected_walk():
    """In the long run, by the renewal theorem; the first move of a walk is made without a draw."""
    move, moves = numpy_moves(base_table(GRAPH)), expected_hitting_time(GRAPH, Policy.base(GRAPH)) - 1
    for _ in range(int(10 * moves)):  # until hardly a walker is on its first walk
        move()
    arrivals = [move() / BATCH for _ in range(200)]
    # Over many moves the number of arrivals has the variance of independent moves times the squared coefficient of
    # variation of a walk, which is about 1 for the base policy.
    assert_mean(arrivals, 1 / moves)


@pytest.mark.parametrize("name", POLICIES)
def test_numpy_on_the_same_recursion_has_the_expected_length(name, monkeypatch):
    monkeypatch.setattr(bench_crossings, "PAPER", GRAPH)
    policy = POLICIES[name](GRAPH)
    assert_mean(numpy_steps(policy, 5000, np.random.default_rng(1)), expected_hitting_time(GRAPH, policy))


def test_a_size_without_a_full_input_takes_the_usual_one():
    assert [size.of(1, 2) for size in Size] == [1, 2, 2]
    assert [size.of(1, 2, 3) for size in Size] == [1, 2, 3]
