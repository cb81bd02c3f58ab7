"""Descent on an exact loss: optimisers as pure functions, steps as an iterator, gradient flow as an ODE.

An optimiser turns a gradient into a direction of the same shape; a step goes against it. None has a memory, so that a
run continued from any of its points gives identical numbers.

Main definitions: `sign`, `plain`, `normalised`, `natural`; `descend`, `gradient_flow`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from jaxtyping import Float64
from numpy import ndarray
from scipy.integrate import solve_ivp
from scipy.special import expit

from backproof.sim.exact_cost import expected_moves, passing_logits
from backproof.sim.losses import Loss
from backproof.theory.graph import CorridorGraph, positive_integer

Optimiser: TypeAlias = Callable[[Float64[ndarray, "*shape"], Float64[ndarray, "*shape"]], Float64[ndarray, "*shape"]]
"""(gradient, logits) to direction."""


class Point(NamedTuple):
    """Where a descent stands after ``step`` steps."""

    step: int
    logits: Float64[ndarray, " ..."]
    loss: float
    gradient: Float64[ndarray, " ..."]


class DivergedError(ArithmeticError):
    """A descent left float64. ``last`` is the last good point, None if the start was none."""

    def __init__(self, message: str, last: Point | None) -> None:
        super().__init__(message)
        self.last = last


def sign(gradient: Float64[ndarray, "*shape"], logits: Float64[ndarray, "*shape"]) -> Float64[ndarray, "*shape"]:
    """1 or -1 for each logit, 0 where the derivative is 0."""
    return np.asarray(np.sign(gradient))


def plain(gradient: Float64[ndarray, "*shape"], logits: Float64[ndarray, "*shape"]) -> Float64[ndarray, "*shape"]:
    """The gradient itself."""
    return gradient


def normalised(gradient: Float64[ndarray, "*shape"], logits: Float64[ndarray, "*shape"]) -> Float64[ndarray, "*shape"]:
    """The gradient scaled to Euclidean length 1; 0 stays 0. First by its greatest entry, so as not to overflow."""
    peak = np.abs(gradient).max()
    scaled = gradient / peak if peak > 0 else gradient
    return np.asarray(scaled / max(float(np.linalg.norm(scaled)), 1.0))


def natural(graph: CorridorGraph) -> Optimiser:
    """The natural gradient on gaps: the inverse Fisher matrix of the policy's own walk, times the gradient.

    In gaps that matrix is diagonal: (visits of the row) p (1-p). What remains of RLVR's gradient is minus the advantage
    of passing over turning, in walked steps, so that gaps grow evenly where a plain gradient fades. Far from the
    optimum it is large, and the step size must be small against its inverse. A row that is never visited, or whose
    Fisher information underflows, stays.

    Source: S. Kakade, *A Natural Policy Gradient*, NeurIPS 2001 (the matrix, averaged over the walk's states).
    """

    def direction(
        gradient: Float64[ndarray, "4 depth"], logits: Float64[ndarray, "4 depth"]
    ) -> Float64[ndarray, "4 depth"]:
        fisher = expected_moves(graph, logits).passes * expit(-passing_logits(graph, logits))
        return np.asarray(np.divide(gradient, fisher, out=np.zeros_like(gradient), where=fisher > 0))

    return direction


def descend(
    loss: Loss, start: Float64[ndarray, " ..."], optimiser: Optimiser, *, step: float, steps: int, first_step: int = 0
) -> Iterator[Point]:
    """Points ``first_step`` to ``steps`` of logits <- logits - step * optimiser(gradient, logits), from ``start`` on.

    Raises ValueError for a start that is not finite, a step that is not finite and positive, or steps below 1;
    DivergedError, when it comes to it, for a loss beyond float64 or a gradient that is NaN or infinite.
    """
    positive_integer("steps", steps)
    if not (math.isfinite(step) and step > 0):
        raise ValueError(f"step must be finite and positive, got step={step}")
    if not np.isfinite(start).all():
        raise ValueError("start must hold finite logits, got NaN or inf: use large logits for probabilities near one")
    return _points(loss, np.array(start, dtype=np.float64), optimiser, step, range(first_step, steps + 1))


def _points(
    loss: Loss, logits: Float64[ndarray, " ..."], optimiser: Optimiser, step: float, indices: range
) -> Iterator[Point]:
    last: Point | None = None
    for index in indices:
        value, gradient = loss(logits)
        if not math.isfinite(value):
            raise DivergedError(
                f"loss must stay below 1.8e308, got loss={value} at step {index}: lower step={step}", last
            )
        if not np.isfinite(gradient).all():
            raise DivergedError(
                f"gradient must be finite, got NaN or inf in it at step {index}: lower step={step}", last
            )
        last = Point(index, logits, value, gradient)
        yield last
        if index < indices[-1]:
            with np.errstate(over="ignore", invalid="ignore"):
                logits = logits - step * optimiser(gradient, logits)


def gradient_flow(
    loss: Loss,
    start: Float64[ndarray, "*shape"],
    times: Sequence[float],
    *,
    speed: float | Float64[ndarray, " ..."] = 1.0,
    tolerance: float = 1e-11,
) -> Float64[ndarray, " times *shape"]:
    """The logits at ``times`` (ascending, from 0 on) of d logits / dt = - speed * gradient.

    ``speed`` broadcasts against the logits: `sim.logit_table.gap_speed` gives the flow of a full table in its gaps.
    Raises ArithmeticError where the integrator gives up.
    """

    def velocity(time: float, flat: Float64[ndarray, " n"]) -> Float64[ndarray, " n"]:
        return np.asarray(-speed * loss(flat.reshape(start.shape))[1]).ravel()

    found = solve_ivp(velocity, (0, times[-1]), start.ravel(), "LSODA", t_eval=times, rtol=tolerance, atol=tolerance)
    if not found.success:
        raise ArithmeticError(f"the flow must reach time {times[-1]}, stopped at {found.t[-1]}: {found.message}")
    return np.asarray(found.y.T).reshape(len(times), *start.shape)
