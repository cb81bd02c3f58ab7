"""Walks of policies with one gap D for all rows: how long a corridor takes, and the success within a budget.

A gap D multiplies the odds of passing, which are L at entries and 1/L at exits in the base model, by x = e^D. So the
walker turns at an entry with probability q = 1/(1 + L x), and at an exit with s = L/(L + x), on the way out and on the
way home. All diamonds are alike then, from both sides.

*One corridor.* Weigh a walk by w for every two steps more than it needs. From the arrival at diamond v, on the way out,
to the first arrival behind it let the mean weight be E_v. In terms of the diamond's weights of passing and of turning
(`diamond_weights`) the first steps give

    E_(v+1) = 1/(g0 + g1 w + g2 w^2 - w^2 E_v),   g0 + g1 + g2 = 2,

with g0, g1 and g2 that depend on L and x alone (`diamond_terms`). A corridor takes 2K+1 steps and those that the
product of all E_v counts.

*All corridors.* A trip out leads from the fork to the first arrival at a leaf, a trip home from there to the first
arrival at the fork. Both take times with the same law, and each trip out ends at the target's leaf with probability
1/W, however long it takes. So the j-th trip out, the first to the target with probability (1/W) (1 - 1/W)^(j-1), ends
after one step and 2j-1 independent times with the law of one corridor.

Main definitions: `turns`, `diamond_weights`, `diamond_terms`, `corridor_law`, `equal_gap_success`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from backproof.theory.companions.numbers_given import number_in
from backproof.theory.companions.sequence_types import Array
from backproof.theory.companions.word_chain import checked_budget
from backproof.theory.graph import CorridorGraph, check_type


def turns(lanes: Any, odds: Any) -> tuple[Any, Any]:
    """q and s: how often the walker turns at an entry and at an exit, if ``odds`` multiplies the odds of base."""
    return 1 / (1 + lanes * odds), lanes / (lanes + odds)


def diamond_weights(lanes: Any, odds: Any, weight: Any) -> tuple[Any, Any]:
    """Of a diamond: the mean weights of the walks that pass it and of those that turn in it."""
    at_entry, at_exit = turns(lanes, odds)
    passing = (1 - at_entry) * (1 - at_exit) / (1 - at_exit**2 * weight)
    return passing, at_entry + weight * at_exit * passing


def diamond_terms(lanes: Any, odds: Any) -> tuple[Any, Any, Any]:
    """g0, g1 and g2.

    >>> [str(term) for term in diamond_terms(1, Fraction(1))]
    ['4', '-2', '0']
    """
    constant = (lanes + odds) * (1 + lanes * odds) / (lanes * odds**2)
    square = (1 - 1 / odds**2) ** 2 / constant
    return constant, 2 - constant - square, square


def corridor_law(graph: CorridorGraph, odds: Any, terms: int) -> Array:
    """P(a corridor takes 2K+1 + 2k steps) for k = 0, ..., ``terms`` - 1: Fractions for a Fraction, else float64."""
    number: Any = object if isinstance(odds, Fraction) else np.float64
    one, weight, square = np.eye(3, terms, dtype=int).astype(number)  # the series 1, w and w^2
    at_entry, at_exit = turns(graph.lanes, odds)
    entry = (1 - at_entry) * _inverse(one - at_entry * weight)
    back = at_exit * weight + (1 - at_exit) * _times(square, entry)
    through = _times(entry, (1 - at_exit) * _inverse(one - at_exit * back))
    g0, g1, g2 = diamond_terms(graph.lanes, odds)
    whole = through
    for _ in range(graph.depth - 1):
        through = _inverse(g0 * one + g1 * weight + g2 * square - _times(square, through))
        whole = _times(whole, through)
    return whole


def equal_gap_success(graph: CorridorGraph, odds: Any, budget: int) -> Any:
    """P(the target is reached within ``budget`` steps) where ``odds`` = e^D multiplies the odds of all rows of base.

    The fork is uniform. A Fraction for a Fraction, else float64. Raises TypeError or ValueError for what is no graph,
    no number above 0, or no budget >= 1.

    >>> equal_gap_success(CorridorGraph(width=2, depth=1, lanes=1), Fraction(1), budget=6)
    Fraction(7, 32)
    """
    check_type("graph", graph, CorridorGraph)
    number_in("odds", odds, "(0, inf)")
    spare, least = checked_budget(budget) - 1, 2 * graph.depth + 1
    if spare < least:
        return 0 * odds
    law = corridor_law(graph, odds, (spare - least) // 2 + 1)
    share = Fraction(1, graph.width) if isinstance(odds, Fraction) else 1 / graph.width
    found, arrivals, among = 0 * odds, law, share
    while spare >= least:  # for the j-th trip out: `arrivals` is the law of the steps beyond (2j-1) (2K+1)
        found += among * sum(arrivals[: (spare - least) // 2 + 1])
        arrivals, among, spare = _times(arrivals, _times(law, law)), (1 - share) * among, spare - 2 * least
    return found


def _times(one: Array, other: Array) -> Array:
    """The product of two power series, as far as they go."""
    return np.convolve(one, other)[: len(one)]


def _inverse(series: Array) -> Array:
    found = 0 * series
    found[0] = 1 / series[0]
    for k in range(1, len(series)):
        found[k] = -found[0] * (series[1 : k + 1] @ found[:k][::-1])
    return found
