"""Distillation of a teacher into a transformer."""

from __future__ import annotations

from backproof.learners.learner import Learner, LearnerRun
from backproof.learners.transformer_config import DistillationConfig


def begin_transformer_distil(config: DistillationConfig) -> LearnerRun:
    """A run at its beginning."""
    from backproof.learners.imitation import DistillationRun

    return DistillationRun(config)


LEARNER = Learner(
    "distil", ("transformer",), "imitation of a teacher's walks", DistillationConfig, begin_transformer_distil
)
