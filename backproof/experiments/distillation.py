"""A student of the optimum's traces: with dead ends left in them it reaches H* in time, without them it never does."""

from __future__ import annotations

import numpy as np

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.trainings import BACKWARD, Floats, least_cost, untrained_gaps
from backproof.sim.descent import gradient_flow
from backproof.sim.exact_cost import cost_of_gaps
from backproof.sim.losses import distillation_loss
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import FAMILIES

ARRIVED = 0.01
"""A student has arrived when its cost is at most so far above H*, relatively."""


def predicted_time(graph: CorridorGraph, uncleaned: float) -> float:
    """The time of the flow of the gaps by which the claim has a student within `ARRIVED` of H*.

    By the claim's `cost`, a student is there if 2(2W-1)(2K+1) n/(1-n) <= ARRIVED H*, n = 2K delta, with no error beyond
    delta. By its `error`, that is so once D + m (e^D - 1) = tau >= (1 + 1/m)/delta, at most (L+1)/delta. A gap is tied
    over lanes and corridors, so its row has the weight of them all: tau is the time times visits per trace, least for
    backward rows, which the uncleaned traces visit W-1 times.
    """
    surplus = ARRIVED * least_cost(graph) / (2 * (2 * graph.width - 1) * (2 * graph.depth + 1))
    delta = surplus / (1 + surplus) / (2 * graph.depth)
    return (graph.lanes + 1) / delta / (uncleaned * (graph.width - 1))


def student_gaps(uncleaned: float, duration: float) -> Floats:
    """The gaps, shape (4, K), of a student of the optimum's traces after so long, from base along the gradient flow."""
    teacher = np.full((len(FAMILIES), PAPER.depth), np.inf)
    flow = gradient_flow(distillation_loss(PAPER, teacher, uncleaned), untrained_gaps(PAPER), [0.0, duration])
    return np.asarray(flow[-1])


def arrives(durations: dict[float, float]) -> Judgement:
    """Students of traces of which a fraction is uncleaned, each after its time, by fraction."""
    ratios = [
        float(cost_of_gaps(PAPER, student_gaps(part, after))) / least_cost(PAPER) for part, after in durations.items()
    ]
    shown = ", ".join(
        f"{ratio:.6g} H* with {part:g} uncleaned at time {after:.5g}"
        for ratio, (part, after) in zip(ratios, durations.items(), strict=True)
    )
    return Judgement(max(ratios) <= 1 + ARRIVED, f"{shown}; allowed {1 + ARRIVED:g} H*")


def freezes(uncleaned: float) -> Judgement:
    """A student after the time that 10% of uncleaned traces need: backward rows at base to the bit, cost above it."""
    duration = predicted_time(PAPER, 0.1)
    gaps = student_gaps(uncleaned, duration)
    cost, untrained = float(cost_of_gaps(PAPER, gaps)), float(cost_of_gaps(PAPER, untrained_gaps(PAPER)))
    moved = int((gaps[BACKWARD] != 0).sum())
    detail = (
        f"{moved} of {2 * PAPER.depth} backward rows have moved by time {duration:.5g}, the cost is {cost:.6g}; base "
        f"{untrained:.6g}"
    )
    return Judgement(moved == 0 and cost > untrained, detail)


IN_TIME = {part: predicted_time(PAPER, part) for part in (1.0, 0.1)}

EXPERIMENTS = (
    TrainingExperiment(
        "distillation",
        "student-in-time",
        "students of uncleaned and of 10% uncleaned traces are within 1% of H* in the time that the bounds predict",
        lambda: arrives(IN_TIME),
        "a student of cleaned traces is within 1% of H* in the time that 10% uncleaned traces need",
        lambda: arrives({0.0: IN_TIME[0.1]}),
    ),
    TrainingExperiment(
        "distillation",
        "cleaned-student-frozen",
        "a student of cleaned traces keeps its backward rows to the bit, and ends above the untrained cost",
        lambda: freezes(0.0),
        "a student of 10% uncleaned traces keeps its backward rows to the bit, and ends above the untrained cost",
        lambda: freezes(0.1),
    ),
)
