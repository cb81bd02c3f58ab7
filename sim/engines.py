"""The three engines of a simulation, with one interface: the step walker, the crossing sampler and the search agent.

A run in pieces gives the same numbers as a run in one go. The random numbers of the walkers depend on the episode and
the step. The crossing sampler draws blocks of episodes, each with its own generator.

Main definitions: `RunConfig`, `Run`, `begin_run`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Literal, Protocol, TypeAlias, get_args, runtime_checkable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.crossing_sampler import sample_crossings
from backproof.sim.philox import WORD
from backproof.sim.search import batch_size, corridor_rows, search_walks
from backproof.sim.walkers import MOST_EPISODES, Walkers, checked_device
from backproof.theory.arguments import checked_seed
from backproof.theory.graph import CorridorGraph, positive_integer
from backproof.theory.policy import FAMILIES, Policy

EngineName: TypeAlias = Literal["steps", "crossings", "search"]
BLOCK = 1024
"""Episodes of the crossing sampler that share a generator; in deep graphs fewer."""

BLOCK_NUMBERS = 2**24
"""The most numbers that a block holds."""

SPREAD = 0x9E3779B1
"""Odd, so that within a run each of the 2**32 seeds of torch's CPU generator is used at most once."""

SEARCHES = 8192
"""The most search episodes drawn at a time."""


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
        if positive_integer("episodes", self.episodes) > MOST_EPISODES:
            raise ValueError(f"episodes must be at most 2**30 in one run, got episodes={self.episodes}")
        if self.engine not in get_args(EngineName):
            raise ValueError(f"engine must be one of {', '.join(get_args(EngineName))}, got engine={self.engine!r}")
        checked_seed(self.seed)
        if self.budget is not None and self.engine != "steps":
            raise ValueError(f"a budget of steps goes with engine=steps, got engine={self.engine}: leave it out")
        wrong = [name for name in FAMILIES if len(self.policy[name]) != self.depth]
        if wrong:
            raise ValueError(
                f"policy must have one probability per diamond, got {len(self.policy[wrong[0]])} in {wrong[0]} for "
                f"depth={self.depth}"
            )
        if checked_device(self.device).type != "cpu" and self.engine == "crossings":
            raise ValueError(f"engine=crossings draws on the CPU, got device={self.device}: leave the device out")

    @property
    def graph(self) -> CorridorGraph:
        return CorridorGraph(self.width, self.depth, self.lanes)

    def text(self) -> str:
        """The configuration as JSON; equal configurations give equal text."""
        return json.dumps(asdict(self), sort_keys=True)


@runtime_checkable
class Run(Protocol):
    """A run of an engine. Call `prepare`, and then the function that it returns, until all episodes are ``done``."""

    @property
    def walked(self) -> float:
        """Steps walked so far."""

    @property
    def done(self) -> int: ...

    def prepare(self) -> Callable[[], None]:
        """Draw the next episodes, which may take long and be interrupted. Return a short function that records them."""

    def times(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """(steps, hit) of each episode, both of shape (episodes,); ``hit`` is False where the walk was censored."""

    def snapshot(self) -> dict[str, Tensor]: ...

    def restore(self, snapshot: Mapping[str, Tensor]) -> None: ...


class StepsRun(Walkers):
    """The step walker."""

    def __init__(self, config: RunConfig, *, compiled: bool) -> None:
        super().__init__(
            corridor_table(config.graph, config.policy),
            range(config.episodes),
            seed=config.seed,
            device=config.device,
            budget=config.budget,
            compiled=compiled,
        )
        self._warm = not compiled

    def prepare(self) -> Callable[[], None]:
        if not self._warm:  # moves are compiled at their first call
            next(self._tiles())
            self._warm = True
        return self.advance

    def times(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        walks = self.results()
        return walks.steps.double().cpu().numpy(), walks.hit.cpu().numpy()


class _InOrder:
    """A run that draws its episodes in order, in blocks. Its state is the list of hitting times."""

    def __init__(self, config: RunConfig) -> None:
        self.config = config
        self.done = 0
        self.walked = 0.0
        self._times = torch.zeros(config.episodes, dtype=torch.float64)
        self._hit = self._times.bool()

    def prepare(self) -> Callable[[], None]:
        room = self.config.episodes - self.done
        fresh, hit = (drawn.cpu()[:room] for drawn in self._draw(self.done))
        return lambda: self._take(fresh, hit)

    def advance(self) -> None:
        self.prepare()()

    def _take(self, fresh: Tensor, hit: Tensor) -> None:
        drawn = slice(self.done, self.done + len(fresh))
        self._times[drawn], self._hit[drawn] = fresh, hit
        self.done += len(fresh)
        self.walked += float(fresh.sum())

    def _draw(self, begin: int) -> tuple[Tensor, Tensor]:
        """(steps, hit) of a block of episodes from ``begin`` on."""
        raise NotImplementedError

    def times(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        return self._times.numpy(), self._hit.numpy()

    def snapshot(self) -> dict[str, Tensor]:
        walked = torch.tensor(self.walked, dtype=torch.float64)
        return {"times": self._times, "hit": self._hit, "done": torch.tensor(self.done), "walked": walked}

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        known = len(snapshot["times"])  # fewer than ``episodes`` if the run is made longer
        self._times[:known], self._hit[:known] = snapshot["times"], snapshot["hit"]
        self.done, self.walked = int(snapshot["done"]), float(snapshot["walked"])


class CrossingsRun(_InOrder):
    """The crossing sampler, a block at a time."""

    def __init__(self, config: RunConfig) -> None:
        super().__init__(config)
        self._sums = torch.zeros(2, 2 * config.depth + 1, dtype=torch.float64)
        """Sums over the episodes of each edge's crossings toward the fork, and of their squares."""
        self._before = self._sums, self.walked
        """The sums and the steps walked before the last block; if it is not full, a longer run draws it again."""
        self._policy = Policy(**{name: np.array(config.policy[name]) for name in FAMILIES})
        self._block = crossing_block(config.depth)
        self._base = int(np.random.SeedSequence(config.seed).generate_state(1)[0])

    def _draw(self, begin: int) -> tuple[Tensor, Tensor]:
        generator = torch.Generator().manual_seed((self._base + begin // self._block * SPREAD) % WORD)
        drawn = sample_crossings(self.config.graph, self._policy, self._block, generator=generator)
        counted = drawn.homeward[: self.config.episodes - begin]
        self._drawn = torch.stack([counted.sum(dim=0), counted.square().sum(dim=0)])
        return drawn.steps, torch.ones_like(drawn.steps, dtype=torch.bool)

    def _take(self, fresh: Tensor, hit: Tensor) -> None:
        self._before = self._sums, self.walked
        self._sums = self._sums + self._drawn
        super()._take(fresh, hit)

    def homeward(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Mean crossings of each edge e = 0..2K toward the fork, and their standard errors; (2K+1,) each.

        Each edge is crossed once more away from the fork. inf or NaN where squares are beyond float64.
        """
        count = self.done
        mean, square = (self._sums / count).numpy()
        with np.errstate(over="ignore", invalid="ignore"):
            return mean, np.sqrt(np.maximum(square - mean * mean, 0) / (count - 1))

    def snapshot(self) -> dict[str, Tensor]:
        sums, walked = self._before
        before = {"before.sums": sums.clone(), "before.walked": torch.tensor(walked, dtype=torch.float64)}
        return {**super().snapshot(), "sums": self._sums, **before}

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        super().restore(snapshot)
        self._sums = snapshot["sums"]
        self._before = snapshot["before.sums"], float(snapshot["before.walked"])
        cut = self.done % self._block
        if self.done < self.config.episodes and cut:
            self.done -= cut
            self._sums, self.walked = self._before


def crossing_block(depth: int) -> int:
    """Episodes that share a generator."""
    return max(1, min(BLOCK, BLOCK_NUMBERS // (2 * depth + 2)))


class SearchRun(_InOrder):
    """The search agent. An episode whose walker gets stuck is censored."""

    def __init__(self, config: RunConfig) -> None:
        super().__init__(config)
        self._rows = corridor_rows(config.graph, config.policy, checked_device(config.device))
        self._batch = min(SEARCHES, batch_size(self._rows))

    def _draw(self, begin: int) -> tuple[Tensor, Tensor]:
        episodes = range(begin, min(begin + self._batch, self.config.episodes))
        walks = search_walks(self._rows, episodes, seed=self.config.seed)
        return walks.steps.double(), ~walks.stuck


def begin_run(config: RunConfig, *, compiled: bool = False) -> Run:
    """The run of a configuration, at its beginning. Raises what its engine raises."""
    if compiled and config.engine != "steps":
        raise ValueError(f"compiled moves (--compile) go with engine=steps, got engine={config.engine}: leave them out")
    match config.engine:
        case "steps":
            return StepsRun(config, compiled=compiled)
        case "crossings":
            return CrossingsRun(config)
        case "search":
            return SearchRun(config)
