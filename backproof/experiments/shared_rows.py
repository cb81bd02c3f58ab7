"""Training of rows that share a feature: every gap has a part in common with all others.

Parameters are a gap for each of the 4K rows, flattened, and then the shared one, theta_0.

Main definitions: `sharing_loss`, `shared_gaps`.
"""

from __future__ import annotations

import math

import numpy as np

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.trainings import BACKWARD, FORWARD, ROUNDING, Floats, least_cost
from backproof.sim.descent import descend, gradient_flow, normalised
from backproof.sim.exact_cost import cost_of_gaps
from backproof.sim.losses import Loss, rlvr_loss, sft_loss
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import PAPER
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.shared_rows import Frame, SharedFlow, progress_beyond, progress_within_factor_two

WEIGHT = 0.1
RLVR_STEPS = 2000
"""Of length 1; a shared gradient may point the wrong way for a while, so that 400 do not suffice."""

ROUNDED = 1e-6
"""Relative error allowed of a cost: 1e-11 for each of some thousand integration steps, in 4K gaps, with a margin."""

ROWS = len(FAMILIES), PAPER.depth


def base_parameters() -> Floats:
    return np.zeros(4 * PAPER.depth + 1)


def shared_gaps(parameters: Floats, weight: float, frame: Frame) -> Floats:
    """theta + lambda phi theta_0, of shape (4, K)."""
    return np.asarray(parameters[:-1].reshape(ROWS) + weight * pointing(frame) * parameters[-1])


def pointing(frame: Frame) -> Floats:
    """phi of each family, as a column."""
    phi = np.ones((len(FAMILIES), 1))
    phi[BACKWARD] = frame
    return phi


def sharing_loss(loss: Loss, weight: float, frame: Frame) -> Loss:
    """The loss as a function of the own parameters and the shared one: its gradient by the chain rule."""

    def shared(parameters: Floats) -> tuple[float, Floats]:
        value, gradient = loss(shared_gaps(parameters, weight, frame))
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
    gaps = np.array([shared_gaps(point, WEIGHT, frame) for point in run])
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
    return costs_when_said(2 * least_cost(PAPER), last, frame, weight)


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
        found.append(float(cost_of_gaps(PAPER, shared_gaps(last.logits, 1.0, frame))) / least_cost(PAPER) - 1)
    detail = f"relatively above H* after {RLVR_STEPS} normalised steps: " + ", ".join(
        f"{frame.name.lower()} {excess:.2g}" for frame, excess in zip(Frame, found, strict=True)
    )
    return Judgement(max(map(abs, found)) <= ROUNDING, f"{detail}; allowed {ROUNDING:g}")


EXPERIMENTS = (
    TrainingExperiment(
        "shared-rows",
        "egocentric-learns",
        "with an egocentric feature of weight 0.1 SFT is at twice the optimum when the theory says",
        lambda: learns(Frame.EGOCENTRIC),
        "with an egocentric feature of weight 0.1 it is there when the theory of a weight 1% greater says",
        lambda: learns(Frame.EGOCENTRIC, 1.01 * WEIGHT),
    ),
    TrainingExperiment(
        "shared-rows",
        "allocentric-unlearns",
        "with an allocentric feature of weight 0.1 SFT passes the table's limit when the theory says",
        lambda: unlearns(Frame.ALLOCENTRIC),
        "with an allocentric feature of weight 0.1 it passes that limit when the theory of a weight 1% greater says",
        lambda: unlearns(Frame.ALLOCENTRIC, 1.01 * WEIGHT),
    ),
    TrainingExperiment(
        "shared-rows",
        "rlvr-reaches",
        "RLVR reaches H* from base with either feature at weight 1",
        lambda: reaches(rlvr_loss(PAPER)),
        "SFT reaches H* from base with either feature at weight 1",
        lambda: reaches(sft_loss(PAPER)),
    ),
)
