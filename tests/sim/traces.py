"""Sampled traces on the full table, cleaned traces and golden paths, to test the counts that the losses assume.

A *trace* is one walk, dead ends kept. *Cleaning* erases its loops in the order in which they close.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Sequence
from typing import TypeAlias

import numpy as np
import torch
from jaxtyping import Float64
from numpy import ndarray

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.moves import IDLE, MOVES
from backproof.sim.walkers import Walkers
from backproof.theory.graph import START, CorridorGraph, EdgeState, positive_integer
from backproof.theory.policy import FAMILIES, Policy

Trace: TypeAlias = list[EdgeState]
"""A path's edge-states in order, the first move included."""


def trajectories(table, episodes, **options):
    """The states of each walk in order, the first move included, -1 after its end, for batches that fit into memory.

    ``options`` are those of `Walkers`, without lanes.
    """
    walkers = Walkers(table, episodes, lanes=len(episodes), **options)
    address = walkers._alias.address
    columns = [torch.zeros((len(episodes), 1), dtype=torch.int64, device=address.device)]

    def note(slots, path):
        states = torch.where(path >= 0, torch.searchsorted(address, path), path)
        columns[-1][slots[slots != IDLE]] = states.T[slots != IDLE].long()

    while not walkers.finished:
        columns.append(torch.full((len(episodes), MOVES), -1, device=address.device))
        walkers.advance(note)
    walks = torch.cat(columns, dim=1)
    return walks[:, : int((walks >= 0).sum(dim=1).max())]


def sampled_traces(
    graph: CorridorGraph, gaps: Float64[ndarray, "4 depth"], traces: int, *, seed: int = 0
) -> list[Trace]:
    """Walks of the policy with these gaps, each to its target, for batches that fit into memory."""
    policy = Policy.from_gaps(graph, **dict(zip(FAMILIES, gaps, strict=True)))
    table = corridor_table(graph, policy)
    walks = trajectories(table, range(positive_integer("traces", traces)), seed=seed, dtype=torch.float32).tolist()
    name = [table.name(state) for state in range(table.states)]
    return [[name[state] for state in walk if state >= 0] for walk in walks]


def loop_erased(trace: Sequence[EdgeState]) -> Trace:
    """The trace without its loops: each is cut out where it closes."""
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
    """Golden paths, with the corridor and the lane in each diamond drawn uniformly."""
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
