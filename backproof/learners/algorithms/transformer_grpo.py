"""GRPO of a transformer: one advantage for all moves of a walk."""

from __future__ import annotations

from backproof.learners.learner import Learner, LearnerRun
from backproof.learners.transformer_config import WalkGRPOConfig


def begin_transformer_grpo(config: WalkGRPOConfig) -> LearnerRun:
    """A run at its beginning."""
    from backproof.learners.outcomes import GroupRun

    return GroupRun(config)


LEARNER = Learner(
    "grpo", ("transformer",), "policy gradient on groups of whole walks", WalkGRPOConfig, begin_transformer_grpo
)
