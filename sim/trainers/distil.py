"""Exact distillation: descent on the cross-entropy of the traces of the optimal policy.

The optimal policy does not know the target either. So its traces have dead ends, and show how to leave them. A fraction
``uncleaned`` of the traces keeps its dead ends; the others are cleaned to golden paths. The counts are expectations:
nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jaxtyping import Float64
from numpy import ndarray

from backproof.sim.descent import OPTIMISERS, Point, finite, stepped
from backproof.sim.losses import check_fraction, distillation_loss, optimal_gaps
from backproof.sim.trainer import Trainer, TrainingConfig, setting


@dataclass(frozen=True)
class DistilConfig(TrainingConfig):
    """``uncleaned`` is a fraction from 0 to 1."""

    uncleaned: float = setting(1.0, "Fraction of the traces that keep their dead ends.", "EPS")

    def __post_init__(self) -> None:
        super().__post_init__()
        check_fraction(self.uncleaned)


def train_distil(config: DistilConfig, gaps: Float64[ndarray, "4 depth"], first_step: int) -> Iterator[Point]:
    """The points ``first_step`` to ``config.steps``, the first of which has these gaps."""
    loss = distillation_loss(config.graph, optimal_gaps(config.graph), config.uncleaned)
    optimiser = OPTIMISERS[config.optimiser](config.graph)
    for step in range(first_step, config.steps + 1):
        value, gradient = loss(gaps)
        yield finite(Point(step, gaps, value, gradient), config.step)
        gaps = stepped(gaps, gradient, optimiser, config.step)


TRAINER = Trainer("distil", "exact imitation of the optimal policy's traces", DistilConfig, train_distil)
