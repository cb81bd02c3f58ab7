"""Tabular policies as arrays: one row per edge-state, on a corridor graph or on any multigraph.

State 0 is the first move, already travelled. A walker may be after one of several *goals*, sets of vertices: it does
not see which, and stops on arrival at a vertex of its own. On a corridor graph every leaf is a goal.

Main definitions: `PolicyTable`, `corridor_table`, `multigraph_table`, `reduced_rows`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from scipy.sparse.csgraph import breadth_first_order, connected_components

from backproof.theory.graph import START, CorridorGraph, EdgeState
from backproof.theory.policy import FAMILIES, Policy

Integers = NDArray[np.int64]

NO_GOAL = -1
MOST_CELLS = 2**28
"""Of a table: some 10 GiB while it is built."""


class NeverHitsError(ValueError):
    """A walker may come where its goal cannot be reached any more: the expected hitting time is infinite."""


@dataclass(frozen=True, eq=False)
class PolicyTable:
    """Rows of move probabilities, one after another: row i holds the cells first[i] to first[i+1] - 1.

    ``moves`` (cells,) int64, the next state; ``weights`` (cells,) float64, its probability, rows summing to one; a cell
    may have weight 0. ``goal`` (states,) int64: which of ``goals`` goals the state arrives at, or NO_GOAL. ``name``
    tells a state's edge.
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
        """(states, cells): the rows with so many cells, and their cells as an array (rows, degree)."""
        states = np.flatnonzero(self.degrees == degree)
        return states, self.first[states][:, None] + np.arange(degree)

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
        """Raise NeverHitsError naming a state that a walker can come to and from which its goal is out of reach."""
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
        """Whether wherever a walker ends up it keeps meeting all the goals: then none of them is ever out of reach."""
        _, label = connected_components(graph, connection="strong")
        closed = set(label[reached].tolist()) - set(label[tails][label[tails] != label[heads]].tolist())
        arrivals = np.flatnonzero(self.goal != NO_GOAL)
        seen = set(zip(label[arrivals].tolist(), self.goal[arrivals].tolist(), strict=True))
        return all((group, goal) in seen for group in closed for goal in range(self.goals))

    def _check_within_reach(self, goal: int, tails: Integers, heads: Integers) -> None:
        """Raise unless a walker that stops at ``goal`` can still come there from wherever it can be."""
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
                "probability lead there; give a budget of steps to walk all the same"
            )


def _state_graph(tails: Integers, heads: Integers, states: int) -> sparse.csr_array:
    return sparse.csr_array(sparse.coo_array((np.ones(len(tails)), (tails, heads)), shape=(states, states)))


def corridor_table(graph: CorridorGraph, policy: Policy | Mapping[str, Any]) -> PolicyTable:
    """The policy on the full multigraph: every lane of every corridor in both directions is a state of its own.

    ``policy`` is a single `Policy`, or a mapping of its four families that may also hold zeros. Each leaf is a goal,
    numbered by its corridor. Raises ValueError for a misfit and for what is no probability.
    """
    families = _checked_families(graph, policy)
    cells = graph.width * (graph.width + 2 * graph.depth * (graph.lanes + 1) ** 2)
    if cells > MOST_CELLS:
        raise ValueError(
            f"a table of every edge-state may have 2**28 cells, got about {cells:.2g} for width={graph.width}, "
            f"depth={graph.depth}, lanes={graph.lanes}: draw crossings instead"
        )
    groups = [_RowGroup(np.zeros(1, np.int64), _entries(graph)[None], np.full((1, graph.width), 1 / graph.width))]
    local = _corridor_rows(graph, families)
    size = _corridor_size(graph)
    for rows in local:
        shifts = np.repeat(1 + size * np.arange(graph.width), len(rows.states))
        groups.append(
            _RowGroup(
                np.tile(rows.states, graph.width) + shifts,
                np.tile(rows.moves, (graph.width, 1)) + shifts[:, None],
                np.tile(rows.weights, (graph.width, 1)),
            )
        )
    back = 1 + size * np.arange(graph.width) + graph.depth + 1
    groups.append(
        _RowGroup(back, np.tile(_entries(graph), (graph.width, 1)), np.full((graph.width,) * 2, 1 / graph.width))
    )
    goal = np.full(1 + size * graph.width, NO_GOAL)
    goal[1 + size * np.arange(graph.width) + graph.depth] = np.arange(graph.width)
    return _assemble(groups, goal, graph.width, lambda state: _edge_state(graph, state))


def one_corridor(
    graph: CorridorGraph, policy: Policy | Mapping[str, Any]
) -> tuple[Integers, Integers, NDArray[np.float64]]:
    """(first, moves, weights) as in `PolicyTable` of one corridor's states, counted from 0; errors as `corridor_table`.

    The row of the way back to the fork is empty: the corridor does not know it.
    """
    cells = 2 * graph.depth * (graph.lanes + 1) ** 2
    if cells > MOST_CELLS:
        raise ValueError(
            f"a corridor of every edge-state may have 2**28 cells, got about {cells:.2g} for depth={graph.depth}, "
            f"lanes={graph.lanes}: lower one of them"
        )
    rows = _corridor_rows(graph, _checked_families(graph, policy))
    corridor = _assemble(rows, np.full(_corridor_size(graph), NO_GOAL), 0, lambda state: state)
    return corridor.first, corridor.moves, corridor.weights


def _checked_families(graph: CorridorGraph, policy: Policy | Mapping[str, Any]) -> dict[str, NDArray[np.float64]]:
    if isinstance(policy, Policy):
        policy.check_fits(graph)
        if policy.batch_shape:
            raise ValueError(f"policy must be a single one, got a batch of shape {policy.batch_shape}")
        policy = {name: getattr(policy.to_floats(), name) for name in FAMILIES}
    families = {name: np.asarray(policy[name], dtype=np.float64) for name in FAMILIES}
    for name, family in families.items():
        if family.shape != (graph.depth,) or not np.all((family >= 0) & (family <= 1)):
            raise ValueError(f"{name} must hold depth={graph.depth} probabilities in [0, 1], got {name}={policy[name]}")
    return families


def multigraph_table(
    start: Hashable,
    row: Callable[[Any], Mapping[Any, Any]],
    goals: Sequence[Collection[Hashable]],
    *,
    head: Callable[[Any], Hashable] = lambda state: state.head,
) -> PolicyTable:
    """The table of the walk that has just travelled ``start``, on any multigraph; only reachable states appear.

    ``row`` gives the law of the next move after each edge-state, which must sum to one; ``head`` the vertex where one
    arrives. Raises ValueError naming the state whose row does not, or is empty, or has a negative probability, and for
    goals that are none, empty or share a vertex.
    """
    index, listed, rows = {start: 0}, [start], []
    reached = {vertex: number for number, goal in enumerate(goals) for vertex in goal}
    if not goals or not all(goals) or len(reached) < sum(map(len, map(set, goals))):
        raise ValueError(f"goals must be one or more sets of vertices without a common one, none empty, got {goals}")
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
    groups = [_RowGroup(np.array([i]), moves[None], weights[None]) for i, (moves, weights) in enumerate(rows)]
    goal = np.array([reached.get(head(state), NO_GOAL) for state in listed])
    return _assemble(groups, goal, len(goals), listed.__getitem__)


@dataclass(frozen=True)
class _RowGroup:
    """Rows of one degree: states (rows,), moves and weights (rows, degree)."""

    states: Integers
    moves: Integers
    weights: NDArray[np.float64]


def _assemble(groups: Sequence[_RowGroup], goal: Integers, goals: int, name: Callable[[int], Hashable]) -> PolicyTable:
    degrees = np.zeros(len(goal), np.int64)
    for rows in groups:
        degrees[rows.states] = rows.moves.shape[1]
    first = np.concatenate([[0], np.cumsum(degrees)])
    moves, weights = np.empty(first[-1], np.int64), np.empty(first[-1])
    for rows in groups:
        cells = first[rows.states][:, None] + np.arange(rows.moves.shape[1])
        moves[cells], weights[cells] = rows.moves, rows.weights
    return PolicyTable(first, moves, weights, goal, goals, name)


# --- the numbering of a corridor's states: connectors outward, connectors homeward, lanes outward, lanes homeward ----


def _corridor_size(graph: CorridorGraph) -> int:
    return 2 * (graph.depth + 1) + 2 * graph.depth * graph.lanes


def _entries(graph: CorridorGraph) -> Integers:
    """The moves from the fork: every corridor's first connector."""
    return 1 + _corridor_size(graph) * np.arange(graph.width)


def _numbering(graph: CorridorGraph) -> tuple[Integers, Integers, Integers, Integers]:
    """The states of one corridor from 0: connectors (depth + 1,) out and home, lanes (depth, lanes) out and home."""
    depth, lanes = graph.depth, graph.lanes
    outward, homeward = np.arange(depth + 1), depth + 1 + np.arange(depth + 1)
    lanes_out = 2 * (depth + 1) + np.arange(depth * lanes).reshape(depth, lanes)
    return outward, homeward, lanes_out, lanes_out + depth * lanes


def reduced_rows(graph: CorridorGraph) -> tuple[Integers, NDArray[np.bool_]]:
    """(row, by_lane) of each state of `corridor_table`: the reduced row that decides the move after it, and whether the
    state is a lane. The row counts family * K + diamond in the order of `FAMILIES`; 4K where the move is fixed.

    A move passes where it goes from a lane to a connector or from a connector to a lane; else it turns.
    """
    depth, diamonds = graph.depth, np.arange(graph.depth)
    outward, homeward, lanes_out, lanes_home = _numbering(graph)
    states = {
        "forward_entry": outward[:-1, None],
        "forward_exit": lanes_out,
        "backward_entry": homeward[1:, None],
        "backward_exit": lanes_home,
    }
    fixed = len(FAMILIES) * depth
    row = np.full(_corridor_size(graph), fixed)
    for number, family in enumerate(FAMILIES):
        row[states[family]] = number * depth + diamonds[:, None]
    by_lane = np.tile(np.arange(len(row)) >= lanes_out[0, 0], graph.width)
    return np.append(fixed, np.tile(row, graph.width)), np.append(False, by_lane)


def _corridor_rows(graph: CorridorGraph, families: Mapping[str, NDArray[np.float64]]) -> list[_RowGroup]:
    """The rows inside one corridor, its states counted from 0; that of the way back to the fork is left out."""
    lanes, diamonds = graph.lanes, np.arange(graph.depth)
    outward, homeward, lanes_out, lanes_home = _numbering(graph)

    def rows(family: str, states: Integers, toward_lanes: Integers, connector: Integers) -> _RowGroup:
        """After ``states`` (depth, copies): one of ``toward_lanes`` (depth, lanes) or the ``connector`` (depth,)."""
        chosen = families[family]
        enter = chosen if family.endswith("entry") else 1 - chosen
        leave = 1 - chosen if family.endswith("entry") else chosen
        moves = np.concatenate([toward_lanes, connector[:, None]], axis=1)
        weights = np.concatenate([np.tile(enter[:, None] / lanes, (1, lanes)), leave[:, None]], axis=1)
        copies = states.shape[1]
        return _RowGroup(states.ravel(), np.repeat(moves, copies, axis=0), np.repeat(weights, copies, axis=0))

    leaf = _RowGroup(outward[-1:], homeward[-1:, None], np.ones((1, 1)))
    return [
        rows("forward_entry", outward[diamonds, None], lanes_out, homeward[diamonds]),
        rows("forward_exit", lanes_out, lanes_home, outward[diamonds + 1]),
        rows("backward_entry", homeward[diamonds + 1, None], lanes_home, outward[diamonds + 1]),
        rows("backward_exit", lanes_home, lanes_out, homeward[diamonds]),
        leaf,
    ]


def _edge_state(graph: CorridorGraph, state: int) -> EdgeState:
    """The edge-state of a state's number."""
    if state == 0:
        return START
    corridor, local = divmod(state - 1, _corridor_size(graph))
    connectors = graph.depth + 1
    path = graph.corridor(corridor)
    if local < 2 * connectors:
        home, i = divmod(local, connectors)
        edge = EdgeState(path[2 * i], path[2 * i + 1])
    else:
        home, place = divmod(local - 2 * connectors, graph.depth * graph.lanes)
        diamond, lane = divmod(place, graph.lanes)
        edge = EdgeState(path[2 * diamond + 1], path[2 * diamond + 2], lane)
    return edge.reversed() if home else edge
