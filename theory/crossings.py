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

Main definitions: `next_surplus`, `next_adjoint`, `passage_cost`, `renewal_cost`, `hitting_time` and its gradient.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

Numbers = Sequence[Any]


class Gradient(NamedTuple):
    """A cost with its partial derivatives: ``by_forward[v-1]`` by p_v, ``by_backward[v-1]`` by q_v."""

    cost: Any
    by_forward: list[Any]
    by_backward: list[Any]


def next_surplus(x: Any, p: Any, q: Any) -> Any:
    """x_(v-1) from x = x_v: surplus crossings of the edge before a vertex from those of the edge behind it."""
    return (q * x + 1 - p) / p


def next_adjoint(adjoint: Any, p: Any, q: Any) -> Any:
    """dA/dx_v from adjoint = dA/dx_(v-1): x_v counts by itself, twice, and through x_(v-1)."""
    return 2 + adjoint * q / p


def passage_cost(p: Numbers, q: Numbers) -> Any:
    """A: expected steps of a first passage that reads the vertices in order, each turn at the start a fresh try."""
    x = total = 0
    for p_v, q_v in zip(reversed(p), reversed(q), strict=True):
        x = next_surplus(x, p_v, q_v)
        total = total + x
    return len(p) + 1 + 2 * total


def passage_gradient(p: Numbers, q: Numbers) -> Gradient:
    """A with dA/dp and dA/dq: the recurrence for x, then its adjoint, dA/dx_v = 2 + (q_v/p_v) dA/dx_(v-1)."""
    x: Any = 0
    surplus = [x]
    for p_v, q_v in zip(reversed(p), reversed(q), strict=True):
        x = next_surplus(x, p_v, q_v)
        surplus.append(x)
    cost = len(p) + 1 + 2 * sum(surplus)
    surplus.reverse()
    by_forward, by_backward = [], []
    adjoint: Any = 2
    for p_v, q_v, before, behind in zip(p, q, surplus[:-1], surplus[1:], strict=True):
        weight = adjoint / p_v
        by_forward.append(-weight * (before + 1))
        by_backward.append(weight * behind)
        adjoint = next_adjoint(adjoint, p_v, q_v)
    return Gradient(cost, by_forward, by_backward)


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
