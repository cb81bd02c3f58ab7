"""A fork that remembers: its rows depend on the last edge, so it can go on to the corridor after the one just left.

Corridors are alike, and the first one entered is corridor 0. Each excursion into the target's corridor reaches the leaf
with the same probability, and W-1 wrong corridors lie between two of them; before the first there are (W-1)/2 on
average. With R, 1 + x_0 and A as in `theory.costs.excursions`,

    H = 1 + A + (W-1) R (1 + x_0 - 1/2)

(claim `fork-memory`). A uniform fork has 1 + x_0 in the place of the last factor.

Main definitions: `RememberingFork` (the walk), `fork_memory_cost` (its expectation), `cost_of_excursions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from backproof.theory.costs.excursions import Excursions, excursions
from backproof.theory.graph import FORK, START, CorridorGraph, EdgeState, Vertex
from backproof.theory.policy import Policy


@dataclass(frozen=True, eq=False)
class RememberingFork:
    """The walk of ``policy`` that goes from the fork to the corridor after the one that it comes from, and from the
    last to the first.

    Raises ValueError for a policy that is a batch or does not fit.
    """

    graph: CorridorGraph
    policy: Policy

    def __post_init__(self) -> None:
        self.policy.check_single(self.graph)

    def leaves(self) -> tuple[Vertex, ...]:
        return self.graph.leaves()

    def row(self, state: EdgeState) -> Mapping[EdgeState, Any]:
        """The law of the next move after ``state``. The target is like any other leaf here."""
        if state.head != FORK:
            return self.policy.row(self.graph, state)
        following = 0 if state == START else (state.tail.corridor + 1) % self.graph.width
        return {EdgeState(FORK, self.graph.corridor(following)[1]): Fraction(1)}


def fork_memory_cost(graph: CorridorGraph, policy: Policy) -> Fraction:
    """Expected steps from the source to the target leaf: exact. A float policy counts with the values of its floats.

    Raises ValueError for a policy that is a batch or does not fit.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> fork_memory_cost(graph, Policy.optimal(graph))
    Fraction(466, 1)
    """
    policy.check_single(graph)
    return Fraction(cost_of_excursions(graph.width, excursions(policy, exact=True)))


def cost_of_excursions(width: Any, corridor: Excursions) -> Any:
    """H from the numbers of one corridor, in any kind of number: exact for Fractions."""
    return 1 + corridor.passage + (width - 1) * corridor.wrong * (2 * corridor.tries - 1) / 2
