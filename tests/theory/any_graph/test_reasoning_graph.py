"""Reasoning graphs: states and laws agree with the corridor graph, and faulty graphs are refused."""

import math
from fractions import Fraction

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backproof.theory.any_graph import reasoning_graph
from backproof.theory.any_graph.golden import rows_without_gradient
from backproof.theory.any_graph.reasoning_graph import Edge, ReasoningGraph, corridor_reasoning_graph
from backproof.theory.graph import SOURCE, START, EdgeState
from backproof.theory.policy import Policy
from tests.strategies import graphs
from tests.theory.reasoning import reasoning_graphs


def edge_state(graph, state):
    """The name of a state as an `EdgeState` of the corridor graph."""
    tail, head = (graph.nodes[at[state]] for at in (graph.states.tail, graph.states.head))
    return EdgeState(tail, head, graph.edges[graph.states.edge[state]].key)


@pytest.mark.parametrize("make", [Policy.base, Policy.sft_limit])
@given(corridor=graphs())
def test_laws_on_corridor_graphs_match_the_policies(make, corridor):
    graph = corridor_reasoning_graph(corridor)
    law = graph.base() if make == Policy.base else graph.sft_limit()
    policy = make(corridor)
    states = {0: None} | {i: edge_state(graph, i) for i in range(1, len(graph.states))}
    found = {}
    for row, to, p in zip(graph.states.row.tolist(), graph.states.to.tolist(), law, strict=True):
        found.setdefault(states[row], {})[states[to]] = p
    assert found.pop(None) == {START: 1}
    assert set(found) == set(corridor.edge_states()) - {START.reversed()}
    for state, row in found.items():
        assert {move: p for move, p in row.items() if p} == {m: p for m, p in policy.row(corridor, state).items() if p}


@given(graphs())
def test_rows_without_gradient_on_corridor_graphs_match_the_theorem(corridor):
    graph = corridor_reasoning_graph(corridor)
    silent = {i for i in range(1, len(graph.states)) if graph.trained[i]} - set(graph.golden)
    expected = rows_without_gradient(corridor.multigraph(), SOURCE, corridor.leaves())
    fork = corridor.corridor(0)[0]
    assert {tuple(edge_state(graph, i)) for i in silent} == {
        tuple(s) for s in expected if s[1] not in (SOURCE, fork, *corridor.leaves())
    }


@given(reasoning_graphs())
def test_the_states_are_the_directed_edges_that_networkx_can_reach(graph):
    directed = nx.MultiDiGraph()
    for number, edge in enumerate(graph.edges):
        directed.add_edge(edge.tail, edge.head, number)
        if not edge.oneway and edge.tail != edge.head:
            directed.add_edge(edge.head, edge.tail, number)
    reached = {0} | nx.descendants(directed, 0)
    states = graph.states
    found = list(zip(states.tail.tolist(), states.head.tolist(), states.edge.tolist(), strict=True))
    assert sorted(found[1:]) == sorted(edge for edge in directed.edges(keys=True) if edge[0] in reached)
    assert found[0] == (-1, 0, -1)
    moves = {(found[i], found[j]) for i, j in zip(states.row.tolist(), states.to.tolist(), strict=True)}
    assert moves == {(a, b) for a in found for b in found[1:] if a[1] == b[0]}
    assert len(states.to) == len(moves)


@given(reasoning_graphs())
def test_rows_of_both_laws_sum_to_one_and_fixed_rows_keep_their_base(graph):
    base, sft = graph.base(), graph.sft_limit()
    for state in range(len(graph.states)):
        cells = slice(*graph.states.first[state : state + 2])
        if base[cells]:
            assert sum(base[cells]) == sum(sft[cells]) == 1
            assert min(base[cells]) > 0
        if not graph.trained[state] or state not in graph.golden:
            assert base[cells] == sft[cells]


@given(reasoning_graphs())
def test_golden_paths_have_the_length_that_networkx_finds(graph):
    directed = nx.DiGraph()
    for edge in graph.edges:
        directed.add_edge(edge.tail, edge.head)
        if not edge.oneway:
            directed.add_edge(edge.head, edge.tail)
    lengths = [nx.shortest_path_length(directed, 0, target) for target in graph.targets]
    prior = graph.target_law.values()
    assert sum(prior) == 1
    if min(lengths) > 0:
        assert graph.shortest_paths() == sum(p * n for p, n in zip(prior, lengths, strict=True))


def test_weights_are_exact_decimals():
    edges = (Edge("s", "a", weight=0.1), Edge("s", "t", weight=0.3))
    graph = ReasoningGraph(("s", "a", "t"), edges, "s", ("t",))
    assert graph.base()[:2] == [Fraction(1, 4), Fraction(3, 4)]


PATH = {"nodes": ("s", "a", "t"), "edges": (Edge("s", "a"), Edge("a", "t")), "source": "s", "targets": ("t",)}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"nodes": ("s", "a", "t", "a")}, r"nodes\[3\]: id 'a' is that of nodes\[1\]: ids must differ"),
        ({"nodes": ("s", "t")}, r"edges\[0\]: its ends must be ids of nodes, got 'a'"),
        ({"source": "x"}, "source must be the id of a node, got source='x'"),
        ({"targets": ()}, "targets must name at least one node, got none"),
        ({"targets": ("t", "x")}, r"targets\[1\]: must be the id of a node, got 'x'"),
        ({"targets": ("s",)}, r"targets\[0\]: must not be the source, got 's'"),
        ({"targets": ("t", "a", "t")}, r"targets\[2\]: 't' is named twice"),
        ({"prior": (1, 2)}, "prior must have 1 numbers, as targets has, got 2"),
        ({"prior": (-1,)}, r"prior\[0\]: must be a number from 1e-9 to 1e9, got -1"),
        ({"fixed": frozenset("x")}, "fixed must hold ids of nodes, got 'x'"),
        ({"edges": ()}, r"targets\[0\]: no path leads from the source 's' to 't'"),
        ({"edges": (Edge("s", "a"), Edge("t", "a", oneway=True))}, r"targets\[0\]: no path leads from the source"),
        ({"edges": (Edge("s", "a", oneway=1),)}, r"edges\[0\]: oneway must be true or false, got oneway=1"),
        (
            {"edges": (Edge("s", "a", 0), Edge("a", "s", 0))},
            r"edges\[1\]: key 0 is that of edges\[0\] between the same",
        ),
        *(
            (
                {"edges": (Edge("s", "a"), Edge("a", "t", weight=weight))},
                r"edges\[1\]: weight must be a number from 1e-09",
            )
            for weight in (0, -1, math.nan, math.inf, "1", None, True, 1e-12)
        ),
    ],
)
def test_faults_of_a_graph_are_reported_with_their_place(change, message):
    with pytest.raises(ValueError, match=message):
        ReasoningGraph(**{**PATH, **change})


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        ("MOST_NODES", "nodes must be at most 2, got 3: cut the graph down"),
        ("MOST_STATES", "edges must give at most 2 edge-states, got 4: cut them down"),
        ("MOST_WORK", "targets must be at most 1 for 7 moves, got 2: name fewer"),
        ("MOST_MOVES", "edges must give at most 2 moves, got 7: cut down the degrees"),
    ],
)
def test_graphs_that_are_too_large_are_refused(limit, message, monkeypatch):
    monkeypatch.setattr(reasoning_graph, limit, 2)
    with pytest.raises(ValueError, match=message):
        ReasoningGraph(**PATH | ({"targets": ("a", "t")} if limit == "MOST_WORK" else {}))


def test_a_graph_with_one_target_is_never_too_large_for_its_targets(monkeypatch):
    monkeypatch.setattr(reasoning_graph, "MOST_WORK", 0)
    assert len(ReasoningGraph(**PATH).states) == 5


@given(st.integers(2, 6))
def test_parallel_edges_and_self_loops_are_allowed(copies):
    edges = (*(Edge("s", "t", key) for key in range(copies)), Edge("s", "s"))
    graph = ReasoningGraph(("s", "t"), edges, "s", ("t",))
    assert len(graph.states) == 1 + 2 * copies + 1
    assert set(graph.base()[: copies + 1]) == {Fraction(1, copies + 1)}
