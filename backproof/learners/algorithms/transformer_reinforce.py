"""REINFORCE of a transformer, with the critic as baseline of each move."""

from __future__ import annotations

from backproof.learners.learner import Learner, LearnerRun
from backproof.learners.transformer_config import WalkReinforceConfig


def begin_transformer_reinforce(config: WalkReinforceConfig) -> LearnerRun:
    """A run at its beginning."""
    from backproof.learners.outcomes import CriticRun

    return CriticRun(config)


LEARNER = Learner(
    "reinforce",
    ("transformer",),
    "policy gradient on whole walks, with a critic as baseline",
    WalkReinforceConfig,
    begin_transformer_reinforce,
)
