"""Descent: optimisers as pure functions, single steps, descent on any loss, and gradient flow as an ODE.

An optimiser turns a gradient into a direction of the same shape; a step goes against it. No optimiser has a memory, so
a run that continues from any of its points gives identical numbers.

Main definitions: the optimisers `sign`, `plain`, `normalised`, `natural`, registered in `OPTIMISERS`; `stepped`,
`finite`; `descend`, `gradient_flow`.
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

from backproof.sim.exact_cost import expected_moves, logits_of_gaps
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
    """The numbers of a descent left the range of float64."""


def sign(gradient: Float64[ndarray, "*shape"], logits: Float64[ndarray, "*shape"]) -> Float64[ndarray, "*shape"]:
    """1 or -1 for each logit, 0 where the derivative is 0."""
    return np.asarray(np.sign(gradient))


def plain(gradient: Float64[ndarray, "*shape"], logits: Float64[ndarray, "*shape"]) -> Float64[ndarray, "*shape"]:
    """The gradient itself."""
    return gradient


def normalised(gradient: Float64[ndarray, "*shape"], logits: Float64[ndarray, "*shape"]) -> Float64[ndarray, "*shape"]:
    """The gradient scaled to Euclidean length 1; 0 stays 0. It is divided by its greatest entry first, so that nothing
    overflows.
    """
    peak = np.abs(gradient).max()
    scaled = gradient / peak if peak > 0 else gradient
    return np.asarray(scaled / max(float(np.linalg.norm(scaled)), 1.0))


def natural(graph: CorridorGraph) -> Optimiser:
    """The natural gradient on gaps: the inverse Fisher matrix of the policy's own walk, times the gradient.

    On gaps that matrix is diagonal, with entries (visits of the row) p (1-p). It turns RLVR's gradient into minus the
    advantage of passing over turning, in steps, so that gaps keep growing where a plain gradient fades. Far from the
    optimum the advantage is large, and the step must be small compared with its inverse. A row that is never visited,
    or whose Fisher information underflows, does not move.

    Source: S. Kakade, *A Natural Policy Gradient*, NeurIPS 2001 (the matrix, averaged over the walk's states).
    """

    def direction(
        gradient: Float64[ndarray, "4 depth"], logits: Float64[ndarray, "4 depth"]
    ) -> Float64[ndarray, "4 depth"]:
        fisher = expected_moves(graph, logits).passes * expit(-logits_of_gaps(graph, logits))
        return np.asarray(np.divide(gradient, fisher, out=np.zeros_like(gradient), where=fisher > 0))

    return direction


OPTIMISERS: dict[str, Callable[[CorridorGraph], Optimiser]] = {
    "sign": lambda graph: sign,
    "plain": lambda graph: plain,
    "normalised": lambda graph: normalised,
    "natural": natural,
}
"""Every optimiser by its name. An entry here is an optimiser on the command line and in the reports."""


def descend(
    loss: Loss, start: Float64[ndarray, " ..."], optimiser: Optimiser, *, step: float, steps: int
) -> Iterator[Point]:
    """Points 0 to ``steps`` of logits <- logits - step * optimiser(gradient, logits), from ``start`` on.

    Raises ValueError for a start that is not finite, a step that is not finite and positive, or steps below 1;
    DivergedError, at the point where it occurs, for a loss beyond float64 or a gradient that is NaN or infinite.
    """
    positive_integer("steps", steps)
    check_step(step)
    check_finite_start(start)
    return _descend(loss, np.array(start, dtype=np.float64), optimiser, step, steps)


def _descend(
    loss: Loss, logits: Float64[ndarray, " ..."], optimiser: Optimiser, step: float, steps: int
) -> Iterator[Point]:
    for index in range(steps + 1):
        value, gradient = loss(logits)
        yield finite(Point(index, logits, value, gradient), step)
        logits = stepped(logits, gradient, optimiser, step)


def check_step(step: float) -> None:
    """Refuse a step size that is not finite and positive."""
    if not (math.isfinite(step) and step > 0):
        raise ValueError(f"step must be finite and positive, got step={step}")


def check_finite_start(start: Float64[ndarray, " ..."]) -> None:
    """Refuse logits that are not finite: no step can move them."""
    if not np.isfinite(start).all():
        raise ValueError("start must hold finite logits, got NaN or inf: use large logits for probabilities near one")


def finite(point: Point, step: float) -> Point:
    """The point. Raises DivergedError if its loss or gradient is not finite, advising a smaller ``step``."""
    if not math.isfinite(point.loss):
        raise DivergedError(
            f"loss must stay below 1.8e308, got loss={point.loss} at step {point.step}: lower step={step}"
        )
    if not np.isfinite(point.gradient).all():
        raise DivergedError(f"gradient must be finite, got NaN or inf in it at step {point.step}: lower step={step}")
    return point


def stepped(
    logits: Float64[ndarray, "*shape"], gradient: Float64[ndarray, "*shape"], optimiser: Optimiser, step: float
) -> Float64[ndarray, "*shape"]:
    """The logits after one step against the optimiser's direction."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(logits - step * optimiser(gradient, logits))


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
