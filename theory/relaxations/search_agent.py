"""The cost of a walker that never repeats a directed edge, with the rows of SFT's limit and of RLVR's. Fractions.

Rows are renormalised over the moves that are unused. With both policies the walker goes straight to a leaf and never
enters a corridor twice: the fork draws without replacement. On the way back through a diamond the walker takes a lane
to l_j, where L-1 lanes are unused in the other direction. RLVR's row leaves at once. SFT's row is uniform: if n lanes
are unused, it leaves with probability 1/(n+1); otherwise the walker goes to r_j and back, and n-1 are unused.

The claim `search-agent` proves the closed forms of these recursions, and compares them with all histories on small
graphs.

Main definition: `search_costs`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

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
        leaving = (1 + unused * (2 + leaving)) / (unused + 1)
    back = graph.depth * (1 + leaving) + 1
    return SearchCosts(_from_source(graph.width, passage, back), _from_source(graph.width, passage, Fraction(passage)))


def _from_source(width: int, passage: int, back: Fraction) -> Fraction:
    """With n wrong corridors left, the next is wrong with probability n/(n+1); it costs a passage and the way back."""
    cost = Fraction(passage)
    for wrong in range(1, width):
        cost = passage + Fraction(wrong, wrong + 1) * (back + cost)
    return 1 + cost
