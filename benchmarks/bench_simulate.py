"""`backproof simulate`, from the start of the command to its end, against walks in plain Python."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.kernel_c import find_compiler
from backproof.theory.graph import PAPER
from backproof.theory.policy import Policy
from benchmarks.peers import plain_walks
from benchmarks.row import NotRun, Row, Size, at_most, row
from benchmarks.timing import best, process

SHARE = 20
"""The peer walks one episode of so many."""

COLD, WARM = 57 / 2, 37 / 2
"""The bars: half of the seconds of processor time that the first and a later run took before there was a kernel, with
`torch.compile`.
"""


def rows(size: Size) -> Iterator[Row]:
    episodes = size.of(200, 200_000)
    command = [sys.executable, "-m", "backproof", "simulate", "--policy", "rlvr", "--engine", "steps"]
    command += ["--episodes", str(episodes)]
    walked = plain_walks(corridor_table(PAPER, Policy.optimal(PAPER)), episodes // SHARE)
    peer = {"peer": f"plain Python, {SHARE} times {episodes // SHARE:,} episodes", "theirs": SHARE * best(walked, 1)}
    where = f"{episodes:,} episodes, W=K=15, L=5, rlvr"
    with tempfile.TemporaryDirectory() as cache:

        def compiled() -> float:
            if find_compiler() is None:
                raise NotRun("there is no C compiler: install one, or set CC")
            return process([*command, "--compile"], {"XDG_CACHE_HOME": cache})[0]

        what = "backproof simulate --compile"
        yield row(f"{what}, first run: compiles the kernel", where, "s", compiled, bar=at_most(COLD), **peer)
        yield row(f"{what}, later run", where, "s", compiled, bar=at_most(WARM), **peer)
    yield row("backproof simulate, in torch", where, "s", lambda: process(command)[0], **peer)
