"""The search agent on a reasoning graph, by following all its histories exactly.

The agent walks by the policy's rows, and never along a directed edge that it has used. A row is renormalised over its
unused moves, and is uniform over them if they all have probability 0. An agent without an unused move is *stuck*.
Histories that end in one edge-state with the same edges used are merged. There may be exponentially many.

Main definitions: `search_outcome`, `SearchOutcome`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from backproof.theory.any_graph.elimination import TooMuchWork
from backproof.theory.any_graph.reasoning_graph import START_STATE, ReasoningGraph

MOST_HISTORIES = 10_000
"""For all targets together; these take a second or two."""


@dataclass(frozen=True)
class SearchOutcome:
    """``stuck`` is the probability to be stuck before the target. ``steps`` is the expected number of steps where walks
    that do not arrive count as 0. If ``stuck`` is 0, it is the cost; otherwise the cost is infinite.
    """

    stuck: Fraction
    steps: Fraction


def search_outcome(
    graph: ReasoningGraph, law: Sequence[Fraction], most_histories: int = MOST_HISTORIES
) -> SearchOutcome:
    """The outcome with the policy ``law``, exactly. Raises TooMuchWork beyond ``most_histories``.

    >>> from backproof.theory.graph import CorridorGraph
    >>> from backproof.theory.any_graph.reasoning_graph import corridor_reasoning_graph
    >>> graph = corridor_reasoning_graph(CorridorGraph(width=2, depth=1, lanes=3))
    >>> search_outcome(graph, graph.sft_limit())
    SearchOutcome(stuck=Fraction(0, 1), steps=Fraction(8, 1))
    """
    first, to_states, heads = (found.tolist() for found in (graph.states.first, graph.states.to, graph.states.head))

    @functools.cache
    def row_after(state: int) -> _Row:
        moves = slice(first[state], first[state + 1])
        return _Row.of(to_states[moves], law[moves])

    stuck, total, followed = Fraction(0), Fraction(0), 0
    for target, prior in graph.target_law.items():
        steps, at = 0, {(START_STATE, 0): prior}
        while at:
            following: dict[tuple[int, int], Fraction] = {}
            followed += len(at)
            for (state, used), mass in at.items():
                if heads[state] == target:
                    total += mass * steps
                    continue
                moves = row_after(state).unused(used)
                if not moves:
                    stuck += mass
                for to, p in moves:
                    history = (to, used | 1 << to)
                    following[history] = following.get(history, Fraction(0)) + mass * p
                if followed + len(following) > most_histories:
                    raise TooMuchWork(f"the agent has more than {most_histories} histories")
            steps, at = steps + 1, following
    return SearchOutcome(stuck, total)


@dataclass(frozen=True)
class _Row:
    """The moves of one row, those of positive probability, and the sum of their probabilities."""

    moves: Sequence[int]
    likely: Sequence[tuple[int, Fraction]]
    total: Fraction

    @classmethod
    def of(cls, moves: Sequence[int], law: Sequence[Fraction]) -> _Row:
        likely = [(to, p) for to, p in zip(moves, law, strict=True) if p]
        return cls(moves, likely, sum((p for _, p in likely), Fraction(0)))

    def unused(self, used: int) -> list[tuple[int, Fraction]]:
        """The row renormalised over its unused moves."""
        total = self.total - sum(p for to, p in self.likely if used >> to & 1)
        if total:
            return [(to, p / total) for to, p in self.likely if not used >> to & 1]
        left = [to for to in self.moves if not used >> to & 1]
        return [(to, Fraction(1, len(left))) for to in left]
