"""What determines the numbers of a simulation: the graph, the policy, the engine, the episodes and the seed.

Main definitions: `RunConfig`, `UnequalRunConfig`, `OwnRunConfig`, `EngineName`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Literal, TypeAlias, get_args

from torch import Tensor

from backproof.sim.walk_table import PolicyTable
from backproof.sim.walkers import MOST_EPISODES, checked_device
from backproof.theory.arguments import checked_seed
from backproof.theory.graph import CorridorGraph, UnequalGraph, positive_integer
from backproof.theory.policy import FAMILIES

EngineName: TypeAlias = Literal["steps", "crossings", "search"]


@dataclass(frozen=True)
class RunConfig:
    """Everything that determines the numbers of a run, and nothing else.

    ``policy`` has the four families, one probability per diamond; zeros are allowed where a ``budget`` of steps is
    given. The engines: ``steps`` walks, ``crossings`` draws crossing counts, ``search`` walks without repeating a
    directed edge. Raises TypeError or ValueError for a run that is not possible.
    """

    width: int
    depth: int
    lanes: int
    policy: Mapping[str, tuple[float, ...]]
    engine: EngineName
    episodes: int
    seed: int = 0
    device: str = "cpu"
    budget: int | None = None

    def __post_init__(self) -> None:
        _check(self, self.depth, f"depth={self.depth}")

    @property
    def graph(self) -> CorridorGraph:
        return CorridorGraph(self.width, self.depth, self.lanes)

    def text(self) -> str:
        """The configuration as JSON; equal configurations give equal text."""
        return json.dumps(asdict(self), sort_keys=True)


@dataclass(frozen=True)
class UnequalRunConfig:
    """As `RunConfig`, on corridors with these lanes; the families have one probability per diamond, corridor by
    corridor. There is no search on them.
    """

    corridors: tuple[tuple[int, ...], ...]
    policy: Mapping[str, tuple[float, ...]]
    engine: EngineName
    episodes: int
    seed: int = 0
    device: str = "cpu"
    budget: int | None = None

    def __post_init__(self) -> None:
        if self.engine == "search":
            raise ValueError("engine=search needs equal corridors: use engine=steps or crossings")
        _check(self, self.graph.diamonds, f"corridors {self.graph!s:.60}")

    @property
    def graph(self) -> UnequalGraph:
        return UnequalGraph(self.corridors)

    def text(self) -> str:
        """The configuration as JSON; equal configurations give equal text."""
        return json.dumps(asdict(self), sort_keys=True)


@dataclass(frozen=True)
class OwnRunConfig:
    """As `UnequalRunConfig`, for a policy in a file that brings its own walks, step by step.

    ``fork`` says who chooses there, ``digest`` is that of the file. Either ``table`` is the policy, or ``draw`` gives
    the steps of these episodes, a block at a time, and whether they reach the target. ``cost`` is the expected hitting
    time; NaN if it is not known. These three follow from the file, and are no part of the `text`.
    """

    corridors: tuple[tuple[int, ...], ...]
    fork: str
    digest: str
    engine: EngineName
    episodes: int
    seed: int = 0
    device: str = "cpu"
    budget: int | None = None
    table: PolicyTable | None = field(default=None, compare=False)
    draw: Callable[[range], tuple[Tensor, Tensor]] | None = field(default=None, compare=False)
    cost: float = field(default=math.nan, compare=False)

    def __post_init__(self) -> None:
        if self.engine != "steps":
            raise ValueError(
                f"what a learner learnt is walked with engine=steps, got engine={self.engine}: leave it out"
            )
        _check_run(self)

    @property
    def graph(self) -> UnequalGraph:
        return UnequalGraph(self.corridors)

    def text(self) -> str:
        """The configuration as JSON; equal configurations give equal text."""
        return json.dumps(
            {part.name: getattr(self, part.name) for part in fields(self) if part.compare}, sort_keys=True
        )


AnyRunConfig: TypeAlias = RunConfig | UnequalRunConfig | OwnRunConfig


def _check(config: RunConfig | UnequalRunConfig, diamonds: int, sizes: str) -> None:
    """What is the same for policies of four families."""
    _check_run(config)
    wrong = [name for name in FAMILIES if len(config.policy[name]) != diamonds]
    if wrong:
        count = len(config.policy[wrong[0]])
        raise ValueError(f"policy must have one probability per diamond, got {count} in {wrong[0]} for {sizes}")


def _check_run(config: AnyRunConfig) -> None:
    """What is the same for all policies."""
    if positive_integer("episodes", config.episodes) > MOST_EPISODES:
        raise ValueError(f"episodes must be at most 2**30 in one run, got episodes={config.episodes}")
    if config.engine not in get_args(EngineName):
        raise ValueError(f"engine must be one of {', '.join(get_args(EngineName))}, got engine={config.engine!r}")
    checked_seed(config.seed)
    if config.budget is not None and config.engine != "steps":
        raise ValueError(f"a budget of steps goes with engine=steps, got engine={config.engine}: leave it out")
    if checked_device(config.device).type != "cpu" and config.engine == "crossings":
        raise ValueError(f"engine=crossings draws on the CPU, got device={config.device}: leave the device out")
