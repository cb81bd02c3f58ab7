"""Exact RLVR: descent on the expected hitting time.

An episode ends at the target with certainty, and the penalty for its length is 1 a step. So the expected reward is
minus the expected hitting time, whose gradient is computed and not sampled. The optimiser ``sign``, the step 0.01 and
1200 steps from the base model are the protocol of the paper's Figure 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jaxtyping import Float64
from numpy import ndarray

from backproof.sim.descent import OPTIMISERS, Point, finite, stepped
from backproof.sim.losses import check_backtracking, rlvr_loss
from backproof.sim.trainer import Trainer, TrainingConfig


@dataclass(frozen=True)
class RlvrConfig(TrainingConfig):
    """No settings of its own. A graph of width 1 is refused too."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_backtracking(self.graph)


def train_rlvr(config: RlvrConfig, gaps: Float64[ndarray, "4 depth"], first_step: int) -> Iterator[Point]:
    """The points ``first_step`` to ``config.steps``, the first of which has these gaps."""
    loss, optimiser = rlvr_loss(config.graph), OPTIMISERS[config.optimiser](config.graph)
    for step in range(first_step, config.steps + 1):
        value, gradient = loss(gaps)
        yield finite(Point(step, gaps, value, gradient), config.step)
        gaps = stepped(gaps, gradient, optimiser, config.step)


TRAINER = Trainer("rlvr", "exact descent on the expected cost", RlvrConfig, train_rlvr)
