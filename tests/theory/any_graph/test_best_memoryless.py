"""Branch and bound over policies without memory: its bounds hold for every policy, and meet where the theory knows."""

import math

import numpy as np
import pytest
from hypothesis import given, settings

from backproof.theory.any_graph import best_memoryless as module
from backproof.theory.any_graph.best_memoryless import best_memoryless
from backproof.theory.any_graph.reasoning_graph import Edge, ReasoningGraph, corridor_reasoning_graph
from backproof.theory.any_graph.tabular import evaluate_law
from backproof.theory.any_graph.tabular_descent import policy_gradient, random_law
from backproof.theory.graph import CorridorGraph
from tests.theory.reasoning import reasoning_graphs


@pytest.mark.slow  # 2 s; docs/graph-files.md shows the same
def test_it_proves_the_optimum_of_the_smallest_corridors():
    """H* = 1 + (2W-1)(2K+1) = 10 at W = 2 and K = L = 1, with the fork drawn by the environment."""
    graph = corridor_reasoning_graph(CorridorGraph(2, 1, 1))
    found = best_memoryless(graph, policy_gradient(graph).law, most_boxes=2000)
    assert found.closed
    assert 9.98 < found.low < 10 <= found.high < 10.001


def one_row(prior):
    """A walker comes to s by one edge alone, and chooses between the targets a and b, which lead back to x."""
    edges = [Edge(*pair, oneway=True) for pair in ("xs", "sa", "sb", "ax", "bx")]
    return ReasoningGraph(tuple("xsab"), tuple(edges), "x", ("a", "b"), prior)


@pytest.mark.parametrize("prior", [(2, 1), (1, 1), (9, 1)], ids=str)
def test_a_single_row_is_best_in_proportion_to_the_root_of_the_prior(prior):
    """Each wrong choice costs 3 steps. With p = f_a, 1/p - 1 wrong ones come before a on average, as in the claim
    `fork-square-root`: the least cost is 2 + 3 ((sqrt(pi_a) + sqrt(pi_b))^2 - 1).
    """
    graph = one_row(prior)
    shares = [weight / sum(prior) for weight in prior]
    least = 2 + 3 * (sum(map(math.sqrt, shares)) ** 2 - 1)
    found = best_memoryless(graph, random_law(graph, 0))
    assert found.closed
    assert found.low <= least <= found.high <= 1.001 * least


@settings(max_examples=15)
@given(reasoning_graphs(oneway=False, max_nodes=5, max_more=3))
def test_no_policy_costs_less_than_the_lower_bound(graph):
    begin = random_law(graph, 0)
    found = best_memoryless(graph, begin, most_boxes=40)
    best = policy_gradient(graph)
    assert found.low <= best.evaluation.cost * (1 + 1e-9)
    assert found.high <= evaluate_law(graph, begin).cost * (1 + 1e-9)
    assert evaluate_law(graph, found.law).cost == pytest.approx(found.high, rel=1e-6)
    for seed in range(1, 4):
        assert found.low <= evaluate_law(graph, random_law(graph, seed)).cost


def test_a_player_who_takes_the_worst_moves_would_be_noticed(monkeypatch):
    """The twin: rows that put as much as they may on the moves with the most steps left are no lower bound."""
    right = module._Problem._greedy
    monkeypatch.setattr(module._Problem, "_greedy", lambda self, steps, low, high: right(self, -steps, low, high))
    graph = one_row((2, 1))
    cost = policy_gradient(graph).evaluation.cost
    assert best_memoryless(graph, random_law(graph, 0), most_boxes=1).low > cost


def test_a_large_graph_is_left_out():
    graph = corridor_reasoning_graph(CorridorGraph(5, 5, 3))
    assert best_memoryless(graph, np.array([float(share) for share in graph.base()])) is None


def test_a_bracket_without_an_upper_end_is_not_closed():
    """The base policy can be trapped at a, and one box is too few to find another policy."""
    edges = (Edge("s", "a", oneway=True), Edge("s", "t"), Edge("a", "a"))
    graph = ReasoningGraph(("s", "a", "t"), edges, "s", ("t",))
    found = best_memoryless(graph, np.array([float(share) for share in graph.base()]), most_boxes=1)
    assert found.high == math.inf
    assert not found.closed
