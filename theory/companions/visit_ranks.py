"""How often a walk visits each node of its graph, and how fast visits fall from rank to rank.

The nodes are edge-states (directed edges, lanes apart) or vertices. A visit is an arrival, so the source has none.
Nodes that are alike by symmetry are listed once, with their number. Without a budget the visits follow from the
crossings of `theory.costs`: an excursion into a wrong corridor crosses edge e in either direction
p_1 ... p_e / (q_1 ... q_e) times. There are 1 + x_0 excursions into the target's corridor and, for a fork with the law
f and the target t, on average (1 + x_0) f_i/f_t into corridor i. Within a budget too, how long an excursion takes does
not depend on which wrong corridor it enters: so their visits are in proportion to f_i.

Main definitions: `edge_state_visits`, `vertex_visits`, `rank_decay`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from backproof.theory.companions.numbers_given import number_in
from backproof.theory.companions.word_chain import (
    Place,
    WordChain,
    checked_budget,
    exact_passes,
    fork_law,
    share_of_target,
    word_chain,
)
from backproof.theory.costs import crossings
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy


class Visited(NamedTuple):
    """``number`` nodes with as many expected ``visits`` each.

    ``place`` is a `Place`, the edge-state up to lane and corridor; or a vertex: the kind of corridor, and 0..2K + 1
    from the fork to the leaf. Wrong corridors to which the fork gives different weights are listed apart.
    """

    place: Any
    visits: Any
    number: int


class RankDecay(NamedTuple):
    """The least-squares line log10 X(R) = ``intercept`` - ``slope`` R over the ranks R = 1..``nodes``.

    It is fitted to the nodes of more than ``least`` visits. ``r_squared`` is 1 for a perfect fit, NaN if all visits are
    equal. ``gini`` is the Gini coefficient of these visits, 0 if they are equal.
    """

    slope: float
    intercept: float
    r_squared: float
    gini: float
    nodes: int
    least: float


def edge_state_visits(
    graph: CorridorGraph,
    policy: Policy,
    budget: int | None = None,
    *,
    fork: Sequence[Any] | None = None,
    target: int = 0,
    exact: bool = False,
) -> list[Visited]:
    """The expected visits to each edge-state until the target is reached, or for ``budget`` steps at most.

    ``exact`` gives Fractions, for small budgets or none. The fork may have weights; errors as for
    `theory.companions.word_chain.word_chain`. Raises ValueError if the fork never enters the target's corridor and
    there is no budget, OverflowError if a float cannot hold a result.

    >>> graph = CorridorGraph(width=2, depth=1, lanes=1)
    >>> sum(node.visits * node.number for node in edge_state_visits(graph, Policy.optimal(graph), exact=True))
    Fraction(10, 1)
    """
    found = _totals(graph, policy, budget, fork, target, exact=exact)
    lanes = [graph.lanes if place.edge % 2 and place.edge > 0 else 1 for place in found]
    return _by_node(found, lanes, fork_law(graph, fork), target, exact=exact)


def vertex_visits(
    graph: CorridorGraph,
    policy: Policy,
    budget: int | None = None,
    *,
    fork: Sequence[Any] | None = None,
    target: int = 0,
    exact: bool = False,
) -> list[Visited]:
    """The expected visits to each vertex: the arrivals along all edges. Arguments and errors as `edge_state_visits`."""
    totals: dict[tuple[str, int], Any] = {}
    for (kind, edge, outward), visits in _totals(graph, policy, budget, fork, target, exact=exact).items():
        at = edge + 1 if outward else edge
        vertex = (kind if at else "fork", at)
        totals[vertex] = totals.get(vertex, 0) + visits
    return _by_node(totals, [1] * len(totals), fork_law(graph, fork), target, exact=exact)


def rank_decay(nodes: Sequence[Visited], least: float = 0.0) -> RankDecay:
    """The fit over the nodes with more than ``least`` visits. What is left out changes the slope, so it is reported.

    Raises ValueError for a ``least`` that is not >= 0 and if fewer than two nodes remain.
    """
    least = number_in("least", least, "[0, inf)")
    kept = [node for node in nodes if node.visits > least]
    visits = np.repeat([float(node.visits) for node in kept], [node.number for node in kept])
    if len(visits) < 2:
        raise ValueError(f"at least two nodes must have more than {least} visits, got {len(visits)}")
    visits = np.sort(visits)[::-1]
    ranks = np.arange(1, len(visits) + 1)
    logs = np.log10(visits)
    off_rank, off_log = ranks - ranks.mean(), logs - logs.mean()
    slope = float(off_rank @ off_log / (off_rank @ off_rank))
    spread = float(off_log @ off_log)
    explained = slope**2 * float(off_rank @ off_rank) / spread if spread else float("nan")
    gini = float((len(visits) + 1 - 2 * ranks) @ visits / (len(visits) * visits.sum()))
    return RankDecay(-slope, float(logs.mean() - slope * ranks.mean()), explained, gini, len(visits), least)


def _totals(
    graph: CorridorGraph,
    policy: Policy,
    budget: int | None,
    fork: Sequence[Any] | None,
    target: int,
    *,
    exact: bool,
) -> dict[Place, Any]:
    """By place: the visits to all edge-states there."""
    if budget is None:
        return _all_visits(graph, policy, share_of_target(graph, fork, target))
    return _visits_within(word_chain(graph, policy, "vertex", fork=fork, target=target), budget, exact=exact)


def _by_node(
    totals: Mapping[Any, Any], copies: Sequence[int], law: Sequence[Fraction], target: int, *, exact: bool
) -> list[Visited]:
    """The visits to each node, from those to all nodes of a place, which has so many ``copies`` in each corridor."""
    number = Fraction if exact else float
    others = Counter([*law[:target], *law[target + 1 :]])
    away = 1 - law[target] or 1
    nodes = []
    for (place, visits), alike in zip(totals.items(), copies, strict=True):
        corridors = {weight / away: count for weight, count in others.items()} if place[0] == "wrong" else {1: 1}
        nodes += [Visited(place, number(visits * part / alike), count * alike) for part, count in corridors.items()]
    return nodes


def _all_visits(graph: CorridorGraph, policy: Policy, share: Fraction) -> dict[Place, Fraction]:
    p, q = (np.array(side, dtype=object) for side in exact_passes(graph, policy))
    surplus = crossings.surpluses(p, q)
    found = {Place("start", -1, True): Fraction(1)}
    excursions = (1 - share) / share * (1 + surplus[0])
    for e, extra in enumerate(surplus):
        found[Place("target", e, True)] = Fraction(1 + extra)
        if e < 2 * graph.depth:
            found[Place("target", e, False)] = Fraction(extra)
        if e:
            excursions = excursions * p[e - 1] / q[e - 1]
        for outward in (True, False):
            found[Place("wrong", e, outward)] = Fraction(excursions)
    return found


def _visits_within(chain: WordChain, budget: int, *, exact: bool) -> dict[Place, Any]:
    mass: Any = [Fraction(int(i == 0)) for i in range(len(chain.states))] if exact else chain.first_mass()
    total = np.array([*mass, 0], dtype=object if exact else np.float64)
    for _ in range(2, checked_budget(budget) + 1):
        after = np.array(chain.exact_step(mass), dtype=object) if exact else chain.matrix @ mass
        total, mass = total + after, after[:-1]
    arrived = Place("target", chain.states[-1].edge, True)
    return dict(zip((*chain.states, arrived), total.tolist(), strict=True))
