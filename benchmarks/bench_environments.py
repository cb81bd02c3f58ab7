"""Walks for learners: agent steps a second of the vector environments on one core, against SB3's own `DummyVecEnv`.

An agent step is one decision. Actions are drawn beforehand.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import numpy as np
import torch
from stable_baselines3.common.vec_env import DummyVecEnv

from backproof.environments.sb3 import WalkVecEnv
from backproof.environments.single import CorridorEnv
from backproof.environments.tasks import corridor_task
from backproof.environments.vector import CorridorVectorEnv
from benchmarks.row import Row, Size, at_least, row, times
from benchmarks.timing import rate


def agent_steps(step: Callable[[np.ndarray], object], walkers: int, lanes: int) -> Callable[[], int]:
    """A function that makes a step of every walker, and returns their number."""
    actions = itertools.cycle(np.random.default_rng(0).integers(lanes + 1, size=(64, walkers)))

    def work() -> int:
        step(next(actions))
        return walkers

    return work


def rows(size: Size) -> Iterator[Row]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        for graph in ((3, 2, 2), (15, 15, 5)):
            yield from on_one_core(graph, size.of(64, 8192), size.of(2, 64), size.of(0.01, 1.0, 3.0))
    finally:
        torch.set_num_threads(threads)


def on_one_core(graph: tuple[int, int, int], walkers: int, few: int, seconds: float) -> Iterator[Row]:
    """With many walkers, and with few beside the peer."""
    lanes, where = graph[-1], "W={}, K={}, L={}".format(*graph)
    ours = CorridorVectorEnv(walkers, *graph, budget=10**9)
    ours.reset(seed=0)
    alone = rate(agent_steps(ours.step, walkers, lanes), seconds)
    yield row("vector environment", f"{walkers:,} walkers, {where}", "agent steps/s", alone, bar=at_least(1e6))
    adapted = WalkVecEnv(corridor_task(*graph), few, budget=10**9)
    adapted.reset()
    theirs = DummyVecEnv([lambda: CorridorEnv(*graph, budget=10**9)] * few)
    theirs.reset()
    yield row(
        "environment for SB3",
        f"{few} walkers, {where}",
        "agent steps/s",
        rate(agent_steps(adapted.step, few, lanes), seconds),
        peer="SB3's DummyVecEnv",
        theirs=rate(agent_steps(theirs.step, few, lanes), seconds),
        bar=times(10),
    )
