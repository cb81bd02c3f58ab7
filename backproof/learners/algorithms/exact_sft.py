"""Exact SFT on unequal corridors, where each corridor has rows of its own."""

from __future__ import annotations

from backproof.learners.gaps_config import SftOnCorridorsConfig
from backproof.learners.learner import Learner, LearnerRun


def begin_exact_sft(config: SftOnCorridorsConfig) -> LearnerRun:
    """A run at its beginning."""
    from backproof.learners.exact import ExactRun, sft_on

    return ExactRun(config, sft_on)


LEARNER = Learner(
    "sft",
    ("table",),
    "exact imitation of golden paths in unequal corridors",
    SftOnCorridorsConfig,
    begin_exact_sft,
)
