"""Exact training against a dense solver: the protocol of the paper's Figure 3 as a public reproduction runs it.

The protocol: RLVR from the base policy at W = K = 15, L = 5, by 1200 steps of sign gradient of size 0.01. The public
reproduction reports costs of 50142 before and 900.4437 afterwards. Its code is not used. The peer is what such a
reproduction does: the quotient chain of the walk as a matrix, `torch.linalg.solve`, and autograd back through it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

import numpy as np
import torch

from backproof.sim.descent import descend, sign
from backproof.sim.logit_table import with_gradient
from backproof.sim.losses import Loss, rlvr_loss
from backproof.sim.trainers.rlvr import RlvrConfig
from backproof.sim.training import run_training
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import FAMILIES
from benchmarks.row import Row, Size, at_most, row
from benchmarks.timing import best

STEP, STEPS = 0.01, 1200
REPORTED = {0: 50142.0, STEPS: 900.4437}
"""What the public reproduction reports of the cost, after so many steps at the paper's sizes."""


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


def rows(size: Size) -> Iterator[Row]:
    yield protocol(size.of(2, STEPS), size.of(1, 3))
    for depth, steps in size.of({2: 2}, {60: 40, 200: 5}).items():
        yield steps_of_both(CorridorGraph(15, depth, 5), steps, size.of(2, 300))
    deep = size.of(CorridorGraph(20, 20, 5), CorridorGraph(2000, 2000, 5))
    yield row(
        "exact training, deep",
        f"{STEPS} sign steps, W=K={deep.depth:,}, L=5",
        "s",
        best(partial(run_training, protocol_config(deep, STEPS)), 1),
        bar=at_most(60),
    )


def protocol_config(graph: CorridorGraph, steps: int) -> RlvrConfig:
    start = dict.fromkeys(FAMILIES, (0.0,) * graph.depth)
    return RlvrConfig(graph.width, graph.depth, graph.lanes, start, "sign", STEP, steps)


def protocol(steps: int, repeats: int) -> Row:
    """The whole protocol by both, each with the reported costs. Ours keeps the whole curve as well."""
    dense, start = dense_loss(PAPER), np.zeros((4, PAPER.depth))

    def reproduce() -> None:
        for point in descend(dense, start, sign, step=STEP, steps=steps):
            if point.step in REPORTED and abs(point.loss - REPORTED[point.step]) > 5e-5:
                raise ValueError(f"step {point.step} must cost {REPORTED[point.step]}, got {point.loss}")

    return row(
        "exact training: the protocol of Figure 3",
        f"{steps} sign steps, W=K=15, L=5",
        "s",
        best(partial(run_training, protocol_config(PAPER, steps)), 5),
        peer="the public reproduction's protocol, dense solve and autograd",
        theirs=lambda: best(reproduce, repeats),
        bar=at_most(0.2),
    )


def steps_of_both(graph: CorridorGraph, steps: int, ours: int) -> Row:
    """Seconds of one step, from base; the losses must agree before they are timed."""
    fast, dense, start = rlvr_loss(graph), dense_loss(graph), np.zeros((4, graph.depth))
    (value, gradient), (expected, by_solve) = fast(start), dense(start)
    if abs(value - expected) > 1e-6 * expected or np.abs(gradient - by_solve).max() > 1e-6 * expected:
        raise ValueError(f"the solve and the detours must agree, got costs {expected} and {value}")

    def a_step(loss: Loss, count: int) -> float:
        return best(lambda: [*descend(loss, start, sign, step=STEP, steps=count)], 3) / count

    where = f"K={graph.depth}, {8 * graph.depth + 4} states"
    return row(
        "one step of exact training",
        where,
        "s",
        a_step(fast, ours),
        peer="dense solve and autograd",
        theirs=a_step(dense, steps),
    )
