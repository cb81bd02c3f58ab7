"""SFT from any start: the sum of products agrees with the recurrence and the chain; the closing error."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backproof.theory.chain import corridor_chain
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy, frozen_policy
from backproof.theory.relaxations.frozen_growth import GRID, closing_error, frozen_cost, frozen_return
from tests.strategies import exact_cases
from tests.theory.formulas import sft_way_back


def limit(policy):
    return frozen_policy(policy.backward_entry, policy.backward_exit)


@given(exact_cases())
def test_the_sum_of_products_matches_the_chain(case):
    graph, start = case
    chain = corridor_chain(graph, limit(start))
    assert frozen_cost(graph.width, start.passes()[1]) == 1 + chain.expected_hitting_time()


@given(exact_cases(max_width=9, max_depth=9))
def test_the_sum_of_products_matches_the_recurrence(case):
    graph, start = case
    assert frozen_cost(graph.width, start.passes()[1]) == expected_hitting_time(graph, limit(start), exact=True)


@given(st.integers(1, 12), st.integers(1, 9))
def test_uniform_rows_give_the_way_back_of_the_theorem(depth, lanes):
    base = Policy.base(CorridorGraph(2, depth, lanes))
    power = Fraction((lanes + 1) ** 2, lanes) ** depth
    assert frozen_return(base.passes()[1]) == sft_way_back(depth, lanes, power)


def test_rows_that_never_turn_go_straight_back():
    assert frozen_return([1] * 6) == 7
    assert frozen_return([Fraction(1, 2), 1]) == 2 * (1 + 2 + 2) - 3


@pytest.mark.parametrize("size", [(2, 1, 1), (2, 30, 1), (15, 15, 5), (3, 100, 2)], ids=str)
@pytest.mark.parametrize("factor", [1, Fraction(3, 2), 2, 100])
def test_the_closing_error_is_the_largest_that_keeps_the_cost_within_the_factor(size, factor):
    graph = CorridorGraph(*size)
    found = closing_error(graph, factor)
    allowed = factor * frozen_cost(graph.width, [1] * 2 * graph.depth)
    # One unit up or down, since a change of 1/GRID in 2K rows changes the cost by more than float64 rounding does.
    below, above = (
        frozen_cost(graph.width, [1 - max(found + unit, Fraction(0))] * 2 * graph.depth)
        for unit in (Fraction(-1, GRID), Fraction(2, GRID))
    )
    assert below <= allowed < above


@pytest.mark.parametrize("depth", [1, 2, 5, 30, 100])
@pytest.mark.parametrize("width", [2, 15])
def test_the_closing_error_is_of_order_one_over_the_depth(width, depth):
    assert 1 <= 4 * depth * closing_error(CorridorGraph(width, depth, 1), 2) <= 8


def test_invalid_arguments_of_the_closing_error_are_refused():
    with pytest.raises(ValueError, match=r"^width must be at least 2, got width=1: backward rows do not matter there$"):
        closing_error(CorridorGraph(1, 2, 2), 2)
    with pytest.raises(ValueError, match=r"^factor must be >= 1, got factor=0\.5$"):
        closing_error(CorridorGraph(2, 2, 2), 0.5)
