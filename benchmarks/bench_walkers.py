"""Steps a second of the step walker, against a plain Python walk on an adjacency list.

The peer is what one would write first: a dict from edge-state to (moves, cumulative weights), a loop, `random.random`
and `bisect`. Both walk the base model on the same graph; all figures come from one run. Run by `make bench`.
"""

from __future__ import annotations

import bisect
import itertools
import random
import subprocess
import sys
import time
from collections.abc import Callable

import torch
from rich.console import Console
from rich.table import Table

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.walk_table import PolicyTable
from backproof.sim.walkers import LANES, Walkers
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy

SECONDS = 4.0
DEPTHS = (5, 15, 50, 150, 500, 1500, 5000)


def steps_a_second(walk: Callable[[], int]) -> float:
    """Moves of ``walk`` a second, called again and again."""
    walk()
    began, steps = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS:
        steps += walk()
    return steps / (time.perf_counter() - began)


def plain_python(table: PolicyTable) -> Callable[[], int]:
    """A walk of 100,000 moves on an adjacency list."""
    rows = {}
    for state in range(table.states):
        cells = slice(table.first[state], table.first[state + 1])
        rows[state] = (table.moves[cells].tolist(), list(itertools.accumulate(table.weights[cells].tolist())))
    draw = random.Random(0).random  # noqa: S311 - not for secrets

    def walk() -> int:
        state = 0
        for _ in range(100_000):
            moves, upto = rows[state]
            state = moves[min(bisect.bisect(upto, draw()), len(moves) - 1)]
        return 100_000

    return walk


def ours(table: PolicyTable, *, device: str = "cpu", compiled: bool = False, **options: object) -> Callable[[], int]:
    """Twenty advances of all lanes."""
    lanes = LANES[device]
    walkers = Walkers(table, range(lanes * 64), device=device, compiled=compiled, **options)

    def walk() -> int:
        nonlocal walkers
        before = walkers.walked
        for _ in range(20):
            walkers.advance()
        steps = walkers.walked - before
        if walkers.done > lanes * 62:
            walkers = Walkers(table, range(lanes * 64), device=device, compiled=compiled, **options)
        return steps

    return walk


def base_table(graph: CorridorGraph) -> PolicyTable:
    return corridor_table(graph, Policy.base(graph))


def speed(console: Console) -> None:
    """Plain Python, eager and compiled, at the paper's sizes."""
    table = base_table(PAPER)
    found = {"plain Python, adjacency list": steps_a_second(plain_python(table))}
    found["eager"] = steps_a_second(ours(table))
    found["eager, float32 table"] = steps_a_second(ours(table, dtype=torch.float32))
    found["compiled"] = steps_a_second(ours(table, compiled=True))
    found["compiled, float32 table"] = steps_a_second(ours(table, compiled=True, dtype=torch.float32))
    if torch.cuda.is_available():
        found["GPU, compiled"] = steps_a_second(ours(table, device="cuda", compiled=True))
    bars = {"eager, float32 table": 5, "compiled": 25}
    grid = Table(title=f"Base model, W=K=15, L=5, {torch.get_num_threads()} threads", show_edge=False)
    for title in ("what is timed", "steps/s", "ns/step", "to plain Python", "bar", ""):
        grid.add_column(title, justify="left" if title == "what is timed" else "right")
    plain = found["plain Python, adjacency list"]
    for name, rate in found.items():
        ratio = rate / plain
        met = "" if name not in bars else "met" if ratio >= bars[name] else "missed"
        grid.add_row(name, f"{rate:.3g}", f"{1e9 / rate:.2f}", f"{ratio:.1f}x", f">= {bars[name]}x" if met else "", met)
    console.print(grid)
    met = "met" if found["compiled"] >= 1e8 else "missed"
    console.print(f"Compiled, {found['compiled']:.3g} steps/s against a bar of 1e8: {met}.")


def depths(console: Console) -> None:
    """The cost of a step as the graph grows."""
    grid = Table(title="Eager, ns a step by depth, width and lanes", show_edge=False)
    for title in ("W", "K", "L", "edge-states", "ns/step"):
        grid.add_column(title, justify="right")
    sizes = [(15, depth, 5) for depth in DEPTHS] + [(150, 15, 5), (1500, 15, 5), (15, 15, 50), (15, 15, 500)]
    for size in sizes:
        table = base_table(CorridorGraph(*size))
        rate = steps_a_second(ours(table))
        grid.add_row(*map(str, size), str(table.states), f"{1e9 / rate:.1f}")
    console.print(grid)


MEMORY = """
import resource
from backproof.sim.corridor_walks import corridor_table
from backproof.sim.walkers import walk
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
graph = CorridorGraph(15, 15, 5)
walk(corridor_table(graph, Policy.optimal(graph)), range({episodes}), budget={budget}, lanes={lanes})
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)
"""


def memory(console: Console) -> None:
    """Peak memory of whole processes: by steps and by episodes."""
    grid = Table(title="Peak memory of a process, GiB", show_edge=False)
    for title in ("episodes", "lanes", "budget", "peak"):
        grid.add_column(title, justify="right")
    runs = ((10_000, None, 100), (10_000, None, 10_000), (10_000_000, None, 64), (10_000_000, 10_000_000, 33))
    for episodes, lanes, budget in runs:
        code = MEMORY.format(episodes=episodes, lanes=lanes, budget=budget)
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
        grid.add_row(f"{episodes:,}", str(lanes or LANES["cpu"]), f"{budget:,}", f"{float(run.stdout):.2f}")
    console.print(grid)


def main() -> None:
    """Measure and print."""
    console = Console(width=110)
    for part in (speed, depths, memory):
        part(console)


if __name__ == "__main__":
    main()
