"""RLVR reaches H* from wherever it starts, and from a checkpoint of SFT."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.trainings import FORWARD, ROUNDING, Floats, least_cost, untrained_gaps
from backproof.sim.descent import descend, normalised, plain
from backproof.sim.exact_cost import cost_gradient, cost_of_gaps
from backproof.sim.losses import Loss, rlvr_loss, sft_loss
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import FAMILIES

STARTS, WIDEST = 100, 4.0
SIZES = tuple(CorridorGraph(*sizes) for sizes in ((2, 8, 3), (3, 12, 1), (15, 15, 5), (2, 1, 2), (4, 3, 2)))
"""In the first two, backward gradients are wrong-signed at base."""


def wide_starts() -> Iterator[tuple[CorridorGraph, Floats]]:
    """Gaps uniform from -4 to 4, over all sizes in turn."""
    draw = np.random.default_rng(3)
    for index in range(STARTS):
        graph = SIZES[index % len(SIZES)]
        yield graph, draw.uniform(-WIDEST, WIDEST, (len(FAMILIES), graph.depth))


def excess_after_descent(graph: CorridorGraph, loss: Loss, start: Floats) -> float:
    """How far the cost is above H*, relatively, after 400 normalised steps of length 1."""
    *_, last = descend(loss, start, normalised, step=1.0, steps=400)
    return float(cost_of_gaps(graph, last.logits)) / least_cost(graph) - 1


def converges(loss: Callable[[CorridorGraph], Loss]) -> Judgement:
    """From wide starts."""
    found = np.array([excess_after_descent(graph, loss(graph), start) for graph, start in wide_starts()])
    detail = (
        f"{(found <= ROUNDING).sum()} of {STARTS} starts at H* to {ROUNDING:g} after 400 normalised steps, the worst "
        f"{found.max():.2g} above it"
    )
    return Judgement(bool((np.abs(found) <= ROUNDING).all()), detail)


def converges_after_sft(loss: Callable[[CorridorGraph], Loss]) -> Judgement:
    """From 300 plain steps of SFT, where it costs more than base and forward gradients point the wrong way."""
    *_, trained = descend(sft_loss(PAPER), untrained_gaps(PAPER), plain, step=1.0, steps=300)
    cost, gradient = cost_gradient(PAPER, trained.logits)
    wrong = int((gradient[FORWARD] > 0).sum())
    above = excess_after_descent(PAPER, loss(PAPER), trained.logits)
    detail = (
        f"cost {float(cost):.4g} after SFT, {wrong} of {2 * PAPER.depth} forward gradients wrong-signed there; after "
        f"400 normalised steps {above:.2g} above H*, relatively, allowed {ROUNDING:g}"
    )
    worse = bool(cost > cost_of_gaps(PAPER, untrained_gaps(PAPER)))
    return Judgement(worse and wrong > 0 and abs(above) <= ROUNDING, detail)


EXPERIMENTS = (
    TrainingExperiment(
        "global-convergence",
        "random-starts-trained",
        "RLVR reaches H* from 100 random wide starts at five sizes",
        lambda: converges(rlvr_loss),
        "SFT reaches H* from 100 random wide starts at five sizes",
        lambda: converges(sft_loss),
    ),
    TrainingExperiment(
        "global-convergence",
        "after-sft-trained",
        "RLVR reaches H* from a checkpoint of SFT that costs more than base",
        lambda: converges_after_sft(rlvr_loss),
        "more SFT reaches H* from a checkpoint of SFT that costs more than base",
        lambda: converges_after_sft(sft_loss),
    ),
)
