"""The costs of a policy that sees its target agree with the chain on the full multigraph, and with known cases."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backproof.theory.chain import edge_state_chain
from backproof.theory.costs import crossings
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import FORK, START, CorridorGraph, EdgeState
from backproof.theory.policy import Policy
from backproof.theory.relaxations.target_seen import (
    Sight,
    error_at_twice,
    sft_cost_after,
    target_seen_cost,
    time_within_twice,
    wrong_excursion,
)
from backproof.theory.sft import odds_after
from tests.strategies import exact_cases, exact_policies

SIZES = [CorridorGraph(*size) for size in ((2, 1, 1), (3, 2, 2), (5, 3, 1), (15, 15, 5))]
each_size = pytest.mark.parametrize("graph", SIZES, ids=str)
seeing = pytest.mark.parametrize("sight", [Sight.FORK, Sight.EVERY])


def chain_cost(graph, target, inside, elsewhere, first, again):
    """The cost on the full multigraph, where the fork takes the target's corridor with probability ``first``, then
    ``again``.
    """

    def row(state):
        if state.head == FORK:
            right = first if state == START else again
            other = (1 - right) / (graph.width - 1) if graph.width > 1 else 0
            law = {w: right if w == target else other for w in range(graph.width)}
            return {EdgeState(FORK, graph.corridor(w)[1]): chance for w, chance in law.items() if chance}
        return (inside if state.head.corridor == target else elsewhere).row(graph, state)

    return 1 + edge_state_chain(START, row, frozenset({graph.leaves()[target]})).expected_hitting_time()


def stated(inside, elsewhere, first, again):
    p, q = (np.array(side, dtype=object) for side in inside.passes())
    surplus = crossings.surpluses(p, q)[0]
    excursion = crossings.excursion_cost(*elsewhere.passes())
    return target_seen_cost(1 - first, (1 - again) / again, crossings.passage_cost(p, q), surplus, excursion)


chances = st.fractions(Fraction(1, 9), Fraction(8, 9), max_denominator=9)


@settings(max_examples=25)
@given(st.data(), exact_cases(max_width=3, max_depth=2), chances, chances)
def test_the_cost_matches_the_solved_chain(data, case, first, again):
    graph, inside = case
    if graph.width == 1:
        first = again = Fraction(1)
    elsewhere, target = data.draw(exact_policies(graph)), data.draw(st.integers(0, graph.width - 1))
    assert stated(inside, elsewhere, first, again) == chain_cost(graph, target, inside, elsewhere, first, again)


@settings(max_examples=40)
@given(exact_cases(max_width=6, max_depth=5))
def test_a_uniform_fork_gives_the_cost_without_sight_of_the_target(case):
    graph, policy = case
    blind = Fraction(1, graph.width)
    assert stated(policy, policy, blind, blind) == expected_hitting_time(graph, policy, exact=True)


@each_size
def test_a_wrong_corridor_costs_a_way_out_and_back(graph):
    """At the SFT limit it follows from the cost, at base from the polynomial."""
    out, cost = 2 * graph.depth + 1, expected_hitting_time(graph, Policy.sft_limit(graph), exact=True)
    back = (cost - 1 - graph.width * out) / (graph.width - 1)
    assert wrong_excursion(graph, Sight.FORK) == out + back
    assert wrong_excursion(graph, Sight.EVERY) == 2 * (graph.depth * graph.lanes + graph.depth + 1)


@each_size
@seeing
def test_at_the_error_found_the_cost_is_twice_the_optimum(graph, sight):
    error, limit = error_at_twice(graph, sight), Policy.sft_limit(graph)
    elsewhere, again = (limit, 1 - error) if sight is Sight.FORK else (Policy.base(graph), Fraction(1, graph.width))
    assert stated(limit, elsewhere, 1 - error, again) == 2 * graph.shortest_path_length
    assert 0 < error < 1 - Fraction(1, graph.width)  # it is less than the error at base


@pytest.mark.parametrize("base", [0.05, 1.0, 7.0])
def test_the_odds_of_the_flow_solve_its_clock_equation(base):
    """D + m (e^D - 1) = t, where e^D = odds/m."""
    times = np.array([0.0, 0.1, 4.0, 1e3, 1e12])
    growth = odds_after(times, base) / base
    np.testing.assert_allclose(np.log(growth) + base * (growth - 1), times, rtol=1e-12, atol=1e-12)


@each_size
@pytest.mark.parametrize("sight", Sight)
def test_sft_starts_at_base_and_ends_at_the_limits(graph, sight):
    found = sft_cost_after(graph, [0.0, 1e30], sight)
    limit = expected_hitting_time(graph, Policy.sft_limit(graph)) if sight is Sight.NONE else 2 * graph.depth + 2
    np.testing.assert_allclose(found, [expected_hitting_time(graph, Policy.base(graph)), limit], rtol=1e-9)


@each_size
@seeing
def test_after_the_time_found_the_cost_stays_within_twice_the_optimum(graph, sight):
    time, twice = time_within_twice(graph, sight), 2 * graph.shortest_path_length
    assert sft_cost_after(graph, time, sight) == pytest.approx(twice, rel=1e-9)
    assert sft_cost_after(graph, 0.99 * time, sight) > twice
    assert np.all(sft_cost_after(graph, time * np.geomspace(1.01, 1e6, 500), sight) < twice)


@pytest.mark.parametrize("depth", [3, 6, 12, 24])
def test_if_only_the_fork_sees_the_time_is_of_the_order_of_the_claim(depth):
    """From R/(2K+2) - 1/(W-1) to W (1 + R/(2K+2)), up to an eighth, since inner rows have not quite converged."""
    graph = CorridorGraph(3, depth, 2)
    ratio = float(wrong_excursion(graph, Sight.FORK)) / (2 * depth + 2)
    assert 7 / 8 * (ratio - 1 / 2) <= time_within_twice(graph, Sight.FORK) <= 9 / 8 * 3 * (1 + ratio)


@pytest.mark.parametrize("sight", Sight)
def test_with_one_corridor_sight_of_the_target_changes_nothing(sight):
    graph, times = CorridorGraph(1, 3, 2), [0.0, 2.0, 1e6]
    np.testing.assert_array_equal(sft_cost_after(graph, times, sight), sft_cost_after(graph, times, Sight.NONE))
