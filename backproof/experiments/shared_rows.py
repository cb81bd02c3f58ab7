"""The experiments of `shared-rows`: every row's gap has a part in common, and the simulator trains that.

Parameters are a gap for each of the 4K rows, flattened, and then the shared one, s. They draw nothing. An integration
errs by 1e-11 a step or less; over some thousand steps of the flow, and as many of the prediction, that is 1e-8 in the
gaps, of which the logarithm of a cost takes at most 4K: `ROUNDED`.

Main definitions: `sharing_loss`, `SHARING`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from backproof.experiments.training import (
    BACKWARD,
    FORWARD,
    ROUNDING,
    Judgement,
    TrainingExperiment,
    optimum,
)
from backproof.sim.descent import descend, gradient_flow, normalised
from backproof.sim.exact_cost import cost_of_gaps
from backproof.sim.losses import Loss, rlvr_loss, sft_loss
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import PAPER
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.shared_rows import Frame, SharedFlow, progress_beyond, progress_within_factor_two

Floats = NDArray[np.float64]

WEIGHT = 0.1
RLVR_STEPS = 2000
"""Of length 1; a shared gradient may point the wrong way for a while, so that 400 do not suffice."""

ROUNDED = 1e-6
ROWS = len(FAMILIES), PAPER.depth


def base_parameters() -> Floats:
    return np.zeros(4 * PAPER.depth + 1)


def gaps_of(parameters: Floats, weight: float, frame: Frame) -> Floats:
    """theta + lambda phi s, of shape (4, K)."""
    return np.asarray(parameters[:-1].reshape(ROWS) + weight * pointing(frame) * parameters[-1])


def pointing(frame: Frame) -> Floats:
    """phi of each family, as a column."""
    phi = np.ones((len(FAMILIES), 1))
    phi[BACKWARD] = frame
    return phi


def sharing_loss(loss: Loss, weight: float, frame: Frame) -> Loss:
    """The loss as a function of the own parameters and the shared one: its gradient by the chain rule."""

    def shared(parameters: Floats) -> tuple[float, Floats]:
        value, gradient = loss(gaps_of(parameters, weight, frame))
        return value, np.append(gradient.ravel(), weight * (pointing(frame) * gradient).sum())

    return shared


def costs_when_said(level: float, last: float, frame: Frame, weight: float = WEIGHT) -> Judgement:
    """SFT with lambda = `WEIGHT`: the cost is ``level`` at the time that the theory of ``weight`` says, and all the way
    each backward gap is in its proportion to the mean forward gap.
    """
    predicted = SharedFlow(PAPER, weight, last)
    time = math.exp(predicted.log_time(predicted.last_at(level, frame)))
    times = [0.0, *np.geomspace(0.1, time, 6)]
    run = gradient_flow(sharing_loss(sft_loss(PAPER), WEIGHT, frame), base_parameters(), times)
    gaps = np.array([gaps_of(point, WEIGHT, frame) for point in run])
    mean = gaps[:, FORWARD].mean(axis=(1, 2))
    portion = gaps[1:, BACKWARD] / mean[1:, None, None]
    expected = frame * predicted.sigma / (1 + predicted.sigma)
    apart = float(np.abs(portion / expected - 1).max())
    cost = float(cost_of_gaps(PAPER, gaps[-1]))
    detail = (
        f"at time {time:.6g} the cost is {cost:.8g}, said to be {level:.8g}; backward gaps are {expected:+.6g} times "
        f"the mean forward gap, at most {apart:.2g} off; allowed {ROUNDED:g}"
    )
    return Judgement(abs(cost / level - 1) <= ROUNDED and apart <= ROUNDED, detail)


def learns(frame: Frame, weight: float = WEIGHT) -> Judgement:
    """SFT is at twice the optimum when the theory of an egocentric feature says."""
    last = progress_within_factor_two(PAPER, weight)
    return costs_when_said(2 * optimum(PAPER), last, frame, weight)


def unlearns(frame: Frame, weight: float = WEIGHT) -> Judgement:
    """SFT passes the table's limit when the theory of an allocentric feature says."""
    table = expected_hitting_time(PAPER, Policy.sft_limit(PAPER))
    return costs_when_said(table, progress_beyond(PAPER, weight, table), frame, weight)


def reaches(loss: Loss) -> Judgement:
    """Normalised steps from base, with either feature at lambda = 1: at H*."""
    found = []
    for frame in Frame:
        shared = sharing_loss(loss, 1.0, frame)
        *_, last = descend(shared, base_parameters(), normalised, step=1.0, steps=RLVR_STEPS)
        found.append(float(cost_of_gaps(PAPER, gaps_of(last.logits, 1.0, frame))) / optimum(PAPER) - 1)
    detail = f"relatively above H* after {RLVR_STEPS} normalised steps: " + ", ".join(
        f"{frame.name.lower()} {excess:.2g}" for frame, excess in zip(Frame, found, strict=True)
    )
    return Judgement(max(map(abs, found)) <= ROUNDING, f"{detail}; allowed {ROUNDING:g}")


SHARING = (
    TrainingExperiment(
        "shared-rows",
        "egocentric-learns",
        "with an egocentric feature of weight 0.1 SFT is at twice the optimum when the theory says",
        lambda: learns(Frame.EGOCENTRIC),
        "it is when the theory of a weight 1% greater says",
        lambda: learns(Frame.EGOCENTRIC, 1.01 * WEIGHT),
    ),
    TrainingExperiment(
        "shared-rows",
        "allocentric-unlearns",
        "with an allocentric feature of weight 0.1 SFT passes the table's limit when the theory says",
        lambda: unlearns(Frame.ALLOCENTRIC),
        "it does when the theory of a weight 1% greater says",
        lambda: unlearns(Frame.ALLOCENTRIC, 1.01 * WEIGHT),
    ),
    TrainingExperiment(
        "shared-rows",
        "rlvr-reaches",
        "RLVR reaches H* from base with either feature at weight 1",
        lambda: reaches(rlvr_loss(PAPER)),
        "SFT does, too",
        lambda: reaches(sft_loss(PAPER)),
    ),
)
