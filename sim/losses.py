"""The exact losses of training on logit gaps: RLVR, SFT on golden paths, distillation of a teacher's traces.

A *loss* is a pure function of logits that returns its value and its gradient. Nothing is sampled: RLVR's is the
expected hitting time; imitation's is the cross-entropy of the moves that a trace of the data takes on average,

    loss = - sum over rows of (passes ln p + turns ln (1-p)),   gradient by the gap = turns p - passes (1-p),

plus ln L wherever a lane is entered, since a student without a preference takes each lane of the data with 1/L. A row
that the data never visits has gradient exactly 0.

Gaps are (4, K), see `sim.exact_cost`. They tie all rows of a family at one diamond, so a row's counts are summed over
corridors and lanes. A golden path visits every forward row of that table once: for gaps any finite sample of golden
paths is the population. (On the full table it is not: `sim.logit_table`.)

Main definitions: `Loss`, `rlvr_loss`, `sft_loss`, `distillation_loss`, `cross_entropy`; `differentiable` and
`with_gradient` go from a loss to a torch function and back.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import torch
from jaxtyping import Float64
from numpy import ndarray
from scipy.special import expit
from torch import Tensor

from backproof.sim.exact_cost import (
    BACKWARD_ENTRY,
    BACKWARD_EXIT,
    FORWARD_ENTRY,
    FORWARD_EXIT,
    Moves,
    expected_moves,
    hitting_time_gradient,
    passing_logits,
)
from backproof.theory.graph import CorridorGraph

Loss: TypeAlias = Callable[[Float64[ndarray, " ..."]], tuple[float, Float64[ndarray, " ..."]]]
"""Logits to (value, gradient)."""


def rlvr_loss(graph: CorridorGraph) -> Loss:
    """The expected hitting time: outcome reward with a length penalty, its policy gradient exact.

    Raises ValueError for a graph of width 1.
    """
    check_backtracking(graph)

    def loss(gaps: Float64[ndarray, "4 depth"]) -> tuple[float, Float64[ndarray, "4 depth"]]:
        cost, gradient = hitting_time_gradient(graph, gaps)
        return float(cost), gradient

    return loss


def check_backtracking(graph: CorridorGraph) -> None:
    """Refuse a graph without a dead end."""
    if graph.width == 1:
        raise ValueError(
            "width must be >= 2 for RLVR, got width=1: a single corridor has no dead end, so backtracking is undefined"
        )


def sft_loss(graph: CorridorGraph) -> Loss:
    """Cross-entropy per golden shortest path, lanes and corridors uniform."""
    return partial(cross_entropy, graph, golden_moves(graph))


def distillation_loss(graph: CorridorGraph, teacher: Float64[ndarray, "4 depth"], uncleaned: float = 1.0) -> Loss:
    """Cross-entropy per trace of the policy with gaps ``teacher``, inf for probability one.

    A fraction ``uncleaned`` (eps) of the traces is as walked; the rest is cleaned to its shortest path, which loop
    erasure makes golden, with lanes and corridors uniform. Raises ValueError for a fraction outside [0, 1], and for a
    teacher whose traces are too long for float64.
    """
    check_fraction(uncleaned)
    walked, golden = expected_moves(graph, teacher), golden_moves(graph)
    if not all(np.isfinite(counts).all() for counts in walked):
        raise ValueError("teacher must have traces of finite mean length below 1.8e308: use a better one")
    mixed = (uncleaned * a + (1 - uncleaned) * b for a, b in zip(walked, golden, strict=True))
    return partial(cross_entropy, graph, Moves(*mixed))


def check_fraction(uncleaned: float) -> None:
    """Refuse a share of uncleaned traces that is none."""
    if not 0 <= uncleaned <= 1:
        raise ValueError(f"uncleaned must be a fraction in [0, 1], got uncleaned={uncleaned}")


def golden_moves(graph: CorridorGraph) -> Moves:
    """A golden path passes once in each forward row and visits no backward row."""
    passes = np.zeros((4, graph.depth))
    passes[[FORWARD_ENTRY, FORWARD_EXIT]] = 1
    return Moves(passes, np.zeros_like(passes))


def cross_entropy(
    graph: CorridorGraph, data: Moves, gaps: Float64[ndarray, "4 depth"]
) -> tuple[float, Float64[ndarray, "4 depth"]]:
    """Minus the log-likelihood of the data's moves, in nats per trace, and its gradient by the gaps."""
    logits = passing_logits(graph, gaps)
    fit = data.passes * np.logaddexp(0, -logits) + data.turns * np.logaddexp(0, logits)
    lanes = data.passes[[FORWARD_ENTRY, BACKWARD_ENTRY]].sum() + data.turns[[FORWARD_EXIT, BACKWARD_EXIT]].sum()
    gradient = data.turns * expit(logits) - data.passes * expit(-logits)
    return float(fit.sum() + lanes * math.log(graph.lanes)), gradient


# --- to torch and back -----------------------------------------------------------------------------------------------


def differentiable(loss: Loss) -> Callable[[Float64[Tensor, " ..."]], Float64[Tensor, ""]]:
    """The loss as a torch function with its exact gradient (once: not for second derivatives)."""

    def function(logits: Float64[Tensor, " ..."]) -> Float64[Tensor, ""]:
        value: Tensor = _Exact.apply(logits, loss)  # type: ignore[no-untyped-call]
        return value

    return function


class _Exact(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, logits: Tensor, loss: Loss) -> Tensor:
        value, gradient = loss(logits.detach().cpu().numpy())
        ctx.save_for_backward(torch.from_numpy(gradient).to(logits.device))
        return logits.new_tensor(value)

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, weight: Tensor) -> tuple[Tensor, None]:
        (gradient,) = ctx.saved_tensors
        return weight * gradient, None


def with_gradient(function: Callable[[Float64[Tensor, " ..."]], Float64[Tensor, ""]]) -> Loss:
    """A loss from a torch function of float64 logits, its gradient by autograd."""

    def loss(logits: Float64[ndarray, " ..."]) -> tuple[float, Float64[ndarray, " ..."]]:
        leaf = torch.tensor(logits, requires_grad=True)
        value = function(leaf)
        (gradient,) = torch.autograd.grad(value, leaf)
        return value.item(), gradient.numpy()

    return loss
