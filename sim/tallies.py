"""Walks whose moves are counted as they are made, by episode and row of a family at a diamond.

Main definition: `tallied_walks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import torch
from jaxtyping import Bool, Float64, Int, Int64
from numpy import ndarray
from torch import Tensor

from backproof.sim.corridor_walks import corridor_table, reduced_rows
from backproof.sim.walkers import Walkers
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES

Tallies: TypeAlias = tuple[
    Int64[ndarray, " episodes"],
    Bool[ndarray, " episodes"],
    Int64[ndarray, "episodes 4 depth 2"],
    Int64[ndarray, "episodes 4 depth 2"],
]
"""The fields of `sim.rollouts.Rollouts`, in order."""


def tallied_walks(
    graph: CorridorGraph,
    policy: Mapping[str, Float64[ndarray, " depth"]],
    episodes: range,
    *,
    seed: int,
    **options: Any,
) -> Tallies:
    """Walk the episodes under the policy with these families. ``options`` are those of `sim.walkers.Walkers`."""
    table = corridor_table(graph, policy)
    walkers = Walkers(table, episodes, seed=seed, dtype=torch.float32, **options)
    tally = _Tally(graph, table.first[:-1], len(episodes), torch.device(options.get("device", "cpu")))
    while not walkers.finished:
        walkers.advance(tally.add)
    walks = walkers.results()
    counts, elapsed = (total.view(len(episodes) + 1, -1)[:-1, :-1].cpu().numpy() for total in tally.totals)
    shape = (len(episodes), len(FAMILIES), graph.depth, 2)
    return walks.steps.cpu().numpy(), walks.hit.cpu().numpy(), counts.reshape(shape), elapsed.reshape(shape)


class _Tally:
    """Counts by episode and kind of move. An extra episode is for idle lanes, an extra kind for moves without a choice.

    ``addresses`` are those of the states (`sim.alias`), state 0 first.
    """

    def __init__(self, graph: CorridorGraph, addresses: Int64[ndarray, " states"], episodes: int, device: torch.device):
        row, by_lane = reduced_rows(graph)
        at_address = np.zeros((2, addresses[-1] + 1), np.int64)
        at_address[:, addresses] = 2 * row, by_lane
        self.row, self.by_lane = torch.tensor(at_address, device=device)
        self.kinds = 2 * len(FAMILIES) * graph.depth + 1
        self.last, self.walked = torch.zeros((2, episodes + 1), dtype=torch.int64, device=device)
        self.walked += 1
        self.totals = torch.zeros((2, (episodes + 1) * self.kinds), dtype=torch.int64, device=device)

    def add(self, slots: Int64[Tensor, " lanes"], path: Int[Tensor, "moves lanes"]) -> None:
        """Count the moves that one call of `Walkers.advance` makes; slot -1 is the extra episode."""
        made = path >= 0
        tails = torch.cat([self.last[slots][None], path[:-1].clamp(min=0)])
        turned = self.by_lane[tails] == self.by_lane[path.clamp(min=0)]
        kind = torch.where(made, self.row[tails] + turned, self.kinds - 1).clamp(max=self.kinds - 1)
        index = (slots % len(self.last) * self.kinds + kind).ravel()
        before = self.walked[slots] + torch.arange(len(path), device=path.device)[:, None]
        self.totals[0].scatter_add_(0, index, torch.ones_like(index))
        self.totals[1].scatter_add_(0, index, before.ravel())
        self.last[slots] = path[-1].clamp(min=0).long()
        self.walked[slots] += made.sum(dim=0)
