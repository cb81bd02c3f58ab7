"""The cost of a walker that never repeats a directed edge, with the rows of SFT's limit and of RLVR's. Fractions.

Rows are renormalised over the moves that are unused. With both policies the walker goes straight to a leaf and never
enters a corridor twice: the fork draws without replacement. On the way back through a diamond the walker takes a lane
to l_j, where L-1 lanes are unused in the other direction. RLVR's row leaves at once. SFT's row is uniform: if n lanes
are unused, it leaves with probability 1/(n+1); otherwise the walker goes to r_j and back, and n-1 are unused.

The claim `search-agent` proves the closed forms of these recursions, and compares them with all histories on small
graphs.

Main definitions: `search_costs`, and the recursions of which it is made, in any kind of number.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from backproof.theory.graph import CorridorGraph


class SearchCosts(NamedTuple):
    """Expected steps from the source to the target leaf, with the rows of either limit."""

    sft: Fraction
    rlvr: Fraction


def search_costs(graph: CorridorGraph) -> SearchCosts:
    """The costs of the search agent with the rows of SFT's limit and of the optimum, in O(W + L) operations.

    >>> costs = search_costs(CorridorGraph(width=15, depth=15, lanes=5))
    >>> [int(cost) for cost in costs]
    [886, 466]
    """
    passage = 2 * graph.depth + 1
    leaving = Fraction(1)
    for unused in range(1, graph.lanes):
        leaving = moves_to_leave(unused, leaving)
    back = moves_back(graph.depth, leaving)
    return SearchCosts(*(_from_source(graph.width, passage, way) for way in (back, Fraction(passage))))


def moves_to_leave(unused: Any, fewer: Any) -> Any:
    """Expected moves at l_j until the connector is taken, from ``fewer``, those with one unused lane less."""
    return (1 + unused * (2 + fewer)) / (unused + 1)


def moves_back(depth: Any, leaving: Any) -> Any:
    """Expected moves from a wrong leaf to the fork: its edge, and for each diamond a lane and ``leaving`` more."""
    return depth * (1 + leaving) + 1


def moves_from_fork(wrong: Any, fewer: Any, passage: Any, back: Any) -> Any:
    """Expected moves from the fork to the target with ``wrong`` wrong corridors left, from those with one less.

    The next corridor is wrong with probability wrong/(wrong+1); it costs a passage and the way back.
    """
    return passage + wrong * (back + fewer) / (wrong + 1)


def _from_source(width: int, passage: int, back: Fraction) -> Fraction:
    cost = Fraction(passage)
    for wrong in range(1, width):
        cost = moves_from_fork(wrong, cost, passage, back)
    return 1 + cost
