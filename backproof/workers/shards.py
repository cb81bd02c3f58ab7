"""A simulation whose shards are drawn by workers, and taken in their order.

Main definition: `Sharding`.
"""

from __future__ import annotations

from collections.abc import Iterator

from torch import Tensor

from backproof.sim.engines import InOrder
from backproof.sim.run_config import AnyRunConfig
from backproof.sim.shards import draw_shard, sharded_run, shards_of
from backproof.workers.tasks import TaskOutcome, Workers, outcomes


class ShardError(ArithmeticError):
    """A shard cannot be drawn; the message is that of its worker."""


class Sharding:
    """Makes the run of a configuration on open workers; stands in for `sim.engines.begin_run`."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    def begin(self, config: AnyRunConfig, *, compiled: bool = False) -> InOrder:
        run = sharded_run(config, compiled=compiled, shards=self._workers.slots())
        run.elsewhere = _Blocks(self._workers, run, compiled)
        return run


class _Blocks:
    """The blocks of a run by their begin, from the first that is asked for on."""

    def __init__(self, workers: Workers, run: InOrder, compiled: bool) -> None:
        self._workers, self._run, self._compiled = workers, run, compiled
        self._ready: dict[int, tuple[Tensor, ...]] = {}
        self._coming: Iterator[TaskOutcome] | None = None

    def __call__(self, begin: int) -> tuple[Tensor, ...]:
        if self._coming is None:
            self._shards = shards_of(self._run, compiled=self._compiled, shards=self._workers.slots())
            self._coming = outcomes(self._workers, draw_shard, self._shards)
        while begin not in self._ready:
            number, blocks, error = next(self._coming)
            if error:
                raise ShardError(error)
            self._ready.update(zip(self._shards[number].begins, blocks, strict=True))
        return self._ready.pop(begin)
