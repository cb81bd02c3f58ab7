"""How fast learners can walk: agent steps per second of the vector environments, and of SB3's own on one core.

Run as ``python benchmarks/bench_environments.py``. An agent step is one decision; actions are drawn beforehand.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import torch
from rich.console import Console
from rich.table import Table
from stable_baselines3.common.vec_env import DummyVecEnv

from backproof.environments.sb3 import WalkVecEnv
from backproof.environments.single import CorridorEnv
from backproof.environments.tasks import corridor_task
from backproof.environments.vector import CorridorVectorEnv
from timing import verdict

SIZES = ((3, 2, 2), (15, 15, 5))
WALKERS = 8192
PEERS = 64
SECONDS = 3.0


def rate(step: Callable[[np.ndarray], object], walkers: int, lanes: int) -> float:
    """Agent steps per second, walking for SECONDS after some steps to warm up."""
    actions = np.random.default_rng(0).integers(lanes + 1, size=(64, walkers))
    for action in actions[:8]:
        step(action)
    taken, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        for action in actions:
            step(action)
        taken += len(actions) * walkers
    return taken / (time.perf_counter() - start)


def main() -> None:
    torch.set_num_threads(1)
    table = Table("environment", "agent steps/s", "bar", "", title="Walks for learners, one core")
    for width, depth, lanes in SIZES:
        ours = CorridorVectorEnv(WALKERS, width, depth, lanes, budget=10**9)
        ours.reset(seed=0)
        speed = rate(ours.step, WALKERS, lanes)
        table.add_row(
            f"vector, {WALKERS} walkers, {width},{depth},{lanes}", f"{speed:.3g}", "> 1e6", verdict(speed > 1e6)
        )
        walks = WalkVecEnv(corridor_task(width, depth, lanes), PEERS, budget=10**9)
        walks.reset()
        adapted = rate(walks.step, PEERS, lanes)
        peers = DummyVecEnv([lambda: CorridorEnv(width, depth, lanes, budget=10**9)] * PEERS)  # noqa: B023
        peers.reset()
        theirs = rate(peers.step, PEERS, lanes)
        table.add_row(f"for SB3, {PEERS} walkers", f"{adapted:.3g}")
        table.add_row(f"SB3's DummyVecEnv, {PEERS}", f"{theirs:.3g}")
        ratio = adapted / theirs
        table.add_row("  ours to SB3's", f"{ratio:.0f}x", "> 10x", verdict(ratio > 10), end_section=True)
    Console().print(table)


if __name__ == "__main__":
    main()
