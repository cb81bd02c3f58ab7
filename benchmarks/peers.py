"""Peers of several benchmarks: walks in plain Python, as one would first write them.

Main definitions: `Adjacency`, `plain_walk`, `plain_walks`, `plain_search`.
"""

from __future__ import annotations

import bisect
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass

from backproof.sim.walk_table import PolicyTable


@dataclass(frozen=True)
class Adjacency:
    """For each edge-state its (moves, weights, cumulative weights), and the goal at which it arrives, -1 if none."""

    rows: list[tuple[list[int], list[float], list[float]]]
    goal: list[int]
    goals: int

    @classmethod
    def of(cls, table: PolicyTable) -> Adjacency:
        rows = []
        for state in range(table.states):
            cells = slice(table.first[state], table.first[state + 1])
            weights = table.weights[cells].tolist()
            rows.append((table.moves[cells].tolist(), weights, list(itertools.accumulate(weights))))
        return cls(rows, table.goal.tolist(), table.goals)


def plain_walk(graph: Adjacency, draw: random.Random) -> int:
    """Steps of one walk to a goal that is drawn uniformly."""
    rows, goal, uniform = graph.rows, graph.goal, draw.random
    wanted, state, steps = draw.randrange(graph.goals), 0, 1
    while goal[state] != wanted:
        moves, _, upto = rows[state]
        state = moves[min(bisect.bisect(upto, uniform()), len(moves) - 1)]
        steps += 1
    return steps


def plain_walks(table: PolicyTable, walks: int) -> Callable[[], int]:
    """A function that makes so many walks, and returns their steps."""
    graph, draw = Adjacency.of(table), random.Random(0)  # noqa: S311 - not for secrets
    return lambda: sum(plain_walk(graph, draw) for _ in range(walks))


def plain_search(graph: Adjacency, draw: random.Random) -> int:
    """Steps of one walk that takes no edge-state twice, until it arrives or is stuck.

    As in `backproof.sim.search`: the row is renormalised over unused moves, and uniform if they have no probability.
    """
    wanted, state, used = draw.randrange(graph.goals), 0, {0}
    while graph.goal[state] != wanted:
        moves, weights, _ = graph.rows[state]
        left = [(move, weight) for move, weight in zip(moves, weights, strict=True) if move not in used]
        if not left:
            break
        unused = [weight for _, weight in left]
        (state,) = draw.choices([move for move, _ in left], unused if any(unused) else None)
        used.add(state)
    return len(used)
