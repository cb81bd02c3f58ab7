"""When never turning is best in unequal corridors, and what is best where it is not.

Let corridor w have K_w diamonds. Only its first inward row matters, the one at l_1 for a walker who comes from the
fork: all other rows are best at one. With the *level* lambda^2, for which the sum of max(0, 2 (lambda^2 - K_w)) is W,
the best first rows are c_w = min(1, lambda / sqrt(K_w)), and they cost

    H = 1 + (4 lambda^2 B^2 - 2 M - W) / W,  B = sum_w 1/c_w,  M = sum_w K_w.

Never turning costs 1 + (2W-1)(W + 2M)/W. It is best just where K_w <= M/W + 1/2 for all w (claim `never-turn`). Lanes
do not matter.

Main definitions: `level`, `squared_first_rows`, `best_first_rows_cost`, `exact_best_cost`, `straight_cost`,
`straight_is_best`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from backproof.theory.graph import positive_integer


def level(depths: Sequence[int]) -> Fraction:
    """lambda^2, as water stands over a ground of these heights if there is W/2 of it. Errors as `straight_cost`.

    >>> level([1, 8]), level([1, 1, 10])
    (Fraction(2, 1), Fraction(7, 4))
    """
    ground = sorted(_checked(depths))
    water = Fraction(len(ground), 2)
    levels = ((water + sum(ground[:n])) / n for n in range(len(ground), 0, -1))
    return next(height for n, height in zip(range(len(ground), 0, -1), levels, strict=True) if height >= ground[n - 1])


def squared_first_rows(depths: Sequence[int]) -> tuple[Fraction, ...]:
    """c_w^2 of each corridor, where c_w is the probability to enter it, coming from the fork, in the best policy."""
    height = level(depths)
    return tuple(min(Fraction(1), height / depth) for depth in depths)


def best_first_rows_cost(depths: Sequence[int]) -> float:
    """The least expected hitting time of all policies with a uniform fork, in steps.

    >>> best_first_rows_cost([1, 8]), round(best_first_rows_cost([1, 1, 10]), 4)
    (27.0, 36.9776)
    """
    height, width = level(depths), len(depths)
    tries = math.fsum(1 / math.sqrt(square) for square in squared_first_rows(depths))
    return 1 + (4 * float(height) * tries**2 - 2 * sum(depths) - width) / width


def exact_best_cost(depths: Sequence[int]) -> sp.Expr:
    """`best_first_rows_cost` as a sum of square roots, with lambda B = sum_w max(lambda, sqrt(K_w)).

    >>> exact_best_cost([1, 8]), exact_best_cost([1, 1, 10])
    (27, 44/3 + 8*sqrt(70)/3)
    """
    height, width = level(depths), len(depths)
    roots = sum(count * sp.sqrt(max(height, depth)) for depth, count in Counter(depths).items())
    return sp.expand(1 + (4 * roots**2 - 2 * sum(depths) - width) / sp.Integer(width))


def straight_cost(depths: Sequence[int]) -> Fraction:
    """What never turning costs, in steps. Raises TypeError or ValueError for depths that are not integers >= 1.

    >>> straight_cost([1, 8])
    Fraction(31, 1)
    """
    width, total = len(_checked(depths)), sum(depths)
    return 1 + Fraction((2 * width - 1) * (width + 2 * total), width)


def straight_is_best(depths: Sequence[int]) -> bool:
    """Whether no policy with a uniform fork costs less than never turning."""
    return 2 * len(depths) * max(_checked(depths)) <= len(depths) + 2 * sum(depths)


def _checked(depths: Sequence[int]) -> list[int]:
    checked = [positive_integer(f"depths[{w}]", depth) for w, depth in enumerate(depths)]
    if not checked:
        raise ValueError("depths must hold one number per corridor, got none")
    return checked
