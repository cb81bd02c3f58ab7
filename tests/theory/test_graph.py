"""The corridor graph has the structure of its definition, checked with networkx."""

import dataclasses
import itertools
import math
from collections import Counter

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backproof.theory.graph import FORK, PAPER, SOURCE, START, CorridorGraph, EdgeState, Vertex
from tests.strategies import graphs

SIZES = ("width", "depth", "lanes")


@given(graphs())
def test_counts_match_the_constructed_multigraph(graph):
    net = graph.multigraph()
    vertices, edges, states = list(graph.vertices()), list(graph.edges()), list(graph.edge_states())
    assert graph.vertex_count == len(vertices) == len(set(vertices)) == net.number_of_nodes()
    assert graph.edge_count == len(edges) == len(set(edges)) == net.number_of_edges()
    assert len(states) == len(set(states)) == 2 * graph.edge_count
    assert {state.reversed() for state in states} == set(states)


@given(graphs())
def test_degrees_match_the_definition(graph):
    net = graph.multigraph()
    degrees = {"source": 1, "fork": graph.width + 1, "left": graph.lanes + 1, "right": graph.lanes + 1, "leaf": 1}
    assert nx.is_connected(net)
    assert dict(net.degree()) == {vertex: degrees[vertex.kind] for vertex in graph.vertices()}
    kinds = Counter(vertex.kind for vertex in net)
    diamonds = graph.width * graph.depth
    assert kinds == {"source": 1, "fork": 1, "left": diamonds, "right": diamonds, "leaf": graph.width}


@given(graphs())
def test_levels_are_distances_from_the_source(graph):
    lengths = nx.single_source_shortest_path_length(graph.multigraph(), SOURCE)
    assert {vertex: graph.level(vertex) for vertex in graph.vertices()} == lengths
    assert {lengths[leaf] for leaf in graph.leaves()} == {graph.shortest_path_length}


@given(graphs())
def test_golden_paths_are_all_shortest_paths(graph):
    net, edges = graph.multigraph(), set(graph.edges())
    for leaf in graph.leaves():
        walks = nx.all_shortest_paths(net, SOURCE, leaf)
        expected = sum(math.prod(itertools.starmap(net.number_of_edges, itertools.pairwise(walk))) for walk in walks)
        paths = list(graph.golden_paths(leaf))
        assert len(paths) == len(set(paths)) == expected == graph.golden_path_count
        for path in paths:
            assert len(path) == 2 * graph.depth + 2
            assert path[0] == START
            assert path[-1].head == leaf
            assert all(edge.head == after.tail for edge, after in itertools.pairwise(path))
            assert edges.issuperset(path)


@pytest.mark.parametrize("target", [Vertex("leaf", 2), FORK, Vertex("leaf", -1)], ids=str)
def test_golden_paths_lead_to_leaves_only(target):
    with pytest.raises(ValueError, match=r"^target must be a leaf of corridor 0 to 1, got Vertex\("):
        next(CorridorGraph(width=2, depth=1, lanes=1).golden_paths(target))


GRAPH = CorridorGraph(width=2, depth=3, lanes=1)


@pytest.mark.parametrize("value", [99, 2, -1, np.int64(2)])
def test_a_corridor_outside_the_graph_is_a_value_error(value):
    with pytest.raises(ValueError, match="corridor") as caught:
        GRAPH.corridor(value)
    assert str(caught.value) == f"corridor must be an integer from 0 to 1, got corridor={int(value)}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "None (NoneType)"),
        (True, "True (bool)"),
        (np.True_, "np.True_ (bool)"),
        (1.0, "1.0 (float)"),
        ("1", "'1' (str)"),
        (np.array([0, 1]), "array([0, 1]) (ndarray)"),
    ],
)
def test_a_corridor_that_is_not_an_integer_is_a_type_error(value, shown):
    with pytest.raises(TypeError) as caught:
        GRAPH.corridor(value)
    assert str(caught.value) == f"corridor must be an integer from 0 to 1, got corridor={shown}"


def test_numpy_integers_are_corridors():
    assert GRAPH.corridor(np.uint8(1)) == GRAPH.corridor(1)
    assert {type(vertex.corridor) for vertex in GRAPH.corridor(np.uint8(1))} == {int}


OUTSIDE = [Vertex("left", 2, 0), Vertex("right", 0, 3), Vertex("leaf", -1), Vertex("leaf", 0, 0), Vertex("fork", 0)]


@pytest.mark.parametrize("vertex", [*OUTSIDE, Vertex("peak", 0, 0)], ids=str)
def test_a_vertex_outside_the_graph_is_refused(vertex):
    for name, use in (("vertex", GRAPH.level), ("head", lambda vertex: GRAPH.parallel_edges(FORK, vertex))):
        with pytest.raises(ValueError, match="vertex of") as caught:
            use(vertex)
        assert str(caught.value) == f"{name} must be a vertex of {GRAPH}, got {name}={vertex!r}"


@pytest.mark.parametrize("vertex", [None, "fork", ("left", 0, 0)])
def test_anything_but_a_vertex_is_a_type_error(vertex):
    for name, use in (("vertex", GRAPH.level), ("tail", lambda vertex: GRAPH.parallel_edges(vertex, FORK))):
        with pytest.raises(TypeError, match=f"^{name} must be a Vertex, got {name}="):
            use(vertex)
    with pytest.raises(ValueError, match=r"^target must be a leaf of corridor 0 to 1, got "):
        next(GRAPH.golden_paths(vertex))


@pytest.mark.parametrize("name", SIZES)
@pytest.mark.parametrize("value", [0, -1, np.int64(0)])
def test_a_size_below_one_is_a_value_error(name, value):
    with pytest.raises(ValueError, match=f"^{name} must be an integer >= 1, got {name}={int(value)}$"):
        CorridorGraph(**dict.fromkeys(SIZES, 2) | {name: value})


@pytest.mark.parametrize("name", SIZES)
@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2.5, "2.5 (float)"),
        (2.0, "2.0 (float)"),
        (np.float64(2), "np.float64(2.0) (float64)"),
        (math.nan, "nan (float)"),
        (True, "True (bool)"),
        (np.True_, "np.True_ (bool)"),
        ("3", "'3' (str)"),
        (None, "None (NoneType)"),
    ],
)
def test_a_size_that_is_not_an_integer_is_a_type_error(name, value, shown):
    with pytest.raises(TypeError) as caught:
        CorridorGraph(**dict.fromkeys(SIZES, 2) | {name: value})
    assert str(caught.value) == f"{name} must be an integer >= 1, got {name}={shown}"


def test_numpy_integers_are_held_as_python_integers():
    graph = CorridorGraph(width=np.int64(3), depth=np.uint8(100), lanes=np.int32(5))
    assert graph == CorridorGraph(width=3, depth=100, lanes=5)
    assert {type(getattr(graph, name)) for name in SIZES} == {int}
    assert graph.golden_path_count == 5**100


def test_graphs_are_frozen_and_hashable():
    graph = CorridorGraph(width=3, depth=2, lanes=1)
    assert len({graph, CorridorGraph(3, 2, 1), CorridorGraph(3, 2, 2)}) == 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        graph.width = 4


def test_names_of_diamonds_corridors_and_lanes_count_from_1():
    left, right = Vertex("left", 0, 1), Vertex("right", 0, 1)
    assert str(START) == "s -> f"
    assert str(EdgeState(left, right, lane=2)) == "l2@1 -> r2@1 by lane 3"
    assert str(EdgeState(right, Vertex("leaf", 0))) == "r2@1 -> leaf@1"
    assert str(EdgeState(Vertex("right", 0, 0), left)) == "r1@1 -> l2@1"


@given(st.integers(1, 3), st.integers(1, 3), st.integers(2, 3))
def test_the_lanes_are_the_edges_that_have_parallel_edges(width, depth, lanes):
    graph = CorridorGraph(width, depth, lanes)
    between = Counter(frozenset(state[:2]) for state in graph.edges())
    assert all(state.is_lane == (between[frozenset(state[:2])] > 1) for state in graph.edge_states())


def test_the_counts_at_the_sizes_of_the_paper():
    assert (PAPER.width, PAPER.depth, PAPER.lanes) == (15, 15, 5)
