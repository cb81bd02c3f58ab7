"""Sampled distillation: descent on the cross-entropy of a finite sample of the optimal policy's traces.

The sample is drawn once, before the first step, and again in the same way when a run is resumed. The share
``uncleaned`` of its traces, rounded to a whole number, keeps its dead ends. The others are cleaned to golden paths, and
need no walking: on logit gaps every golden path has the same counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jaxtyping import Float64
from numpy import ndarray

from backproof.sim.descent import OPTIMISERS, Point, finite, stepped
from backproof.sim.exact_cost import cost_of_gaps
from backproof.sim.losses import optimal_gaps, sampled_distillation_loss, walked_traces
from backproof.sim.trainer import Trainer, TrainingConfig, check_walks, setting


@dataclass(frozen=True)
class SampledDistilConfig(TrainingConfig):
    """``traces`` walks of the optimal policy, a fraction ``uncleaned`` of which keeps its dead ends."""

    uncleaned: float = setting(1.0, "Fraction of the traces that keep their dead ends.", "EPS")
    traces: int = setting(1000, "Traces to sample.", "N")
    seed: int = setting(0, "Seed of the random numbers, 0 to 2**64 - 1.", "N")
    device: str = setting("cpu", "Where to walk.", "cpu|cuda")

    def __post_init__(self) -> None:
        super().__post_init__()
        check_walks(self.seed, self.device)
        walked_traces(self.traces, self.uncleaned)

    @property
    def walks_on(self) -> str:
        return self.device

    def episodes(self) -> int:
        return walked_traces(self.traces, self.uncleaned)

    def expected_walk(self) -> float:
        return self.episodes() * float(cost_of_gaps(self.graph, optimal_gaps(self.graph)))


def train_sampled_distil(
    config: SampledDistilConfig, gaps: Float64[ndarray, "4 depth"], first_step: int
) -> Iterator[Point]:
    """The points ``first_step`` to ``config.steps``, the first of which has these gaps."""
    graph = config.graph
    loss = sampled_distillation_loss(
        graph,
        optimal_gaps(graph),
        config.traces,
        uncleaned=config.uncleaned,
        seed=config.seed,
        device=config.device,
    )
    optimiser = OPTIMISERS[config.optimiser](graph)
    for step in range(first_step, config.steps + 1):
        value, gradient = loss(gaps)
        yield finite(Point(step, gaps, value, gradient), config.step)
        gaps = stepped(gaps, gradient, optimiser, config.step)


TRAINER = Trainer(
    "sampled-distil", "imitation of sampled traces of the optimal policy", SampledDistilConfig, train_sampled_distil
)
