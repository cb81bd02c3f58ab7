"""Exact SFT on unequal corridors, where each corridor has rows of its own."""

from __future__ import annotations

from backproof.learners.exact import ExactRun, SftOnCorridorsConfig, sft_on
from backproof.learners.learner import Learner, LearnerRun


def begin_exact_sft(config: SftOnCorridorsConfig) -> LearnerRun:
    """A run at its beginning."""
    return ExactRun(config, sft_on)


LEARNER = Learner(
    "sft",
    ("table",),
    "exact imitation of golden paths in unequal corridors",
    SftOnCorridorsConfig,
    begin_exact_sft,
)
