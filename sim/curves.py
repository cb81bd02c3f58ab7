"""The learning curve of a run: what is kept of each point, with its exact cost and its loss.

Main definitions: `Curve`, `CurveRow`, `with_cost`, `TrainingStoppedError`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from jaxtyping import Float64
from numpy import ndarray

from backproof.sim.descent import DivergedError, Point
from backproof.sim.exact_cost import cost_of_gaps
from backproof.theory.graph import CorridorGraph


@dataclass(frozen=True)
class Curve:
    """The points of a run in order, the start included: n + 1 points after n steps.

    ``cost`` is the expected hitting time in steps, ``loss`` what the trainer minimises; ``least`` and ``greatest`` are
    the extremes over the diamonds of each family's gaps, in the order of `theory.policy.FAMILIES`; ``final`` has the
    gaps of the last good point, from which a run continues to identical numbers.
    """

    cost: Float64[ndarray, " points"]
    loss: Float64[ndarray, " points"]
    least: Float64[ndarray, " points 4"]
    greatest: Float64[ndarray, " points 4"]
    final: Float64[ndarray, "4 depth"]


CurveRow: TypeAlias = tuple[float, float, ndarray, ndarray]
"""Cost, loss, least and greatest gaps of one point."""


class TrainingStoppedError(ArithmeticError):
    """The numbers of a training run left the range of floats. ``curve`` is the run up to its last good point."""

    def __init__(self, message: str, curve: Any) -> None:
        super().__init__(message)
        self.curve = curve


def with_cost(graph: CorridorGraph, points: Iterator[Point], step: float) -> Iterator[tuple[Point, float]]:
    """Each point with its expected hitting time. Raises DivergedError where that is beyond float64."""
    for point in points:
        cost = float(cost_of_gaps(graph, point.logits))
        if not np.isfinite(cost):
            raise DivergedError(
                f"cost must stay below 1.8e308, got cost={cost} at step {point.step}: lower step={step}"
            )
        yield point, cost


def curve_row(point: Point, cost: float) -> CurveRow:
    """What a curve keeps of a point."""
    return cost, point.loss, point.logits.min(axis=1), point.logits.max(axis=1)


def curve_of(rows: list[CurveRow], final: Float64[ndarray, "4 depth"]) -> Curve:
    """The curve of these points; ``final`` has the gaps of the last one."""
    cost, loss, least, greatest = zip(*rows, strict=True) if rows else ((), (), (), ())
    low, high = (np.array(extremes, dtype=np.float64).reshape(-1, 4) for extremes in (least, greatest))
    return Curve(np.array(cost, dtype=np.float64), np.array(loss, dtype=np.float64), low, high, final)
