"""How fast exact training is: Figure 3's protocol and a deep one, and each step against a dense solver's.

Run as ``python benchmarks/bench_training.py``. The dense peer does what a straightforward reproduction does: the
quotient chain of the walk as a matrix, `torch.linalg.solve`, and autograd back through it. Each figure is the best of
several runs in this process.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from functools import partial

import numpy as np
import torch
from rich.console import Console
from rich.table import Table

from backproof.sim.descent import descend, sign
from backproof.sim.logit_table import with_gradient
from backproof.sim.losses import Loss, rlvr_loss
from backproof.sim.trainers.rlvr import RlvrConfig
from backproof.sim.training import run_training
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import FAMILIES
from timing import best

STEP, STEPS = 0.01, 1200
DEEP = CorridorGraph(width=2000, depth=2000, lanes=5)
DENSE_STEPS = {15: 200, 60: 40, 200: 5}
"""How many steps the dense peer is given at each depth."""


def dense_loss(graph: CorridorGraph) -> Loss:
    """The expected hitting time by a dense solve on 8K + 4 states, its gradient by autograd.

    The states are the edges of the target's corridor and of the others, lumped, each crossed outward or inward.
    """
    edges = 2 * graph.depth + 1
    shift = math.log(graph.lanes) * torch.tensor([[-1.0], [1.0], [1.0], [-1.0]], dtype=torch.float64)
    target, wrong = torch.arange(2 * edges).reshape(2, edges), torch.arange(2 * edges, 4 * edges).reshape(2, edges)
    pairs = [pair for out, back in (target, wrong) for pair in turns_and_passes(out, back)]
    fork = [(back[:1], out[:1]) for _, back in (target, wrong) for out, _ in (target, wrong)]
    leaf = [(wrong[0, -1:], wrong[1, -1:])]
    rows, columns = (torch.cat(side) for side in zip(*pairs, *fork, *leaf, strict=True))
    at_fork = torch.tensor([1 / graph.width, 1 - 1 / graph.width] * 2 + [1.0], dtype=torch.float64)

    def cost(gaps: torch.Tensor) -> torch.Tensor:
        exits, back_entries, entries, back_exits = torch.sigmoid(gaps + shift)
        p, q = torch.stack([entries, exits], 1).flatten(), torch.stack([back_exits, back_entries], 1).flatten()
        weights = torch.cat([p, 1 - p, q, 1 - q] * 2 + [at_fork])
        chain = torch.zeros(4 * edges, 4 * edges, dtype=torch.float64).index_put((rows, columns), weights)
        ones = torch.ones(4 * edges, dtype=torch.float64)
        times = torch.linalg.solve(torch.eye(4 * edges, dtype=torch.float64) - chain, ones)
        return 1 + times[0] / graph.width + times[2 * edges] * (1 - 1 / graph.width)

    return with_gradient(cost)


def turns_and_passes(out: torch.Tensor, back: torch.Tensor) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """(from, to) at all inner vertices of a corridor: passed or turned coming from the fork, then from the leaf."""
    yield out[:-1], out[1:]
    yield out[:-1], back[:-1]
    yield back[1:], back[:-1]
    yield back[1:], out[1:]


def whole_runs(table: Table) -> None:
    """The two bars: 1200 steps at the experiment's sizes and at K = 2,000."""
    for graph, bar, times in ((PAPER, 0.2, 5), (DEEP, 60.0, 1)):
        start = dict.fromkeys(FAMILIES, (0.0,) * graph.depth)
        config = RlvrConfig(graph.width, graph.depth, graph.lanes, start, "sign", STEP, STEPS)
        seconds = best(partial(run_training, config), times)
        what = f"1200 steps of sign gradient with the whole curve kept, W=K={graph.depth:,}, L=5"
        table.add_row(what, f"{seconds:.3f} s", f"< {bar} s", "met" if seconds < bar else "missed")
    table.add_section()


def against_dense_solver(table: Table) -> None:
    """Seconds a step, from base, of both losses; they must agree before they are timed."""
    for depth, steps in DENSE_STEPS.items():
        graph = CorridorGraph(width=15, depth=depth, lanes=5)
        ours, dense, start = rlvr_loss(graph), dense_loss(graph), np.zeros((4, depth))
        (value, gradient), (expected, by_solve) = ours(start), dense(start)
        if abs(value - expected) > 1e-6 * expected or np.abs(gradient - by_solve).max() > 1e-6 * expected:
            raise ValueError(f"the solve and the detours must agree, got costs {expected} and {value}")

        def run(loss: Loss, count: int, start: np.ndarray = start) -> float:
            return best(lambda: [*descend(loss, start, sign, step=STEP, steps=count)], 3) / count

        peer, fast = run(dense, steps), run(ours, STEPS)
        what = f"a step of torch.linalg.solve and autograd on {8 * depth + 4} states, K={depth}"
        table.add_row(what, f"{peer * 1e3:.3f} ms")
        table.add_row("  a step of the detours' recurrences", f"{fast * 1e3:.4f} ms")
        table.add_row("  ratio of the two", f"{peer / fast:.0f}x")


def main() -> None:
    """Measure and print."""
    console = Console(width=120)
    table = Table(title="Exact training", show_edge=False)
    table.add_column("what is timed (best of several)")
    for title in ("figure", "bar", ""):
        table.add_column(title, justify="right", no_wrap=True)
    whole_runs(table)
    against_dense_solver(table)
    console.print(table)
    console.print(f"torch uses {torch.get_num_threads()} of {os.cpu_count()} cores, the recurrences one.")
    console.print("Imports are left out. The quotient chain has two corridors, the target's and another, at any width.")


if __name__ == "__main__":
    main()
