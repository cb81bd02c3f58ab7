"""The three engines of a simulation, with one interface: the step walker, the crossing sampler and the search agent.

A run in pieces gives the same numbers as a run in one go. The random numbers of the walkers depend on the episode and
the step. The crossing sampler draws blocks of episodes, each with its own generator.

Main definitions: `Run`, `begin_run`. Configurations are in `sim.run_config`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, runtime_checkable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.crossing_sampler import sample_crossings
from backproof.sim.philox import WORD
from backproof.sim.run_config import AnyRunConfig, OwnRunConfig, RunConfig, UnequalRunConfig
from backproof.sim.search import batch_size, corridor_rows, search_walks
from backproof.sim.unequal_crossings import sample_unequal_times
from backproof.sim.unequal_walks import unequal_table
from backproof.sim.walk_table import PolicyTable
from backproof.sim.walkers import Walkers, checked_device
from backproof.theory.policy import FAMILIES, Policy

BLOCK = 1024
"""Episodes of the crossing sampler that share a generator; in deep graphs fewer."""

BLOCK_NUMBERS = 2**24
"""The most numbers that a block holds."""

SPREAD = 0x9E3779B1
"""Odd, so that within a run each of the 2**32 seeds of torch's CPU generator is used at most once."""

DRAWN = 256
"""Episodes that a configuration draws at a time."""

SEARCHES = 8192
"""The most search episodes drawn at a time."""


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

    def __init__(self, config: AnyRunConfig, *, compiled: bool) -> None:
        super().__init__(
            walk_table_of(config),
            range(config.episodes),
            seed=config.seed,
            device=config.device,
            budget=config.budget,
            compiled=compiled,
        )

    def prepare(self) -> Callable[[], None]:
        return self.advance

    def times(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        walks = self.results()
        return walks.steps.double().cpu().numpy(), walks.hit.cpu().numpy()


def walk_table_of(config: AnyRunConfig) -> PolicyTable:
    """The table that the step walker walks on."""
    if isinstance(config, OwnRunConfig):
        if config.table is None:
            raise TypeError("table must be given where draw is not")
        return config.table
    if isinstance(config, UnequalRunConfig):
        return unequal_table(config.graph, config.policy)
    return corridor_table(config.graph, config.policy)


class InOrder:
    """A run that draws its episodes in order, in blocks. Its state is the list of hitting times.

    A block depends on the configuration and on where it begins. So other processes may `draw` it: then ``elsewhere``
    gives the block that begins at an episode.
    """

    block: int
    """Episodes of a block."""

    def __init__(self, config: AnyRunConfig) -> None:
        self.config = config
        self.elsewhere: Callable[[int], tuple[Tensor, ...]] | None = None
        self.done = 0
        self.walked = 0.0
        self._times = torch.zeros(config.episodes, dtype=torch.float64)
        self._hit = self._times.bool()

    def prepare(self) -> Callable[[], None]:
        fresh, hit, *more = (self.elsewhere or self.draw)(self.done)
        room = self.config.episodes - self.done
        return lambda: self._take(fresh.cpu()[:room], hit.cpu()[:room], *more)

    def advance(self) -> None:
        self.prepare()()

    def _take(self, fresh: Tensor, hit: Tensor, *more: Tensor) -> None:
        drawn = slice(self.done, self.done + len(fresh))
        self._times[drawn], self._hit[drawn] = fresh, hit
        self.done += len(fresh)
        self.walked += float(fresh.sum())

    def draw(self, begin: int) -> tuple[Tensor, ...]:
        """(steps, hit) of the block of episodes from ``begin`` on, and what else the run keeps of it."""
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


class CrossingsRun(InOrder):
    """The crossing sampler, a block at a time."""

    def __init__(self, config: RunConfig) -> None:
        super().__init__(config)
        self._graph = config.graph
        self._sums = torch.zeros(2, 2 * config.depth + 1, dtype=torch.float64)
        """Sums over the episodes of each edge's crossings toward the fork, and of their squares."""
        self._before = self._sums, self.walked
        """The sums and the steps walked before the last block; if it is not full, a longer run draws it again."""
        self._policy = Policy(**{name: np.array(config.policy[name]) for name in FAMILIES})
        self.block = crossing_block(config.depth)

    def draw(self, begin: int) -> tuple[Tensor, ...]:
        generator = block_generator(self.config.seed, begin // self.block)
        drawn = sample_crossings(self._graph, self._policy, self.block, generator=generator)
        counted = drawn.homeward[: self.config.episodes - begin]
        sums = torch.stack([counted.sum(dim=0), counted.square().sum(dim=0)])
        return drawn.steps, torch.ones_like(drawn.steps, dtype=torch.bool), sums

    def _take(self, fresh: Tensor, hit: Tensor, *more: Tensor) -> None:
        self._before = self._sums, self.walked
        self._sums = self._sums + more[0]
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
        cut = self.done % self.block
        if self.done < self.config.episodes and cut:
            self.done -= cut
            self._sums, self.walked = self._before


class UnequalCrossingsRun(InOrder):
    """The crossing sampler for corridors that differ, a block at a time."""

    block = BLOCK

    def __init__(self, config: UnequalRunConfig) -> None:
        super().__init__(config)
        self._graph, self._policy = config.graph, config.policy

    def draw(self, begin: int) -> tuple[Tensor, ...]:
        generator = block_generator(self.config.seed, begin // BLOCK)
        steps = sample_unequal_times(self._graph, self._policy, BLOCK, generator=generator)
        return steps, torch.ones_like(steps, dtype=torch.bool)

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        super().restore(snapshot)
        cut = self.done % BLOCK
        if self.done < self.config.episodes and cut:  # a longer run draws the last block again
            self.done -= cut
            self.walked = sum((float(block.sum()) for block in torch.split(self._times[: self.done], BLOCK)), 0.0)


def block_generator(seed: int, block: int) -> torch.Generator:
    """The generator of a block of episodes."""
    base = int(np.random.SeedSequence(seed).generate_state(1)[0])
    return torch.Generator().manual_seed((base + block * SPREAD) % WORD)


def crossing_block(depth: int) -> int:
    """Episodes that share a generator."""
    return max(1, min(BLOCK, BLOCK_NUMBERS // (2 * depth + 2)))


class SearchRun(InOrder):
    """The search agent. An episode whose walker gets stuck is censored."""

    def __init__(self, config: RunConfig) -> None:
        super().__init__(config)
        self._rows = corridor_rows(config.graph, config.policy, checked_device(config.device))
        self.block = min(SEARCHES, batch_size(self._rows))

    def draw(self, begin: int) -> tuple[Tensor, ...]:
        episodes = range(begin, min(begin + self.block, self.config.episodes))
        walks = search_walks(self._rows, episodes, seed=self.config.seed)
        return walks.steps.double(), ~walks.stuck


class DrawnRun(InOrder):
    """Walks that the configuration draws."""

    block = DRAWN

    def __init__(self, config: OwnRunConfig, draw: Callable[[range], tuple[Tensor, Tensor]]) -> None:
        super().__init__(config)
        self._draw_episodes = draw

    def draw(self, begin: int) -> tuple[Tensor, ...]:
        return self._draw_episodes(range(begin, begin + DRAWN))

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        super().restore(snapshot)
        if self.done < self.config.episodes:  # the last block may have been cut short
            self.done -= self.done % DRAWN
            self.walked = float(self._times[: self.done].sum())


def check_compiled(config: AnyRunConfig, *, compiled: bool) -> None:
    """Raise ValueError for compiled moves where none are walked."""
    if compiled and config.engine != "steps":
        raise ValueError(f"compiled moves (--compile) go with engine=steps, got engine={config.engine}: leave them out")
    if compiled and isinstance(config, OwnRunConfig) and config.draw is not None:
        raise ValueError("compiled moves (--compile) need a policy that is a table: leave them out")


def begin_run(config: AnyRunConfig, *, compiled: bool = False) -> Run:
    """The run of a configuration, at its beginning. Raises what its engine raises."""
    check_compiled(config, compiled=compiled)
    if isinstance(config, OwnRunConfig) and config.draw is not None:
        return DrawnRun(config, config.draw)
    if isinstance(config, OwnRunConfig) or config.engine == "steps":
        return StepsRun(config, compiled=compiled)
    if isinstance(config, UnequalRunConfig):
        return UnequalCrossingsRun(config)
    return CrossingsRun(config) if config.engine == "crossings" else SearchRun(config)
