"""Walks with every move kept."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.trajectories import MOST_MOVES, goal_trajectories, table_trajectories, walk_trajectories
from backproof.theory.graph import START, CorridorGraph
from backproof.theory.policy import Policy

GRAPH = CorridorGraph(3, 2, 2)


def edges_of(found, walk):
    return [found.edges[state] for state in found.state[found.walk == walk]]


def test_every_walk_is_a_path_from_the_source_that_ends_at_its_target_or_budget():
    found = walk_trajectories(GRAPH, Policy.base(GRAPH), 40, 26, seed=3)
    assert np.bincount(found.goal).tolist() == [40, 40, 40]
    for walk, (goal, hit) in enumerate(zip(found.goal.tolist(), found.hit.tolist(), strict=True)):
        edges = edges_of(found, walk)
        assert edges[0] == START
        assert all(before.head == after.tail for before, after in itertools.pairwise(edges))
        arrived = [edge.head.corridor == goal and edge.head.kind == "leaf" for edge in edges]
        assert not any(arrived[:-1])
        assert arrived[-1] == hit
        assert hit or len(edges) == 26


def test_leaves_are_those_of_the_edges():
    found = walk_trajectories(GRAPH, Policy.optimal(GRAPH), 1, 6)
    expected = [edge.head.corridor if edge.head.kind == "leaf" else -1 for edge in found.edges]
    assert found.leaf.tolist() == expected


def test_the_optimum_solves_each_target_as_often_as_the_closed_form_says():
    """19/27 within 26 steps. 5 standard errors: a false alarm in 1.7 million."""
    walks = 4000
    found = walk_trajectories(GRAPH, Policy.optimal(GRAPH), walks, 26, seed=1)
    shares = np.bincount(found.goal, found.hit) / walks
    assert np.abs(shares - 19 / 27).max() < 5 * np.sqrt(19 / 27 * 8 / 27 / walks)


def test_targets_have_walks_of_their_own():
    found = walk_trajectories(GRAPH, Policy.base(GRAPH), 30, 26)
    words = Counter(tuple(map(str, edges_of(found, walk))) for walk in range(90))
    assert max(words.values()) < 10


def test_progress_is_told_until_all_is_walked():
    told = []
    table = corridor_table(GRAPH, Policy.base(GRAPH))
    found = table_trajectories(table, 5, 60, on_progress=lambda *so_far: told.append(so_far))
    assert told == sorted(told)
    assert len(told) > 3  # the 15 walks to three targets take several rounds each
    assert told[-1] == (15, len(found.walk))
    assert [edge for edge in told if edge[0] in (5, 10)] != []


def test_the_seed_decides():
    first, again, other = (walk_trajectories(GRAPH, Policy.base(GRAPH), 5, 26, seed=s).state for s in (1, 1, 2))
    assert first.tolist() == again.tolist() != other.tolist()


def test_walks_to_one_target_are_those_of_their_numbers():
    table = corridor_table(GRAPH, Policy.base(GRAPH), [1, 0, 2])
    together, alone = table_trajectories(table, 5, 26, seed=4), goal_trajectories(table, 2, range(10, 15), 26, seed=4)
    assert alone.goal.tolist() == [2] * 5
    assert alone.hit.tolist() == together.hit[10:].tolist()
    assert alone.state.tolist() == together.state[together.walk >= 10].tolist()
    assert not any(edge.head.corridor == 1 for edge in (alone.edges[state] for state in alone.state))


@pytest.mark.parametrize(
    ("walks", "budget", "said"),
    [
        (0, 26, "walks must be an integer >= 1, got walks=0"),
        (1, 5, "budget must be at least the shortest path, 6 steps"),
        (MOST_MOVES, 26, "lower the walks or the budget"),
    ],
)
def test_what_cannot_be_walked_is_refused(walks, budget, said):
    with pytest.raises(ValueError, match=said):
        walk_trajectories(GRAPH, Policy.base(GRAPH), walks, budget)
