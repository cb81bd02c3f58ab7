"""The settings of descent on unequal corridors, where nothing is sampled and where gradients are estimated from walks.

Main definitions: `GapsConfig`, `RlvrOnCorridorsConfig`, `SftOnCorridorsConfig`, `DistilOnCorridorsConfig`,
`SampledOnCorridorsConfig`, which `ReinforceOnCorridorsConfig` and `GrpoOnCorridorsConfig` extend.
"""

from __future__ import annotations

from dataclasses import dataclass

from backproof.learners.learner import LearnerConfig, check_within
from backproof.sim.policy_gradients import check_baseline, check_groups
from backproof.sim.trainer import check_walks, setting
from backproof.sim.trainers.grpo import GROUP
from backproof.theory.graph import UnequalGraph, positive_integer

SECONDS = 1e-5
"""For a step, for each diamond."""


@dataclass(frozen=True)
class GapsConfig(LearnerConfig):
    """No choice of the fork."""

    fork: str = "env"
    seed: int = 0
    steps: int = 1200

    def effort(self) -> tuple[float | None, float]:
        diamonds = sum(map(len, self.corridors))
        return self.steps * diamonds * SECONDS, 8 * 4 * diamonds * 20.0

    def _check_dead_ends(self) -> None:
        if len(self.corridors) == 1:
            raise ValueError("corridors must be at least 2 for RLVR, got 1: a single corridor has no dead end")


@dataclass(frozen=True)
class RlvrOnCorridorsConfig(GapsConfig):
    """A single corridor is refused too."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_dead_ends()


@dataclass(frozen=True)
class SftOnCorridorsConfig(GapsConfig):
    """A single corridor is possible."""


@dataclass(frozen=True)
class DistilOnCorridorsConfig(GapsConfig):
    """``uncleaned`` is a fraction from 0 to 1."""

    uncleaned: float = setting(1.0, "Fraction of the traces that keep their dead ends.", "EPS")

    def __post_init__(self) -> None:
        super().__post_init__()
        check_within("uncleaned", self.uncleaned, 0, 1)


@dataclass(frozen=True)
class SampledOnCorridorsConfig(GapsConfig):
    """Each step estimates the gradient from ``batch`` walks on the ``device``. A single corridor is refused too.

    Update t, counted from 0, walks the episodes t * batch to (t+1) * batch - 1 of the ``seed``.
    """

    batch: int = setting(1024, "Episodes to walk in each step.", "N")
    seed: int = setting(0, "Seed of the random numbers, 0 to 2**64 - 1.", "N")
    device: str = setting("cpu", "Where to walk.", "cpu|cuda")

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_dead_ends()
        check_walks(self.seed, self.device)
        positive_integer("batch", self.batch)

    def effort(self) -> tuple[float | None, float]:
        from backproof.sim.effort import of_unequal_training  # imports what the options of a command do not need

        return of_unequal_training(UnequalGraph(self.corridors), self.steps, self.batch, self.device)


@dataclass(frozen=True)
class ReinforceOnCorridorsConfig(SampledOnCorridorsConfig):
    """A batch of at least two episodes, since each needs another as its baseline."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_baseline(self.batch)


@dataclass(frozen=True)
class GrpoOnCorridorsConfig(SampledOnCorridorsConfig):
    """A batch of whole groups."""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_groups(self.batch, GROUP)
