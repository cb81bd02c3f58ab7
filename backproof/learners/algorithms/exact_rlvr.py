"""Exact RLVR on unequal corridors, where each corridor has rows of its own."""

from __future__ import annotations

from backproof.learners.gaps_config import RlvrOnCorridorsConfig
from backproof.learners.learner import Learner, LearnerRun


def begin_exact_rlvr(config: RlvrOnCorridorsConfig) -> LearnerRun:
    """A run at its beginning."""
    from backproof.learners.exact import ExactRun, rlvr_on

    return ExactRun(config, rlvr_on)


LEARNER = Learner(
    "rlvr",
    ("table",),
    "exact descent on the expected cost of unequal corridors",
    RlvrOnCorridorsConfig,
    begin_exact_rlvr,
)
