"""Imitation of finite samples: a teacher's walked traces, the same cleaned, and golden paths.

A *trace* is one walk, dead ends kept. *Cleaning* erases its loops in the order in which they close, which leaves a
golden path. On gaps each golden path passes once in each forward row, so cleaned traces need no walking: their counts
are `sim.losses.golden_moves`, whatever the sample. Where lanes and corridors are rows of their own (`sim.logit_table`)
samples differ; `sampled_traces`, `loop_erased` and `sampled_golden_paths` are for `EdgeTable.count`.

Main definitions: `sampled_distillation_loss`; `sampled_traces`, `loop_erased`, `sampled_golden_paths`.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Sequence
from functools import partial
from typing import TypeAlias

import numpy as np
import torch
from jaxtyping import Float64
from numpy import ndarray

from backproof.sim.exact_cost import Moves
from backproof.sim.losses import Loss, check_fraction, cross_entropy, golden_moves
from backproof.sim.rollouts import roll_out
from backproof.sim.walk_table import corridor_table
from backproof.sim.walkers import trajectories
from backproof.theory.graph import START, CorridorGraph, EdgeState, positive_integer
from backproof.theory.policy import FAMILIES, Policy

Trace: TypeAlias = list[EdgeState]
"""A path's edge-states in order, the first move included."""


def sampled_distillation_loss(
    graph: CorridorGraph, teacher: Float64[ndarray, "4 depth"], traces: int, *, uncleaned: float = 1.0, seed: int = 0
) -> Loss:
    """Cross-entropy per trace of a sample from the policy with gaps ``teacher``, inf for probability one.

    The first ``uncleaned * traces`` of them, to the nearest whole number, are as walked; the rest is cleaned. Raises
    TypeError or ValueError for a number of traces that is no integer >= 1 and a fraction outside [0, 1].
    """
    check_fraction(uncleaned)
    walked = round(uncleaned * positive_integer("traces", traces))
    share, golden = walked / traces, golden_moves(graph)
    if walked == 0:
        return partial(cross_entropy, graph, golden)
    sampled = roll_out(graph, teacher, range(walked), seed=seed).moves()
    mixed = (share * a + (1 - share) * b for a, b in zip(sampled, golden, strict=True))
    return partial(cross_entropy, graph, Moves(*mixed))


def sampled_traces(
    graph: CorridorGraph, gaps: Float64[ndarray, "4 depth"], traces: int, *, seed: int = 0
) -> list[Trace]:
    """So many walks of the policy with these gaps, each to its hit: for batches that memory can hold."""
    policy = Policy.from_gaps(graph, **dict(zip(FAMILIES, gaps, strict=True)))
    table = corridor_table(graph, policy)
    walks = trajectories(table, range(positive_integer("traces", traces)), seed=seed, dtype=torch.float32).tolist()
    name = [table.name(state) for state in range(table.states)]
    return [[name[state] for state in walk if state >= 0] for walk in walks]


def loop_erased(trace: Sequence[EdgeState]) -> Trace:
    """The trace without its loops, each cut out as it closes.

    >>> graph = CorridorGraph(2, 3, 2)
    >>> traces = sampled_traces(graph, np.zeros((4, 3)), 5)
    >>> {len(trace) > 8 for trace in traces}, {len(loop_erased(trace)) for trace in traces}
    ({True}, {8})
    """
    path: Trace = []
    place: dict[Hashable, int] = {trace[0].tail: 0}
    for edge in trace:
        if edge.head in place:
            kept = place[edge.head]
            for erased in path[kept:]:
                place.pop(erased.head)
            del path[kept:]
            place[edge.head] = kept
        else:
            path.append(edge)
            place[edge.head] = len(path)
    return path


def sampled_golden_paths(graph: CorridorGraph, paths: int, *, seed: int = 0) -> list[Trace]:
    """So many golden shortest paths, each with a corridor and a lane in each diamond drawn uniformly."""
    generator = np.random.default_rng(seed)
    corridors = generator.integers(graph.width, size=positive_integer("paths", paths)).tolist()
    lanes = generator.integers(graph.lanes, size=(paths, graph.depth)).tolist()
    found = []
    for corridor, chosen in zip(corridors, lanes, strict=True):
        vertices = graph.corridor(corridor)
        path = [START]
        for place, (tail, head) in enumerate(itertools.pairwise(vertices)):
            path.append(EdgeState(tail, head, chosen[place // 2] if place % 2 else 0))
        found.append(path)
    return found
