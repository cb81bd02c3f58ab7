"""What a learner is asked: a graph, which rows it decides, what it sees, and in which order its moves are numbered.

An observation is made from the last edge travelled:

- ``id``: the number of the edge-state;
- ``row``: the row of the theorem's table, which is the same in all corridors and lanes, from 0 to 4K + 2;
- ``egocentric``: how the walker came (first move, connector, lane) and where it stands (fork, inside, leaf), two
  numbers. The moves are then numbered from the walker's view: those that go on first, then those that turn.

Otherwise the moves at a vertex have the same numbers whichever way the walker came.

Main definitions: `WalkTask`, `corridor_task`, `graph_task`, `choice`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import gymnasium
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from backproof.sim.episodes import Episodes
from backproof.sim.walk_table import NO_GOAL, PolicyTable
from backproof.theory.any_graph.reasoning_graph import (
    START_STATE,
    ReasoningGraph,
    edge_state,
    unequal_reasoning_graph,
)
from backproof.theory.graph import FORK, START, EdgeState, Vertex, check_type, positive_integer
from backproof.theory.policy import FAMILIES

Integers: TypeAlias = NDArray[np.int64]
Fork = Literal["env", "agent"]
Seen = Literal["id", "row", "egocentric"]

CAME_BY = ("first move", "connector", "lane")
STANDS_AT = ("fork", "inside", "leaf")


@dataclass(frozen=True, eq=False)
class WalkTask:
    """``table`` has the moves in their numbering, and the law of the rows that the environment ``drawn`` draws.

    ``order`` (moves,) int64 has the place of each move of the table among the moves of the graph.
    ``seen`` (states,) or (states, numbers) int64 has the observation of each state, whose numbers are below ``kinds``.
    """

    graph: ReasoningGraph
    table: PolicyTable
    order: Integers
    drawn: NDArray[np.bool_]
    prior: NDArray[np.float64]
    seen: Integers
    kinds: tuple[int, ...]
    fork: str

    def __post_init__(self) -> None:
        reached = _forced_states(self.table, self.drawn)
        if any(self.table.goal[state] != NO_GOAL for state in reached) or len(reached) == self.table.states:
            raise ValueError(
                "graph must ask for a move before any target is reached, but moves without a choice lead to one: fix "
                "fewer nodes"
            )

    def episodes(self, walkers: int, budget: int, *, seed: int = 0, device: str = "cpu") -> Episodes:
        """Walkers on this graph. Raises ValueError for a budget in which no walk can end at a target."""
        least = int(self.graph.shortest_paths())
        if positive_integer("budget", budget) < least:
            raise ValueError(f"budget must be at least a shortest path, {least} steps, got budget={budget}")
        drawn, prior = torch.as_tensor(self.drawn), torch.as_tensor(self.prior)
        return Episodes(self.table, walkers, drawn=drawn, prior=prior, budget=budget, seed=seed, device=device)

    def name(self, state: int) -> str:
        """The edge that was travelled, in words."""
        corridors = isinstance(self.graph.nodes[0], Vertex) and state != START_STATE
        return str(edge_state(self.graph, state)) if corridors else self.graph.name(state)

    def observation_space(self) -> gymnasium.Space[Any]:
        """Of one walker."""
        if len(self.kinds) == 1:
            return gymnasium.spaces.Discrete(self.kinds[0])
        return gymnasium.spaces.MultiDiscrete(list(self.kinds))

    def observed(self, episodes: Episodes) -> Integers:
        """(walkers,) or (walkers, numbers): what each walker sees."""
        seen: Integers = self.seen[episodes.state.cpu().numpy()]
        return seen


def checked_beyond(beyond: str) -> str:
    if beyond not in ("modulo", "refuse"):
        raise ValueError(f"beyond must be modulo or refuse, got beyond={beyond!r}")
    return beyond


def choice(episodes: Episodes, action: Any, beyond: str) -> Tensor:
    """(walkers,): the moves that these actions choose. Raises ValueError for what is no action."""
    chosen = torch.as_tensor(np.asarray(action), device=episodes.device)
    if chosen.shape != (episodes.walkers,) or chosen.dtype not in (torch.int64, torch.int32):
        raise ValueError(f"action must be {episodes.walkers} integers, got shape {tuple(chosen.shape)} {chosen.dtype}")
    degree = episodes.degree[episodes.state]
    most = episodes.actions if beyond == "modulo" else degree
    wrong = torch.nonzero((chosen < 0) | (chosen >= most))[:, 0]
    if len(wrong):
        walker = int(wrong[0])
        limit = episodes.actions if beyond == "modulo" else int(degree[walker])
        raise ValueError(f"action must be an integer from 0 to {limit - 1} here, got action={int(chosen[walker])}")
    return chosen.long() % degree


def corridor_task(
    width: int = 3,
    depth: int = 2,
    lanes: int = 2,
    corridors: Sequence[Sequence[int]] | None = None,
    fork: Fork = "env",
    observation: Seen = "id",
) -> WalkTask:
    """A corridor graph, or ``corridors`` with lanes for each diamond: [[2, 2], [3]] has depths 2 and 1.

    At the fork the environment draws the next corridor uniformly, as in the theorem, or else the agent chooses it.
    Raises TypeError or ValueError for sizes that are not integers >= 1, an unknown fork and an unknown observation.
    """
    if fork not in get_args(Fork):
        raise ValueError(f"fork must be env or agent, got fork={fork!r}")
    if observation not in get_args(Seen):
        raise ValueError(f"observation must be id, row or egocentric, got observation={observation!r}")
    if corridors is None:
        sizes = {name: positive_integer(name, n) for name, n in (("width", width), ("depth", depth), ("lanes", lanes))}
        corridors = [[sizes["lanes"]] * sizes["depth"]] * sizes["width"]
    graph = unequal_reasoning_graph(corridors, fixed=(FORK,) if fork == "env" else ())
    egocentric = observation == "egocentric"
    kinds: tuple[int, ...]
    if observation == "id":
        kinds, sees = (len(graph.states),), lambda number, edge: number
    elif observation == "row":
        deepest = max(map(len, corridors))
        kinds, sees = (len(FAMILIES) * deepest + 3,), lambda number, edge: _row(edge, deepest)
    else:
        kinds, sees = (len(CAME_BY), len(STANDS_AT)), lambda number, edge: _view(edge)
    return _task(graph, fork, sees, kinds, turns_last=egocentric)


def graph_task(graph: ReasoningGraph) -> WalkTask:
    """Any reasoning graph, seen by edge-state. The environment draws the rows at fixed vertices, by the base policy."""
    check_type("graph", graph, ReasoningGraph)
    return _task(graph, "env" if graph.fixed else "agent", lambda number, edge: number, (len(graph.states),))


def _task(
    graph: ReasoningGraph,
    fork: str,
    sees: Callable[[int, EdgeState], Any],
    kinds: tuple[int, ...],
    *,
    turns_last: bool = False,
) -> WalkTask:
    states = graph.states
    numbers = {place: number for number, place in enumerate(graph.target_law)}
    goal = np.array([numbers.get(head, NO_GOAL) for head in states.head.tolist()])
    turns = (states.head[states.to] == states.tail[states.row]) & turns_last
    order = np.lexsort((np.arange(len(turns)), turns, states.row))
    weights = np.array([float(share) for share in graph.base()])
    table = PolicyTable(states.first, states.to[order], weights[order], goal, len(numbers), graph.name)
    seen = np.array([sees(number, edge_state(graph, number)) for number in range(len(states))], np.int64)
    prior = np.array([float(share) for share in graph.target_law.values()])
    return WalkTask(graph, table, order, ~graph.trained, prior, seen, kinds, fork)


def _forced_states(table: PolicyTable, drawn: NDArray[np.bool_]) -> set[int]:
    """The states that a walk may come to before it is asked for a move."""
    reached, listed = {0}, [0]
    for state in listed:
        if drawn[state]:
            fresh = set(table.moves[table.first[state] : table.first[state + 1]].tolist()) - reached
            reached |= fresh
            listed += fresh
    return reached


# --- observations of corridor graphs ---------------------------------------------------------------------------------


def _row(edge: EdgeState, deepest: int) -> int:
    """The theorem's row after this edge; the three rows of the first move, of returning to the fork and at a leaf."""
    vertex, by_lane = edge.head, edge.is_lane
    if vertex.kind not in ("left", "right"):
        return len(FAMILIES) * deepest + (0 if edge == START else 2 if vertex.kind == "leaf" else 1)
    forward = (vertex.kind == "right") == by_lane
    family = f"{'forward' if forward else 'backward'}_{'exit' if by_lane else 'entry'}"
    return FAMILIES.index(family) * deepest + vertex.diamond


def _view(edge: EdgeState) -> tuple[int, int]:
    came = "first move" if edge == START else "lane" if edge.is_lane else "connector"
    stands = edge.head.kind if edge.head.kind in ("fork", "leaf") else "inside"
    return CAME_BY.index(came), STANDS_AT.index(stands)
