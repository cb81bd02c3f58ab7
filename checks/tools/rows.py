"""The rows of the full table: the place of each among the 4K probabilities, its visits and its slope.

Main definitions: `in_vertex_order`, `place`, `is_outward`, `row_uses` (by brute force, without a formula).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from backproof.checks.tools.walks import expected_visits
from backproof.theory.chain import corridor_chain
from backproof.theory.graph import CorridorGraph, EdgeState
from backproof.theory.policy import FAMILIES, Policy, by_vertex


def in_vertex_order(families: Any) -> list[Any]:
    """What belongs to p_1..p_2K and then to q_1..q_2K, from an object with one attribute per family."""
    forward, backward = by_vertex({name: getattr(families, name) for name in FAMILIES})
    return [*forward, *backward]


def place(graph: CorridorGraph, row: EdgeState) -> int:
    """The index of a row of the full table in that order."""
    vertex = 2 * row.head.diamond + (row.head.kind == "right")
    return vertex + (0 if is_outward(graph, row) else 2 * graph.depth)


class RowUse(NamedTuple):
    """The expected visits of one row in a walk, and the derivative of the cost by its probability to pass."""

    visits: Fraction
    slope: Fraction


def row_uses(graph: CorridorGraph, policy: Policy) -> dict[EdgeState, RowUse]:
    """The use of each inner row of the full table if it is changed alone, with a uniform target.

    Passing keeps the direction. By the policy gradient theorem the slope is the number of visits times how much more
    passing costs than turning from there on.
    """
    uses: dict[EdgeState, RowUse] = {}
    for target in range(graph.width):
        chain = corridor_chain(graph, policy, target)
        further = dict(zip(chain.states, chain.expected_hitting_times(), strict=True))
        for state, visits in expected_visits(chain).items():
            if state.head.kind not in ("left", "right"):
                continue
            costs = {True: Fraction(0), False: Fraction(0)}
            shares = dict(costs)
            for move, weight in policy.row(graph, state).items():
                passes = is_outward(graph, move) == is_outward(graph, state)
                costs[passes] += weight * further.get(move, 0)
                shares[passes] += weight
            advantage = costs[True] / shares[True] - costs[False] / shares[False]
            known = uses.get(state, RowUse(Fraction(0), Fraction(0)))
            share = visits / graph.width
            uses[state] = RowUse(known.visits + share, known.slope + share * advantage)
    return uses


def is_outward(graph: CorridorGraph, state: EdgeState) -> bool:
    return graph.level(state.head) > graph.level(state.tail)
