"""GRPO: descent on the expected hitting time, with each episode compared to a group of 16.

The cost of an episode is standardised within its group. Every episode has the same start and an unseen target, so any
16 of them are a group. There is one update for each batch, and hence no ratio of policies and no clipping.

Source: Z. Shao et al., arXiv 2402.03300.
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
from backproof.sim.policy_gradients import check_groups, group_relative, length
from backproof.sim.rollouts import roll_out
from backproof.sim.trainer import SampledConfig, Trainer

GROUP = 16
"""The number of episodes in a group."""


@dataclass(frozen=True)
class GrpoConfig(SampledConfig):
    """A batch of whole groups. A graph of width 1 is refused too."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_backtracking(self.graph)
        check_groups(self.batch, GROUP)


def train_grpo(config: GrpoConfig, gaps: Float64[ndarray, "4 depth"], first_step: int) -> Iterator[Point]:
    """The points ``first_step`` to ``config.steps``, the first of which has these gaps.

    The ``loss`` of a point is the mean cost of its batch.
    """
    estimator, optimiser = group_relative(GROUP), OPTIMISERS[config.optimiser](config.graph)
    for step in range(first_step, config.steps + 1):
        walks = roll_out(config.graph, gaps, config.batch_of(step), seed=config.seed, device=config.device)
        costs = length(walks.steps, walks.hit)
        gradient = estimator(costs, walks, expit(logits_of_gaps(config.graph, gaps)))
        yield Point(step, gaps, float(costs.mean()), gradient)
        gaps = stepped(gaps, gradient, optimiser, config.step)


TRAINER = Trainer("grpo", "descent on the cost, estimated from groups of walks", GrpoConfig, train_grpo)
