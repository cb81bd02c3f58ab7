"""PPO of a transformer, on whole walks."""

from __future__ import annotations

from backproof.learners.learner import Learner, LearnerRun
from backproof.learners.transformer_config import WalkPPOConfig


def begin_transformer_ppo(config: WalkPPOConfig) -> LearnerRun:
    """A run at its beginning."""
    from backproof.learners.outcomes import CriticRun

    return CriticRun(config)


LEARNER = Learner(
    "ppo", ("transformer",), "proximal policy optimisation on whole walks", WalkPPOConfig, begin_transformer_ppo
)
