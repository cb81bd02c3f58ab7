"""Runs that can be stopped and go on: the engines behind one face, and their checkpoints.

Whatever is interrupted, killed or split, a run gives the numbers that it would have given in one go: the walkers draw
by episode and step, the crossing sampler by blocks of episodes with a generator each.

Main definitions: `RunConfig`, `run_simulation`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, Protocol, TypeAlias, get_args, runtime_checkable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from backproof.sim import checkpoints
from backproof.sim.checkpoints import Kind, Saved, UnwrittenError
from backproof.sim.crossing_sampler import sample_crossings
from backproof.sim.interrupts import interruptible
from backproof.sim.philox import WORD, check_seed
from backproof.sim.search import batch_size, corridor_rows, search_walks
from backproof.sim.walk_table import corridor_table
from backproof.sim.walkers import MOST_EPISODES, Walkers, checked_device
from backproof.theory.graph import CorridorGraph, positive_integer
from backproof.theory.policy import FAMILIES, Policy

EngineName: TypeAlias = Literal["steps", "crossings", "search"]
KIND = Kind("backproof.checkpoint/3", "simulation")
BLOCK = 1024
"""Episodes of the crossing sampler that share a generator; in deep graphs fewer."""

BLOCK_NUMBERS = 2**24
"""Numbers that a block may hold."""

SPREAD = 0x9E3779B1
"""Odd, so that the 2**32 seeds of torch's CPU generator, which has no more, are used once each within a run."""

SEARCHES = 8192
"""The most search episodes of an advance."""


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
    """One engine at work: `prepare` and call what it returns until ``done`` episodes are all there are."""

    @property
    def walked(self) -> float:
        """Steps walked so far."""

    @property
    def done(self) -> int: ...

    def prepare(self) -> Callable[[], None]:
        """Draw what comes next, which may take long and be broken off, and return what takes it in, which is short."""

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
    """Episodes drawn in order, so many at a time: a run is as far as its list of hitting times."""

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
        """(steps, hit) of episode ``begin`` and some after it."""
        raise NotImplementedError

    def times(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        return self._times.numpy(), self._hit.numpy()

    def snapshot(self) -> dict[str, Tensor]:
        walked = torch.tensor(self.walked, dtype=torch.float64)
        return {"times": self._times, "hit": self._hit, "done": torch.tensor(self.done), "walked": walked}

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        known = len(snapshot["times"])  # fewer than there are to be, where a run is made longer
        self._times[:known], self._hit[:known] = snapshot["times"], snapshot["hit"]
        self.done, self.walked = int(snapshot["done"]), float(snapshot["walked"])


class CrossingsRun(_InOrder):
    """The crossing sampler, a block at a time."""

    def __init__(self, config: RunConfig) -> None:
        super().__init__(config)
        self._sums = torch.zeros(2, 2 * config.depth + 1, dtype=torch.float64)
        """Sums over the episodes of each edge's crossings toward the fork, and of their squares."""
        self._before = self._sums, self.walked
        """The sums and the steps walked before the last block, which a longer run draws again where it was cut."""
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

        Away from the fork it is one more, every time. inf or NaN where squares leave float64.
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
    """The search agent; an episode that ends stuck is censored."""

    def __init__(self, config: RunConfig) -> None:
        super().__init__(config)
        self._rows = corridor_rows(config.graph, config.policy, checked_device(config.device))
        self._batch = min(SEARCHES, batch_size(self._rows))

    def _draw(self, begin: int) -> tuple[Tensor, Tensor]:
        episodes = range(begin, min(begin + self._batch, self.config.episodes))
        walks = search_walks(self._rows, episodes, seed=self.config.seed)
        return walks.steps.double(), ~walks.stuck


def begin_run(config: RunConfig, *, compiled: bool = False) -> Run:
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


def run_simulation(
    config: RunConfig,
    *,
    compiled: bool = False,
    checkpoint: Path | None = None,
    every: float = 20.0,
    on_progress: Callable[[int, float], None] = lambda done, walked: None,
) -> Run:
    """Run to the end, from the checkpoint if there is one; it is renewed every so many seconds and when interrupted.

    The checkpoint may be of the same run with fewer episodes. ``on_progress`` is told episodes and steps. Raises
    CheckpointError where the file is not a checkpoint of this run, UnwrittenError with the run where it cannot be
    written at the end, and KeyboardInterrupt when interrupted, at any moment, with what became of the episodes.
    """
    return run_simulation_timed(config, compiled=compiled, checkpoint=checkpoint, every=every, on_progress=on_progress)[
        0
    ]


def run_simulation_timed(
    config: RunConfig,
    *,
    compiled: bool,
    checkpoint: Path | None,
    every: float = 20.0,
    before: float | None = None,
    on_progress: Callable[[int, float], None],
) -> tuple[Run, float | None]:
    """`run_simulation`, and the seconds over all its legs; None where the file of a finished run does not say.

    ``before``: the seconds of a finished run that is made longer, where they are known.
    """
    began = saved_at = time.monotonic()
    run: Run | None = None
    with interruptible() as interrupts:
        try:
            ready = begin_run(config, compiled=compiled)
            if checkpoint is not None and checkpoint.exists():
                saved = load_checkpoint(checkpoint, config)
                ready.restore(saved.tensors)
                before = saved.seconds if before is None else before
            found, run = ready.done, ready
            while run.done < config.episodes:
                take = run.prepare()
                with interrupts.held():
                    take()
                    on_progress(run.done, run.walked)
                    if checkpoint is not None and time.monotonic() - saved_at > every:
                        with suppress(OSError):  # a disk that is full now may not be so at the end
                            save_checkpoint(checkpoint, run, config, seconds=(before or 0.0) + time.monotonic() - began)
                        saved_at = time.monotonic()
        except KeyboardInterrupt:
            seconds = (before or 0.0) + time.monotonic() - began
            if run is None:
                raise KeyboardInterrupt("nothing was written") from None
            kept = _kept(checkpoint, run, config, seconds)
            raise KeyboardInterrupt(f"{run.done} of {config.episodes} episodes are over; {kept}") from None
    if run.done == found:
        return run, before
    seconds = (before or 0.0) + time.monotonic() - began
    if checkpoint is not None:
        try:
            save_checkpoint(checkpoint, run, config, seconds=seconds)
        except OSError as error:
            raise UnwrittenError(error, (run, seconds)) from error
    return run, seconds


def _kept(checkpoint: Path | None, run: Run, config: RunConfig, seconds: float) -> str:
    """Save what is there, and say what became of the episodes."""
    if checkpoint is None:
        return "they are lost, for want of --out"
    try:
        save_checkpoint(checkpoint, run, config, seconds=seconds)
    except OSError as error:
        return f"they are not kept: {error.filename} could not be written ({error.strerror}), what was there before is"
    return f"they are kept in {checkpoint}: the same command goes on from there"


def save_checkpoint(path: Path, run: Run, config: RunConfig, *, seconds: float | None = None) -> None:
    """Write the whole file beside ``path``, then put it in its place; without ``seconds`` that of a finished run."""
    checkpoints.write_checkpoint(path, KIND, run.snapshot(), config.text(), seconds=seconds)


def load_checkpoint(path: Path, config: RunConfig) -> Saved:
    """The checkpoint of this very run, or of one of fewer episodes. Raises CheckpointError."""
    return checkpoints.read_own_checkpoint(path, KIND, config.text(), extends="episodes")
