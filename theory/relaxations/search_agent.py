"""What a walker costs that repeats no directed edge, in the two limits: SFT's rows and RLVR's. Fractions.

Rows are renormalised over the moves not made yet. In both limits the walker goes straight to a leaf, and never enters
a corridor twice. On the way back from a wrong leaf it takes a lane of each diamond (the move outward at r_j is made),
and at l_j it meets L-1 lanes that it has not used in that direction. RLVR's row leaves at once; SFT's, still uniform,
leaves with probability 1/(n+1) where n lanes are unused, else goes to r_j and must come back by another lane, to meet
n-1. Corridors are drawn without replacement, the target being one of those that are left.

The claim `search-agent` proves the closed forms of these recursions and compares them with every history of small
graphs.

Main definition: `search_costs`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from backproof.theory.graph import CorridorGraph


class SearchCosts(NamedTuple):
    """Expected steps from the source to the target leaf, with the rows of each limit."""

    sft: Fraction
    rlvr: Fraction


def search_costs(graph: CorridorGraph) -> SearchCosts:
    """The search agent's cost with the rows of the SFT limit and of the optimum, in O(W + L) steps.

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
    """With n wrong corridors left the next is wrong with probability n/(n+1): a passage, the way back, and n-1 left."""
    cost = Fraction(passage)
    for wrong in range(1, width):
        cost = passage + Fraction(wrong, wrong + 1) * (back + cost)
    return 1 + cost
