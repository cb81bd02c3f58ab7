"""Interval arithmetic in floats, rounded outward: the exact result of every operation lies in the result's interval.

IEEE 754 rounds the result of an operation to the nearest float, so the exact result lies between the two floats beside
it. mpmath's intervals do the same at any precision, and take thirty times as long.

Main definitions: `Interval`, `enclose`.
"""

from __future__ import annotations

import math
from fractions import Fraction


class Interval:
    """The real numbers from ``low`` to ``high``. No dataclass: a run makes ten million of them."""

    __slots__ = ("high", "low")

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def __repr__(self) -> str:
        return f"Interval({self.low}, {self.high})"

    def __add__(self, other: Interval | int) -> Interval:
        if isinstance(other, int):
            return _outward(self.low + other, self.high + other)
        return _outward(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __sub__(self, other: Interval | int) -> Interval:
        return self + -other

    def __rsub__(self, other: int) -> Interval:
        return _outward(other - self.high, other - self.low)

    def __mul__(self, other: Interval | int) -> Interval:
        low, high = (other, other) if isinstance(other, int) else (other.low, other.high)
        if self.low >= 0 <= low:
            return _outward(self.low * low, self.high * high)
        products = self.low * low, self.low * high, self.high * low, self.high * high
        return _outward(min(products), max(products))

    def __truediv__(self, other: Interval) -> Interval:
        """Raises ZeroDivisionError unless ``other`` is positive."""
        if other.low <= 0:
            raise ZeroDivisionError(f"a divisor must be positive, got {other}")
        least, most = (other.high if self.low >= 0 else other.low), (other.low if self.high >= 0 else other.high)
        return _outward(self.low / least, self.high / most)

    __radd__, __rmul__ = __add__, __mul__


def enclose(value: Fraction) -> Interval:
    """A number between two neighbouring floats. Integers, which the operators take too, must be below 2^53."""
    return _outward(float(value), float(value))


def _outward(low: float, high: float) -> Interval:
    return Interval(math.nextafter(low, -math.inf), math.nextafter(high, math.inf))
