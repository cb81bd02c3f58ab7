"""The closed form of the learning curve against walks of one of its points, and against the run of Figure 3."""

from __future__ import annotations

import numpy as np

from backproof.checks.claims.learning_curve import curve_cost
from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.trainings import ROUNDING
from backproof.experiments.walks import crossed
from backproof.sim.trainers.rlvr import RlvrConfig
from backproof.sim.training import run_training
from backproof.theory.costs.learning_curve import curve_costs
from backproof.theory.graph import PAPER
from backproof.theory.policy import FAMILIES, Policy

STEP, STEPS = 0.01, 1200
"""Figure 3 of the paper: sign gradient from base."""

STEP_300 = Policy.from_gaps(PAPER, **dict.fromkeys(FAMILIES, 3.0))
"""The point of the curve after 300 steps of 0.01 in every gap."""


def on_the_curve(gap_per_step: float) -> Judgement:
    """Figure 3's run against the closed form, at each of its points."""
    start = dict.fromkeys(FAMILIES, (0.0,) * PAPER.depth)
    run = run_training(RlvrConfig(PAPER.width, PAPER.depth, PAPER.lanes, start, "sign", STEP, STEPS))
    off = np.abs(run.cost / curve_costs(PAPER, gap_per_step * np.arange(STEPS + 1)) - 1)
    detail = (
        f"from {run.cost[0]:.10g} to {run.cost[-1]:.10g} in {STEPS} sign steps of {STEP:g}; at most {off.max():.2g} "
        f"off the closed form, at step {off.argmax()}; allowed {ROUNDING:g} at every step"
    )
    return Judgement(bool((off <= ROUNDING).all()), detail)


EXPERIMENTS = (
    crossed("learning-curve", "step-300-crossed", PAPER, STEP_300, lambda graph: curve_cost(graph, 300)),
    TrainingExperiment(
        "learning-curve",
        "every-step-trained",
        "the run of Figure 3 is on the closed form at each of its steps",
        lambda: on_the_curve(STEP),
        "the run of Figure 3 is on the closed form with gaps that grow by 1% more at each step",
        lambda: on_the_curve(1.01 * STEP),
    ),
)
