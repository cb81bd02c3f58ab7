"""Walks on a corridor graph with every move kept, the same number for each target.

Main definitions: `Trajectories`, `walk_trajectories`, `table_trajectories`, `goal_trajectories`, `check_trajectories`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, cast

import numpy as np
from jaxtyping import Bool, Int, Int64
from numpy import ndarray
from torch import Tensor

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.walk_table import NO_GOAL, PolicyTable
from backproof.sim.walkers import Walkers, check_budget
from backproof.theory.graph import CorridorGraph, EdgeState, positive_integer
from backproof.theory.policy import Policy

Part: TypeAlias = tuple[Bool[ndarray, " walks"], Int64[ndarray, " moves"], Int64[ndarray, " moves"]]
"""Whether each walk to one target reached it; and of each move, the number of the walk and the state."""

MOST_MOVES = 2**27
"""Moves of all walks together, if each went on to its budget. Some 3 GiB while they are put in order."""


@dataclass(frozen=True, eq=False)
class Trajectories:
    """``goal`` and ``hit`` are of the walks: the corridor of the target, and whether the walk reached its leaf.

    ``walk`` and ``state`` are of the moves, those of a walk one after another in the order in which they were made: the
    number of the walk and of the edge-state. ``edges`` has the edge of each state, ``leaf`` the corridor of the leaf at
    which it arrives, or -1.
    """

    goal: Int64[ndarray, " walks"]
    hit: Bool[ndarray, " walks"]
    walk: Int64[ndarray, " moves"]
    state: Int64[ndarray, " moves"]
    edges: tuple[EdgeState, ...]
    leaf: Int64[ndarray, " states"]

    @classmethod
    def of(cls, table: PolicyTable, goal: ndarray, hit: ndarray, walk: ndarray, state: ndarray) -> Trajectories:
        """Walks by the states of the table of a corridor graph."""
        edges = tuple(cast(EdgeState, table.name(number)) for number in range(table.states))
        return cls(goal, hit, walk, state, edges, table.goal)


def walk_trajectories(
    graph: CorridorGraph, policy: Policy | Mapping[str, Any], walks: int, budget: int, *, seed: int = 0
) -> Trajectories:
    """``walks`` walks for each target in turn, each of at most ``budget`` steps.

    Raises what `check_trajectories` and `sim.corridor_walks.corridor_table` raise.
    """
    return table_trajectories(corridor_table(graph, policy), walks, budget, seed=seed)


def table_trajectories(
    table: PolicyTable,
    walks: int,
    budget: int,
    *,
    seed: int = 0,
    on_progress: Callable[[int, int], None] = lambda done, walked: None,
) -> Trajectories:
    """`walk_trajectories` by the rows of the table of a corridor graph, whose corridors may differ.

    ``on_progress`` is called with the numbers of walks and moves so far.
    """
    check_trajectories(table, walks, budget)
    parts: list[Part] = []
    for goal in range(table.goals):
        before = goal * walks, sum(len(state) for _, _, state in parts)
        episodes = range(goal * walks, (goal + 1) * walks)
        parts.append(_walks_to(table, goal, episodes, budget, seed, before, on_progress))
    hits, numbers, states = zip(*parts, strict=True)
    walk = np.concatenate([goal * walks + number for goal, number in enumerate(numbers)])
    goals = np.repeat(np.arange(table.goals), walks)
    return Trajectories.of(table, goals, np.concatenate(hits), walk, np.concatenate(states))


def goal_trajectories(table: PolicyTable, goal: int, episodes: range, budget: int, *, seed: int = 0) -> Trajectories:
    """The walks of these numbers, all to the target in corridor ``goal``. Different numbers are independent."""
    check_trajectories(replace(table, goals=1), len(episodes), budget)
    found = _walks_to(table, goal, episodes, budget, seed)
    return Trajectories.of(table, np.full(len(episodes), goal), *found)


def check_trajectories(table: PolicyTable, walks: int, budget: int) -> None:
    """Raise ValueError for a budget below the shortest path, and for more than `MOST_MOVES` steps in all."""
    positive_integer("walks", walks), positive_integer("budget", budget)
    if table.goals * walks * budget > MOST_MOVES:
        raise ValueError(
            f"walks may have {MOST_MOVES} steps in all, got {table.goals * walks} walks of up to {budget}: "
            "lower the walks or the budget"
        )
    check_budget(table, budget)


def _walks_to(
    table: PolicyTable,
    goal: int,
    episodes: range,
    budget: int,
    seed: int,
    before: tuple[int, int] = (0, 0),
    on_progress: Callable[[int, int], None] = lambda done, walked: None,
) -> Part:
    """The walks to the target in corridor ``goal``; ``before`` them there were so many walks and moves.

    The other leaves stay goals, which no walk has. So the budget may be too short for this target, if not for all.
    """
    own = replace(table, goal=np.where(table.goal == NO_GOAL, NO_GOAL, table.goal != goal), goals=1)
    walkers = Walkers(own, episodes, seed=seed, budget=budget)
    slots, addresses = [np.arange(len(episodes))], [np.zeros(len(episodes), np.int64)]  # all have made the first move

    def keep(slot: Int64[Tensor, " lanes"], path: Int[Tensor, "moves lanes"]) -> None:
        made = path >= 0
        slots.append(slot.expand_as(path)[made].numpy())
        addresses.append(path[made].long().numpy())

    while not walkers.finished:
        walkers.advance(keep)
        on_progress(before[0] + walkers.done, before[1] + walkers.walked)
    walk = np.concatenate(slots)
    in_order = np.argsort(walk, kind="stable")
    states = np.searchsorted(table.first[:-1], np.concatenate(addresses)[in_order])
    return walkers.results().hit.numpy(), walk[in_order], states
