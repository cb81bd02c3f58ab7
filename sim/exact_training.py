"""Exact training of the four families' logit gaps: RLVR, SFT or distillation without sampling.

Figure 3 of the paper is `ExactTraining(CorridorGraph(15, 15, 5), rlvr_loss(graph), sign, step=0.01, steps=1200)`.

Main definitions: `ExactTraining`, `train_exact`, `Curve`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from jaxtyping import Float64
from numpy import ndarray

from backproof.sim.descent import DivergedError, Optimiser, Point, descend
from backproof.sim.exact_cost import hitting_time
from backproof.sim.losses import Loss
from backproof.theory.graph import CorridorGraph


@dataclass(frozen=True)
class ExactTraining:
    """What to train and how: ``steps`` steps of size ``step``, in nats of logit gap times the optimiser's direction."""

    graph: CorridorGraph
    loss: Loss
    optimiser: Optimiser
    step: float
    steps: int


@dataclass(frozen=True)
class Curve:
    """A run, point by point from the start on: n + 1 points after n steps.

    ``cost`` is the expected hitting time in steps, ``loss`` what was trained; ``least`` and ``greatest`` are the
    extremes over the diamonds of each family's gaps, in the order of `theory.policy.FAMILIES`; ``final`` is the last
    good point's gaps, from which a run goes on to identical numbers.
    """

    cost: Float64[ndarray, " points"]
    loss: Float64[ndarray, " points"]
    least: Float64[ndarray, " points 4"]
    greatest: Float64[ndarray, " points 4"]
    final: Float64[ndarray, "4 depth"]


Row: TypeAlias = tuple[float, float, ndarray, ndarray]
"""Cost, loss, least and greatest gaps of one point."""


class TrainingStoppedError(ArithmeticError):
    """Training left float64. ``curve`` is the run up to its last good point."""

    def __init__(self, message: str, curve: Curve) -> None:
        super().__init__(message)
        self.curve = curve


def train_exact(config: ExactTraining, start: Float64[ndarray, "4 depth"] | None = None) -> Curve:
    """Train from the gaps ``start`` (None: the base model) and keep the whole curve.

    Raises ValueError for what cannot be started (see `sim.descent.descend`), TrainingStoppedError for a step to a cost
    or gradient beyond float64.

    >>> from backproof.sim.descent import sign
    >>> from backproof.sim.losses import rlvr_loss
    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> curve = train_exact(ExactTraining(graph, rlvr_loss(graph), sign, step=0.01, steps=1200))
    >>> [round(float(cost), 4) for cost in curve.cost[[0, 300, 1200]]]
    [50142.0, 4177.9501, 900.4437]
    """
    gaps = np.zeros((4, config.graph.depth)) if start is None else start
    if gaps.shape != (4, config.graph.depth):
        raise ValueError(f"start must hold gaps of shape (4, depth={config.graph.depth}), got {gaps.shape}")
    points = descend(config.loss, gaps, config.optimiser, step=config.step, steps=config.steps)
    rows: list[Row] = []
    try:
        for point, cost in with_cost(config.graph, points, config.step):
            gaps = point.logits
            rows.append(row(point, cost))
    except DivergedError as error:
        message = f"{error}; the {len(rows)} points before it are in the error's curve"
        raise TrainingStoppedError(message, curve_of(rows, gaps)) from error
    return curve_of(rows, gaps)


def with_cost(graph: CorridorGraph, points: Iterator[Point], step: float) -> Iterator[tuple[Point, float]]:
    """Each point with its expected hitting time. Raises DivergedError where that is beyond float64."""
    last: Point | None = None
    for point in points:
        cost = float(hitting_time(graph, point.logits))
        if not np.isfinite(cost):
            raise DivergedError(
                f"cost must stay below 1.8e308, got cost={cost} at step {point.step}: lower step={step}", last
            )
        last = point
        yield point, cost


def row(point: Point, cost: float) -> Row:
    """What a curve keeps of a point."""
    return cost, point.loss, point.logits.min(axis=1), point.logits.max(axis=1)


def curve_of(rows: list[Row], final: Float64[ndarray, "4 depth"]) -> Curve:
    """The curve of these points, of which ``final`` is the last one's gaps."""
    cost, loss, least, greatest = zip(*rows, strict=True) if rows else ((), (), (), ())
    low, high = (np.array(extremes, dtype=np.float64).reshape(-1, 4) for extremes in (least, greatest))
    return Curve(np.array(cost, dtype=np.float64), np.array(loss, dtype=np.float64), low, high, final)
