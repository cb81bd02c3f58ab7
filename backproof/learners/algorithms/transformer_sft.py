"""SFT of a transformer, on golden paths."""

from __future__ import annotations

from backproof.learners.learner import Learner, LearnerRun
from backproof.learners.transformer_config import ImitationConfig


def begin_transformer_sft(config: ImitationConfig) -> LearnerRun:
    """A run at its beginning."""
    from backproof.learners.imitation import SFTRun

    return SFTRun(config)


LEARNER = Learner("sft", ("transformer",), "imitation of golden paths", ImitationConfig, begin_transformer_sft)
