"""Rewards that charge nothing for a step, each with its exact gradient by the logit gaps.

They are success within a horizon, P(T <= horizon) for a walk of T steps, and discounted success, E[discount^T].

Within a horizon: the walker is before a vertex, on the fork's or the leaf's side of it. With s steps left its
probability of success is the mean of those of the two next places with s - 1 steps left. The gradient is the sum over
all steps of the probability to be at a row, times p (1 - p), times the gain of passing over turning. Wrong corridors
are alike and count as one. This takes O(K horizon) operations, on floats or on Fractions.

A discount is the weight of a step in `theory.costs.walk_transform`.

Main definitions: `success_within`, `discounted_success`, `SuccessGradient`.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backproof.theory.costs.walk_transform import ScoredRow, decisions, scored, walk_transform
from backproof.theory.graph import CorridorGraph, positive_integer
from backproof.theory.policy import Policy

TARGET, WRONG = 0, 1
"""The first axis of arrays (2, 2K): the target's corridor, and the wrong ones together."""


class SuccessGradient(NamedTuple):
    """The reward and its derivatives by the gaps of p_v (``by_forward``) and q_v (``by_backward``), arrays (2K,)."""

    success: Any
    by_forward: NDArray[Any]
    by_backward: NDArray[Any]

    def of_row(self, row: ScoredRow) -> Any:
        """The derivative by the gap of one row."""
        return (self.by_forward if row.is_forward else self.by_backward)[row.vertex - 1]


def success_within(
    graph: CorridorGraph, policy: Policy, horizons: Iterable[int], *, exact: bool = False
) -> dict[int, SuccessGradient]:
    """P(T <= horizon) for each horizon, in steps from the source: float64, or Fractions if ``exact``.

    All terms of ``success`` are positive, so float64 loses at most a relative 2^-52 per step. Raises TypeError or
    ValueError for a horizon that is not an integer >= 1, ValueError for a batch and for a policy that does not fit.

    >>> graph = CorridorGraph(width=4, depth=2, lanes=3)
    >>> success_within(graph, Policy.optimal(graph), [5, 6, 16], exact=True)[16].success
    Fraction(7, 16)
    """
    p, q = map(np.asarray, policy.single_passes(graph, exact=exact))
    wanted = sorted({positive_integer("horizon", horizon) for horizon in horizons})
    corridor = _Corridor(Fraction(1, graph.width) if exact else 1 / graph.width, p, q)
    most = max(wanted, default=1)
    at_fork, gains = corridor.successes(most)
    outward, inward = corridor.masses(most - 1)
    found = {}
    for horizon in wanted:
        # The first step leads to the fork. A move after e more steps leaves horizon - 2 - e.
        ahead = gains[: horizon - 1][::-1]
        by_p, by_q = ((mass[: horizon - 1] * ahead).sum(axis=(0, 1)) for mass in (outward, inward))
        found[horizon] = SuccessGradient(at_fork[horizon - 1], by_p * p * (1 - p), -by_q * q * (1 - q))
    return found


def discounted_success(
    graph: CorridorGraph, policy: Policy, discount: Fraction | float, *, exact: bool = False
) -> SuccessGradient:
    """E[discount^T] with all its derivatives: float64, or Fractions if ``exact``.

    Raises ValueError for a discount outside (0, 1), for a batch, and for a policy that does not fit.
    """
    if not 0 < discount < 1:
        raise ValueError(f"discount must be in (0, 1), got discount={discount}")
    p, q = map(np.asarray, policy.single_passes(graph, exact=exact))
    number = Fraction if exact else float
    each = np.array([[number(i == j) for j in range(2 * len(p))] for i in range(2 * len(p))], dtype=p.dtype)
    rows = [scored(row, times) for row, times in zip(decisions([*p, *q]), each, strict=True)]
    walks = walk_transform(graph.width, rows[: len(p)], rows[len(p) :], number(discount))
    slopes = walks.moment(0, 1)
    return SuccessGradient(walks.moment(0, 0), slopes[: len(p)], slopes[len(p) :])


class _Corridor(NamedTuple):
    """``share``: the fork's probability for the target's corridor; p, q: arrays (2K,) of the same kind of number."""

    share: Any
    p: NDArray[Any]
    q: NDArray[Any]

    @property
    def nowhere(self) -> tuple[Any, NDArray[Any]]:
        """Zero, and an array (2, 2K) of zeros, in the same kind of number."""
        zero = 0 * self.share
        return zero, np.full((2, len(self.p)), zero, dtype=self.p.dtype)

    def successes(self, steps: int) -> tuple[list[Any], NDArray[Any]]:
        """With s = 0..steps-1 steps left: the success at the fork, and by how much that behind each vertex exceeds that
        before it, (steps, 2, 2K).
        """
        zero, out = self.nowhere
        fork = leaf = zero
        back = out
        at_fork, gains = [], []
        for _ in range(steps):
            behind = np.concatenate([out[:, 1:], [[zero + 1], [leaf]]], axis=1)
            before = np.concatenate([[[fork], [fork]], back[:, :-1]], axis=1)
            at_fork.append(fork)
            gains.append(behind - before)
            fork, leaf = self.share * out[TARGET, 0] + (1 - self.share) * out[WRONG, 0], back[WRONG, -1]
            out, back = self.p * behind + (1 - self.p) * before, self.q * before + (1 - self.q) * behind
        return at_fork, np.array(gains)

    def masses(self, steps: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """The probability to be at each vertex after 0..steps-1 steps from the fork, for a walker from the fork's side
        and for one from the leaf's side: two arrays (steps, 2, 2K).
        """
        zero, out = self.nowhere
        fork, leaf, back = zero + 1, zero, out
        outward, inward = [], []
        for _ in range(steps):
            outward.append(out)
            inward.append(back)
            onward, homeward = self.p * out + (1 - self.q) * back, (1 - self.p) * out + self.q * back
            out = np.concatenate([[[self.share * fork], [(1 - self.share) * fork]], onward[:, :-1]], axis=1)
            back = np.concatenate([homeward[:, 1:], [[zero], [leaf]]], axis=1)
            fork, leaf = homeward[:, 0].sum(), onward[WRONG, -1]
        shape = (steps, 2, len(self.p))
        return np.array(outward).reshape(shape), np.array(inward).reshape(shape)
