"""The table of a policy on a corridor graph, with a state for each direction of every lane and connector.

Main definitions: `corridor_table`, `one_corridor`, `reduced_rows`, `connector`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backproof.sim.walk_table import MOST_CELLS, NO_GOAL, Integers, PolicyTable, RowGroup, assembled
from backproof.theory.graph import FORK, START, CorridorGraph, EdgeState, Vertex
from backproof.theory.policy import FAMILIES, Policy


def corridor_table(
    graph: CorridorGraph, policy: Policy | Mapping[str, Any], fork: Sequence[Any] | None = None
) -> PolicyTable:
    """The policy on the full multigraph, with a state for each direction of every lane and connector.

    ``policy`` is a single `Policy`, or a mapping of its four families that may also hold zeros. ``fork`` has a weight
    for each corridor; None is the uniform fork. Each leaf is a goal, numbered by its corridor. Raises ValueError for a
    policy or a fork that does not fit the graph and for a number that is not a probability.
    """
    families = _checked_families(graph, policy)
    cells = graph.width * (graph.width + 2 * graph.depth * (graph.lanes + 1) ** 2)
    if cells > MOST_CELLS:
        raise ValueError(
            f"a table of every edge-state may have 2**28 cells, got about {cells:.2g} for width={graph.width}, "
            f"depth={graph.depth}, lanes={graph.lanes}: draw crossings instead"
        )
    law = _fork_row(graph, fork)
    groups = [RowGroup(np.zeros(1, np.int64), _entries(graph)[None], law)]
    local = _corridor_rows(graph, families)
    size = _corridor_size(graph)
    for rows in local:
        shifts = np.repeat(1 + size * np.arange(graph.width), len(rows.states))
        groups.append(
            RowGroup(
                np.tile(rows.states, graph.width) + shifts,
                np.tile(rows.moves, (graph.width, 1)) + shifts[:, None],
                np.tile(rows.weights, (graph.width, 1)),
            )
        )
    back = 1 + size * np.arange(graph.width) + graph.depth + 1
    groups.append(RowGroup(back, np.tile(_entries(graph), (graph.width, 1)), np.tile(law, (graph.width, 1))))
    goal = np.full(1 + size * graph.width, NO_GOAL)
    goal[1 + size * np.arange(graph.width) + graph.depth] = np.arange(graph.width)
    return assembled(groups, goal, graph.width, lambda state: _edge_state(graph, state))


def _fork_row(graph: CorridorGraph, fork: Sequence[Any] | None) -> NDArray[np.float64]:
    weights = np.ones(graph.width) if fork is None else np.asarray(fork, dtype=np.float64)
    if weights.shape != (graph.width,) or not np.all((weights >= 0) & np.isfinite(weights)) or not weights.any():
        raise ValueError(f"fork must hold width={graph.width} weights >= 0 that are not all 0, got fork={fork}")
    return np.atleast_2d(weights / weights.sum())


def one_corridor(
    graph: CorridorGraph, policy: Policy | Mapping[str, Any]
) -> tuple[Integers, Integers, NDArray[np.float64]]:
    """(first, moves, weights) as in `PolicyTable` of one corridor's states, counted from 0; errors as `corridor_table`.

    The row after the edge back to the fork is empty, since its moves lead to all corridors.
    """
    cells = 2 * graph.depth * (graph.lanes + 1) ** 2
    if cells > MOST_CELLS:
        raise ValueError(
            f"a corridor of every edge-state may have 2**28 cells, got about {cells:.2g} for depth={graph.depth}, "
            f"lanes={graph.lanes}: lower one of them"
        )
    rows = _corridor_rows(graph, _checked_families(graph, policy))
    corridor = assembled(rows, np.full(_corridor_size(graph), NO_GOAL), 0, lambda state: state)
    return corridor.first, corridor.moves, corridor.weights


def _checked_families(graph: CorridorGraph, policy: Policy | Mapping[str, Any]) -> dict[str, NDArray[np.float64]]:
    if isinstance(policy, Policy):
        policy.check_single(graph)
        policy = {name: getattr(policy.to_floats(), name) for name in FAMILIES}
    families = {name: np.asarray(policy[name], dtype=np.float64) for name in FAMILIES}
    for name, family in families.items():
        if family.shape != (graph.depth,) or not np.all((family >= 0) & (family <= 1)):
            raise ValueError(f"{name} must hold depth={graph.depth} probabilities in [0, 1], got {name}={policy[name]}")
    return families


# --- the numbering of a corridor's states: connectors out, connectors back, lanes out, lanes back --------------------


def _corridor_size(graph: CorridorGraph) -> int:
    return 2 * (graph.depth + 1) + 2 * graph.depth * graph.lanes


def _entries(graph: CorridorGraph) -> Integers:
    """The moves from the fork: every corridor's first connector."""
    return 1 + _corridor_size(graph) * np.arange(graph.width)


def _numbering(graph: CorridorGraph) -> tuple[Integers, Integers, Integers, Integers]:
    """The states of one corridor from 0: connectors (depth + 1,) out and back, lanes (depth, lanes) out and back."""
    depth, lanes = graph.depth, graph.lanes
    outward, homeward = np.arange(depth + 1), depth + 1 + np.arange(depth + 1)
    lanes_out = 2 * (depth + 1) + np.arange(depth * lanes).reshape(depth, lanes)
    return outward, homeward, lanes_out, lanes_out + depth * lanes


def reduced_rows(graph: CorridorGraph) -> tuple[Integers, NDArray[np.bool_]]:
    """(row, by_lane) of each state of `corridor_table`: the reduced row of the next move, and whether it is a lane.

    The row is family * K + diamond, in the order of `FAMILIES`, or 4K where the next move is fixed.

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


def _corridor_rows(graph: CorridorGraph, families: Mapping[str, NDArray[np.float64]]) -> list[RowGroup]:
    """The rows inside one corridor, its states counted from 0, without the row after the edge back to the fork."""
    lanes, diamonds = graph.lanes, np.arange(graph.depth)
    outward, homeward, lanes_out, lanes_home = _numbering(graph)

    def rows(family: str, states: Integers, toward_lanes: Integers, connector: Integers) -> RowGroup:
        """After ``states`` (depth, copies): one of ``toward_lanes`` (depth, lanes) or the ``connector`` (depth,)."""
        chosen = families[family]
        enter = chosen if family.endswith("entry") else 1 - chosen
        leave = 1 - chosen if family.endswith("entry") else chosen
        moves = np.concatenate([toward_lanes, connector[:, None]], axis=1)
        weights = np.concatenate([np.tile(enter[:, None] / lanes, (1, lanes)), leave[:, None]], axis=1)
        copies = states.shape[1]
        return RowGroup(states.ravel(), np.repeat(moves, copies, axis=0), np.repeat(weights, copies, axis=0))

    leaf = RowGroup(outward[-1:], homeward[-1:, None], np.ones((1, 1)))
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
    if local < 2 * connectors:
        home, i = divmod(local, connectors)
        edge = connector(graph.depth, corridor, i)
    else:
        home, place = divmod(local - 2 * connectors, graph.depth * graph.lanes)
        diamond, lane = divmod(place, graph.lanes)
        edge = EdgeState(Vertex("left", corridor, diamond), Vertex("right", corridor, diamond), lane)
    return edge.reversed() if home else edge


def connector(depth: int, corridor: int, i: int) -> EdgeState:
    """Connector ``i`` of a corridor of this depth, away from the fork: to diamond i, or at the end to the leaf."""
    tail = Vertex("right", corridor, i - 1) if i else FORK
    return EdgeState(tail, Vertex("left", corridor, i) if i < depth else Vertex("leaf", corridor))
