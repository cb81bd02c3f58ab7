"""Tabular policies as arrays: one row per edge-state, on a corridor graph or on any multigraph.

State 0 is the first move, already travelled. There are one or more *goals*, which are sets of vertices. A walker has
one of them as its own, which it does not see, and stops when it arrives there. On a corridor graph every leaf is a
goal.

Main definitions: `PolicyTable`, `multigraph_table`. Corridor graphs have `sim.corridor_walks`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from scipy.sparse.csgraph import breadth_first_order, connected_components
from scipy.special import entr

Integers = NDArray[np.int64]

NO_GOAL = -1
MOST_CELLS = 2**28
"""The most cells of a table. One of this size takes some 10 GiB while it is built."""


class NeverHitsError(ValueError):
    """A walker may reach a state from which its goal is out of reach: the expected hitting time is infinite."""


@dataclass(frozen=True, eq=False)
class PolicyTable:
    """Rows of move probabilities, one after another: row i holds the cells first[i] to first[i+1] - 1.

    ``moves`` (cells,) int64 has the next state, ``weights`` (cells,) float64 its probability, which may be 0; each row
    sums to one. ``goal`` (states,) int64 says at which of ``goals`` goals the state arrives, or NO_GOAL. ``name`` gives
    the edge of a state.
    """

    first: Integers
    moves: Integers
    weights: NDArray[np.float64]
    goal: Integers
    goals: int
    name: Callable[[int], Hashable]

    @property
    def states(self) -> int:
        return len(self.goal)

    @property
    def degrees(self) -> Integers:
        """Cells of each row."""
        return np.diff(self.first)

    def rows_of_degree(self, degree: int) -> tuple[Integers, Integers]:
        """(states, cells): the rows with ``degree`` cells, and their cells as an array (rows, degree)."""
        states = np.flatnonzero(self.degrees == degree)
        return states, self.first[states][:, None] + np.arange(degree)

    def row_entropies(self) -> NDArray[np.float64]:
        """(states,): the entropy in nats of the row after each state."""
        return np.asarray(np.add.reduceat(entr(self.weights), self.first[:-1]))

    def shortest_path(self) -> int | None:
        """The least number of moves, the first one included, that lead to a goal; None if no goal can be reached."""
        order, before = breadth_first_order(self._moves_of_positive_weight()[0], 0)
        arrivals = order[self.goal[order] != NO_GOAL]
        if not len(arrivals):
            return None
        at, steps = int(arrivals[0]), 1
        while at != 0:
            at, steps = int(before[at]), steps + 1
        return steps

    def check_hits(self) -> None:
        """Raise NeverHitsError naming a state that a walker can reach and from which it cannot reach its goal."""
        graph, tails, heads = self._moves_of_positive_weight()
        reached = breadth_first_order(graph, 0, return_predecessors=False).astype(np.int64)
        if not self._every_closed_class_has_every_goal(graph, tails, heads, reached):
            for goal in range(self.goals):
                self._check_within_reach(goal, tails, heads)

    def _moves_of_positive_weight(self) -> tuple[sparse.csr_array, Integers, Integers]:
        """The graph of the states, and its edges as tails and heads."""
        likely = self.weights > 0
        tails, heads = np.repeat(np.arange(self.states), self.degrees)[likely], self.moves[likely]
        return _state_graph(tails, heads, self.states), tails, heads

    def _every_closed_class_has_every_goal(
        self, graph: sparse.csr_array, tails: Integers, heads: Integers, reached: Integers
    ) -> bool:
        """Whether a walker meets all goals again and again in every class where it may end up: then none is ever out of
        reach.
        """
        _, label = connected_components(graph, connection="strong")
        closed = set(label[reached].tolist()) - set(label[tails][label[tails] != label[heads]].tolist())
        arrivals = np.flatnonzero(self.goal != NO_GOAL)
        seen = set(zip(label[arrivals].tolist(), self.goal[arrivals].tolist(), strict=True))
        return all((group, goal) in seen for group in closed for goal in range(self.goals))

    def _check_within_reach(self, goal: int, tails: Integers, heads: Integers) -> None:
        """Raise unless a walker that stops at ``goal`` can still reach it from every state that it may be in."""
        walks, arrivals = self.goal[tails] != goal, np.flatnonzero(self.goal == goal)
        end = np.full(len(arrivals), self.states)
        graph = _state_graph(
            np.concatenate([tails[walks], arrivals]), np.concatenate([heads[walks], end]), self.states + 1
        )
        visited = breadth_first_order(graph, 0, return_predecessors=False)
        able = breadth_first_order(graph.T.tocsr(), self.states, return_predecessors=False)
        lost = visited[~np.isin(visited, able)]
        if len(lost):
            raise NeverHitsError(
                f"a walker that has travelled {self.name(int(lost[0]))} never reaches its target: no moves of positive "
                "probability lead there; give a budget of steps to walk nevertheless"
            )


def _state_graph(tails: Integers, heads: Integers, states: int) -> sparse.csr_array:
    return sparse.csr_array(sparse.coo_array((np.ones(len(tails)), (tails, heads)), shape=(states, states)))


def multigraph_table(
    start: Hashable,
    row: Callable[[Any], Mapping[Any, Any]],
    goals: Sequence[Collection[Hashable]],
    *,
    head: Callable[[Any], Hashable] = lambda state: state.head,
) -> PolicyTable:
    """The table of a walk on any multigraph that has just travelled ``start``; only reachable states appear.

    ``row`` gives the law of the next move after each edge-state, ``head`` the vertex where the edge-state arrives.
    Raises ValueError naming a state whose row is empty, has a negative probability or does not sum to one, and for
    goals that are missing, empty or share a vertex.
    """
    index, listed, rows = {start: 0}, [start], []
    reached = {vertex: number for number, goal in enumerate(goals) for vertex in goal}
    if not goals or not all(goals) or len(reached) < sum(map(len, map(set, goals))):
        raise ValueError(f"goals must be one or more disjoint sets of vertices, none of them empty, got {goals}")
    for state in listed:
        law = {state: 1} if len(goals) == 1 and head(state) in reached else dict(row(state))
        weights = np.array([float(weight) for weight in law.values()])
        if not len(law) or not np.all(weights >= 0) or abs(weights.sum() - 1) > 1e-9:
            raise ValueError(f"the row after {state} must be probabilities that sum to 1, got {law}")
        for move in law:
            if move not in index:
                index[move] = len(index)
                listed.append(move)
        rows.append((np.array([index[move] for move in law]), weights / weights.sum()))
    groups = [RowGroup(np.array([i]), moves[None], weights[None]) for i, (moves, weights) in enumerate(rows)]
    goal = np.array([reached.get(head(state), NO_GOAL) for state in listed])
    return assembled(groups, goal, len(goals), listed.__getitem__)


@dataclass(frozen=True)
class RowGroup:
    """Rows of one degree: states (rows,), moves and weights (rows, degree)."""

    states: Integers
    moves: Integers
    weights: NDArray[np.float64]


def assembled(groups: Sequence[RowGroup], goal: Integers, goals: int, name: Callable[[int], Hashable]) -> PolicyTable:
    degrees = np.zeros(len(goal), np.int64)
    for rows in groups:
        degrees[rows.states] = rows.moves.shape[1]
    first = np.concatenate([[0], np.cumsum(degrees)])
    moves, weights = np.empty(first[-1], np.int64), np.empty(first[-1])
    for rows in groups:
        cells = first[rows.states][:, None] + np.arange(rows.moves.shape[1])
        moves[cells], weights[cells] = rows.moves, rows.weights
    return PolicyTable(first, moves, weights, goal, goals, name)
