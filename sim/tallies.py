"""Walks whose moves are counted as they are made, by episode and row of a family at a diamond.

Main definition: `tallied_walks`.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import torch
from jaxtyping import Bool, Int32, Int64
from numpy import ndarray
from torch import Tensor

from backproof.sim.alias import AliasTable
from backproof.sim.moves import ChoiceTally
from backproof.sim.walk_table import Integers, PolicyTable
from backproof.sim.walkers import Walkers
from backproof.theory.policy import FAMILIES

Tallies: TypeAlias = tuple[
    Int64[ndarray, " episodes"],
    Bool[ndarray, " episodes"],
    Int64[ndarray, "episodes 4 depth 2"],
    Int64[ndarray, "episodes 4 depth 2"],
]
"""The fields of `sim.rollouts.Rollouts`, in order."""


def tallied_walks(
    table: PolicyTable,
    rows: tuple[Integers, Bool[ndarray, " states"]],
    episodes: range,
    *,
    seed: int,
    **options: Any,
) -> Tallies:
    """Walk the episodes on this table, whose states have these `sim.corridor_walks.reduced_rows`.

    ``options`` are those of `sim.walkers.Walkers`.
    """
    kinds = 2 * int(rows[0].max())
    totals = torch.zeros((2, len(episodes) * kinds), dtype=torch.int64, device=options.get("device", "cpu"))
    walkers = Walkers(
        table,
        episodes,
        seed=seed,
        dtype=torch.float32,
        compiled=None,
        tally=lambda alias: ChoiceTally(_kind(rows, alias), kinds, *totals),
        **options,
    )
    while not walkers.finished:
        walkers.advance()
    walks = walkers.results()
    counts, elapsed = totals.view(2, len(episodes), len(FAMILIES), -1, 2).cpu().numpy()
    return walks.steps.cpu().numpy(), walks.hit.cpu().numpy(), counts, elapsed


def _kind(rows: tuple[Integers, Bool[ndarray, " states"]], alias: AliasTable) -> Int32[Tensor, " choices"]:
    """Of each choice: twice its row, and 1 more for a turn; -1 in rows of one move and at the fork."""
    device = alias.choices.device
    row, by_lane = (torch.from_numpy(array).to(device) for array in rows)
    states = torch.arange(len(alias.address), device=device)
    tail = torch.repeat_interleave(states, 2 * alias.degree[alias.address], output_size=len(alias.choices))
    state_at = torch.zeros(len(alias.degree), dtype=torch.int64, device=device)
    state_at[alias.address] = states
    head = state_at[alias.choices]
    return torch.where(row[tail] < row.max(), 2 * row[tail] + (by_lane[tail] == by_lane[head]), -1).int()
