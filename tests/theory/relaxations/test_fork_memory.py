"""A fork that goes on to the next corridor: the formula agrees with the chains of the walk and with limiting cases."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from backproof.theory.chain import mean_hitting_time
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import FORK, START, CorridorGraph, EdgeState
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.fork_memory import RememberingFork, fork_memory_cost
from tests.strategies import exact_cases

GRAPH = CorridorGraph(width=3, depth=1, lanes=1)


@settings(max_examples=40)
@given(exact_cases(max_width=3))
def test_the_formula_is_the_mean_over_targets_of_the_chains(case):
    assert fork_memory_cost(*case) == mean_hitting_time(RememberingFork(*case))


@given(exact_cases(max_width=5))
def test_a_fork_that_goes_on_saves_less_than_half(case):
    uniform = expected_hitting_time(*case, exact=True)
    found = fork_memory_cost(*case)
    assert uniform / 2 < found
    assert found < uniform if case[0].width > 1 else found == uniform


def test_a_fork_that_goes_on_takes_10_steps_where_the_uniform_fork_takes_16():
    policy = Policy.optimal(GRAPH)
    assert fork_memory_cost(GRAPH, policy) == 10
    assert expected_hitting_time(GRAPH, policy, exact=True) == 16


def test_the_fork_goes_on_to_the_next_corridor_in_a_cycle():
    walk = RememberingFork(GRAPH, Policy.base(GRAPH))
    into = [EdgeState(FORK, GRAPH.corridor(w)[1]) for w in range(3)]
    assert walk.row(START) == {into[0]: 1}
    assert [walk.row(edge.reversed()) for edge in into] == [{into[1]: 1}, {into[2]: 1}, {into[0]: 1}]
    assert walk.row(into[1]) == Policy.base(GRAPH).row(GRAPH, into[1])


def test_a_policy_of_another_depth_is_refused():
    with pytest.raises(ValueError, match="one probability per diamond"):
        RememberingFork(CorridorGraph(3, 3, 2), Policy.base(GRAPH))
    with pytest.raises(ValueError, match=r"^policy must be a single one, got a batch of shape \(4,\): pass one"):
        fork_memory_cost(GRAPH, Policy(**dict.fromkeys(FAMILIES, np.full((4, 1), 0.5))))


def test_a_float_policy_is_used_with_the_exact_values_of_its_floats():
    floats, fractions = (Policy(**{name: [half] for name in FAMILIES}) for half in (0.5, Fraction(1, 2)))
    assert fork_memory_cost(GRAPH, floats) == fork_memory_cost(GRAPH, fractions)
