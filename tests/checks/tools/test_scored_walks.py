"""Scores by brute force: they are read off moves, and have mean zero in their row."""

from __future__ import annotations

from fractions import Fraction

import pytest

from backproof.checks.tools.instances import random_policy
from backproof.checks.tools.scored_walks import joint_moments, move_score, success_and_slope
from backproof.theory.costs.hitting_law import hitting_time_moments
from backproof.theory.costs.walk_transform import ScoredRow, scored_rows
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

GRAPH = CorridorGraph(2, 2, 2)
RANDOM = random_policy(GRAPH, 4)


@pytest.mark.parametrize("row", scored_rows(GRAPH), ids=str)
def test_scores_have_mean_zero_in_the_row_and_are_zero_elsewhere(row):
    """A row of the reduced table stands for two corridors, and for two lanes if it is entered through a lane."""
    scored = 0
    for state in GRAPH.edge_states():
        moves = RANDOM.row(GRAPH, state)
        scores = {move: move_score(RANDOM, row, state, move) for move in moves}
        assert sum(weight * scores[move] for move, weight in moves.items()) == 0
        scored += any(scores.values())
    expected = 2 * (2 if row.family.endswith("exit") else 1)
    assert scored == (expected if getattr(RANDOM, row.family)[row.diamond] < 1 else 0)


def test_the_score_of_a_pass_and_of_a_turn():
    """At l_1, reached from the fork, with c = L/(L+1) = 2/3: a lane passes, and the way back turns."""
    policy, row = Policy.base(GRAPH), ScoredRow("forward_entry", 0)
    fork, left, right = GRAPH.corridor(0)[:3]
    (arrival,) = GRAPH.parallel_edges(fork, left)
    lanes = GRAPH.parallel_edges(left, right)
    assert {move_score(policy, row, arrival, lane) for lane in lanes} == {Fraction(1, 3)}
    assert move_score(policy, row, arrival, arrival.reversed()) == Fraction(-2, 3)
    assert move_score(policy, ScoredRow("backward_exit", 0), arrival, lanes[0]) == 0


def test_steps_have_the_moments_of_the_hitting_law():
    found = joint_moments(GRAPH, RANDOM, ScoredRow("backward_exit", 1))
    law = hitting_time_moments(GRAPH, RANDOM, exact=True)
    assert (found[1, 0], found[2, 0] - found[1, 0] ** 2) == (law.mean, law.variance)
    assert set(joint_moments(GRAPH, RANDOM, ScoredRow("backward_exit", 1), most=(0, 1))) == {(0, 0), (0, 1)}


def test_the_first_success_is_the_shortest_path():
    """Base at W = K = L = 2: the fork 1/2, then c a c a = (2/3)^2 (1/3)^2; d of its logarithm by c's gap is 1 - c."""
    stepped = list(success_and_slope(GRAPH, Policy.base(GRAPH), ScoredRow("forward_entry", 1), 6))
    likelihood = Fraction(1, 2) * Fraction(2, 9) ** 2
    assert stepped == [(0, 0)] * 5 + [(likelihood, likelihood / 3)]
