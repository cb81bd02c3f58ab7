"""The search agent: it walks by the policy's rows, and never along a directed edge that it has used.

After each move the row is renormalised over its unused moves, the first move counting as used. A row without
probability there is taken as uniform over its unused moves, those of weight zero included. Where no move is unused the
walker is *stuck*, and its episode is over without a hit. So a walk takes at most as many steps as there are
edge-states. The goal is drawn uniformly and hidden; it is the one of `sim.walkers.walk` with the same seed and episode.

An episode depends on the seed and its own number alone. Draws have 53 bits, weights are added up in float64.

Main definitions: `search_walks`, `SearchWalks`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Bool, Float64, Int64
from torch import Tensor

from sim import philox
from sim.table import PolicyTable
from sim.walkers import check_episodes, checked_device, drawn_goals

MASK_BYTES = {"cpu": 2**24, "cuda": 2**28}
"""What the used edge-states of a batch of walkers may take: on a CPU about what its cache holds."""

NO_MOVE = -1


@dataclass(frozen=True, eq=False)
class SearchWalks:
    """What became of each episode, in order.

    ``steps`` is the hitting time, or where ``stuck`` holds the moves made until then. ``goal`` is what the walker was
    after, ``first_goal`` the first goal of any number that it came to, -1 if none, ``last`` the edge-state travelled
    last: that after which a walker was stuck.
    """

    steps: Int64[Tensor, " episodes"]
    goal: Int64[Tensor, " episodes"]
    first_goal: Int64[Tensor, " episodes"]
    last: Int64[Tensor, " episodes"]
    stuck: Bool[Tensor, " episodes"]


def search_walks(table: PolicyTable, episodes: range, *, seed: int = 0, device: str = "cpu") -> SearchWalks:
    """Walk every episode until it hits its goal or is stuck.

    Raises ValueError for an argument out of range and a GPU that is not here.
    """
    check_episodes(episodes)
    where = checked_device(device)
    rows, key = _Rows.of(table, where), philox.key_of(seed, where)
    size = max(1, MASK_BYTES[where.type] // (table.states + 1))
    batches = [_search(rows, episodes[i : i + size], key) for i in range(0, len(episodes), size)]
    names = [field.name for field in fields(SearchWalks)]
    return SearchWalks(**{name: torch.cat([getattr(batch, name) for batch in batches]) for name in names})


class _Rows(NamedTuple):
    """A policy table with every row filled up to the greatest degree, by moves of weight 0 to a state beyond the last.

    That state counts as used from the start.
    """

    moves: Int64[Tensor, "degree states"]
    weights: Float64[Tensor, "degree states"]
    goal: Int64[Tensor, " states"]
    goals: int

    @classmethod
    def of(cls, table: PolicyTable, device: torch.device) -> _Rows:
        column = np.arange(table.degrees.max())[:, None]
        within = column < table.degrees
        cells = np.where(within, table.first[:-1] + column, 0)
        filled = np.where(within, table.moves[cells], table.states), np.where(within, table.weights[cells], 0.0)
        moves, weights, goal = (torch.tensor(array, device=device) for array in (*filled, table.goal))
        return cls(moves, weights, goal, table.goals)


def _search(rows: _Rows, episodes: range, key: tuple[Int64[Tensor, ""], Int64[Tensor, ""]]) -> SearchWalks:
    """One batch: all make their moves together, and ``walking`` lists those that still do."""
    count, states = len(episodes), len(rows.goal)
    episode = torch.arange(episodes.start, episodes.stop, device=rows.goal.device)
    used = torch.zeros((count, states + 1), dtype=torch.bool, device=episode.device)
    used[:, [0, states]] = True
    used = used.view(-1)
    last, steps = torch.zeros_like(episode), torch.ones_like(episode)
    goal, first_goal = drawn_goals(episode, rows.goals, key), rows.goal[last]
    stuck, spare = torch.zeros_like(episode, dtype=torch.bool), torch.empty_like(episode, dtype=torch.float64)
    walking = torch.nonzero(first_goal != goal).squeeze(1)
    for made in range(1, states + 1):
        if not len(walking):
            break
        block, half = divmod(made - 1, 2)
        if half:
            draw = spare[walking]
        else:
            draw, spare[walking] = _draws(episode[walking], block, key)
        move = _moves(rows, last[walking], used, walking * (states + 1), draw)
        stuck[walking[move < 0]] = True
        walking, move = walking[move >= 0], move[move >= 0]
        used[walking * (states + 1) + move] = True
        last[walking], steps[walking], reached = move, made + 1, rows.goal[move]
        first_goal[walking] = torch.where(first_goal[walking] < 0, reached, first_goal[walking])
        walking = walking[reached != goal[walking]]
    return SearchWalks(steps, goal, first_goal, last, stuck)


def _draws(
    episode: Int64[Tensor, " walkers"], block: int, key: tuple[Int64[Tensor, ""], Int64[Tensor, ""]]
) -> tuple[Float64[Tensor, " walkers"], Float64[Tensor, " walkers"]]:
    """Two draws from [0, 1) for each walker."""
    words = philox.words(philox.counter_of(torch.full_like(episode, block), episode, philox.SEARCH), key)
    first, second = ((high << 21 | low >> 11).double() * 2.0**-53 for high, low in (words[:2], words[2:]))
    return first, second


def _moves(
    rows: _Rows,
    state: Int64[Tensor, " walkers"],
    used: Bool[Tensor, " mask"],
    place: Int64[Tensor, " walkers"],
    draw: Float64[Tensor, " walkers"],
) -> Int64[Tensor, " walkers"]:
    """The move that each draw chooses among the unused ones, -1 where there is none. ``place``: where a walker's part
    of ``used`` begins.
    """
    moves = rows.moves.index_select(1, state)
    unused = ~used[place + moves]
    weights = rows.weights.index_select(1, state) * unused
    weights = torch.where(weights.sum(dim=0) > 0, weights, unused.double())
    upto = weights.cumsum(dim=0)
    chosen = (upto / upto[-1] <= draw).sum(dim=0)
    return torch.where(upto[-1] > 0, moves.gather(0, chosen[None])[0], NO_MOVE)
