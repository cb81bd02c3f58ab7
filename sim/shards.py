"""Runs whose episodes are drawn by other processes: a shard is some blocks of episodes, one after another.

An episode depends on the seed and its own number, or on those of its block. So shards add up to exactly the run that
one process would have made, however they are cut, and so do their checkpoints.

Main definitions: `sharded_run`, `Shard`, `shards_of`, `draw_shard`.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from typing import NamedTuple

import torch
from torch import Tensor

from backproof.sim.engines import InOrder, begin_run, walk_table_of
from backproof.sim.moves import IDLE
from backproof.sim.run_config import AnyRunConfig
from backproof.sim.walkers import Walkers, check_budget, walk

FEWEST, MOST = 1024, 2**16
"""Episodes of a shard: so many that giving it away costs little, and so few that losing it does."""

RESULTS = {"steps": torch.int64, "hit": torch.bool, "goal": torch.int32, "first_goal": torch.int32}
"""What the step walker keeps of an episode."""


class Shard(NamedTuple):
    """The blocks of ``size`` episodes that begin at ``begins``."""

    config: AnyRunConfig
    compiled: bool
    size: int
    begins: range


class StepsInBlocks(InOrder):
    """The step walker, a block of episodes at a time. Its checkpoint is that of a `StepsRun` between episodes."""

    def __init__(self, config: AnyRunConfig, *, compiled: bool, block: int) -> None:
        super().__init__(config)
        self.block = block
        self._table, self._compiled = walk_table_of(config), compiled
        check_budget(self._table, config.budget)
        self._results = {name: torch.zeros(config.episodes, dtype=kind) for name, kind in RESULTS.items()}
        self._results["goal"] += IDLE
        self._results["first_goal"] += IDLE

    def draw(self, begin: int) -> tuple[Tensor, ...]:
        config = self.config
        walks = walk(
            self._table,
            range(begin, min(begin + self.block, config.episodes)),
            seed=config.seed,
            device=config.device,
            budget=config.budget,
            compiled=self._compiled,
        )
        found = [getattr(walks, name).cpu() for name in RESULTS]
        return found[0].double(), found[1], *found

    def _take(self, fresh: Tensor, hit: Tensor, *more: Tensor) -> None:
        for held, drawn in zip(self._results.values(), more, strict=True):
            held[self.done : self.done + len(drawn)] = drawn
        super()._take(fresh, hit)

    def snapshot(self) -> dict[str, Tensor]:
        idle = Walkers(self._table, range(1), seed=self.config.seed, budget=self.config.budget).snapshot()
        lanes = {name: value[:0] for name, value in idle.items() if name.startswith("lanes.")}
        results = {f"results.{name}": value for name, value in self._results.items()}
        numbers = {"begun": torch.tensor(self.done), "walked": torch.tensor(int(self._results["steps"].sum()))}
        over = torch.arange(self.config.episodes) < self.done
        return {**results, **lanes, **numbers, "over": over, "visits": idle["visits"]}

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        """Continue after the first episodes that are over; others were under way, or are drawn again."""
        self.done = int(snapshot["over"].long().cumprod(0).sum())
        for name, held in self._results.items():
            held[: self.done] = snapshot[f"results.{name}"][: self.done]
        self._times[: self.done] = self._results["steps"][: self.done]
        self._hit[: self.done] = self._results["hit"][: self.done]
        self.walked = float(self._results["steps"].sum())


def sharded_run(config: AnyRunConfig, *, compiled: bool, shards: int) -> InOrder:
    """The run, cut into about so many shards, with a block that any process may `draw`. Raises as `begin_run`."""
    size = math.ceil(config.episodes / shards)
    return _in_blocks(config, compiled=compiled, block=max(FEWEST, min(size, MOST)))


def _in_blocks(config: AnyRunConfig, *, compiled: bool, block: int) -> InOrder:
    """The run with blocks of this size, or of its own where its engine has one. Raises as `begin_run`."""
    if config.engine == "steps" and getattr(config, "draw", None) is None:
        return StepsInBlocks(config, compiled=compiled, block=block)
    run = begin_run(config, compiled=compiled)
    if not isinstance(run, InOrder):
        raise TypeError(f"{type(run).__name__} does not draw its episodes in order")
    return run


def shards_of(run: InOrder, *, compiled: bool, shards: int) -> list[Shard]:
    """What is left of the run, in about so many shards."""
    size = max(FEWEST, min(math.ceil((run.config.episodes - run.done) / shards), MOST))
    begins = range(run.done, run.config.episodes, run.block)
    step = max(1, size // run.block)
    return [Shard(run.config, compiled, run.block, begins[i : i + step]) for i in range(0, len(begins), step)]


def draw_shard(shard: Shard) -> list[tuple[Tensor, ...]]:
    """What each block of the shard draws, in this process."""
    run = _RUNS.run_for(shard)
    return [run.draw(begin) for begin in shard.begins]


class _LastRun(threading.local):
    """The last run of this thread, so that its table is built once for all its shards."""

    made: tuple[tuple[str, bool, int], InOrder] | None = None

    def run_for(self, shard: Shard) -> InOrder:
        known = (f"{type(shard.config).__name__} {shard.config.text()}", shard.compiled, shard.size)
        if self.made is None or self.made[0] != known:
            self.made = known, _in_blocks(shard.config, compiled=shard.compiled, block=shard.size)
        return self.made[1]


_RUNS = _LastRun()
