"""The least expected steps to a hidden target of any agent, with memory and with any rows, on a reasoning graph.

The agent does not see the target, so it learns nothing on its way but that the nodes behind it are not the target. Its
best plan is a walk that visits all targets. A walk that meets target t first after n_t steps costs the sum of prior
times n_t, and an agent that draws its walks costs the mean of such sums. The least one is found by dynamic programming
over the set of targets that are left and the target visited last: a step costs the probability that the target is
still ahead, and between two targets the walk takes a shortest path. At fixed nodes the agent may choose as well here,
which makes the result a lower bound there.

Source of the recurrence: M. Held, R. Karp, J. SIAM 10 (1962) 196-210.

Main definitions: `least_latency`, `Latency`.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import dijkstra

from backproof.theory.any_graph.reasoning_graph import START_STATE, Floats, ReasoningGraph
from backproof.theory.any_graph.tabular import each_once

MOST_TARGETS = 16
"""Sets of targets double with each; so many take a second."""
MOST_WEIGHT = 2**52
"""Sums of integer weights below this are exact in float64."""


class Latency(NamedTuple):
    """``cost``: the least expected steps. ``law`` (moves,): a policy without memory that attains it; None if the walk
    that was found takes two different moves after one edge, or a node is fixed.
    """

    cost: Fraction
    law: Floats | None


def least_latency(graph: ReasoningGraph) -> Latency | None:
    """None for more than `MOST_TARGETS` targets, and for a prior whose denominators are too large.

    >>> from backproof.theory.graph import CorridorGraph
    >>> from backproof.theory.any_graph.reasoning_graph import corridor_reasoning_graph
    >>> least_latency(corridor_reasoning_graph(CorridorGraph(width=3, depth=2, lanes=2))).cost
    Fraction(16, 1)
    """
    law = graph.target_law
    scale = int(np.lcm.reduce([prior.denominator for prior in law.values()], dtype=object))
    weights = [int(prior * scale) for prior in law.values()]
    longest = len(law) * len(graph.states)  # a walk through all targets, each by a shortest path from the one before
    if len(law) > MOST_TARGETS or sum(weights) * longest > MOST_WEIGHT:
        return None
    source = int(graph.states.head[START_STATE])
    places = [source, *law]
    steps, before = _shortest(graph, places)
    found = _least_sum(steps[:, 1:], np.array(weights, np.float64))
    if found is None:
        return None
    total, order = found
    stops = [source, *(places[1 + target] for target in order)]
    paths = [_path(before[places.index(tail)], tail, head) for tail, head in itertools.pairwise(stops)]
    walk = [source, *itertools.chain(*paths)]
    return Latency(Fraction(int(total), scale), None if graph.fixed else _policy(graph, walk))


def _shortest(graph: ReasoningGraph, places: list[int]) -> tuple[Floats, np.ndarray]:
    """Steps from these nodes to each of them, and for each the node before every other on a shortest path."""
    states, size = graph.states, len(graph.nodes)
    links = sparse.csr_array((np.ones(len(states) - 1), (states.tail[1:], states.head[1:])), shape=(size, size))
    steps, before = dijkstra(links, indices=places, return_predecessors=True, unweighted=True)
    return steps[:, places], before


def _least_sum(steps: Floats, weights: Floats) -> tuple[float, list[int]] | None:
    """The least sum of weights times arrival, and the order of the targets; None if no walk visits them all.

    ``steps`` (targets + 1, targets) are those from the start and from each target. ``least[left, last]`` is the least
    sum of the steps that follow, each times the weight that is left, once the walk is at target ``last``.
    """
    count = len(weights)
    sets = np.arange(1 << count)
    left = (sets[:, None] >> np.arange(count) & 1) @ weights
    least = np.full((1 << count, count), np.inf)
    least[0] = 0
    follows = np.zeros((1 << count, count), np.int64)
    for mask in sets[1:]:
        inside = [i for i in range(count) if mask >> i & 1]
        onward = np.array([least[mask & ~(1 << i), i] for i in inside])
        through = steps[1:, inside] * left[mask] + onward
        least[mask], follows[mask] = through.min(1), np.array(inside)[through.argmin(1)]
    full = (1 << count) - 1
    begin = steps[0] * left[full] + np.array([least[full & ~(1 << i), i] for i in range(count)])
    if not np.isfinite(begin.min()):
        return None
    order, mask = [int(begin.argmin())], full & ~(1 << int(begin.argmin()))
    while mask:
        order.append(int(follows[mask, order[-1]]))
        mask &= ~(1 << order[-1])
    return float(begin.min()), order


def _path(before: np.ndarray, tail: int, head: int) -> list[int]:
    """The nodes of a shortest path after its tail."""
    nodes = [head]
    while before[nodes[-1]] != tail:
        nodes.append(int(before[nodes[-1]]))
    return nodes[::-1]


def _policy(graph: ReasoningGraph, walk: list[int]) -> Floats | None:
    """The deterministic policy that takes this walk, at base elsewhere; None if one edge has two different sequels."""
    states = graph.states
    law = np.array(each_once(graph.base(), float))
    state = START_STATE
    chosen: dict[int, int] = {}
    for node in walk[1:]:
        cells = range(states.first[state], states.first[state + 1])
        cell = next(cell for cell in cells if states.head[states.to[cell]] == node)
        if chosen.setdefault(state, cell) != cell:
            return None
        law[states.first[state] : states.first[state + 1]] = 0.0
        law[cell], state = 1.0, int(states.to[cell])
    return law
