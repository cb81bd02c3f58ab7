"""The search agent: it follows the policy, but never takes a directed edge twice.

After each move the row is renormalised over its unused moves. The first move counts as used. If the unused moves have
no probability, the row is uniform over all of them. If no move is unused, the walker is *stuck*, and its episode ends
without a hit. So a walk takes at most as many steps as there are edge-states. The goal is drawn uniformly and hidden.
`sim.walkers.walk` draws the same goal for the same seed and episode.

An episode depends on the seed and its own number alone. Draws have 53 bits; weights are summed in float64.

Main definitions: `search_walks`, `SearchWalks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np
import torch
from jaxtyping import Bool, Float64, Int64
from numpy import ndarray
from torch import Tensor
from torch.nn.functional import pad

from backproof.sim import philox
from backproof.sim.corridor_walks import one_corridor
from backproof.sim.moves import drawn_goals
from backproof.sim.threads import one_thread
from backproof.sim.walk_table import PolicyTable
from backproof.sim.walkers import check_episodes, checked_device
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

MASK_BYTES = {"cpu": 2**24, "cuda": 2**28}
"""Memory for the used edge-states of a batch of walkers: on a CPU about the size of its cache."""
MOST = {"cpu": 2**15, "cuda": 2**28}
"""The most walkers of a batch: on a CPU their moves fit into its cache too, and torch uses one thread."""
FEW, FEW_BYTES = 8, 2**28
"""A batch has at least `FEW` walkers if they fit into `FEW_BYTES`, since a move of all of them costs hardly more than a
move of one. Otherwise walkers go one by one."""

NO_MOVE = -1


@dataclass(frozen=True, eq=False)
class SearchWalks:
    """What became of each episode, in order.

    ``steps`` is the hitting time or, where ``stuck`` holds, the number of moves made. ``goal`` is the walker's own
    goal, ``first_goal`` the first goal that it came to, its own or not, -1 if none. ``last`` is the edge-state
    travelled last.
    """

    steps: Int64[Tensor, " episodes"]
    goal: Int64[Tensor, " episodes"]
    first_goal: Int64[Tensor, " episodes"]
    last: Int64[Tensor, " episodes"]
    stuck: Bool[Tensor, " episodes"]


def search_walks(
    table: PolicyTable | CorridorRows, episodes: range, *, seed: int = 0, device: str = "cpu"
) -> SearchWalks:
    """Walk every episode until it hits its goal or is stuck; `CorridorRows` are on their own device.

    Raises ValueError for an argument out of range and a GPU that does not exist.
    """
    check_episodes(episodes)
    rows = table if isinstance(table, CorridorRows) else _TableRows.of(table, checked_device(device))
    key, size = philox.key_of(seed, rows.device), batch_size(rows)
    with one_thread():
        batches = [_search(rows, episodes[i : i + size], key) for i in range(0, len(episodes), size)]
    names = [field.name for field in fields(SearchWalks)]
    return SearchWalks(**{name: torch.cat([getattr(batch, name) for batch in batches]) for name in names})


class _TableRows(NamedTuple):
    """A policy table, its rows one after another as in `PolicyTable`.

    Rows that are asked for together are padded to the widest of them, by moves of weight 0 to an extra state. The extra
    state counts as used from the start.
    """

    first: Int64[Tensor, " states"]
    degree: Int64[Tensor, " states"]
    moves: Int64[Tensor, " cells"]
    weights: Float64[Tensor, " cells"]
    goal: Int64[Tensor, " states"]
    goals: int

    @classmethod
    def of(cls, table: PolicyTable, device: torch.device) -> _TableRows:
        arrays = (table.first[:-1], table.degrees, table.moves, table.weights, table.goal)
        first, degree, moves, weights, goal = (torch.tensor(array, device=device) for array in arrays)
        return cls(first, degree, moves, weights, goal, table.goals)

    @property
    def states(self) -> int:
        return len(self.goal)

    @property
    def device(self) -> torch.device:
        return self.goal.device

    def at(self, state: Int64[Tensor, " walkers"]) -> tuple[Int64[Tensor, "moves n"], Float64[Tensor, "moves n"]]:
        """(moves, weights) after each of these states."""
        degree = self.degree.index_select(0, state)
        column = torch.arange(int(degree.max()), device=state.device)[:, None]
        within = column < degree
        cells = torch.where(within, self.first.index_select(0, state) + column, 0)
        return torch.where(within, self.moves[cells], self.states), torch.where(within, self.weights[cells], 0.0)

    def alike(self, state: Int64[Tensor, " walkers"]) -> list[Int64[Tensor, " some"]]:
        """The places of states whose rows are of similar width, within a factor of two: little of them is padding."""
        breadth = torch.frexp(self.degree.index_select(0, state).double()).exponent
        return [torch.nonzero(breadth == one).squeeze(1) for one in sorted(set(breadth.tolist()))]

    def goal_at(self, state: Int64[Tensor, " walkers"]) -> Int64[Tensor, " walkers"]:
        """The goal that a state arrives at, -1 if none."""
        return self.goal[state]


@dataclass(frozen=True, eq=False)
class CorridorRows:
    """The rows of `sim.corridor_walks.corridor_table`, with the same states, but only one corridor is in memory.

    ``moves`` and ``weights`` are those within a corridor, whose states are counted from 0. Rows are padded by -1. From
    the fork the walker moves to any corridor's first edge.
    """

    graph: CorridorGraph
    moves: Int64[Tensor, "degree local"]
    weights: Float64[Tensor, "degree local"]

    @property
    def size(self) -> int:
        """States of one corridor."""
        return self.moves.shape[1]

    @property
    def states(self) -> int:
        return 1 + self.graph.width * self.size

    @property
    def goals(self) -> int:
        return self.graph.width

    @property
    def device(self) -> torch.device:
        return self.moves.device

    def at(self, state: Int64[Tensor, " walkers"]) -> tuple[Int64[Tensor, "moves n"], Float64[Tensor, "moves n"]]:
        """(moves, weights) after each of these states."""
        first, local = self._places(state)
        moves, weights = self.moves.index_select(1, local), self.weights.index_select(1, local)
        moves = torch.where(moves < 0, self.states, moves + first)
        fork = torch.nonzero((state == 0) | (local == self.graph.depth + 1)).squeeze(1)
        if len(fork):
            width, more = self.graph.width, max(0, self.graph.width - len(moves))
            moves, weights = pad(moves, (0, 0, 0, more), value=self.states), pad(weights, (0, 0, 0, more))
            moves[width:, fork], weights[width:, fork] = self.states, 0.0
            moves[:width, fork] = 1 + self.size * torch.arange(width, device=self.device)[:, None]
            weights[:width, fork] = 1 / width
        return moves, weights

    def goal_at(self, state: Int64[Tensor, " walkers"]) -> Int64[Tensor, " walkers"]:
        """The corridor at whose leaf a state arrives, -1 if at none."""
        first, local = self._places(state)
        return torch.where(local == self.graph.depth, first // self.size, -1)

    def alike(self, state: Int64[Tensor, " walkers"]) -> list[Int64[Tensor, " some"]]:
        """All places, since no row is much wider than the others."""
        return [torch.arange(len(state), device=self.device)]

    def _places(self, state: Int64[Tensor, " walkers"]) -> tuple[Int64[Tensor, " walkers"], Int64[Tensor, " walkers"]]:
        """(first state of the corridor, place within it) of each state; state 0 counts as the last state of a corridor
        before the first.
        """
        local = (state - 1) % self.size
        return state - local, local


def corridor_rows(graph: CorridorGraph, policy: Policy | Mapping[str, Any], device: torch.device) -> CorridorRows:
    """The rows of the four families, which may hold zeros. Only one corridor is in memory."""
    first, moves, weights = one_corridor(graph, policy)
    filled = _filled(first, np.diff(first), moves, weights, -1)
    return CorridorRows(graph, *(torch.tensor(array, device=device) for array in filled))


def _filled(
    first: Int64[ndarray, " n"],
    degrees: Int64[ndarray, " states"],
    moves: Int64[ndarray, " cells"],
    weights: Float64[ndarray, " cells"],
    beyond: int,
) -> tuple[Int64[ndarray, "degree states"], Float64[ndarray, "degree states"]]:
    """Moves and weights as columns of the greatest degree, padded by moves of weight 0 to ``beyond``."""
    column = np.arange(degrees.max())[:, None]
    within = column < degrees
    cells = np.where(within, first[:-1] + column, 0)
    return np.where(within, moves[cells], beyond), np.where(within, weights[cells], 0.0)


def batch_size(rows: _TableRows | CorridorRows) -> int:
    """How many walkers are in a batch."""
    each = rows.states + 1
    fit = min(MASK_BYTES[rows.device.type] // each, MOST[rows.device.type])
    return max(1, fit, min(FEW, FEW_BYTES // each))


def _search(
    rows: _TableRows | CorridorRows, episodes: range, key: tuple[Int64[Tensor, ""], Int64[Tensor, ""]]
) -> SearchWalks:
    """Walk one batch. ``walking`` lists the walkers that are still under way."""
    count, states = len(episodes), rows.states
    episode = torch.arange(episodes.start, episodes.stop, device=rows.device)
    used = torch.zeros((count, states + 1), dtype=torch.bool, device=episode.device)
    used[:, [0, states]] = True
    used = used.view(-1)
    last, steps = torch.zeros_like(episode), torch.ones_like(episode)
    goal, first_goal = drawn_goals(episode, rows.goals, key), rows.goal_at(last)
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
        last[walking], steps[walking], reached = move, made + 1, rows.goal_at(move)
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
    rows: _TableRows | CorridorRows,
    state: Int64[Tensor, " walkers"],
    used: Bool[Tensor, " mask"],
    place: Int64[Tensor, " walkers"],
    draw: Float64[Tensor, " walkers"],
) -> Int64[Tensor, " walkers"]:
    """The move that each draw chooses among the unused ones, -1 where there is none. ``place``: where a walker's part
    of ``used`` begins.
    """
    chosen = torch.empty_like(state)
    for who in rows.alike(state):
        moves, weights = rows.at(state[who])
        unused = ~used[place[who] + moves]
        weights = weights * unused
        weights = torch.where(weights.sum(dim=0) > 0, weights, unused.double())
        upto = weights.cumsum(dim=0)
        cell = (upto / upto[-1] <= draw[who]).sum(dim=0)
        chosen[who] = torch.where(upto[-1] > 0, moves.gather(0, cell[None])[0], NO_MOVE)
    return chosen
