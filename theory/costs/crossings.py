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

Main definitions: `next_surplus`, `next_adjoint`, `next_excursion`, `passage_cost`, `excursion_cost`, `return_growth`,
`renewal_cost`, `hitting_time` and its gradient.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.blas import dtbsv

Numbers: TypeAlias = Sequence[Any] | NDArray[Any]
"""One number per inner vertex; of an array, along its first axis."""


class Gradient(NamedTuple):
    """A cost with its partial derivatives: ``by_forward[v-1]`` by p_v, ``by_backward[v-1]`` by q_v, arrays of 2K."""

    cost: Any
    by_forward: NDArray[Any]
    by_backward: NDArray[Any]


def odds(p: Any, q: Any) -> tuple[Any, Any]:
    """(q/p, (1-p)/p): how a vertex multiplies the surplus crossings behind it, and how often it turns walkers back."""
    return q / p, (1 - p) / p


def scan(factors: NDArray[Any], terms: NDArray[Any], start: Any) -> NDArray[Any]:
    """[y_0, ..., y_n] with y_0 = start and y_k = factors[k-1] y_(k-1) + terms[k-1]: one pass, in order.

    For one sequence of floats it is the substitution of a bidiagonal system, left to BLAS.
    """
    if factors.dtype == np.float64 and factors.ndim == 1:
        bands = np.stack([np.ones(len(factors) + 1), -np.append(factors, 0.0)])
        return np.asarray(dtbsv(1, bands, np.concatenate([[start], terms]), lower=1, diag=1))
    y = start + 0 * terms[0]
    return np.array([y, *[y := factor * y + term for factor, term in zip(factors, terms, strict=True)]])


def next_surplus(x: Any, p: Any, q: Any) -> Any:
    """x_(v-1) from x = x_v: surplus crossings of the edge before a vertex from those of the edge behind it."""
    ratio, turn = odds(p, q)
    return ratio * x + turn


def next_adjoint(adjoint: Any, ratio: Any) -> Any:
    """dA/dx_v from adjoint = dA/dx_(v-1) and ratio = q/p: x_v counts by itself, twice, and through x_(v-1)."""
    return ratio * adjoint + 2


def surpluses(p: NDArray[Any], q: NDArray[Any]) -> NDArray[Any]:
    """[x_0, ..., x_2K]: `next_surplus` from x_2K = 0 down."""
    ratios, turns = odds(p, q)
    return scan(ratios[::-1], turns[::-1], 0)[::-1]


def passage_cost(p: Numbers, q: Numbers) -> Any:
    """A: expected steps of a first passage that reads the vertices in order, each turn at the start a fresh try."""
    p, q = arrays(p, q)
    return len(p) + 1 + 2 * surpluses(p, q).sum(axis=0)


def next_excursion(beyond: Any, p: Any, q: Any) -> Any:
    """Expected steps of an excursion that must come back, from those of one that starts behind the vertex."""
    ratio = p / q
    return 2 + ratio * beyond


def excursion_cost(p: Numbers, q: Numbers) -> Any:
    """R: expected steps of an excursion from the fork into a corridor whose leaf sends back, until it is back."""
    p, q = arrays(p, q)
    ratios = (p / q)[::-1]
    return scan(ratios, 2 + 0 * ratios, 2)[-1]


def return_growth(p: Numbers, q: Numbers) -> Any:
    """The factor by which one more diamond multiplies the surplus crossings of a passage back: (p_l p_r) / (q_l q_r),
    its geometric mean over the corridor; float64.

    Above one the cost is exponential in the depth; 1/(b d) where the forward rows are one, 1 at base.
    """
    forward, backward = (np.log(np.asarray(side, dtype=float)) for side in (p, q))
    return np.exp(2 * np.mean(forward - backward, axis=0))


def passage_gradient(p: Numbers, q: Numbers) -> Gradient:
    """A with dA/dp and dA/dq: x_(v-1) by p_v is -(x_(v-1) + 1)/p_v, by q_v it is x_v/p_v, each times dA/dx_(v-1)."""
    p, q = arrays(p, q)
    surplus = surpluses(p, q)
    ratios, _ = odds(p, q)
    weights = scan(ratios, 2 + 0 * ratios, 2)[:-1] / p
    cost = len(p) + 1 + 2 * surplus.sum(axis=0)
    return Gradient(cost, -weights * (surplus[:-1] + 1), weights * surplus[1:])


def renewal_cost(width: Any, out: Any, back: Any) -> Any:
    """H = 1 + W A + (W-1) B: W leaf visits are expected, each a passage out, all but the last with one back."""
    return 1 + width * out + (width - 1) * back


def hitting_time(width: Any, p: Numbers, q: Numbers) -> Any:
    """H: expected steps from the source to the target leaf."""
    if isinstance(width, int) and width == 1:
        return 1 + passage_cost(p, q)
    return renewal_cost(width, passage_cost(p, q), passage_cost(q[::-1], p[::-1]))


def hitting_time_gradient(width: Any, p: Numbers, q: Numbers) -> Gradient:
    """H with dH/dp and dH/dq. On the way back p and q change places and the vertices are read in reverse."""
    out = passage_gradient(p, q)
    if isinstance(width, int) and width == 1:  # nobody comes back, whatever it would cost: beyond float64, say
        return Gradient(1 + out.cost, out.by_forward, out.by_backward)
    back = passage_gradient(q[::-1], p[::-1])
    return Gradient(
        cost=renewal_cost(width, out.cost, back.cost),
        by_forward=width * out.by_forward + (width - 1) * back.by_backward[::-1],
        by_backward=width * out.by_backward + (width - 1) * back.by_forward[::-1],
    )


def arrays(*sides: Numbers) -> tuple[NDArray[Any], ...]:
    """Arrays as they are; anything else as arrays of objects, so that no number is rounded or bounded."""
    arrays = tuple(side if isinstance(side, np.ndarray) else np.array(side, dtype=object) for side in sides)
    if len({array.shape for array in arrays}) > 1:
        shapes = " and ".join(str(array.shape) for array in arrays)
        raise ValueError(f"p and q must have one probability per vertex each, got shapes {shapes}")
    return arrays
