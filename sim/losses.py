"""The losses of training on logit gaps: RLVR, SFT on golden paths, distillation of a teacher's traces.

A *loss* is a pure function of logits that returns its value and its gradient. That of RLVR is the expected hitting
time. That of imitation is the cross-entropy of the moves that a trace of the data takes on average,

    loss = - sum over rows of (passes ln p + turns ln (1-p)),   gradient by the gap = turns p - passes (1-p),

plus ln L for each lane entered, since a student without a preference among lanes takes the lane of the data with
probability 1/L. A row that the data never visits has gradient exactly 0.

Gaps are (4, K), see `sim.exact_cost`. They tie all rows of a family at one diamond, so a row's counts are summed over
corridors and lanes. A golden path visits every forward row of that table once. So on gaps every finite sample of golden
paths has the counts of the population. (On the full table it has not: `sim.logit_table`.)

Main definitions: `Loss`, `rlvr_loss`, `sft_loss`, `distillation_loss`, `sampled_distillation_loss`, `cross_entropy`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TypeAlias

import numpy as np
from jaxtyping import Float64
from numpy import ndarray
from scipy.special import expit

from backproof.sim.exact_cost import (
    BACKWARD_ENTRY,
    BACKWARD_EXIT,
    FORWARD_ENTRY,
    FORWARD_EXIT,
    Moves,
    cost_gradient,
    expected_moves,
    logits_of_gaps,
)
from backproof.sim.rollouts import roll_out
from backproof.theory.graph import CorridorGraph, positive_integer

Loss: TypeAlias = Callable[[Float64[ndarray, " ..."]], tuple[float, Float64[ndarray, " ..."]]]
"""Logits to (value, gradient)."""


def rlvr_loss(graph: CorridorGraph) -> Loss:
    """The expected hitting time, that is, an outcome reward with a length penalty, and its exact policy gradient.

    Raises ValueError for a graph of width 1.
    """
    check_backtracking(graph)

    def loss(gaps: Float64[ndarray, "4 depth"]) -> tuple[float, Float64[ndarray, "4 depth"]]:
        cost, gradient = cost_gradient(graph, gaps)
        return float(cost), gradient

    return loss


def check_backtracking(graph: CorridorGraph) -> None:
    """Refuse a graph without a dead end."""
    if graph.width == 1:
        raise ValueError(
            "width must be >= 2 for RLVR, got width=1: a single corridor has no dead end, so backtracking is undefined"
        )


def sft_loss(graph: CorridorGraph) -> Loss:
    """Cross-entropy per golden path, with lanes and corridors drawn uniformly."""
    return partial(cross_entropy, graph, golden_path_moves(graph))


def distillation_loss(graph: CorridorGraph, teacher: Float64[ndarray, "4 depth"], uncleaned: float = 1.0) -> Loss:
    """Cross-entropy per trace of the policy with the gaps ``teacher``; a gap of inf is probability one.

    A fraction ``uncleaned`` (eps) of the traces is kept as walked. The others are cleaned: without its loops a trace is
    a golden path, with lanes and corridors uniform. Raises ValueError for a fraction outside [0, 1], and for a teacher
    whose traces are too long for float64.
    """
    check_fraction(uncleaned)
    walked = expected_moves(graph, teacher)
    if not all(np.isfinite(counts).all() for counts in walked):
        raise ValueError("teacher must have traces of finite mean length below 1.8e308: use a better one")
    return _imitation(graph, walked, uncleaned)


def sampled_distillation_loss(
    graph: CorridorGraph,
    teacher: Float64[ndarray, "4 depth"],
    traces: int,
    *,
    uncleaned: float = 1.0,
    seed: int = 0,
    device: str = "cpu",
) -> Loss:
    """`distillation_loss` with the counts of a sample of ``traces`` traces in place of their expectation.

    The first `walked_traces` of them are walked. Raises TypeError or ValueError for a number of traces that is not an
    integer >= 1 and for a fraction outside [0, 1].
    """
    walked = walked_traces(traces, uncleaned)
    if walked == 0:
        return sft_loss(graph)
    return _imitation(graph, roll_out(graph, teacher, range(walked), seed=seed, device=device).moves(), walked / traces)


def walked_traces(traces: int, uncleaned: float) -> int:
    """How many traces of a sample keep their dead ends, to the nearest whole number; the others need no walking."""
    check_fraction(uncleaned)
    return round(uncleaned * positive_integer("traces", traces))


def _imitation(graph: CorridorGraph, walked: Moves, share: float) -> Loss:
    """Cross-entropy per trace, a ``share`` of the traces having these moves and the rest those of a golden path."""
    mixed = (share * a + (1 - share) * b for a, b in zip(walked, golden_path_moves(graph), strict=True))
    return partial(cross_entropy, graph, Moves(*mixed))


def optimal_gaps(graph: CorridorGraph) -> Float64[ndarray, "4 depth"]:
    """The gaps of the optimal policy. It passes with probability one everywhere, so they are infinite."""
    return np.full((4, graph.depth), math.inf)


def check_fraction(uncleaned: float) -> None:
    """Refuse a number that cannot be a share of the traces."""
    if not 0 <= uncleaned <= 1:
        raise ValueError(f"uncleaned must be a fraction in [0, 1], got uncleaned={uncleaned}")


def golden_path_moves(graph: CorridorGraph) -> Moves:
    """A golden path passes once in each forward row and visits no backward row."""
    passes = np.zeros((4, graph.depth))
    passes[[FORWARD_ENTRY, FORWARD_EXIT]] = 1
    return Moves(passes, np.zeros_like(passes))


def cross_entropy(
    graph: CorridorGraph, data: Moves, gaps: Float64[ndarray, "4 depth"]
) -> tuple[float, Float64[ndarray, "4 depth"]]:
    """Minus the log-likelihood of the data's moves, in nats per trace, and its gradient by the gaps."""
    logits = logits_of_gaps(graph, gaps)
    fit = data.passes * np.logaddexp(0, -logits) + data.turns * np.logaddexp(0, logits)
    lanes = data.passes[[FORWARD_ENTRY, BACKWARD_ENTRY]].sum() + data.turns[[FORWARD_EXIT, BACKWARD_EXIT]].sum()
    gradient = data.turns * expit(logits) - data.passes * expit(-logits)
    return float(fit.sum() + lanes * math.log(graph.lanes)), gradient
