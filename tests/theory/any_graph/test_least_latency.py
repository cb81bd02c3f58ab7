"""What no agent beats: the least mean arrival time, against all orders of the targets and all policies at hand."""

import itertools
from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from backproof.theory.any_graph import least_latency as module
from backproof.theory.any_graph.least_latency import least_latency
from backproof.theory.any_graph.reasoning_graph import (
    Edge,
    ReasoningGraph,
    corridor_reasoning_graph,
    unequal_reasoning_graph,
)
from backproof.theory.any_graph.tabular import evaluate_law
from backproof.theory.any_graph.tabular_descent import policy_gradient, random_law
from backproof.theory.graph import CorridorGraph
from tests.theory.reasoning import reasoning_graphs


def by_all_orders(graph):
    """The least sum of prior times arrival over all orders, each leg a shortest path; None if there is no walk."""
    links = nx.DiGraph()
    links.add_nodes_from(range(len(graph.nodes)))
    links.add_edges_from(zip(graph.states.tail[1:].tolist(), graph.states.head[1:].tolist(), strict=True))
    steps = dict(nx.all_pairs_shortest_path_length(links))
    found = []
    for order in itertools.permutations(graph.target_law):
        at, time, total = int(graph.states.head[0]), 0, Fraction(0)
        for target in order:
            if target not in steps[at]:
                break
            time += steps[at][target]
            total += graph.target_law[target] * time
            at = target
        else:
            found.append(total)
    return min(found, default=None)


@settings(max_examples=40)
@given(reasoning_graphs())
def test_it_is_the_least_over_all_orders(graph):
    found, expected = least_latency(graph), by_all_orders(graph)
    assert (None if found is None else found.cost) == expected
    if found is not None and found.law is not None:
        assert evaluate_law(graph, found.law).cost == pytest.approx(float(expected), rel=1e-12)


@settings(max_examples=20)
@given(reasoning_graphs(oneway=False))
def test_no_policy_costs_less(graph):
    least = float(least_latency(graph).cost)
    laws = [policy_gradient(graph).law, *(random_law(graph, seed) for seed in range(3))]
    assert all(evaluate_law(graph, law).cost >= least * (1 - 1e-9) for law in laws)


@pytest.mark.parametrize("size", [(1, 1, 1), (2, 1, 1), (3, 2, 2), (5, 3, 2)], ids=str)
def test_in_corridors_it_is_the_bound_that_a_fork_with_memory_attains(size):
    """1 + W (2K + 1), the claim `fork-memory`; a fixed fork keeps the bound, and then no policy is named."""
    width, depth, lanes = size
    free, fixed = (
        unequal_reasoning_graph([[lanes] * depth] * width, fixed=()),
        corridor_reasoning_graph(CorridorGraph(*size)),
    )
    assert least_latency(free).cost == least_latency(fixed).cost == 1 + width * (2 * depth + 1)
    assert evaluate_law(free, least_latency(free).law).cost == pytest.approx(1 + width * (2 * depth + 1))
    assert least_latency(fixed).law is None


def test_a_walk_that_needs_memory_is_no_policy():
    """After both visits to u the walk comes to a by the same edge, and then goes to different targets."""
    edges = [Edge("s", "a"), Edge("a", "t", oneway=True), Edge("t", "s", oneway=True), Edge("a", "u")]
    graph = ReasoningGraph(("s", "a", "t", "u"), tuple(edges), "s", ("t", "u"), (5, 1))
    found = least_latency(graph)
    assert found.cost == by_all_orders(graph) == Fraction(5 * 2 + 1 * 5, 6)
    assert found.law is None


def test_too_many_targets_and_a_prior_that_is_too_fine_are_left_out(monkeypatch):
    star = [Edge("s", number) for number in range(4)]
    graph = ReasoningGraph(("s", *range(4)), tuple(star), "s", tuple(range(4)))
    assert least_latency(graph).cost == Fraction(1 + 3 + 5 + 7, 4)
    fine = ReasoningGraph(("s", *range(4)), tuple(star), "s", tuple(range(4)), (1, 1, 1, 1 / 3))
    assert least_latency(fine) is None
    monkeypatch.setattr(module, "MOST_TARGETS", 3)
    assert least_latency(graph) is None


def test_random_laws_are_laws_that_depend_on_the_seed_alone():
    graph = corridor_reasoning_graph(CorridorGraph(2, 1, 2))
    one, again, two = (random_law(graph, seed) for seed in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.allclose(one, two)
    assert np.bincount(graph.states.row, one)[np.diff(graph.states.first) > 0] == pytest.approx(1)
    kept = ~graph.trained[graph.states.row]
    assert one[kept] == pytest.approx(np.array([float(p) for p in graph.base()])[kept])


def test_the_cost_is_exact_on_long_walks_with_fine_priors_or_left_out():
    """From every target the walk goes back to the beginning, so it is longer than the graph has edges. The targets are
    visited in the order of the prior, each 102 steps after the one before.
    """
    branches = [(f"t{number}", number) for number in range(8)]
    edges = [Edge(i, i + 1, oneway=True) for i in range(100)]
    edges += [edge for name, _ in branches for edge in (Edge(100, name, oneway=True), Edge(name, 0, oneway=True))]
    names = tuple(name for name, _ in branches)
    costs = []
    for scale in (10**3, 10**11, 4 * 10**12):
        weights = tuple(Fraction(scale + 7 * scale // (11 + number) // 9, 10**6) for _, number in branches)
        graph = ReasoningGraph((*range(101), *names), tuple(edges), 0, names, weights)
        ranked = sorted(graph.target_law.values(), reverse=True)
        expected = sum((prior * (101 + 102 * before) for before, prior in enumerate(ranked)), Fraction(0))
        costs.append(least_latency(graph))
        assert costs[-1] is None or costs[-1].cost == expected
    assert costs[0] is not None
    assert costs[-1] is None
