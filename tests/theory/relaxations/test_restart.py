"""A harness that restarts at the fork: the formula agrees with the chains of the harness, and with limiting cases."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backproof.theory.chain import mean_hitting_time
from backproof.theory.costs.crossings import passage_cost
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import FORK, CorridorGraph, EdgeState, Vertex
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.restart import RestartHarness, restarted_hitting_time
from tests.strategies import exact_cases

GRAPH = CorridorGraph(width=3, depth=2, lanes=2)
LEAF = Vertex("leaf", 1)


@settings(max_examples=40)
@given(exact_cases(max_width=3), st.integers(0, 4))
def test_the_formula_is_the_mean_over_targets_of_the_chains(case, price):
    graph, policy = case
    assert restarted_hitting_time(graph, policy, price) == mean_hitting_time(RestartHarness(graph, policy, price))


@given(exact_cases(max_width=5, max_depth=3))
def test_a_harness_as_dear_as_the_way_back_changes_nothing(case):
    graph, policy = case
    p, q = policy.passes()
    way_back = passage_cost(q[::-1], p[::-1])
    assert restarted_hitting_time(graph, policy, way_back) == expected_hitting_time(graph, policy, exact=True)


@given(exact_cases(), st.fractions(0, 100))
def test_a_single_corridor_never_restarts(case, price):
    graph, policy = CorridorGraph(1, case[0].depth, case[0].lanes), case[1]
    assert restarted_hitting_time(graph, policy, price) == expected_hitting_time(graph, policy, exact=True)


def test_the_harness_leads_from_a_leaf_to_the_fork():
    policy = Policy.base(GRAPH)
    arrived = EdgeState(Vertex("right", 1, 1), LEAF)
    fork = policy.row(GRAPH, EdgeState(LEAF, FORK))
    assert fork == {EdgeState(FORK, GRAPH.corridor(w)[1]): Fraction(1, 3) for w in range(3)}
    assert RestartHarness(GRAPH, policy, 0).row(arrived) == fork
    dear = RestartHarness(GRAPH, policy, 2)
    assert dear.row(arrived) == {EdgeState(LEAF, FORK, 0): 1}
    assert dear.row(EdgeState(LEAF, FORK, 0)) == {EdgeState(LEAF, FORK, 1): 1}
    assert dear.row(EdgeState(LEAF, FORK, 1)) == fork
    inside = EdgeState(FORK, GRAPH.corridor(0)[1])
    assert dear.row(inside) == policy.row(GRAPH, inside)


@pytest.mark.parametrize("price", [-1, Fraction(-1, 2)])
def test_a_negative_price_is_refused(price):
    with pytest.raises(ValueError, match=rf"^price must be >= 0, got price={price}$"):
        restarted_hitting_time(GRAPH, Policy.base(GRAPH), price)


def test_an_invalid_harness_is_refused():
    with pytest.raises(ValueError, match=r"^price must be an integer >= 0, got price=-1$"):
        RestartHarness(GRAPH, Policy.base(GRAPH), -1)
    with pytest.raises(TypeError):
        RestartHarness(GRAPH, Policy.base(GRAPH), 0.5)
    with pytest.raises(ValueError, match="one probability per diamond"):
        RestartHarness(CorridorGraph(3, 3, 2), Policy.base(GRAPH), 1)
    with pytest.raises(ValueError, match=r"^policy must be a single one, got a batch of shape \(4,\): pass one"):
        restarted_hitting_time(GRAPH, Policy(**dict.fromkeys(FAMILIES, np.full((4, 2), 0.5))), 1)
