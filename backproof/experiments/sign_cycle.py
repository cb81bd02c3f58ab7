"""Sign steps of one size stall in a cycle far above H*, and smaller ones do not."""

from __future__ import annotations

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.trainings import least_cost, untrained_gaps
from backproof.sim.descent import descend, sign
from backproof.sim.losses import rlvr_loss
from backproof.theory.graph import CorridorGraph

TWO_DEEP = CorridorGraph(2, 50, 3)
COARSE, FINER, TRAVEL = 0.01, 0.003, 15.0
"""Two steps of sign gradient, and how far each descent goes, in nats."""


def stalls(step: float, times: float = 100.0) -> Judgement:
    """Whether sign steps from base end above so many times H*."""
    *_, last = descend(rlvr_loss(TWO_DEEP), untrained_gaps(TWO_DEEP), sign, step=step, steps=round(TRAVEL / step))
    ratio = last.loss / least_cost(TWO_DEEP)
    return Judgement(
        ratio > times, f"{ratio:.5g} H* after {TRAVEL:g} nats in steps of {step:g}; said to be above {times:g}"
    )


EXPERIMENTS = (
    TrainingExperiment(
        "sign-cycle",
        "coarse-steps-stall",
        "at W = 2, K = 50, L = 3 sign steps of 0.01 from base stay above 100 H*",
        lambda: stalls(COARSE),
        "at W = 2, K = 50, L = 3 sign steps of 0.003 from base stay above 100 H*",
        lambda: stalls(FINER),
    ),
)
