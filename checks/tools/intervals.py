"""Interval arithmetic in floats, rounded outward: the exact result of every operation lies in the result's interval.

IEEE 754 rounds the result of an operation to the nearest float, so the exact result lies between the two floats beside
it. mpmath's intervals do the same at any precision, but not for whole arrays.

Main definitions: `Interval`, `enclose`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np


class Interval:
    """The real numbers from ``low`` to ``high``, two floats, or an interval for each place of two arrays of floats."""

    __slots__ = ("high", "low")

    def __init__(self, low: Any, high: Any) -> None:
        self.low, self.high = low, high

    def __repr__(self) -> str:
        return f"Interval({self.low}, {self.high})"

    def __add__(self, other: Interval | int) -> Interval:
        low, high = _ends(other)
        return _outward(self.low + low, self.high + high)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __sub__(self, other: Interval | int) -> Interval:
        return self + -other

    def __rsub__(self, other: int) -> Interval:
        return _outward(other - self.high, other - self.low)

    def __mul__(self, other: Interval | int) -> Interval:
        return _hull([end * other_end for end in _ends(self) for other_end in _ends(other)])

    def __truediv__(self, other: Interval) -> Interval:
        """Raises ZeroDivisionError unless ``other`` is positive."""
        if np.any(other.low <= 0):
            raise ZeroDivisionError(f"a divisor must be positive, got {other}")
        return _hull([end / other_end for end in _ends(self) for other_end in _ends(other)])

    __radd__, __rmul__ = __add__, __mul__


def enclose(value: Fraction) -> Interval:
    """A number between two neighbouring floats. Integers, which the operators take too, must be below 2^53."""
    return _outward(float(value), float(value))


def _ends(number: Interval | int) -> tuple[Any, Any]:
    return (number.low, number.high) if isinstance(number, Interval) else (number, number)


def _hull(corners: Sequence[Any]) -> Interval:
    """The results at the corners of two intervals, between which all others lie."""
    return _outward(np.minimum.reduce(corners), np.maximum.reduce(corners))


def _outward(low: Any, high: Any) -> Interval:
    return Interval(np.nextafter(low, -math.inf), np.nextafter(high, math.inf))
