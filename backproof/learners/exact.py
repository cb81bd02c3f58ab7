"""Exact descent on unequal corridors: nothing is sampled.

Main definitions: `ExactRun`, `rlvr_on`, `sft_on`, `distil_on`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from scipy.special import expit, logit

from backproof.learners.gaps import Floats, GapsRun
from backproof.learners.gaps_config import GapsConfig
from backproof.sim.exact_cost import FORWARD_ENTRY, FORWARD_EXIT, Moves
from backproof.sim.losses import Loss
from backproof.sim.unequal_cost import unequal_cost_gradient, unequal_logits, unequal_moves
from backproof.theory.graph import UnequalGraph
from backproof.theory.policy import FAMILIES
from backproof.unequal_policies import best_corridors


class ExactRun(GapsRun):
    """A `LearnerRun`: descent on a loss of the gaps."""

    def __init__(self, config: GapsConfig, loss_on: Callable[[UnequalGraph], Loss]) -> None:
        super().__init__(config)
        self._loss = loss_on(self.graph)

    def gradient(self) -> Floats:
        return np.asarray(self._loss(self.gaps)[1])


def rlvr_on(graph: UnequalGraph) -> Loss:
    """The expected hitting time."""
    return partial(unequal_cost_gradient, graph)


def sft_on(graph: UnequalGraph) -> Loss:
    """The cross-entropy of golden paths to uniform targets.

    No golden path visits a backward row, so the gradient there is 0.
    """
    return partial(_cross_entropy, graph, _golden_moves(graph))


def distil_on(graph: UnequalGraph, uncleaned: float) -> Loss:
    """The cross-entropy of traces of the best policy with a uniform fork, a share ``uncleaned`` of them as walked.

    The others are cleaned to golden paths. Where the best policy turns back at the entrance of a deep corridor, only
    the traces that are not cleaned show it. So the limit is the best policy only if none is cleaned.
    """
    mixed = (
        uncleaned * walked + (1 - uncleaned) * golden
        for walked, golden in zip(unequal_moves(graph, best_gaps(graph)), _golden_moves(graph), strict=True)
    )
    return partial(_cross_entropy, graph, Moves(*mixed))


def best_gaps(graph: UnequalGraph) -> Floats:
    """The gaps of the best policy with a uniform fork; inf where it always passes."""
    best = best_corridors(graph).policy()
    passing = np.array([getattr(best, name) for name in FAMILIES], np.float64)
    with np.errstate(divide="ignore"):
        return np.asarray(logit(passing) - unequal_logits(graph, np.zeros_like(passing)))


def _golden_moves(graph: UnequalGraph) -> Moves:
    """A golden path passes once in each forward row of its corridor and visits no backward row."""
    passes = np.zeros((len(FAMILIES), graph.diamonds))
    passes[[FORWARD_ENTRY, FORWARD_EXIT]] = 1 / graph.width
    return Moves(passes, np.zeros_like(passes))


def _cross_entropy(graph: UnequalGraph, data: Moves, gaps: Floats) -> tuple[float, Floats]:
    """As `sim.losses.cross_entropy`, without the part that the choice of lanes adds, which the gaps do not change."""
    logits = unequal_logits(graph, gaps)
    fit = data.passes * np.logaddexp(0, -logits) + data.turns * np.logaddexp(0, logits)
    return float(fit.sum()), data.turns * expit(logits) - data.passes * expit(-logits)
