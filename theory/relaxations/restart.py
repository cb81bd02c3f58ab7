"""A harness at the dead ends: from a wrong leaf it takes the walker to the fork, for a price in steps.

The price takes the place of the way back: H = 1 + W A + (W-1) price, with A as in `theory.costs.crossings` (claim
`restart`).

Main definitions: `RestartHarness` (the walk), `restarted_hitting_time` (its expectation).
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from backproof.theory.costs import crossings
from backproof.theory.graph import FORK, CorridorGraph, EdgeState, Vertex
from backproof.theory.policy import Policy


@dataclass(frozen=True, eq=False)
class RestartHarness:
    """The walk of ``policy`` that goes from every leaf to the fork along ``price`` edges of the harness.

    Each of these edges is an edge-state from the leaf to the fork, numbered as a lane; with a price of 0 there is none.
    Raises TypeError or ValueError for a price that is not an integer >= 0, ValueError for a policy that is a batch or
    does not fit.
    """

    graph: CorridorGraph
    policy: Policy
    price: int

    def __post_init__(self) -> None:
        self.policy.check_single(self.graph)
        object.__setattr__(self, "price", operator.index(self.price))
        if self.price < 0:
            raise ValueError(f"price must be an integer >= 0, got price={self.price}")

    def leaves(self) -> tuple[Vertex, ...]:
        return self.graph.leaves()

    def row(self, state: EdgeState) -> Mapping[EdgeState, Any]:
        """The law of the next move after ``state``. The target is like any other leaf here."""
        leaf = next((vertex for vertex in (state.tail, state.head) if vertex.kind == "leaf"), None)
        if leaf is None:
            return self.policy.row(self.graph, state)
        paid = 0 if state.head == leaf else state.lane + 1
        home = EdgeState(leaf, FORK, paid)
        return {home: 1} if paid < self.price else self.policy.row(self.graph, home)


def restarted_hitting_time(graph: CorridorGraph, policy: Policy, price: int | Fraction) -> Fraction:
    """Expected steps from the source to the target leaf, with ``price`` steps for every restart: exact.

    A float policy counts with the exact values of its floats. Raises ValueError for a price below 0 and for a policy
    that is a batch or does not fit.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> [restarted_hitting_time(graph, Policy.sft_limit(graph), price) for price in (0, 1, 31)]
    [Fraction(466, 1), Fraction(480, 1), Fraction(900, 1)]
    """
    p, q = policy.single_passes(graph, exact=True)
    if price < 0:
        raise ValueError(f"price must be >= 0, got price={price}")
    out = crossings.passage_cost(p, q)
    return Fraction(crossings.renewal_cost(graph.width, out, price))
