"""What a trainer is: a name, a summary, a configuration that checks itself, and a training loop.

Each file of `sim.trainers` holds one. Its configuration extends `TrainingConfig`; a field that is made by `setting`
becomes an option of ``backproof train``. Its loop yields the points of a run from any step on. It depends on nothing
but the configuration, the gaps and the number of the step, so that an interrupted run continues with the same numbers.

Main definitions: `Trainer`, `TrainingConfig`, `SampledConfig`, `setting`, `WithSettings`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias

import numpy as np
from jaxtyping import Float64
from numpy import ndarray

from backproof.sim.descent import OPTIMISERS, Point, check_finite_start, check_step
from backproof.sim.exact_cost import cost_of_gaps
from backproof.theory.arguments import checked_seed
from backproof.theory.graph import CorridorGraph, positive_integer
from backproof.theory.policy import FAMILIES


def setting(default: Any, words: str, metavar: str) -> Any:
    """A setting of one trainer; ``backproof train`` has an option for it, with this help and metavar."""
    return field(default=default, metadata={"help": words, "metavar": metavar})


class WithSettings:
    """The base of configurations, which are dataclasses with fields made by `setting`."""

    @classmethod
    def settings(cls) -> dict[str, Mapping[str, Any]]:
        """The names of these fields, each with its default, help and metavar."""
        found: Any = cls
        return {part.name: {"default": part.default, **part.metadata} for part in fields(found) if part.metadata}


@dataclass(frozen=True)
class TrainingConfig(WithSettings):
    """The settings of every run; with the trainer's own settings they determine the numbers.

    ``start`` has the logit gaps of the four families, one per diamond; 0 is the base model. ``steps`` steps of size
    ``step`` are taken, in nats of logit gap times the direction that the ``optimiser`` chooses. Raises TypeError or
    ValueError for settings that are not possible.
    """

    width: int
    depth: int
    lanes: int
    start: Mapping[str, tuple[float, ...]]
    optimiser: str = "sign"
    step: float = 0.01
    steps: int = 1200

    def __post_init__(self) -> None:
        positive_integer("steps", self.steps)
        check_step(self.step)
        if self.optimiser not in OPTIMISERS:
            raise ValueError(f"optimiser must be one of {', '.join(OPTIMISERS)}, got optimiser={self.optimiser!r}")
        wrong = {name: len(self.start[name]) for name in FAMILIES if len(self.start[name]) != self.graph.depth}
        if wrong:
            raise ValueError(f"start must have one gap per diamond, depth={self.depth}, got {wrong}")
        check_finite_start(self.gaps())

    @property
    def graph(self) -> CorridorGraph:
        return CorridorGraph(self.width, self.depth, self.lanes)

    def gaps(self) -> Float64[ndarray, "4 depth"]:
        """The start as an array."""
        return np.array([self.start[name] for name in FAMILIES], dtype=np.float64)

    @property
    def walks_on(self) -> str:
        """The device of the walks."""
        return "cpu"

    def episodes(self) -> int:
        """The most episodes that are in memory at once: 0 for a trainer that does not walk."""
        return 0

    def expected_walk(self) -> float:
        """The steps of all walks of the run, if their mean length stays what it is at the beginning."""
        return 0.0


@dataclass(frozen=True)
class SampledConfig(TrainingConfig):
    """A run that estimates the gradient of each step from ``batch`` walks on the ``device``.

    Step t walks the episodes t * batch to (t+1) * batch - 1 of the ``seed``.
    """

    batch: int = setting(1024, "Episodes to walk in each step.", "N")
    seed: int = setting(0, "Seed of the random numbers, 0 to 2**64 - 1.", "N")
    device: str = setting("cpu", "Where to walk.", "cpu|cuda")

    def __post_init__(self) -> None:
        super().__post_init__()
        check_walks(self.seed, self.device)
        positive_integer("batch", self.batch)
        if self.optimiser == "natural":
            raise ValueError(
                "optimiser=natural needs the exact number of visits, which a sampled algorithm does not know: use "
                "another optimiser"
            )

    def batch_of(self, step: int) -> range:
        """The episodes that a step walks."""
        return range(step * self.batch, (step + 1) * self.batch)

    @property
    def walks_on(self) -> str:
        return self.device

    def episodes(self) -> int:
        return self.batch

    def expected_walk(self) -> float:
        return (self.steps + 1) * self.batch * float(cost_of_gaps(self.graph, self.gaps()))


def check_walks(seed: int, device: str) -> None:
    """Refuse a seed or a device that does not exist."""
    from backproof.sim.walkers import checked_device  # imports torch, which the options of a command do not need

    checked_seed(seed)
    checked_device(device)


Points: TypeAlias = Callable[[Any, Float64[ndarray, "4 depth"], int], Iterator[Point]]
"""(configuration, gaps, step at which they are) to the points of the run from there on."""


@dataclass(frozen=True)
class Trainer:
    """``name`` is what ``--algorithm`` takes, ``summary`` what its help says, ``train`` the loop."""

    name: str
    summary: str
    config: type[TrainingConfig]
    train: Points
