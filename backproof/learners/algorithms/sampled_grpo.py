"""GRPO on unequal corridors, where each corridor has rows of its own."""

from __future__ import annotations

from backproof.learners.gaps_config import GrpoOnCorridorsConfig
from backproof.learners.learner import Learner, LearnerRun


def begin_sampled_grpo(config: GrpoOnCorridorsConfig) -> LearnerRun:
    """A run at its beginning."""
    from backproof.learners.sampled import SampledRun
    from backproof.sim.policy_gradients import group_relative
    from backproof.sim.trainers.grpo import GROUP

    return SampledRun(config, group_relative(GROUP))


LEARNER = Learner(
    "grpo",
    ("table",),
    "descent on the cost of unequal corridors, estimated from groups of walks",
    GrpoOnCorridorsConfig,
    begin_sampled_grpo,
)
