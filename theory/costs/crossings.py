"""The crossing recurrences: expected hitting time and its gradient in O(K).

A corridor has inner vertices v = 1..2K and edges e = 0..2K; p_v and q_v are as in `theory.policy.by_vertex`. A passage
from the fork to a leaf crosses each edge once and, beyond that, x_e times in each direction on average, where

    x_2K = 0,   x_(v-1) = (q_v x_v + 1 - p_v) / p_v,   A = (2K+1) + 2 sum_e x_e steps.

A passage back is the same corridor read from its other end: its cost B is that of the reversed lists with p and q
exchanged. In all, H = 1 + W A + (W-1) B. Derivation: docs/mathematics.md, "The cost of a policy"; the claim
`expected-cost` proves it for every W, K and L.

Every function takes any kind of number: Fractions stay exact, arrays are batches, Decimals and sympy's symbols work.

Main definitions: `next_surplus`, `next_adjoint`, `next_excursion`, `passage_cost`, `excursion_cost`, `return_growth`,
`renewal_cost`, `walk_cost` and its gradient.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.blas import dtbsv

Numbers: TypeAlias = Sequence[Any] | NDArray[Any]
"""One number per inner vertex, along the first axis of an array."""


class Gradient(NamedTuple):
    """A cost with its partial derivatives: ``by_forward[v-1]`` by p_v, ``by_backward[v-1]`` by q_v, arrays of 2K."""

    cost: Any
    by_forward: NDArray[Any]
    by_backward: NDArray[Any]


def odds(p: Any, q: Any) -> tuple[Any, Any]:
    """(q/p, (1-p)/p): the factor by which a vertex multiplies the surplus crossings behind it, and what it adds."""
    return q / p, (1 - p) / p


def scan(factors: NDArray[Any], terms: NDArray[Any], start: Any) -> NDArray[Any]:
    """[y_0, ..., y_n] where y_0 = start and y_k = factors[k-1] y_(k-1) + terms[k-1].

    One sequence of floats is left to BLAS, as a bidiagonal system.
    """
    if factors.dtype == np.float64 and factors.ndim == 1:
        bands, sides = np.empty((2, len(factors) + 1), order="F"), np.empty(len(factors) + 1)
        bands[0], bands[1, :-1], bands[1, -1] = 1, -factors, 0
        sides[0], sides[1:] = start, terms
        return np.asarray(dtbsv(1, bands, sides, lower=1, diag=1, overwrite_x=1))
    y = start + 0 * terms[0]
    return np.array([y, *[y := factor * y + term for factor, term in zip(factors, terms, strict=True)]])


def next_surplus(x: Any, p: Any, q: Any) -> Any:
    """x_(v-1) from x = x_v: surplus crossings of the edge before a vertex from those of the edge behind it."""
    ratio, turn = odds(p, q)
    return ratio * x + turn


def next_adjoint(adjoint: Any, ratio: Any) -> Any:
    """dA/dx_v from adjoint = dA/dx_(v-1) and ratio = q/p: 2 for x_v itself, the rest through x_(v-1)."""
    return ratio * adjoint + 2


def surpluses(p: NDArray[Any], q: NDArray[Any]) -> NDArray[Any]:
    """[x_0, ..., x_2K], by `next_surplus` from x_2K = 0."""
    ratios, turns = odds(p, q)
    return scan(ratios[::-1], turns[::-1], 0)[::-1]


def passage_cost(p: Numbers, q: Numbers) -> Any:
    """A: expected steps of a first passage from the fork to a leaf; a walker back at the fork tries again."""
    p, q = arrays(p, q)
    return len(p) + 1 + 2 * surpluses(p, q).sum(axis=0)


def next_excursion(beyond: Any, p: Any, q: Any) -> Any:
    """R of a corridor that begins before a vertex, from ``beyond`` = R of the corridor that begins behind it."""
    ratio = p / q
    return 2 + ratio * beyond


def excursion_cost(p: Numbers, q: Numbers) -> Any:
    """R: expected steps of an excursion from the fork into a wrong corridor, until it is back at the fork."""
    p, q = arrays(p, q)
    ratios = (p / q)[::-1]
    return scan(ratios, 2 + 0 * ratios, 2)[-1]


def return_growth(p: Numbers, q: Numbers) -> Any:
    """The geometric mean over the corridor of (p_l p_r) / (q_l q_r), by which a diamond multiplies the surplus
    crossings of a passage back; float64.

    If it is above one, the cost is exponential in the depth. It is 1/(b d) where forward rows are one, and 1 at base.
    """
    forward, backward = (np.log(np.asarray(side, dtype=float)) for side in (p, q))
    return np.exp(2 * np.mean(forward - backward, axis=0))


def passage_gradient(p: Numbers, q: Numbers) -> Gradient:
    """A with dA/dp and dA/dq: dA/dx_(v-1) times -(x_(v-1) + 1)/p_v for p_v, and times x_v/p_v for q_v."""
    p, q = arrays(p, q)
    surplus = surpluses(p, q)
    ratios, _ = odds(p, q)
    weights = scan(ratios, 2 + 0 * ratios, 2)[:-1] / p
    cost = len(p) + 1 + 2 * surplus.sum(axis=0)
    return Gradient(cost, -weights * (surplus[:-1] + 1), weights * surplus[1:])


def renewal_cost(width: Any, out: Any, back: Any) -> Any:
    """H = 1 + W A + (W-1) B: on average W passages out to a leaf, and one back after each but the last."""
    return 1 + width * out + (width - 1) * back


def walk_cost(width: Any, p: Numbers, q: Numbers) -> Any:
    """H: expected steps from the source to the target leaf."""
    if isinstance(width, int) and width == 1:
        return 1 + passage_cost(p, q)
    return renewal_cost(width, passage_cost(p, q), passage_cost(q[::-1], p[::-1]))


def walk_cost_gradient(width: Any, p: Numbers, q: Numbers) -> Gradient:
    """H with dH/dp and dH/dq. On the way back p and q change places, and vertices are read in reverse."""
    out = passage_gradient(p, q)
    if isinstance(width, int) and width == 1:  # there is no way back, whose cost may be beyond float64
        return Gradient(1 + out.cost, out.by_forward, out.by_backward)
    back = passage_gradient(q[::-1], p[::-1])
    return Gradient(
        cost=renewal_cost(width, out.cost, back.cost),
        by_forward=width * out.by_forward + (width - 1) * back.by_backward[::-1],
        by_backward=width * out.by_backward + (width - 1) * back.by_forward[::-1],
    )


def arrays(*sides: Numbers) -> tuple[NDArray[Any], ...]:
    """Arrays as they are; other sequences as arrays of objects, so that no number is rounded or bounded."""
    arrays = tuple(side if isinstance(side, np.ndarray) else np.array(side, dtype=object) for side in sides)
    if len({array.shape for array in arrays}) > 1:
        shapes = " and ".join(str(array.shape) for array in arrays)
        raise ValueError(f"p and q must have one probability per vertex each, got shapes {shapes}")
    return arrays
