"""How numbers are written in reports.

Main definition: `format_number`.
"""

from __future__ import annotations

import math
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

WHOLE = 10**9
"""Integers below this are written in full."""


def format_number(
    number: float | Fraction | Decimal, digits: int = 5, *, whole: int = WHOLE, down: bool = False
) -> str:
    """An integer below ``whole`` in full, any other number rounded to so many significant digits; ``down``
    rounds a lower bound, which stays one.

    >>> [format_number(n) for n in (50142, Fraction(36, 5), Fraction(10**12, 7), 6.02e23, math.inf, 0.0002, 0)]
    ['50142', '7.2', '1.4286e11', '6.02e23', 'infinite', '0.0002', '0']
    """
    if isinstance(number, float) and not math.isfinite(number):
        return "infinite" if number == math.inf else str(number)
    exact = Fraction(number)
    if exact.denominator == 1 and abs(exact) < whole:
        return str(exact.numerator)
    how = ROUND_FLOOR if down else ROUND_HALF_EVEN
    rounded = Context(prec=digits, rounding=how).divide(Decimal(exact.numerator), Decimal(exact.denominator))
    if -4 <= rounded.adjusted() < digits:
        return f"{rounded.normalize():f}"
    mantissa, _, exponent = f"{rounded.normalize():e}".partition("e")
    return f"{mantissa}e{int(exponent)}"
