"""The crossing recurrences: expected hitting time and its gradient in O(K).

Let the 2K inner vertices of a corridor be v = 1..2K and its edges e = 0..2K. p_v is the probability to pass v coming
from the fork's side, q_v coming from the leaf's side. On the way fork -> leaf each edge is crossed once and, beyond
that, x_e times in each direction on average, where

    x_2K = 0,   x_(v-1) = (q_v x_v + 1 - p_v) / p_v,

so that a passage from the fork to a leaf takes A = (2K+1) + 2 sum_e x_e steps. A passage back, leaf -> fork, is the
same corridor read from the other end: its cost B is that of the reversed lists with p and q exchanged. Leaf visits are
renewals, W of them on average, hence H = 1 + W A + (W-1) B.

Everything is generic in the number: fractions stay exact, arrays are batches, `decimal` and sympy symbols work too.
The claim `expected-cost` proves that these recurrences solve the edge-state chain for every W, K and L.

Main definitions: `odds`, `surpluses`, `next_surplus`, `passage_cost`, `renewal_cost`, `hitting_time` and its gradient.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = Sequence[Any] | NDArray[Any]
"""One number per inner vertex; of an array, along its first axis."""


class Gradient(NamedTuple):
    """A cost with its partial derivatives: ``by_forward[v-1]`` by p_v, ``by_backward[v-1]`` by q_v."""

    cost: Any
    by_forward: list[Any]
    by_backward: list[Any]


def odds(p: Any, q: Any) -> tuple[Any, Any]:
    """(q/p, (1-p)/p): how a vertex multiplies the surplus crossings behind it, and how often it turns the walker back.

    Of single numbers or, elementwise, of arrays.
    """
    return q / p, (1 - p) / p


def surpluses(ratios: Iterable[Any], turns: Iterable[Any], x: Any = 0) -> list[Any]:
    """[x_2K, ..., x_0] from x = x_2K, given the odds of the vertices from the last to the first."""
    found = [x]
    for ratio, turn in zip(ratios, turns, strict=True):
        x = ratio * x + turn
        found.append(x)
    return found


def next_surplus(x: Any, p: Any, q: Any) -> Any:
    """x_(v-1) from x = x_v: surplus crossings of the edge before a vertex from those of the edge behind it."""
    ratio, turn = odds(p, q)
    return surpluses([ratio], [turn], x)[-1]


def next_adjoint(adjoint: Any, ratio: Any) -> Any:
    """dA/dx_v from adjoint = dA/dx_(v-1) and ratio = q/p: x_v counts by itself, twice, and through x_(v-1)."""
    return 2 + adjoint * ratio


def passage_cost(p: Numbers, q: Numbers) -> Any:
    """A: expected steps of a first passage that reads the vertices in order, each turn at the start a fresh try."""
    ratios, turns = _odds_along(p, q)
    return len(p) + 1 + 2 * sum(surpluses(reversed(ratios), reversed(turns)))


def passage_gradient(p: Numbers, q: Numbers) -> Gradient:
    """A with dA/dp and dA/dq: the recurrence for x, then its adjoint, dA/dx_v = 2 + (q_v/p_v) dA/dx_(v-1)."""
    ratios, turns = _odds_along(p, q)
    surplus = surpluses(reversed(ratios), reversed(turns))
    cost = len(p) + 1 + 2 * sum(surplus)
    surplus.reverse()
    by_forward, by_backward = [], []
    adjoint: Any = 2
    for ratio, turn, before, behind in zip(ratios, turns, surplus[:-1], surplus[1:], strict=True):
        weight = adjoint * (1 + turn)
        by_forward.append(-weight * (before + 1))
        by_backward.append(weight * behind)
        adjoint = next_adjoint(adjoint, ratio)
    return Gradient(cost, by_forward, by_backward)


def _odds_along(p: Numbers, q: Numbers) -> tuple[list[Any], list[Any]]:
    """The odds of each vertex in order; of arrays all at once, then as floats or as the rows of a batch."""
    if not (isinstance(p, np.ndarray) and isinstance(q, np.ndarray)):
        pairs = [odds(p_v, q_v) for p_v, q_v in zip(p, q, strict=True)]
        return [ratio for ratio, _ in pairs], [turn for _, turn in pairs]
    ratios, turns = odds(p, q)
    return (ratios.tolist(), turns.tolist()) if ratios.ndim == 1 else (list(ratios), list(turns))


def renewal_cost(width: Any, out: Any, back: Any) -> Any:
    """H = 1 + W A + (W-1) B: W leaf visits are expected, each a passage out, all but the last with one back."""
    return 1 + width * out + (width - 1) * back


def hitting_time(width: Any, p: Numbers, q: Numbers) -> Any:
    """H: expected steps from the source to the target leaf."""
    return renewal_cost(width, passage_cost(p, q), passage_cost(q[::-1], p[::-1]))


def hitting_time_gradient(width: Any, p: Numbers, q: Numbers) -> Gradient:
    """H with dH/dp and dH/dq. On the way back p and q change places and the vertices are read in reverse."""
    out = passage_gradient(p, q)
    back = passage_gradient(q[::-1], p[::-1])

    def combine(there: list[Any], again: list[Any]) -> list[Any]:
        return [width * t + (width - 1) * b for t, b in zip(there, reversed(again), strict=True)]

    return Gradient(
        cost=renewal_cost(width, out.cost, back.cost),
        by_forward=combine(out.by_forward, back.by_backward),
        by_backward=combine(out.by_backward, back.by_forward),
    )
