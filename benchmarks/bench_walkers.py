"""Steps a second of the step walker, in torch and in C, against plain Python and a batch of walkers in numpy."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import torch

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.kernel_c import find_compiler
from backproof.sim.walk_table import PolicyTable
from backproof.sim.walkers import LANES, Walkers
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy
from benchmarks.peers import plain_walks
from benchmarks.row import NotRun, Row, Size, at_least, at_most, row, times
from benchmarks.timing import process, rate

BATCH = 2**14
"""Walkers of numpy at a time. A quarter as many and four times as many are as fast."""

DEPTHS = (5, 50, 500, 5000)

MEMORY = """
from backproof.sim.corridor_walks import corridor_table
from backproof.sim.walkers import walk
from backproof.theory.graph import PAPER
from backproof.theory.policy import Policy
walk(corridor_table(PAPER, Policy.optimal(PAPER)), range({walkers}), budget=33, lanes={walkers})
"""


def base_table(graph: CorridorGraph) -> PolicyTable:
    return corridor_table(graph, Policy.base(graph))


def stepping(
    table: PolicyTable, device: str = "cpu", *, compiled: bool = False, lanes: int | None = None
) -> Callable[[], int]:
    """A function that advances walkers some times, and returns the number of their moves."""
    lanes = lanes or LANES[device]

    def begun() -> Walkers:
        return Walkers(table, range(lanes * 64), device=device, compiled=compiled, lanes=lanes)

    walkers = begun()

    def work() -> int:
        nonlocal walkers
        before = walkers.walked
        for _ in range(1 if compiled or device == "cuda" else 20):
            walkers.advance()
        moved = walkers.walked - before
        if walkers.done > lanes * 62:
            walkers = begun()
        return moved

    return work


def in_c(table: PolicyTable, seconds: float, lanes: int | None) -> float:
    if find_compiler() is None:
        raise NotRun("there is no C compiler: install one, or set CC")
    return rate(stepping(table, compiled=True, lanes=lanes), seconds)


def numpy_walks(table: PolicyTable) -> Callable[[], int]:
    """A function that makes a hundred moves of a batch, and returns their number."""
    move = numpy_moves(table)

    def work() -> int:
        for _ in range(100):
            move()
        return 100 * BATCH

    return work


def numpy_moves(table: PolicyTable) -> Callable[[], int]:
    """A function that moves all walkers once, and returns how many arrived. Those begin again.

    ``upto`` is the cumulative weight within the row plus the row's number, so that one search finds all cells.
    """
    rows = np.repeat(np.arange(table.states), table.degrees)
    total = np.cumsum(table.weights)
    upto = rows + total - np.concatenate([[0.0], total])[table.first[rows]]
    last, generator = table.first[1:] - 1, np.random.default_rng(0)
    state, wanted = np.zeros(BATCH, np.int64), generator.integers(table.goals, size=BATCH)

    def move() -> int:
        nonlocal state
        cell = np.searchsorted(upto, state + generator.random(BATCH), side="right")
        state = table.moves[np.clip(cell, table.first[state], last[state])]
        arrived = np.flatnonzero(table.goal[state] == wanted)
        state[arrived], wanted[arrived] = 0, generator.integers(table.goals, size=len(arrived))
        return len(arrived)

    return move


def rows(size: Size) -> Iterator[Row]:
    seconds, lanes = size.of(0.01, 1.5, 4.0), size.of(64, None)
    table, where = base_table(PAPER), f"W=K=15, L=5, base, {torch.get_num_threads()} threads"
    plain = rate(plain_walks(table, 1), seconds)
    batch = rate(numpy_walks(table), seconds)
    eager = rate(stepping(table, lanes=lanes), seconds)
    by_plain = {"peer": "plain Python, adjacency list", "theirs": plain}
    by_numpy = {"peer": "numpy, a batch of walkers", "theirs": batch}
    yield row("walks in torch", where, "steps/s", eager, bar=times(5), **by_plain)
    yield row("walks in torch", where, "steps/s", eager, **by_numpy)
    kernel = row(
        "walks by the kernel in C", where, "steps/s", partial(in_c, table, seconds, lanes), **by_plain, bar=times(25)
    )
    yield kernel
    if kernel.ours is not None:
        yield row(kernel.what, where, "steps/s", kernel.ours, bar=at_least(1e8), **by_numpy)
    for depth in size.of((), (), DEPTHS):
        deep = rate(stepping(base_table(CorridorGraph(15, depth, 5))), seconds)
        yield row("walks in torch by depth", f"W=15, K={depth}, L=5", "steps/s", deep, peer="at K=15", theirs=eager)
    walkers = size.of(1000, 10**7)
    command = [sys.executable, "-c", MEMORY.format(walkers=walkers)]
    yield row("memory of walkers in torch", f"{walkers:,} at a time", "GB", lambda: process(command)[1], bar=at_most(2))
