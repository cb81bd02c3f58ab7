"""A graph of networkx is converted to the right reasoning graph, and ambiguous input is refused."""

from __future__ import annotations

from fractions import Fraction

import networkx as nx
import numpy as np
import pytest

from backproof.theory.any_graph.networkx_graphs import from_networkx
from backproof.theory.any_graph.reasoning_graph import Edge, ReasoningGraph
from backproof.theory.any_graph.tabular import exact_cost

KINDS = [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph]


def example(kind):
    graph = kind([((0, 0), "a"), ("a", 7), ("a", "b"), ("b", (0, 0))])
    graph.add_edge("a", "b", weight=2)
    return graph


@pytest.mark.parametrize("kind", KINDS)
def test_the_graph_has_the_nodes_and_edges_of_networkx(kind):
    graph = example(kind)
    found = from_networkx(graph, source=(0, 0), targets=[7])
    edges = tuple(
        Edge(tail, head, n, data.get("weight", 1), graph.is_directed())
        for n, (tail, head, data) in enumerate(graph.edges(data=True))
    )
    meant = ReasoningGraph(tuple(graph), edges, (0, 0), (7,))
    assert found.nodes == meant.nodes
    assert [edge[:2] + edge[3:] for edge in found.edges] == [edge[:2] + edge[3:] for edge in meant.edges]
    assert exact_cost(found, found.base()).value == exact_cost(meant, meant.base()).value


def test_arguments_that_are_left_out_come_from_attributes_of_the_graph():
    graph = nx.path_graph(4)
    graph.graph |= {"source": 0, "targets": [2, 3], "prior": [1, 3], "fixed": [1]}
    found = from_networkx(graph)
    assert (found.source, found.targets, found.prior, found.fixed) == (0, (2, 3), (1, 3), {1})
    assert from_networkx(graph, targets=[3], prior=[1]).targets == (3,)


def test_other_attributes_of_edges_are_kept_by_name():
    graph = nx.Graph()
    graph.add_edge(0, 1, colour="red", weight=3)
    assert from_networkx(graph, source=0, targets=[1]).unread == ("colour",)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"targets": "t"}, TypeError, "targets must be a list, got targets='t'"),
        ({"targets": b"t"}, TypeError, "targets must be a list, got targets=b't'"),
        ({"targets": {"t": 1}}, TypeError, "targets must be a list, got targets={'t': 1}"),
        ({"prior": {"t": 1}}, TypeError, "prior must be a list, got prior={'t': 1}"),
        ({"prior": {1}}, TypeError, "prior must be a list, got prior={1}"),
        ({"targets": {"a", "t"}, "prior": [1, 2]}, TypeError, "targets must be a list where a prior is given"),
        ({"source": ["s"]}, TypeError, "source must be a node of the graph, got ['s'], which none can be"),
        ({"targets": [["t"]]}, TypeError, "targets must be a node of the graph, got ['t'], which none can be"),
        ({"fixed": [{}]}, TypeError, "fixed must be a node of the graph, got {}, which none can be"),
        ({"targets": 1}, TypeError, "targets must be a list, got targets=1"),
        ({"targets": None}, ValueError, "targets is missing: give targets=, or set graph.graph['targets']"),
        ({"source": None}, ValueError, "source is missing: give source=, or set"),
        ({"source": "x"}, ValueError, "source must be the id of a node, got source='x'"),
        ({"targets": []}, ValueError, "targets must name at least one node"),
        ({"prior": [1, 2]}, ValueError, "prior must have 1 numbers"),
        ({"fixed": ["x"]}, ValueError, "fixed must hold ids of nodes, got 'x'"),
    ],
)
def test_ambiguous_or_invalid_arguments_are_refused(change, error, message):
    with pytest.raises(error) as found:
        from_networkx(nx.path_graph(["s", "a", "t"]), **{"source": "s", "targets": ["t"], **change})
    assert message in str(found.value)


def test_numbers_of_numpy_are_read_like_those_of_python():
    graph = nx.path_graph(4)
    graph[0][1]["weight"], graph[1][2]["weight"] = np.int64(2), np.float32(0.5)
    found = from_networkx(graph, source=np.int64(0), targets=np.array([2, 3]), prior=np.array([1, 3]), fixed={1})
    assert [edge.weight for edge in found.edges] == [2, 0.5, 1]
    assert found.target_law == {2: Fraction(1, 4), 3: Fraction(3, 4)}
    assert {type(number) for number in (*found.prior, *found.targets)} == {int}
    plain = nx.path_graph(4)
    plain[0][1]["weight"], plain[1][2]["weight"] = 2, 0.5
    meant = from_networkx(plain, source=0, targets=[2, 3], prior=[1, 3], fixed=[1])
    assert exact_cost(found, found.base()).value == exact_cost(meant, meant.base()).value


def test_a_node_of_a_users_class_is_named_on_one_line():
    class Odd:
        def __repr__(self):
            return "two\nlines"

    odd = Odd()
    found = from_networkx(nx.Graph([(odd, "t")]), source=odd, targets=["t"])
    assert found.name(1) == r"'two\nlines' -> t"


def test_a_one_way_edge_needs_a_directed_graph():
    graph = nx.Graph()
    graph.add_edge("s", "t", oneway=True)
    with pytest.raises(ValueError, match="oneway has no direction in an undirected graph of networkx, which"):
        from_networkx(graph, source="s", targets=["t"])


def test_anything_but_a_graph_of_networkx_is_refused():
    with pytest.raises(TypeError, match="graph must be a graph of networkx, got dict"):
        from_networkx({}, source="s", targets=["t"])


def test_a_prior_of_1_and_3_means_a_quarter_and_three_quarters():
    """On the path 0 - 1 - 2 - 3 the targets are 2 and 3."""
    found = from_networkx(nx.path_graph(4), source=0, targets=[2, 3], prior=[1, 3])
    assert found.target_law == {2: Fraction(1, 4), 3: Fraction(3, 4)}
