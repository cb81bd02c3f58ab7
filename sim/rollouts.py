"""From walks to what gradients need: how long each episode took, and how often it passed and turned in each row.

A *row* here is a reduced one: one of the four families at one diamond, all lanes and corridors together. The moves are
those of `sim.walkers`, counted as they are made: no trajectory is stored, memory is O(episodes K).

Main definitions: `Rollouts`, `roll_out`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from jaxtyping import Bool, Float64, Int, Int64
from numpy import ndarray
from torch import Tensor

from backproof.sim.exact_cost import Moves
from backproof.sim.walk_table import corridor_table, reduced_rows
from backproof.sim.walkers import Walkers
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

RAREST = 1e-8
"""Least probability of a turn that is made."""

PASS, TURN = 0, 1
"""Places in the last axis of the counts."""


@dataclass(frozen=True, eq=False)
class Rollouts:
    """What became of each episode, in order; ``steps`` and ``hit`` are those of `sim.walkers.Walks`.

    ``counts`` says how often the episode passed and turned in each row; ``elapsed`` adds up, over the same moves, the
    steps walked before them, so that ``steps * counts - elapsed`` adds up the steps that followed, the move included.
    """

    steps: Int64[ndarray, " episodes"]
    hit: Bool[ndarray, " episodes"]
    counts: Int64[ndarray, "episodes 4 depth 2"]
    elapsed: Int64[ndarray, "episodes 4 depth 2"]

    @classmethod
    def blank(cls, episodes: int, depth: int) -> Rollouts:
        """Episodes of one step each that hit and made no choice: for a try of what takes rollouts."""
        counts = np.zeros((episodes, len(FAMILIES), depth, 2), dtype=np.int64)
        return cls(np.ones(episodes, dtype=np.int64), np.ones(episodes, dtype=np.bool_), counts, counts)

    def moves(self) -> Moves:
        """Passes and turns per episode, on average: what `sim.exact_cost.expected_moves` expects."""
        mean = self.counts.mean(axis=0)
        return Moves(mean[..., PASS], mean[..., TURN])


def roll_out(
    graph: CorridorGraph, gaps: Float64[ndarray, "4 depth"], episodes: range, *, seed: int = 0, **options: Any
) -> Rollouts:
    """Walk the episodes under the policy with these gaps, inf for probability one.

    Turns rarer than `RAREST` are not made: no batch would notice them, and no draw of 32 bits. ``options`` are those of
    `sim.walkers.Walkers`, as are the errors. An episode depends on the seed and its own number alone.

    >>> optimum = np.full((4, 1), np.inf)
    >>> rollouts = roll_out(CorridorGraph(2, 1, 2), optimum, range(30))
    >>> set((rollouts.steps % 6).tolist()), int(rollouts.counts[..., TURN].sum())
    ({4}, 0)
    """
    policy = Policy.from_gaps(graph, **dict(zip(FAMILIES, gaps, strict=True)))
    families = {name: getattr(policy, name) for name in FAMILIES}
    rounded = {name: np.where(family > 1 - RAREST, 1.0, family) for name, family in families.items()}
    table = corridor_table(graph, rounded)
    walkers = Walkers(table, episodes, seed=seed, dtype=torch.float32, **options)
    tally = _Tally(graph, table.first[:-1], len(episodes), torch.device(options.get("device", "cpu")))
    while not walkers.finished:
        walkers.advance(tally.add)
    walks = walkers.results()
    counts, elapsed = (total.view(len(episodes) + 1, -1)[:-1, :-1].cpu().numpy() for total in tally.totals)
    shape = (len(episodes), len(FAMILIES), graph.depth, 2)
    return Rollouts(walks.steps.cpu().numpy(), walks.hit.cpu().numpy(), counts.reshape(shape), elapsed.reshape(shape))


class _Tally:
    """Counts by episode and kind of move; one more episode takes what idle lanes do, one more kind the fixed moves.

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
        """Count the moves of one `Walkers.advance`; slot -1 is the one more episode."""
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
