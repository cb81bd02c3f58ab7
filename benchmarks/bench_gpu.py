"""The kernel for a GPU against that for the CPU. The bars are for an H100."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import torch

from backproof.sim.walk_table import PolicyTable
from backproof.sim.walkers import walk
from backproof.theory.graph import PAPER
from benchmarks.bench_walkers import base_table, in_c, stepping
from benchmarks.row import NotRun, Row, Size, at_least, at_most, row
from benchmarks.timing import best, rate


def check_device(device: str) -> None:
    if device == "cuda" and not torch.cuda.is_available():
        raise NotRun("torch sees no GPU on this machine")


def on_device(table: PolicyTable, device: str, seconds: float, lanes: int | None) -> float:
    check_device(device)
    return rate(stepping(table, device, compiled=device == "cpu", lanes=lanes), seconds)


def seconds_for(table: PolicyTable, episodes: int, device: str) -> float:
    """Of all episodes, the second time: the first launch compiles the kernel."""
    check_device(device)
    return best(lambda: walk(table, range(episodes), device=device, compiled=None), 2)


def crossing_over(table: PolicyTable, most: int, device: str) -> float:
    """Steps of the fewest episodes, among powers of two, that the device walks faster than the CPU does."""
    check_device(device)
    episodes = 1
    while episodes <= most:
        if seconds_for(table, episodes, device) < seconds_for(table, episodes, "cpu"):
            return float(walk(table, range(episodes), compiled=None).steps.sum())
        episodes *= 2
    raise NotRun(f"the CPU is faster up to {most:,} episodes")


def rows(size: Size, device: str = "cuda") -> Iterator[Row]:
    """``device``: a test gives the CPU."""
    table, where = base_table(PAPER), "W=K=15, L=5, base"
    seconds, lanes, share = size.of(0.01, 2.0), size.of(64, None), size.of(2, 50)
    episodes, most = size.of(4, 200_000), size.of(2, 2**13)
    yield row(
        "walks by the kernel on a GPU",
        where,
        "steps/s",
        partial(on_device, table, device, seconds, lanes),
        peer="the kernel in C on the CPU",
        theirs=partial(in_c, table, seconds, lanes),
        bar=at_least(5e10),
    )
    yield row(
        "episodes on a GPU, after the first launch",
        f"{episodes:,} episodes, {where}",
        "s",
        partial(seconds_for, table, episodes, device),
        peer=f"the CPU, {share} times {episodes // share:,}",
        theirs=lambda: share * seconds_for(table, episodes // share, "cpu"),
        bar=at_most(3),
    )
    yield row(
        "steps from which on a GPU is faster than the CPU", where, "steps", partial(crossing_over, table, most, device)
    )
