"""Exact distillation on unequal corridors, where each corridor has rows of its own."""

from __future__ import annotations

from functools import partial

from backproof.learners.gaps_config import DistilOnCorridorsConfig
from backproof.learners.learner import Learner, LearnerRun


def begin_exact_distil(config: DistilOnCorridorsConfig) -> LearnerRun:
    """A run at its beginning."""
    from backproof.learners.exact import ExactRun, distil_on

    return ExactRun(config, partial(distil_on, uncleaned=config.uncleaned))


LEARNER = Learner(
    "distil",
    ("table",),
    "exact imitation of the best policy's traces in unequal corridors",
    DistilOnCorridorsConfig,
    begin_exact_distil,
)
