"""What walks show, against the same read off one move after another."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.sampled_words import (
    NONE,
    first_leaf,
    last_leaf,
    mean_along,
    repeated,
    sound,
    walk_words,
)
from backproof.sim.trajectories import walk_trajectories
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from tests.theory.companions.enumeration import spelt
from tests.theory.companions.test_pass_at_k import is_sound

GRAPH = CorridorGraph(3, 2, 2)
WALKS, BUDGET = 60, 40


@pytest.fixture(scope="module", params=[Policy.base, Policy.optimal])
def walked(request):
    return walk_trajectories(GRAPH, request.param(GRAPH), WALKS, BUDGET, seed=2)


def moves(walked):
    return [tuple(walked.edges[state] for state in walked.state[walked.walk == i]) for i in range(len(walked.goal))]


@pytest.mark.parametrize("level", ["edge", "vertex", "corridor", "leaf"])
def test_words_are_the_same_where_the_walks_are(walked, level):
    numbers, stated = walk_words(walked, level), [spelt(walk, level) for walk in moves(walked)]
    assert len(set(numbers.tolist())) == len(set(stated)) == len(set(zip(numbers.tolist(), stated, strict=True))) > 1


def test_repeated_words_are_counted_by_batch(walked):
    numbers, batch = walk_words(walked, "corridor"), walked.goal
    found = [tuple(row) for row in np.column_stack(repeated(batch, numbers)).tolist()]
    stated = [
        (goal, times, how_many)
        for goal in range(3)
        for times, how_many in sorted(Counter(Counter(numbers[batch == goal].tolist()).values()).items())
    ]
    assert found == stated


def test_answers_are_those_of_the_moves(walked):
    leaves = [[move.head.corridor for move in walk if move.head.kind == "leaf"] for walk in moves(walked)]
    assert first_leaf(walked).tolist() == [found[0] if found else NONE for found in leaves]
    assert last_leaf(walked).tolist() == [found[-1] if found else NONE for found in leaves]


def test_sound_walks_neither_turn_nor_repeat(walked):
    stated = [bool(hit) and is_sound(walk) for walk, hit in zip(moves(walked), walked.hit, strict=True)]
    assert sound(walked).tolist() == stated
    assert sum(stated) < sum(walked.hit)


def test_means_along_a_walk_leave_out_its_last_state(walked):
    values = np.arange(len(walked.edges), dtype=np.float64)
    stated = [sum(walked.edges.index(move) for move in walk[:-1]) / len(walk) for walk in moves(walked)]
    assert mean_along(walked, values) == pytest.approx(stated, rel=1e-12)


def test_row_entropies_are_those_of_the_policy_and_the_fork():
    policy, fork = Policy.sft_limit(GRAPH), [1, 0, 3]
    table = corridor_table(GRAPH, policy, fork)
    for state, found in enumerate(table.row_entropies()):
        edge = table.name(state)
        row = [1 / 4, 3 / 4] if edge.head.kind == "fork" else map(float, policy.row(GRAPH, edge).values())
        assert found == pytest.approx(-sum(p * math.log(p) for p in row if p), abs=1e-12)
