"""What determines the numbers of a simulation: the graph, the policy, the engine, the episodes and the seed.

Main definitions: `RunConfig`, `UnequalRunConfig`, `EngineName`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal, TypeAlias, get_args

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


AnyRunConfig: TypeAlias = RunConfig | UnequalRunConfig


def _check(config: AnyRunConfig, diamonds: int, sizes: str) -> None:
    """What is the same on every graph."""
    if positive_integer("episodes", config.episodes) > MOST_EPISODES:
        raise ValueError(f"episodes must be at most 2**30 in one run, got episodes={config.episodes}")
    if config.engine not in get_args(EngineName):
        raise ValueError(f"engine must be one of {', '.join(get_args(EngineName))}, got engine={config.engine!r}")
    checked_seed(config.seed)
    if config.budget is not None and config.engine != "steps":
        raise ValueError(f"a budget of steps goes with engine=steps, got engine={config.engine}: leave it out")
    wrong = [name for name in FAMILIES if len(config.policy[name]) != diamonds]
    if wrong:
        count = len(config.policy[wrong[0]])
        raise ValueError(f"policy must have one probability per diamond, got {count} in {wrong[0]} for {sizes}")
    if checked_device(config.device).type != "cpu" and config.engine == "crossings":
        raise ValueError(f"engine=crossings draws on the CPU, got device={config.device}: leave the device out")
