"""The search agent on a reasoning graph, by following every history of it exactly.

It walks by the policy's rows and never along a directed edge that it has used: a row is renormalised over its unused
moves, and taken as uniform over them where it has no probability there. Where no move is unused the agent is *stuck*.
Histories that end at one edge-state with the same edges used are one; there may be exponentially many.

Main definitions: `search_outcome`, `SearchOutcome`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from backproof.theory.elimination import TooMuchWork
from backproof.theory.reasoning_graph import START_STATE, ReasoningGraph

MOST_HISTORIES = 10_000
"""Of all targets together: a second or two."""


@dataclass(frozen=True)
class SearchOutcome:
    """``stuck``: probability to be stuck before the target; ``steps``: expected steps of the walks that arrive, times
    the probability to arrive. With ``stuck`` 0 that is the expected cost; else the cost is infinite.
    """

    stuck: Fraction
    steps: Fraction


def search_outcome(
    graph: ReasoningGraph, law: Sequence[Fraction], most_histories: int = MOST_HISTORIES
) -> SearchOutcome:
    """The law's two numbers, exactly; raises TooMuchWork beyond so many histories.

    >>> from backproof.theory.graph import CorridorGraph
    >>> from backproof.theory.reasoning_graph import corridor_reasoning_graph
    >>> graph = corridor_reasoning_graph(CorridorGraph(width=2, depth=1, lanes=3))
    >>> search_outcome(graph, graph.sft_limit())
    SearchOutcome(stuck=Fraction(0, 1), steps=Fraction(8, 1))
    """
    rows: list[list[tuple[int, Fraction]]] = [[] for _ in range(len(graph.states))]
    for row, to, p in zip(graph.states.row.tolist(), graph.states.to.tolist(), law, strict=True):
        rows[row].append((to, p))
    heads = graph.states.head.tolist()
    stuck, total, followed = Fraction(0), Fraction(0), 0
    for target, prior in graph.target_law.items():
        steps, at = 0, {(START_STATE, 0): prior}
        while at:
            following: dict[tuple[int, int], Fraction] = {}
            followed += len(at)
            if followed > most_histories:
                raise TooMuchWork(f"the agent has more than {most_histories} histories")
            for (state, used), mass in at.items():
                if heads[state] == target:
                    total += mass * steps
                    continue
                moves = _unused(rows[state], used)
                if not moves:
                    stuck += mass
                for to, p in moves:
                    history = (to, used | 1 << to)
                    following[history] = following.get(history, Fraction(0)) + mass * p
            steps, at = steps + 1, following
    return SearchOutcome(stuck, total)


def _unused(row: list[tuple[int, Fraction]], used: int) -> list[tuple[int, Fraction]]:
    """The row over its unused moves."""
    left = [(to, p) for to, p in row if not used >> to & 1]
    likely = [(to, p) for to, p in left if p] or [(to, Fraction(1)) for to, _ in left]
    total = sum((p for _, p in likely), Fraction(0))
    return [(to, p / total) for to, p in likely]
