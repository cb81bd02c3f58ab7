"""Exact SFT: descent on the cross-entropy of golden paths, with lanes and corridors uniform.

On logit gaps any sample of golden paths has the same counts, so nothing is sampled. No path visits a backward row, so
those rows keep their gaps bit for bit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jaxtyping import Float64
from numpy import ndarray

from backproof.sim.descent import OPTIMISERS, Point, finite, stepped
from backproof.sim.losses import sft_loss
from backproof.sim.trainer import Trainer, TrainingConfig


@dataclass(frozen=True)
class SftConfig(TrainingConfig):
    """No settings of its own."""


def train_sft(config: SftConfig, gaps: Float64[ndarray, "4 depth"], first_step: int) -> Iterator[Point]:
    """The points ``first_step`` to ``config.steps``, the first of which has these gaps."""
    loss, optimiser = sft_loss(config.graph), OPTIMISERS[config.optimiser](config.graph)
    for step in range(first_step, config.steps + 1):
        value, gradient = loss(gaps)
        yield finite(Point(step, gaps, value, gradient), config.step)
        gaps = stepped(gaps, gradient, optimiser, config.step)


TRAINER = Trainer("sft", "exact imitation of golden paths", SftConfig, train_sft)
