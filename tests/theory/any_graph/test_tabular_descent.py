"""Exact policy gradient on any graph: it ends at the optimum where that is known, and its cost never rises."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from backproof.theory.any_graph import tabular_descent
from backproof.theory.any_graph.reasoning_graph import Edge, ReasoningGraph, corridor_reasoning_graph
from backproof.theory.any_graph.tabular import evaluate_law
from backproof.theory.any_graph.tabular_descent import policy_gradient, rounded
from backproof.theory.graph import CorridorGraph
from tests.theory.reasoning import chain_cost, normalised, reasoning_graphs


@pytest.mark.parametrize("size", [(1, 2, 2), (2, 1, 3), (3, 2, 3), (2, 8, 3), (5, 5, 3), (3, 2, 1)], ids=str)
def test_on_corridor_graphs_descent_ends_at_the_optimum(size):
    """(2, 8, 3) starts with gradients of the wrong sign (theorem 7)."""
    corridor = CorridorGraph(*size)
    graph = corridor_reasoning_graph(corridor)
    optimum = 1 + (2 * corridor.width - 1) * (2 * corridor.depth + 1)
    found = policy_gradient(graph)
    assert abs(found.evaluation.cost - optimum) <= found.evaluation.error * optimum + 1e-9
    assert found.gradient <= 1e-10 * optimum
    assert chain_cost(graph, rounded(graph, found.law)) == optimum


@settings(max_examples=20)
@given(reasoning_graphs(oneway=False))
def test_the_cost_falls_with_every_step_and_fixed_rows_do_not_move(graph):
    costs = [float(chain_cost(graph, graph.base()))]
    found = policy_gradient(graph, lambda step, cost: costs.append(cost))
    assert len(costs) == found.iterations + 1
    assert all(later < earlier * (1 + 1e-12) for earlier, later in itertools.pairwise(costs))
    assert found.evaluation.cost <= costs[-1] * (1 + 1e-12)
    assert found.evaluation.cost >= float(graph.shortest_paths()) * (1 - 1e-9)
    kept = ~graph.trained[graph.states.row]
    assert found.law[kept] == pytest.approx(np.array([float(p) for p in graph.base()])[kept], rel=1e-12)
    sums = np.bincount(graph.states.row, found.law, minlength=len(graph.states))
    assert sums[np.diff(graph.states.first) > 0] == pytest.approx(1)


@settings(max_examples=20)
@given(reasoning_graphs(oneway=False))
def test_with_one_target_and_all_rows_trained_descent_ends_on_a_shortest_path(graph):
    one = ReasoningGraph(graph.nodes, graph.edges, graph.source, graph.targets[:1])
    found = policy_gradient(one)
    assert found.evaluation.cost == pytest.approx(float(one.shortest_paths()), rel=1e-8)


def test_a_binary_tree_is_searched_depth_first():
    nodes = ["r", *(f"r{a}" for a in "01"), *(f"r{a}{b}" for a in "01" for b in "01")]
    edges = tuple(Edge(node[:-1], node) for node in nodes[1:])
    graph = ReasoningGraph(tuple(nodes), edges, "r", tuple(nodes[3:]))
    found = policy_gradient(graph)
    # Depth first, the leaves are reached after 2, 4, 8 and 10 steps. Every other order takes longer.
    assert found.evaluation.cost == pytest.approx(6)


@pytest.mark.parametrize("most", [1, 3])
def test_descent_stops_at_the_limit_of_evaluations_and_says_so(most, monkeypatch):
    graph = corridor_reasoning_graph(CorridorGraph(3, 2, 3))
    made = []
    monkeypatch.setattr(tabular_descent, "evaluate_law", lambda *given: made.append(0) or evaluate_law(*given))
    monkeypatch.setattr(tabular_descent, "FEWEST_EVALUATIONS", 1)
    monkeypatch.setattr(tabular_descent, "WORK", most * graph.work)
    found = policy_gradient(graph)
    assert len(made) - found.limit <= most + 1  # the first is of base
    assert found.stopped == "at the limit of evaluations for a graph of this size"
    assert found.gradient > 1e-10 * found.evaluation.cost


def test_there_is_no_descent_from_an_infinite_base_cost():
    graph = ReasoningGraph(("s", "a", "t"), (Edge("s", "a", oneway=True), Edge("s", "t")), "s", ("t",))
    assert policy_gradient(graph) is None


def test_only_laws_close_to_fractions_with_small_denominators_are_rounded():
    graph = ReasoningGraph(("s", "t"), (Edge("s", "t", 0), Edge("s", "t", 1)), "s", ("t",))
    law = np.array([1 / 3 + 1e-9, 2 / 3 - 1e-9, *[0.5] * 8])
    assert rounded(graph, law) == [Fraction(1, 3), Fraction(2, 3), *[Fraction(1, 2)] * 8]
    law[:2] = 0.12345, 0.87655
    near = rounded(graph, law)
    assert near is None or max(abs(np.array(near, float) - law)) < 1e-6


def test_the_gradient_is_zero_for_rows_that_do_not_change_the_cost():
    graph = ReasoningGraph(("s", "t"), (Edge("s", "t", 0), Edge("s", "t", 1)), "s", ("t",))
    weights = [Fraction(1), Fraction(3), *[Fraction(1)] * 8]
    found = evaluate_law(graph, np.array([float(p) for p in normalised(graph, weights)]))
    assert found.cost == 1
    assert not found.pull.any()


def test_a_row_whose_rounded_fractions_do_not_sum_to_one_is_not_rounded():
    """Of two rows made of the same values, one sums to one; the other does not, and is noticed."""
    graph = ReasoningGraph(("s", "a", "t"), (Edge("s", "a"), Edge("s", "t"), Edge("a", "t")), "s", ("t",))
    law = np.full(len(graph.states.to), 0.5)
    assert rounded(graph, law) == [Fraction(1, 2)] * len(law)
    law[0] = 0.25
    assert rounded(graph, law) is None
