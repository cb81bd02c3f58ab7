"""REINFORCE: descent on the expected hitting time, with a gradient that is estimated from walks.

Each move is weighted by the steps that follow it, less their mean at the same row in the other episodes of the batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jaxtyping import Float64
from numpy import ndarray
from scipy.special import expit

from backproof.sim.descent import OPTIMISERS, Point, stepped
from backproof.sim.exact_cost import logits_of_gaps
from backproof.sim.losses import check_backtracking
from backproof.sim.policy_gradients import check_baseline, length, reward_to_go
from backproof.sim.rollouts import roll_out
from backproof.sim.trainer import SampledConfig, Trainer


@dataclass(frozen=True)
class ReinforceConfig(SampledConfig):
    """A batch of at least two episodes, since each needs another as its baseline. A graph of width 1 is refused too."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_backtracking(self.graph)
        check_baseline(self.batch)


def train_reinforce(config: ReinforceConfig, gaps: Float64[ndarray, "4 depth"], first_step: int) -> Iterator[Point]:
    """The points ``first_step`` to ``config.steps``, the first of which has these gaps.

    The ``loss`` of a point is the mean cost of its batch.
    """
    optimiser = OPTIMISERS[config.optimiser](config.graph)
    for step in range(first_step, config.steps + 1):
        walks = roll_out(config.graph, gaps, config.batch_of(step), seed=config.seed, device=config.device)
        costs = length(walks.steps, walks.hit)
        gradient = reward_to_go(costs, walks, expit(logits_of_gaps(config.graph, gaps)))
        yield Point(step, gaps, float(costs.mean()), gradient)
        gaps = stepped(gaps, gradient, optimiser, config.step)


TRAINER = Trainer("reinforce", "descent on the cost, estimated from walks", ReinforceConfig, train_reinforce)
