"""The table of a policy on corridors that differ, with a state for each direction of every lane and connector.

Main definitions: `unequal_table`, `unequal_rows`.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backproof.sim.corridor_walks import connector
from backproof.sim.walk_table import MOST_CELLS, NO_GOAL, Integers, PolicyTable, RowGroup, assembled
from backproof.theory.graph import START, EdgeState, UnequalGraph, Vertex
from backproof.theory.policy import FAMILIES


def unequal_table(graph: UnequalGraph, policy: Mapping[str, Sequence[float] | NDArray[np.float64]]) -> PolicyTable:
    """The policy on the full multigraph; each leaf is a goal, numbered by its corridor.

    ``policy`` has four families with one probability per diamond, corridor by corridor, which may be 0. Raises
    ValueError for a policy that does not fit the graph, for a number that is not a probability, and for a graph that
    is too large.
    """
    families = _checked_families(graph, policy)
    cells = table_cells(graph)
    if cells > MOST_CELLS:
        raise ValueError(
            f"a table of every edge-state may have 2**28 cells, got about {cells:.2g} for {graph!s:.60}: draw "
            "crossings instead"
        )
    sizes = [2 * (len(lanes) + 1) + 2 * sum(lanes) for lanes in graph.lanes]
    begins = list(itertools.accumulate(sizes, initial=1))
    diamonds = list(itertools.accumulate(graph.depths, initial=0))
    entries = np.array(begins[:-1])
    back = entries + np.array(graph.depths) + 1
    at_fork = np.append(0, back)
    groups = [
        RowGroup(at_fork, np.tile(entries, (len(at_fork), 1)), np.full((len(at_fork), graph.width), 1 / graph.width))
    ]
    for lanes, begin, first in zip(graph.lanes, begins, diamonds, strict=False):
        groups += _corridor_rows(lanes, begin, families[:, first : first + len(lanes)])
    goal = np.full(begins[-1], NO_GOAL)
    goal[entries + np.array(graph.depths)] = np.arange(graph.width)
    lane_starts = [list(itertools.accumulate(lanes, initial=0)) for lanes in graph.lanes]
    return assembled(groups, goal, graph.width, lambda state: _edge_state(begins, lane_starts, state))


def table_cells(graph: UnequalGraph) -> int:
    """How many cells the table has, nearly."""
    return graph.width * (graph.width + 1) + 2 * sum((count + 1) ** 2 for lanes in graph.lanes for count in lanes)


def unequal_rows(graph: UnequalGraph) -> tuple[Integers, NDArray[np.bool_]]:
    """As `sim.corridor_walks.reduced_rows`, with the diamonds of all corridors numbered one after another.

    The row is family * diamonds + diamond, or 4 diamonds where the next move is fixed.
    """
    fixed = len(FAMILIES) * graph.diamonds
    rows, by_lane, first = [np.array([fixed])], [np.array([False])], 0
    for lanes in graph.lanes:
        diamonds = first + np.arange(len(lanes))
        row = {name: number * graph.diamonds + diamonds for number, name in enumerate(FAMILIES)}
        rows += [
            np.append(row["forward_entry"], fixed),
            np.append(fixed, row["backward_entry"]),
            np.repeat(row["forward_exit"], lanes),
            np.repeat(row["backward_exit"], lanes),
        ]
        by_lane += [np.zeros(2 * len(lanes) + 2, bool), np.ones(2 * sum(lanes), bool)]
        first += len(lanes)
    return np.concatenate(rows), np.concatenate(by_lane)


def _checked_families(graph: UnequalGraph, policy: Mapping[str, Any]) -> NDArray[np.float64]:
    """(4, diamonds), in the order of `FAMILIES`."""
    families = [np.asarray(policy[name], dtype=np.float64) for name in FAMILIES]
    for name, family in zip(FAMILIES, families, strict=True):
        if family.shape != (graph.diamonds,) or not np.all((family >= 0) & (family <= 1)):
            raise ValueError(
                f"{name} must hold {graph.diamonds} probabilities in [0, 1], one per diamond, got {policy[name]!r:.60}"
            )
    return np.stack(families)


# --- the numbering of a corridor's states: connectors out, connectors back, lanes out, lanes back --------------------


def _corridor_rows(lanes: Sequence[int], begin: int, families: NDArray[np.float64]) -> list[RowGroup]:
    """The rows inside one corridor, whose states are numbered from ``begin``."""
    outward = begin + np.arange(len(lanes) + 1)
    homeward = outward + len(lanes) + 1
    starts = itertools.accumulate(lanes, initial=int(homeward[-1]) + 1)
    groups = [RowGroup(outward[-1:], homeward[-1:, None], np.ones((1, 1)))]
    for j, (count, start) in enumerate(zip(lanes, starts, strict=False)):
        lanes_out = start + np.arange(count)
        lanes_home = lanes_out + sum(lanes)
        row = dict(zip(FAMILIES, families[:, j].tolist(), strict=True))
        groups += [
            _rows(outward[j : j + 1], row["forward_entry"], lanes_out, int(homeward[j])),
            _rows(lanes_out, 1 - row["forward_exit"], lanes_home, int(outward[j + 1])),
            _rows(homeward[j + 1 : j + 2], row["backward_entry"], lanes_home, int(outward[j + 1])),
            _rows(lanes_home, 1 - row["backward_exit"], lanes_out, int(homeward[j])),
        ]
    return groups


def _rows(states: Integers, enters: float, lanes: Integers, connector: int) -> RowGroup:
    """After each of the ``states``: one of the ``lanes`` with probability ``enters`` altogether, or the connector."""
    moves, weights = np.append(lanes, connector), np.append(np.full(len(lanes), enters / len(lanes)), 1 - enters)
    return RowGroup(states, np.tile(moves, (len(states), 1)), np.tile(weights, (len(states), 1)))


def _edge_state(begins: Sequence[int], lane_starts: Sequence[Sequence[int]], state: int) -> EdgeState:
    """The edge-state of a state's number. In each corridor, the lanes of each diamond begin at a number, and end."""
    if state == 0:
        return START
    corridor = bisect.bisect(begins, state) - 1
    starts, local = lane_starts[corridor], state - begins[corridor]
    connectors = len(starts)
    if local < 2 * connectors:
        home, i = divmod(local, connectors)
        edge = connector(connectors - 1, corridor, i)
    else:
        home, place = divmod(local - 2 * connectors, starts[-1])
        diamond = bisect.bisect(starts, place) - 1
        edge = EdgeState(Vertex("left", corridor, diamond), Vertex("right", corridor, diamond), place - starts[diamond])
    return edge.reversed() if home else edge
