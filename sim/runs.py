"""Runs that can be stopped and go on: the engines behind one face, and their checkpoints.

Whatever is interrupted, killed or split, a run gives the numbers that it would have given in one go: the walkers draw
by episode and step, the crossing sampler by blocks of episodes with a generator each.

Main definitions: `RunConfig`, `simulate`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, Protocol, TypeAlias, get_args, runtime_checkable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sim import checkpoints
from sim.checkpoints import Kind, signals_noted
from sim.crossings import sample_crossings
from sim.philox import WORD, check_seed
from sim.search import search_walks
from sim.table import corridor_table
from sim.walkers import MOST_EPISODES, Walkers, checked_device
from theory.graph import CorridorGraph, positive_integer
from theory.policy import FAMILIES, Policy

Engine: TypeAlias = Literal["steps", "crossings", "search"]
KIND = Kind("backproof.checkpoint/2", "simulation")
BLOCK = 1024
"""Episodes of the crossing sampler that share a generator; in deep graphs fewer."""

BLOCK_NUMBERS = 2**24
"""Numbers that a block may hold."""

SPREAD = 0x9E3779B1
"""Odd, so that the 2**32 seeds of torch's CPU generator, which has no more, are used once each within a run."""

SEARCHES = 8192
"""Search episodes between two looks at the clock."""


@dataclass(frozen=True)
class RunConfig:
    """What determines the numbers of a run, and nothing else.

    ``policy`` has the four families, one probability per diamond; zeros are allowed where a ``budget`` of steps is
    given. The engines: ``steps`` walks, ``crossings`` draws crossing counts, ``search`` walks without repeating a
    directed edge. Raises TypeError or ValueError for what cannot be run.
    """

    width: int
    depth: int
    lanes: int
    policy: Mapping[str, tuple[float, ...]]
    engine: Engine
    episodes: int
    seed: int = 0
    device: str = "cpu"
    budget: int | None = None

    def __post_init__(self) -> None:
        if positive_integer("episodes", self.episodes) > MOST_EPISODES:
            raise ValueError(f"episodes must be at most 2**30 in one run, got episodes={self.episodes}")
        if self.engine not in get_args(Engine):
            raise ValueError(f"engine must be one of {', '.join(get_args(Engine))}, got engine={self.engine!r}")
        check_seed(self.seed)
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
        """The configuration as JSON, the same for the same run."""
        return json.dumps(asdict(self), sort_keys=True)


@runtime_checkable
class Run(Protocol):
    """One engine at work: `advance` until ``done`` episodes are all there are."""

    @property
    def walked(self) -> float:
        """Steps walked so far."""

    @property
    def done(self) -> int: ...

    def advance(self) -> object: ...

    def times(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """(steps, hit) of each episode, both of shape (episodes,); where ``hit`` is False the walk was censored."""

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

    def times(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        walks = self.results()
        return walks.steps.double().cpu().numpy(), walks.hit.cpu().numpy()


class _InOrder:
    """Episodes drawn in order, so many at a time: a run is as far as its list of hitting times."""

    def __init__(self, config: RunConfig) -> None:
        self.config = config
        self.done = 0
        self.walked = 0.0
        self._times = torch.zeros(config.episodes, dtype=torch.float64)
        self._hit = self._times.bool()

    def advance(self) -> None:
        room = self.config.episodes - self.done
        fresh, hit = (drawn.cpu()[:room] for drawn in self._draw(self.done))
        drawn = slice(self.done, self.done + len(fresh))
        self._times[drawn], self._hit[drawn] = fresh, hit
        self.done += len(fresh)
        self.walked += float(fresh.sum())

    def _draw(self, begin: int) -> tuple[Tensor, Tensor]:
        """(steps, hit) of episode ``begin`` and some after it."""
        raise NotImplementedError

    def times(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        return self._times.numpy(), self._hit.numpy()

    def snapshot(self) -> dict[str, Tensor]:
        walked = torch.tensor(self.walked, dtype=torch.float64)
        return {"times": self._times, "hit": self._hit, "done": torch.tensor(self.done), "walked": walked}

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        self._times, self._hit = snapshot["times"], snapshot["hit"]
        self.done, self.walked = int(snapshot["done"]), float(snapshot["walked"])


class CrossingsRun(_InOrder):
    """The crossing sampler, a block at a time."""

    def __init__(self, config: RunConfig) -> None:
        super().__init__(config)
        self._sums = torch.zeros(2, 2 * config.depth + 1, dtype=torch.float64)
        """Sums over the episodes of each edge's crossings toward the fork, and of their squares."""
        self._policy = Policy(**{name: np.array(config.policy[name]) for name in FAMILIES})
        self._block = max(1, min(BLOCK, BLOCK_NUMBERS // (2 * config.depth + 2)))
        self._base = int(np.random.SeedSequence(config.seed).generate_state(1)[0])

    def _draw(self, begin: int) -> tuple[Tensor, Tensor]:
        generator = torch.Generator().manual_seed((self._base + begin // self._block * SPREAD) % WORD)
        drawn = sample_crossings(self.config.graph, self._policy, self._block, generator=generator)
        counted = drawn.homeward[: self.config.episodes - begin]
        self._sums += torch.stack([counted.sum(dim=0), counted.square().sum(dim=0)])
        return drawn.steps, torch.ones_like(drawn.steps, dtype=torch.bool)

    def homeward(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Mean crossings of each edge e = 0..2K toward the fork, and their standard errors; (2K+1,) each.

        Away from the fork it is one more, every time. inf or NaN where squares leave float64.
        """
        count = self.done
        mean, square = (self._sums / count).numpy()
        with np.errstate(over="ignore", invalid="ignore"):
            return mean, np.sqrt(np.maximum(square - mean * mean, 0) / (count - 1))

    def snapshot(self) -> dict[str, Tensor]:
        return {**super().snapshot(), "sums": self._sums}

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        super().restore(snapshot)
        self._sums = snapshot["sums"]


class SearchRun(_InOrder):
    """The search agent; an episode that ends stuck is censored."""

    def __init__(self, config: RunConfig) -> None:
        super().__init__(config)
        self._table = corridor_table(config.graph, config.policy)

    def _draw(self, begin: int) -> tuple[Tensor, Tensor]:
        episodes = range(begin, min(begin + SEARCHES, self.config.episodes))
        walks = search_walks(self._table, episodes, seed=self.config.seed, device=self.config.device)
        return walks.steps.double(), ~walks.stuck


def start(config: RunConfig, *, compiled: bool = False) -> Run:
    """The run of a configuration, at its beginning. Errors as of its engine."""
    if compiled and config.engine != "steps":
        raise ValueError(f"compiled moves (--compile) go with engine=steps, got engine={config.engine}: leave them out")
    match config.engine:
        case "steps":
            return StepsRun(config, compiled=compiled)
        case "crossings":
            return CrossingsRun(config)
        case "search":
            return SearchRun(config)


def simulate(
    config: RunConfig,
    *,
    compiled: bool = False,
    checkpoint: Path | None = None,
    every: float = 20.0,
    on_progress: Callable[[int, float], None] = lambda done, walked: None,
) -> Run:
    """Run to the end, from the checkpoint if there is one; it is renewed every so many seconds and when interrupted.

    ``on_progress`` is told episodes and steps. Raises CheckpointError where the file is not a checkpoint of this run,
    OSError where it cannot be written, the one before it being kept, and KeyboardInterrupt when interrupted, with what
    became of the episodes.
    """
    run = start(config, compiled=compiled)
    if checkpoint is not None and checkpoint.exists():
        run.restore(load_checkpoint(checkpoint, config))
    saved = time.monotonic()
    with signals_noted() as stopped:
        while run.done < config.episodes and not stopped.is_set():
            run.advance()
            on_progress(run.done, run.walked)
            if checkpoint is not None and time.monotonic() - saved > every:
                save_checkpoint(checkpoint, run, config)
                saved = time.monotonic()
        if checkpoint is not None:
            save_checkpoint(checkpoint, run, config)
    if run.done < config.episodes:
        kept = f"{run.done} of {config.episodes} episodes are over"
        how = f"kept in {checkpoint}: the same command goes on from there" if checkpoint else "lost, for want of --out"
        raise KeyboardInterrupt(f"{kept}; they are {how}")
    return run


def save_checkpoint(path: Path, run: Run, config: RunConfig) -> None:
    """Write the whole file beside ``path``, then put it in its place."""
    checkpoints.save(path, KIND, run.snapshot(), config.text())


def load_checkpoint(path: Path, config: RunConfig) -> dict[str, Tensor]:
    """The tensors of a checkpoint of this very run. Raises CheckpointError."""
    return checkpoints.load_own(path, KIND, config.text())
