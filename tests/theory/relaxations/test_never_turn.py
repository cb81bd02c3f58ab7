"""The level of unequal corridors, and what their best policy costs: against the general formula and a search."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backproof.theory.relaxations.never_turn import (
    best_first_rows_cost,
    level,
    squared_first_rows,
    straight_cost,
    straight_is_best,
)
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors, unequal_hitting_time

DEPTHS = st.lists(st.integers(1, 30), min_size=1, max_size=6)


def first_rows_cost(depths, firsts):
    """By the formula for any unequal corridors, in float64."""
    corridors = (Corridor.entered([1] * depth, first) for depth, first in zip(depths, firsts, strict=True))
    return unequal_hitting_time(UnequalCorridors(tuple(corridors)))


@given(DEPTHS)
def test_the_level_holds_the_water(depths):
    assert sum(max(0, 2 * (level(depths) - depth)) for depth in depths) == len(depths)


@given(DEPTHS)
def test_the_best_rows_cost_the_least_cost(depths):
    firsts = [math.sqrt(square) for square in squared_first_rows(depths)]
    assert math.isclose(first_rows_cost(depths, firsts), best_first_rows_cost(depths), rel_tol=1e-12)


@given(DEPTHS)
def test_never_turning_costs_what_is_stated(depths):
    assert math.isclose(first_rows_cost(depths, [1.0] * len(depths)), straight_cost(depths), rel_tol=1e-12)


@given(DEPTHS, st.data())
def test_other_first_rows_cost_no_less(depths, data):
    firsts = data.draw(st.lists(st.floats(0.05, 1), min_size=len(depths), max_size=len(depths)))
    assert first_rows_cost(depths, firsts) >= best_first_rows_cost(depths) * (1 - 1e-12)


def test_never_turning_is_best_just_where_it_costs_the_least():
    for depths in itertools.product((1, 2, 3, 4, 9), repeat=3):
        assert (best_first_rows_cost(depths) > straight_cost(depths) * (1 - Fraction(1, 10**12))) == straight_is_best(
            depths
        )


@pytest.mark.parametrize(("depths", "cost"), [((1, 3, 5), 35.0590), ((1, 1, 10), 36.9776), ((1, 8), 27.0)])
def test_costs_found_by_numerical_descent(depths, cost):
    """The values that a descent on all rows found, to their four decimals."""
    assert round(best_first_rows_cost(depths), 4) == cost


@pytest.mark.parametrize("wrong", [[], [0], [1.5], [2, True]])
def test_other_depths_are_refused(wrong):
    with pytest.raises((TypeError, ValueError), match="depths"):
        straight_cost(wrong)
