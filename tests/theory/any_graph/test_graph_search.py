"""The search agent on any graph agrees with the recursion on corridor graphs, and with enumerated walks."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from backproof.checks.tools.walks import search_cost
from backproof.theory.any_graph import graph_search
from backproof.theory.any_graph.elimination import TooMuchWork
from backproof.theory.any_graph.graph_search import search_outcome
from backproof.theory.any_graph.reasoning_graph import Edge, ReasoningGraph, corridor_reasoning_graph
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from tests.theory.reasoning import reasoning_graphs


@pytest.mark.parametrize("size", [(1, 1, 1), (1, 2, 3), (2, 1, 3), (2, 2, 2), (3, 1, 2)], ids=str)
def test_on_corridor_graphs_the_cost_at_the_sft_limit_matches_the_recursion(size):
    corridor = CorridorGraph(*size)
    graph = corridor_reasoning_graph(corridor)
    found = search_outcome(graph, graph.sft_limit())
    assert found.stuck == 0
    assert found.steps == search_cost(corridor, Policy.sft_limit(corridor))


def every_walk(graph, law, target):
    """(probability, steps, arrived) of every walk."""
    rows = {}
    for row, to, p in zip(graph.states.row.tolist(), graph.states.to.tolist(), law, strict=True):
        rows.setdefault(row, {})[to] = p
    walks = [((0,), Fraction(1))]
    while walks:
        walk, chance = walks.pop()
        left = {to: p for to, p in rows.get(walk[-1], {}).items() if to not in walk}
        left = {to: p for to, p in left.items() if p} or dict.fromkeys(left, Fraction(1))
        if graph.nodes[graph.states.head[walk[-1]]] == target or not left:
            yield chance, len(walk) - 1, graph.nodes[graph.states.head[walk[-1]]] == target
            continue
        walks += [((*walk, to), chance * p / sum(left.values())) for to, p in left.items()]


@settings(max_examples=30)
@given(reasoning_graphs(max_nodes=4, max_more=2))
def test_the_outcome_is_the_average_over_all_walks(graph):
    for law in (graph.base(), graph.sft_limit()):
        stuck = steps = Fraction(0)
        for target, prior in zip(graph.targets, graph.target_law.values(), strict=True):
            for chance, made, arrived in every_walk(graph, law, target):
                stuck += prior * chance * (not arrived)
                steps += prior * chance * made * arrived
        found = search_outcome(graph, law)
        assert (found.stuck, found.steps) == (stuck, steps)


def test_a_walker_that_gets_stuck_in_a_dead_end():
    edges = (Edge("s", "a", oneway=True), Edge("s", "t", oneway=True))
    graph = ReasoningGraph(("s", "a", "t"), edges, "s", ("t",))
    found = search_outcome(graph, graph.base())
    assert (found.stuck, found.steps) == (Fraction(1, 2), Fraction(1, 2))


def test_too_many_histories_are_refused():
    graph = corridor_reasoning_graph(CorridorGraph(2, 2, 2))
    with pytest.raises(TooMuchWork, match="more than 10 histories"):
        search_outcome(graph, graph.base(), most_histories=10)


def test_histories_are_counted_one_by_one_and_not_by_level(monkeypatch):
    """100 parallel edges lead to a vertex with 200 edges, so that the second level has 20,000 histories."""
    rows = []
    unused = graph_search._Row.unused
    monkeypatch.setattr(graph_search._Row, "unused", lambda row, used: rows.append(row) or unused(row, used))
    edges = (*(Edge("s", "a", key) for key in range(100)), *(Edge("a", "t", key) for key in range(100)))
    graph = ReasoningGraph(("s", "a", "t"), edges, "s", ("t",))
    with pytest.raises(TooMuchWork, match="more than 1000 histories"):
        search_outcome(graph, graph.base(), most_histories=1000)
    assert len(rows) <= 10


def test_the_limit_counts_the_histories_that_exist():
    """s, then t or a, then t or s: the levels have 1, 2 and 2. After a -> s only s -> t is unused, and it arrives."""
    graph = ReasoningGraph(("s", "a", "t"), (Edge("s", "a"), Edge("a", "t"), Edge("s", "t")), "s", ("t",))
    assert search_outcome(graph, graph.base(), most_histories=6).stuck == 0
    with pytest.raises(TooMuchWork):
        search_outcome(graph, graph.base(), most_histories=5)
