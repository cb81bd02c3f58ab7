"""REINFORCE on unequal corridors, where each corridor has rows of its own."""

from __future__ import annotations

from backproof.learners.gaps_config import ReinforceOnCorridorsConfig
from backproof.learners.learner import Learner, LearnerRun


def begin_sampled_reinforce(config: ReinforceOnCorridorsConfig) -> LearnerRun:
    """A run at its beginning."""
    from backproof.learners.sampled import SampledRun
    from backproof.sim.policy_gradients import reward_to_go

    return SampledRun(config, reward_to_go)


LEARNER = Learner(
    "reinforce",
    ("table",),
    "descent on the cost of unequal corridors, estimated from walks",
    ReinforceOnCorridorsConfig,
    begin_sampled_reinforce,
)
