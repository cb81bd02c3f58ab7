"""Rows that share a feature: how SFT on golden paths then moves the backward rows, which it never visits.

The gap of row r is theta_r + lambda phi_r theta_0: theta_r is the row's own parameter, theta_0 one that all rows share.
An *egocentric* feature, "go straight on", has phi = 1 in all rows. An *allocentric* one, "away from the fork", has
phi = 1 in forward rows and phi = -1 in backward rows.

With N = 2K forward rows, sigma = N lambda^2 and Y their mean gap, the *progress* of SFT, a backward gap is

    phi sigma/(1 + sigma) Y

(claim `shared-rows`; derivation in docs/mathematics.md, "Shared features"). Exit and entry gaps are Y + delta/2 and Y -
delta/2, where d delta / dY depends on Y and delta alone, and 0 <= delta <= 2 ln L. The rows are those of a `Policy`,
each of weight one, and the time is that of `theory.sft`.

Main definitions: `Frame`, `sharing`, `shared_portion`, `SharedFlow`.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.integrate import solve_ivp
from scipy.optimize import brentq, minimize_scalar

from backproof.theory.costs import crossings
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Floats, Policy

TOLERANCE = 1e-11
"""Absolute and relative error of each step of the integration."""

GRID = 0.05
"""The step of progress in the search for a crossing."""


class Frame(IntEnum):
    """What the shared feature refers to. The value is phi in backward rows."""

    EGOCENTRIC = 1
    ALLOCENTRIC = -1


def sharing(graph: CorridorGraph, weight: Any) -> Any:
    """sigma = N lambda^2 for the 2K forward rows."""
    return 2 * graph.depth * weight**2


def shared_portion(sigma: Any) -> Any:
    """The size of a backward gap relative to the mean forward gap."""
    return sigma / (1 + sigma)


@dataclass(frozen=True)
class SharedFlow:
    """The gradient flow of SFT on shared rows from base, up to progress ``last``; float64.

    ``weight`` is lambda >= 0. The time is that of `theory.sft`, whose flow this is for lambda = 0. Raises ValueError
    for a weight or an end that is negative or not finite.
    """

    graph: CorridorGraph
    weight: float
    last: float

    def __post_init__(self) -> None:
        for name in ("weight", "last"):
            value = getattr(self, name)
            if not 0 <= value < math.inf:
                raise ValueError(f"{name} must be finite and >= 0, got {name}={value}")

    @property
    def sigma(self) -> float:
        return float(sharing(self.graph, self.weight))

    @functools.cached_property
    def _solution(self) -> Any:
        """(delta, t e^-Y) as functions of Y. The second stays of order one."""
        lanes, speed = math.log(self.graph.lanes), 1 + self.sigma

        def velocity(progress: float, state: Floats) -> list[float]:
            delta, scaled = state
            exit_, entry = (
                -np.logaddexp(0, progress + half - shift) for half, shift in ((delta / 2, lanes), (-delta / 2, -lanes))
            )
            errors = math.exp(progress + exit_) + math.exp(progress + entry)
            return [2 / speed * math.tanh((exit_ - entry) / 2), 2 / (speed * errors) - scaled]

        found = solve_ivp(
            velocity, (0, max(self.last, GRID)), [0, 0], "DOP853", dense_output=True, rtol=TOLERANCE, atol=TOLERANCE
        )
        if not found.success:
            raise ArithmeticError(f"the flow must reach progress {self.last}, stopped at {found.t[-1]}")
        return found.sol

    def log_time(self, progress: ArrayLike) -> Any:
        """The natural logarithm of the time at which SFT has made this progress; -inf at 0."""
        progress = np.asarray(progress, dtype=float)
        with np.errstate(divide="ignore"):
            return progress + np.log(np.maximum(self._solution(progress)[1], 0))

    def progress_at(self, log_time: float) -> float:
        """The progress at a time, given by its natural logarithm. Raises ValueError for a time beyond ``last``."""
        ends = self.log_time([math.ulp(1.0), self.last])
        if not log_time <= ends[1]:
            raise ValueError(f"log_time must be at most {ends[1]:g}, where last={self.last:g}, got log_time={log_time}")
        if log_time <= ends[0]:
            return 0.0
        return float(brentq(lambda y: self.log_time(y) - log_time, math.ulp(1.0), self.last, xtol=1e-13, rtol=1e-13))

    def policy(self, progress: ArrayLike, frame: Frame) -> Policy:
        """The policy after this progress, a batch of its shape. Raises ValueError where a probability underflows."""
        mean = np.asarray(progress, dtype=float)
        half = self._solution(mean)[0] / 2
        backward = frame * shared_portion(self.sigma) * mean
        gaps = {
            "forward_exit": mean + half,
            "forward_entry": mean - half,
            "backward_entry": backward,
            "backward_exit": backward,
        }
        alike = np.ones(self.graph.depth)
        return Policy.from_gaps(self.graph, **{name: gap[..., None] * alike for name, gap in gaps.items()})

    def cost(self, progress: ArrayLike, frame: Frame) -> Any:
        """Expected steps from source to target, of the shape of ``progress``; inf beyond float64."""
        with np.errstate(over="ignore", invalid="ignore"):
            cost = crossings.walk_cost(self.graph.width, *self.policy(progress, frame).passes())
        return np.where(np.isfinite(cost), cost, np.inf)

    def worst(self, frame: Frame) -> float:
        """The greatest cost on the way, refined from that on the grid."""
        grid = self._grid()
        peak = grid[self.cost(grid, frame).argmax()]
        around = (max(0.0, peak - GRID), min(self.last, peak + GRID))
        found = minimize_scalar(lambda y: -np.log(self.cost(y, frame)), bounds=around, options={"xatol": 1e-9})
        return float(max(self.cost(found.x, frame), self.cost(peak, frame)))

    def _grid(self) -> Floats:
        return np.linspace(0, self.last, 2 + int(self.last / GRID))

    def last_at(self, cost: float, frame: Frame) -> float:
        """The greatest progress at which the flow's cost crosses ``cost``, found on the grid; 0 if it does not."""
        grid = self._grid()
        above = self.cost(grid, frame) > cost
        changes = np.flatnonzero(above[1:] != above[:-1])
        if not len(changes):
            return 0.0
        begin, end = grid[changes[-1] : changes[-1] + 2]
        level = math.log(cost)
        return float(brentq(lambda y: np.log(self.cost(y, frame)) - level, begin, end, xtol=1e-12, rtol=1e-12))


def progress_within_factor_two(graph: CorridorGraph, weight: float) -> float:
    """A progress from which on the egocentric cost is at most 2 H*: there e^z = 6KL, z being the backward gap."""
    return math.log(6 * graph.depth * graph.lanes) / float(shared_portion(sharing(graph, weight)))


def progress_beyond(graph: CorridorGraph, weight: float, cost: float) -> float:
    """A progress at which the allocentric cost exceeds ``cost``, for W >= 2: there e^(z K) = 1 + cost/2."""
    return math.log1p(cost / 2) / graph.depth / float(shared_portion(sharing(graph, weight)))


def progress_after(graph: CorridorGraph, weight: float, time: float) -> float:
    """A progress that is not reached before ``time``, since Y <= ln(1 + L (1 + sigma) t)."""
    return math.log1p(graph.lanes * (1 + sharing(graph, weight)) * time)
