"""Sparse systems of absorbing chains in float64, with a bound on the error of the solution.

If a chain with moves P is absorbed with certainty, I - P is an M-matrix: its inverse has no negative entry, and the
expected steps are h = (I - P)^-1 1. So if a guess g leaves the residual r = 1 - (I - P) g, then |g - h| <= max|r| h:
the largest residual bounds the relative error of every entry. The residual is computed from differences, r_i = 1 -
sum_j p_ij (g_i - g_j) - exit_i g_i, in extended precision where the machine has it, and a bound on its own rounding is
added. h is a quotient of sums of products of at most n probabilities; if each of these was rounded from an exact one,
that changes h by at most the factor (1 + 2^-53)^(2n).

Graphs that fall apart when a few nodes are removed are factorised (SuperLU). Where elimination would fill in, as in
random graphs, BiCGSTAB with an incomplete factorisation is used. The choice depends on the graph alone.

Main definitions: `Chain`, `Solution`, `elimination_is_cheap`.
"""

from __future__ import annotations

import functools
import warnings
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from scipy.sparse.linalg import LinearOperator, SuperLU, bicgstab, spilu, splu

from backproof.theory.any_graph.reasoning_graph import Floats, Integers, ReasoningGraph

UNIT = 2.0**-53
ROUNDS = 12
"""The most rounds of refinement; each is a solve."""
ENOUGH = 1e-12
"""A residual this small is not refined further."""
CHEAP_WORK = 5e9
"""Estimated number of products in a factorisation that takes some seconds."""
ALWAYS_CHEAP = 1500
"""With so few states the matrix may fill in completely."""
ITERATIONS = 400


@dataclass(frozen=True)
class Solution:
    """``steps`` (states,): expected steps h to absorption; ``visits`` (states,): expected visits n from state 0.

    ``error`` bounds the relative error of every entry of h; it is inf if the residual gives no bound. ``visits_error``
    bounds the sum of all errors of n relative to the sum of n, which is h_0.
    """

    steps: Floats
    visits: Floats
    error: float
    visits_error: float


@dataclass(frozen=True)
class Chain:
    """Moves between transient states: from ``at`` to ``to`` (moves,), sorted by ``at``, with probabilities ``p`` > 0.

    ``exits`` (states,) are the probabilities to be absorbed. Absorption must be possible from every state.
    """

    at: Integers
    to: Integers
    p: Floats
    exits: Floats

    def solve(self, *, direct: bool) -> Solution:
        """Steps and visits, by a factorisation or, unless ``direct``, by iteration; refined as long as that helps."""
        away = self.at != self.to
        at, to, p = self.at[away], self.to[away], self.p[away]
        size = len(self.exits)
        leaving = np.bincount(at, p, minlength=size) + self.exits
        matrix = sparse.csc_array(sparse.diags_array(leaving) - sparse.coo_array((p, (at, to)), shape=(size, size)))
        solve = _factorised(matrix) if direct else _iterated(matrix)
        if solve is None:
            nothing = np.full(size, np.nan)
            return Solution(nothing, nothing, np.inf, np.inf)
        flow = _Flow.of(at, to, p, self.exits)
        steps, residual = _refined(lambda right: solve(right, False), flow.steps_residual, size)
        # An error in the visits of a state costs as many steps as there are from that state on.
        visits, lacks = _refined(lambda right: solve(right, True), flow.visits_residual, size)
        error = float(np.max(residual))
        error = error / (1 - error) if error < 1 else np.inf
        rounded = np.expm1(2 * size * np.log1p(UNIT))
        visits_error = float(lacks @ steps / steps[0]) * (1 + error) if np.isfinite(error) else np.inf
        return Solution(steps, visits, error + rounded, visits_error + error + rounded)


@dataclass(frozen=True)
class _Flow:
    """The residuals of both systems in extended precision, with bounds on their rounding."""

    at: Integers
    to: Integers
    p: NDArray[np.longdouble]
    exits: NDArray[np.longdouble]
    arriving: Integers
    """The moves sorted by ``to``."""

    @classmethod
    def of(cls, at: Integers, to: Integers, p: Floats, exits: Floats) -> _Flow:
        return cls(at, to, p.astype(np.longdouble), exits.astype(np.longdouble), np.argsort(to, kind="stable"))

    def steps_residual(self, steps: NDArray[np.longdouble]) -> tuple[Floats, Floats]:
        """1 - (I - P) h, and a bound on its absolute value."""
        falls = self.p * (steps[self.at] - steps[self.to])
        size = len(self.exits)
        ends = self.exits * steps
        residual = 1 - _sums(self.at, falls, size) - ends
        magnitude = 1 + _sums(self.at, np.abs(falls), size) + np.abs(ends)
        return self._bounded(residual, magnitude, np.bincount(self.at, minlength=size))

    def visits_residual(self, visits: NDArray[np.longdouble]) -> tuple[Floats, Floats]:
        """start - n (I - P), and a bound on its absolute value."""
        size = len(self.exits)
        gone = visits * (_sums(self.at, self.p, size) + self.exits)
        come = _sums(self.to[self.arriving], (visits[self.at] * self.p)[self.arriving], size)
        come[0] += 1
        count = np.bincount(self.at, minlength=size) + np.bincount(self.to, minlength=size)
        return self._bounded(come - gone, np.abs(come) + np.abs(gone), count)

    @staticmethod
    def _bounded(
        residual: NDArray[np.longdouble], magnitude: NDArray[np.longdouble], terms: Integers
    ) -> tuple[Floats, Floats]:
        rounding = (terms + 4) * np.finfo(np.longdouble).eps * magnitude
        return residual.astype(np.float64), (np.abs(residual) + rounding).astype(np.float64)


def _sums(place: Integers, values: NDArray[np.longdouble], size: int) -> NDArray[np.longdouble]:
    """The sum of the values at each place, where ``place`` is sorted."""
    total = np.zeros(size, np.longdouble)
    if len(place):
        begin = np.flatnonzero(np.append(True, place[1:] != place[:-1]))
        total[place[begin]] = np.add.reduceat(values, begin)
    return total


def _refined(
    solve: Callable[[Floats], Floats],
    residual_of: Callable[[NDArray[np.longdouble]], tuple[Floats, Floats]],
    size: int,
) -> tuple[Floats, Floats]:
    """The solution and the bound on its residual, refined until that is small or a round does not halve it."""
    found = np.zeros(size, np.longdouble)
    residual, bound = residual_of(found)
    best, least = found, bound
    for _ in range(ROUNDS):
        found = found + solve(residual)
        if not np.all(np.isfinite(found)):
            break
        residual, bound = residual_of(found)
        before = np.max(least)
        if np.max(bound) < before:
            best, least = found, bound
        if not ENOUGH < np.max(bound) < before / 2:
            break
    return best.astype(np.float64), least


def _factorised(matrix: sparse.csc_array) -> Callable[[Floats, bool], Floats] | None:
    try:
        factors = splu(matrix)
    except RuntimeError:  # singular in float64
        return None
    return lambda right, transposed: np.asarray(factors.solve(right, "T" if transposed else "N"))


def _iterated(matrix: sparse.csc_array) -> Callable[[Floats, bool], Floats]:
    """A solver for some digits; refinement adds more. If the iteration breaks down, the residual shows it."""
    straight, turned = matrix.tocsr(), matrix.T.tocsr()
    options = {"rtol": 1e-8, "atol": 0.0, "maxiter": ITERATIONS}

    @functools.cache
    def factors() -> SuperLU | None:
        try:
            return spilu(matrix, drop_tol=0.1, fill_factor=2, permc_spec="NATURAL", diag_pivot_thresh=0.0)
        except RuntimeError:
            return None

    plain = True

    def solve(right: Floats, transposed: bool) -> Floats:
        nonlocal plain
        system, mode = (turned, "T") if transposed else (straight, "N")
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            if plain:
                found, failed = bicgstab(system, right, **options)
                plain = not failed
            near = None if plain else factors()
            if near is not None:
                inverse = LinearOperator(matrix.shape, lambda x: near.solve(x, mode), dtype=np.float64)
                found, _ = bicgstab(system, right, M=inverse, **options)
        return np.asarray(found)

    return solve


def elimination_is_cheap(graph: ReasoningGraph) -> bool:
    """Whether the systems of the graph can be factorised cheaply.

    Nodes are eliminated, those with the fewest neighbours first. The answer is no as soon as the products that this
    costs are too many, or would be if no later node had fewer neighbours.
    """
    states = graph.states
    if len(states) <= ALWAYS_CHEAP:
        return True
    near: dict[int, set[int]] = {int(node): set() for node in np.unique(states.head)}
    for tail, head in zip(states.tail[1:].tolist(), states.head[1:].tolist(), strict=True):
        if tail != head:
            near[tail].add(head)
            near[head].add(tail)
    budget = CHEAP_WORK / (len(states) / len(near)) ** 3
    ranked: dict[int, set[int]] = defaultdict(set)
    for node, others in near.items():
        ranked[len(others)].add(node)
    least = 0
    while near:
        while not ranked[least]:
            least += 1
        if budget < len(near) * least**2 / 3:
            return False
        node = ranked[least].pop()
        others = near.pop(node)
        budget -= len(others) ** 2
        for other in others:
            ranked[len(near[other])].discard(other)
            near[other] |= others
            near[other] -= {node, other}
            ranked[len(near[other])].add(other)
        least = max(0, least - 1)
    return True
