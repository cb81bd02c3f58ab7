"""Experiments that train: what the theory says of a training run, at every step or at its end, and what becomes of it.

They draw nothing from the seed of the verification: the same numbers at every run. All but one are exact, and their
tolerances allow for rounding alone; `unbiased` walks with a seed of its own. The false twin of each says of another
training, or of the same one, what cannot be true of it.

Main definitions: `TrainingExperiment`, `TRAININGS`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit

from backproof.checks.kernel import Finding, Verdict
from backproof.checks.verify import EXPERIMENT, ControlResult, PartResult
from backproof.sim.descent import descend, gradient_flow, normalised, plain
from backproof.sim.exact_cost import (
    BACKWARD_ENTRY,
    BACKWARD_EXIT,
    FORWARD_ENTRY,
    FORWARD_EXIT,
    cost_gradient,
    cost_of_gaps,
    logits_of_gaps,
)
from backproof.sim.losses import Loss, distillation_loss, rlvr_loss, sft_loss
from backproof.sim.policy_gradients import leave_one_out, length
from backproof.sim.rollouts import Rollouts, roll_out
from backproof.sim.trainers.rlvr import RlvrConfig
from backproof.sim.training import run_training
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.costs.learning_curve import curve_costs
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

Floats: TypeAlias = NDArray[np.float64]

STEP, STEPS = 0.01, 1200
"""Figure 3 of the paper: sign gradient from base."""

ROUNDING = 1e-9
"""Relative error allowed of a cost: some thousand roundings of 1e-16 each, with a margin."""

FORWARD, BACKWARD = [FORWARD_ENTRY, FORWARD_EXIT], [BACKWARD_ENTRY, BACKWARD_EXIT]


class Judgement(NamedTuple):
    """Whether a training was as said, and the figures."""

    holds: bool
    detail: str


@dataclass(frozen=True)
class TrainingExperiment:
    """``judge`` trains and compares with what the theory says, ``twin`` with something false in its place."""

    claim: str
    id: str
    words: str
    judge: Callable[[], Judgement]
    twin_words: str
    twin: Callable[[], Judgement]

    def run(self, seed: int) -> tuple[PartResult, ControlResult]:
        """Train, and judge what is claimed and its false twin; the ``seed`` makes no difference."""
        outcome = _outcome(self.id, self.words, self.judge)
        twin = _outcome(f"{self.id}-twin", self.twin_words, self.twin)
        return outcome, ControlResult(twin, confirmed="", caught=twin.finding.verdict == Verdict.REJECTED)


def _outcome(name: str, words: str, judge: Callable[[], Judgement]) -> PartResult:
    began = time.perf_counter()
    holds, detail = judge()
    verdict = Verdict.CONFIRMED if holds else Verdict.REJECTED
    return PartResult(name, EXPERIMENT, words, Finding(verdict, detail, seconds=time.perf_counter() - began), None)


def optimum(graph: CorridorGraph) -> float:
    return expected_hitting_time(graph, Policy.optimal(graph))


def base(graph: CorridorGraph) -> Floats:
    return np.zeros((len(FAMILIES), graph.depth))


# --- learning-curve --------------------------------------------------------------------------------------------------


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


# --- zero-gradient ---------------------------------------------------------------------------------------------------


def backward_rows_stay(loss: Loss, step: float, steps: int = 300) -> Judgement:
    """Plain descent from random gaps, uniform from -1 to 1: forward rows all move, backward rows not by a bit."""
    start = np.random.default_rng(2).uniform(-1, 1, (len(FAMILIES), PAPER.depth))
    *_, last = descend(loss, start, plain, step=step, steps=steps)
    moved = last.logits != start
    forward, backward = int(moved[FORWARD].sum()), int(moved[BACKWARD].sum())
    detail = (
        f"{backward} of {2 * PAPER.depth} backward rows and {forward} of as many forward rows have moved after {steps} "
        "plain steps"
    )
    return Judgement(backward == 0 and forward == 2 * PAPER.depth, detail)


# --- distillation ----------------------------------------------------------------------------------------------------

NEAR = 0.01
"""How far above H* a student has arrived, relatively."""


def predicted_time(graph: CorridorGraph, uncleaned: float) -> float:
    """When the claim has a student within `NEAR` of H*, at the latest, in time of the flow of the gaps.

    By `cost` it is there if 2(2W-1)(2K+1) n/(1-n) <= NEAR H*, n = 2K delta, with no error beyond delta. By `error` that
    is so once D + m (e^D - 1) = tau >= (1 + 1/m)/delta, at most (L+1)/delta. A gap is tied over lanes and corridors, so
    its row has the weight of them all: tau is the time times visits per trace, least for backward rows, which the
    uncleaned traces visit W-1 times.
    """
    surplus = NEAR * optimum(graph) / (2 * (2 * graph.width - 1) * (2 * graph.depth + 1))
    delta = surplus / (1 + surplus) / (2 * graph.depth)
    return (graph.lanes + 1) / delta / (uncleaned * (graph.width - 1))


def student(uncleaned: float, duration: float) -> Floats:
    """The gaps of a student of the optimum's traces after so long, from base along the gradient flow."""
    teacher = np.full((len(FAMILIES), PAPER.depth), np.inf)
    flow = gradient_flow(distillation_loss(PAPER, teacher, uncleaned), base(PAPER), [0.0, duration])
    return np.asarray(flow[-1])


def arrives(fractions: dict[float, float]) -> Judgement:
    """Students of traces of which so many are uncleaned, each after its time."""
    ratios = [float(cost_of_gaps(PAPER, student(part, after))) / optimum(PAPER) for part, after in fractions.items()]
    shown = ", ".join(
        f"{ratio:.6g} H* with {part:g} uncleaned at time {after:.5g}"
        for ratio, (part, after) in zip(ratios, fractions.items(), strict=True)
    )
    return Judgement(max(ratios) <= 1 + NEAR, f"{shown}; allowed {1 + NEAR:g} H*")


def freezes(uncleaned: float) -> Judgement:
    """A student after the time that 10% of uncleaned traces need: backward rows at base to the bit, cost above it."""
    duration = predicted_time(PAPER, 0.1)
    gaps = student(uncleaned, duration)
    cost, untrained = float(cost_of_gaps(PAPER, gaps)), float(cost_of_gaps(PAPER, base(PAPER)))
    moved = int((gaps[BACKWARD] != 0).sum())
    detail = (
        f"{moved} of {2 * PAPER.depth} backward rows have moved by time {duration:.5g}, the cost is {cost:.6g}; base "
        f"{untrained:.6g}"
    )
    return Judgement(moved == 0 and cost > untrained, detail)


# --- global-convergence ----------------------------------------------------------------------------------------------

STARTS, WIDEST = 100, 4.0
SIZES = tuple(CorridorGraph(*sizes) for sizes in ((2, 8, 3), (3, 12, 1), (15, 15, 5), (2, 1, 2), (4, 3, 2)))
"""In the first two backward gradients are wrong-signed at base."""


def wide_starts() -> Iterator[tuple[CorridorGraph, Floats]]:
    """Gaps uniform from -4 to 4, over all sizes in turn."""
    draw = np.random.default_rng(3)
    for index in range(STARTS):
        graph = SIZES[index % len(SIZES)]
        yield graph, draw.uniform(-WIDEST, WIDEST, (len(FAMILIES), graph.depth))


def excess(graph: CorridorGraph, loss: Loss, start: Floats) -> float:
    """Relatively to H*, what the cost has above it after 400 normalised steps of length 1."""
    *_, last = descend(loss, start, normalised, step=1.0, steps=400)
    return float(cost_of_gaps(graph, last.logits)) / optimum(graph) - 1


def converges(loss: Callable[[CorridorGraph], Loss]) -> Judgement:
    found = np.array([excess(graph, loss(graph), start) for graph, start in wide_starts()])
    detail = (
        f"{(found <= ROUNDING).sum()} of {STARTS} starts at H* to {ROUNDING:g} after 400 normalised steps, the worst "
        f"{found.max():.2g} above it"
    )
    return Judgement(bool((np.abs(found) <= ROUNDING).all()), detail)


def converges_after_sft(loss: Callable[[CorridorGraph], Loss]) -> Judgement:
    """From 300 plain steps of SFT, where it costs more than base and forward gradients point the wrong way."""
    *_, trained = descend(sft_loss(PAPER), base(PAPER), plain, step=1.0, steps=300)
    cost, gradient = cost_gradient(PAPER, trained.logits)
    wrong = int((gradient[FORWARD] > 0).sum())
    above = excess(PAPER, loss(PAPER), trained.logits)
    detail = (
        f"cost {float(cost):.4g} after SFT, {wrong} of {2 * PAPER.depth} forward gradients wrong-signed there; after "
        f"400 normalised steps {above:.2g} above H*, relatively, allowed {ROUNDING:g}"
    )
    worse = bool(cost > cost_of_gaps(PAPER, base(PAPER)))
    return Judgement(worse and wrong > 0 and abs(above) <= ROUNDING, detail)


# --- gradient-signs --------------------------------------------------------------------------------------------------

WALKED = CorridorGraph(3, 2, 2)
BATCHES, BATCH = 150, 400
ALARM = 1e-7
"""Of all derivatives together, with the mean of so many batches taken as normal."""


def unbiased(backward: float) -> Judgement:
    """Means of REINFORCE's estimates at base against the exact gradient, its backward half times ``backward``."""
    _, exact = cost_gradient(WALKED, base(WALKED))
    walked = roll_out(WALKED, base(WALKED), range(BATCHES * BATCH), seed=1)
    passing = expit(logits_of_gaps(WALKED, base(WALKED)))
    batches = (
        Rollouts(*(field[begin : begin + BATCH] for field in vars(walked).values()))
        for begin in range(0, BATCHES * BATCH, BATCH)
    )
    estimates = np.array([leave_one_out(length(batch.steps, batch.hit), batch, passing) for batch in batches])
    claimed = exact.copy()
    claimed[BACKWARD] *= backward
    scores = (estimates.mean(axis=0) - claimed) / (estimates.std(axis=0, ddof=1) / np.sqrt(BATCHES))
    allowed = float(stats.t.isf(ALARM / 2 / scores.size, BATCHES - 1))
    detail = (
        f"of {scores.size} derivatives estimated from {BATCHES} batches of {BATCH} walks the farthest is "
        f"z = {scores.flat[np.abs(scores).argmax()]:+.2f} off; allowed {allowed:.2f}"
    )
    return Judgement(bool((np.abs(scores) <= allowed).all()), detail)


# --- the list --------------------------------------------------------------------------------------------------------

IN_TIME = {part: predicted_time(PAPER, part) for part in (1.0, 0.1)}

TRAININGS = (
    TrainingExperiment(
        "gradient-signs",
        "sampled-gradient-unbiased",
        "gradients estimated from walks of the base model have the exact gradient as their mean",
        lambda: unbiased(1.0),
        "the same, with backward derivatives of the wrong sign",
        lambda: unbiased(-1.0),
    ),
    TrainingExperiment(
        "learning-curve",
        "every-step-trained",
        "the run of Figure 3 is on the closed form at each of its steps",
        lambda: on_the_curve(STEP),
        "the same, with gaps that grow by 1% more at each step",
        lambda: on_the_curve(1.01 * STEP),
    ),
    TrainingExperiment(
        "zero-gradient",
        "sft-leaves-backward-rows",
        "SFT moves every forward row, and no backward row by a bit",
        lambda: backward_rows_stay(sft_loss(PAPER), 0.1),
        "RLVR moves no backward row either",
        lambda: backward_rows_stay(rlvr_loss(PAPER), 1e-9),
    ),
    TrainingExperiment(
        "distillation",
        "student-in-time",
        "students of uncleaned and of 10% uncleaned traces are within 1% of H* in the time that the bounds predict",
        lambda: arrives(IN_TIME),
        "a student of cleaned traces is, too, in the time of 10% uncleaned ones",
        lambda: arrives({0.0: IN_TIME[0.1]}),
    ),
    TrainingExperiment(
        "distillation",
        "cleaned-student-frozen",
        "a student of cleaned traces keeps its backward rows to the bit, and ends above the untrained cost",
        lambda: freezes(0.0),
        "so does a student of 10% uncleaned traces",
        lambda: freezes(0.1),
    ),
    TrainingExperiment(
        "global-convergence",
        "random-starts-trained",
        "RLVR reaches H* from 100 random wide starts at five sizes",
        lambda: converges(rlvr_loss),
        "SFT does, too",
        lambda: converges(sft_loss),
    ),
    TrainingExperiment(
        "global-convergence",
        "after-sft-trained",
        "RLVR reaches H* from a checkpoint of SFT that costs more than base",
        lambda: converges_after_sft(rlvr_loss),
        "more of SFT does, too",
        lambda: converges_after_sft(sft_loss),
    ),
)
