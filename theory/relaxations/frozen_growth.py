"""SFT's limit from any start: forward rows are one, backward rows stay as they started.

Then

    B = 2 sum_(e=0..2K) 1 / (q_1 ... q_e) - (2K+1),   H = 1 + W(2K+1) + (W-1) B

(claim `frozen-growth`; derivation in docs/mathematics.md, "Other starts"). Functions take any kind of number.

Main definitions: `frozen_return`, `frozen_cost`, `log10_least_sft_cost`, `closing_error`.
"""

from __future__ import annotations

import bisect
import itertools
import math
import operator
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from backproof.theory.costs.crossings import renewal_cost
from backproof.theory.graph import CorridorGraph

GRID = 2**40
"""Errors of rows are compared in steps of one over this."""


def frozen_return(q: Sequence[Any]) -> Any:
    """B: expected steps from a leaf to the fork; ``q[v-1]`` passes the inner vertex v = 1..2K from the leaf's side."""
    products = itertools.accumulate([1 / passing for passing in q], operator.mul, initial=1)
    return 2 * sum(products) - (len(q) + 1)


def frozen_cost(width: Any, q: Sequence[Any]) -> Any:
    """H: expected steps from the source to the target leaf."""
    return renewal_cost(width, len(q) + 1, frozen_return(q))


def log10_least_sft_cost(width: int, depth: int, lanes: int) -> float:
    """log10 of 2(W-1) rho^K, for W >= 2. From uniform rows H is more than that, and less than four times as much.

    Below: the last term of the sum is rho^K, and each of the others is one or more, which makes up for the 2K+1
    subtracted. Above: the others sum to at most 15/13 rho^K, so that H is less than
    1 + W(2K+1) + (W-1) 56/13 rho^K, where 1 + W(2K+1) is at most 7/4 (W-1) rho^K.
    """
    return math.log10(2 * (width - 1)) + depth * (2 * math.log10(lanes + 1) - math.log10(lanes))


def closing_error(graph: CorridorGraph, factor: Any) -> Fraction:
    """The greatest error of backward rows, all alike, from which SFT ends within ``factor`` times RLVR's optimum.

    It is a multiple of 1/`GRID`; costs are compared in float64. Raises ValueError at W = 1, where every error is small
    enough, and for a factor below one, where none is.

    >>> f"{float(closing_error(CorridorGraph(width=15, depth=15, lanes=5), 2)):.6f}"
    '0.041750'
    """
    if graph.width == 1:
        raise ValueError("width must be at least 2, got width=1: backward rows do not matter there")
    if factor < 1:
        raise ValueError(f"factor must be >= 1, got factor={factor}")

    def cost(errors: int) -> Any:
        return frozen_cost(graph.width, [1 - errors / GRID] * (2 * graph.depth))

    return Fraction(bisect.bisect(range(GRID), factor * cost(0), key=cost) - 1, GRID)
