"""The settings of exact descent on unequal corridors.

Main definitions: `ExactConfig`, `RlvrOnCorridorsConfig`, `SftOnCorridorsConfig`.
"""

from __future__ import annotations

from dataclasses import dataclass

from backproof.learners.learner import LearnerConfig

SECONDS = 1e-5
"""For a step, for each diamond."""


@dataclass(frozen=True)
class ExactConfig(LearnerConfig):
    """No settings of its own, and no choice of the fork or of random numbers."""

    fork: str = "env"
    seed: int = 0
    steps: int = 1200

    def effort(self) -> tuple[float, float]:
        diamonds = sum(map(len, self.corridors))
        return self.steps * diamonds * SECONDS, 8 * 4 * diamonds * 20.0


@dataclass(frozen=True)
class RlvrOnCorridorsConfig(ExactConfig):
    """A single corridor is refused too."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.corridors) == 1:
            raise ValueError("corridors must be at least 2 for RLVR, got 1: a single corridor has no dead end")


@dataclass(frozen=True)
class SftOnCorridorsConfig(ExactConfig):
    """A single corridor is possible."""
