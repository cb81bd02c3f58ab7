"""The width above which every derivative of RLVR at base is right-signed.

At base every forward derivative is right-signed. In a diamond with u diamonds before it and m behind it,
u + m = K - 1, a backward derivative is right-signed if and only if W exceeds, with M = L + 1,

    w_l = (u+1)(m+1)M^2 / (M L (m+1) + u M + 1)  at the left vertex,
    w_r = ((u+1)M + L)(1 + m M) / ((u+1)M + L + L m M)  at the right one.

The claim `gradient-signs` proves it from the gradient's recurrences.

Main definitions: `w_left` and `w_right`, for numbers or symbols, and `w_star`, the largest of these 2K numbers.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

from backproof.theory.graph import positive_integer


def w_left(before: Any, behind: Any, lanes: Any) -> tuple[Any, Any]:
    """Numerator and denominator of the width above which the derivative by d_j is right-signed."""
    ways = lanes + 1
    return (before + 1) * (behind + 1) * ways**2, ways * lanes * (behind + 1) + before * ways + 1


def w_right(before: Any, behind: Any, lanes: Any) -> tuple[Any, Any]:
    """Numerator and denominator of the width above which the derivative by b_j is right-signed."""
    ways = lanes + 1
    edge = (before + 1) * ways + lanes
    return edge * (1 + behind * ways), edge + lanes * behind * ways


def w_star(depth: int, lanes: int) -> Fraction:
    """w*(K, L): at base every derivative is right-signed if and only if W exceeds it.

    Raises TypeError or ValueError for sizes that are not integers >= 1.

    >>> w_star(depth=15, lanes=5)
    Fraction(1980, 211)
    """
    depth, lanes = positive_integer("depth", depth), positive_integer("lanes", lanes)
    places = itertools.product((w_left, w_right), range(depth))
    return max(Fraction(*width(before, depth - 1 - before, lanes)) for width, before in places)
