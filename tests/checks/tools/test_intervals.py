"""The exact results of operations lie in the intervals, for numbers of all sizes and signs."""

from __future__ import annotations

import math
import operator
import random
from fractions import Fraction

import numpy as np
import pytest

from backproof.checks.tools.intervals import Interval, enclose


def holds(interval: Interval, number: Fraction) -> bool:
    return Fraction(interval.low) <= number <= Fraction(interval.high)


def draw_numbers(count: int) -> list[Fraction]:
    draw = random.Random(5)  # noqa: S311 - not for secrets
    return [
        Fraction(draw.randint(-99, 99), draw.randint(1, 99)) * Fraction(10) ** draw.randint(-9, 9) for _ in range(count)
    ]


@pytest.mark.parametrize("operation", [operator.add, operator.sub, operator.mul, operator.truediv])
def test_an_operation_encloses_the_exact_result(operation):
    numbers = draw_numbers(200)
    for left, right in zip(numbers, reversed(numbers), strict=True):
        divisor = operation is operator.truediv
        second = abs(right) + 1 if divisor else right
        assert holds(operation(enclose(left), enclose(second)), operation(left, second))


@pytest.mark.parametrize("operation", [operator.add, operator.sub, operator.mul, operator.truediv])
def test_an_operation_on_wide_intervals_encloses_every_corner(operation):
    corners = [(-3, -2), (-3, 2), (0, 2), (1, 4)]
    for first in corners:
        for second in corners if operation is not operator.truediv else [(1, 4), (3, 7)]:
            found = operation(Interval(*map(float, first)), Interval(*map(float, second)))
            exact = [operation(Fraction(a), Fraction(b)) for a in first for b in second]
            assert holds(found, min(exact))
            assert holds(found, max(exact))
            assert math.isclose(found.low, min(exact), abs_tol=1e-300)
            assert math.isclose(found.high, max(exact), abs_tol=1e-300)


@pytest.mark.parametrize("operation", [operator.add, operator.sub, operator.mul, operator.truediv])
def test_arrays_are_intervals_place_by_place(operation):
    lefts, rights = ([enclose(n) for n in numbers] for numbers in (draw_numbers(50), map(abs, draw_numbers(50))))
    first, second = (Interval(*np.array([(i.low, i.high) for i in each]).T) for each in (lefts, rights))
    found = operation(first, second)
    alone = [operation(left, right) for left, right in zip(lefts, rights, strict=True)]
    assert found.low.tolist() == [each.low for each in alone]
    assert found.high.tolist() == [each.high for each in alone]


@pytest.mark.parametrize("operation", [operator.add, operator.sub, operator.mul])
@pytest.mark.parametrize("number", [-3, 0, 7])
def test_integers_count_as_themselves(operation, number):
    third = Fraction(1, 3)
    assert holds(operation(enclose(third), number), operation(third, number))
    assert holds(operation(number, enclose(third)), operation(number, third))


def test_a_float_that_is_not_exact_is_enclosed_properly():
    third = enclose(Fraction(1, 3))
    assert Fraction(third.low) < Fraction(1, 3) < Fraction(third.high)


def test_a_divisor_that_may_be_zero_is_refused():
    with pytest.raises(ZeroDivisionError, match="a divisor must be positive, got Interval"):
        Interval(1.0, 1.0) / Interval(0.0, 1.0)
    with pytest.raises(ZeroDivisionError, match="a divisor must be positive"):
        Interval(1.0, 1.0) / Interval(np.array([2.0, -1.0]), np.array([3.0, 4.0]))
