"""Golden paths on any multigraph: counts match enumeration, and rows without data have gradient zero."""

import itertools
from collections import Counter
from fractions import Fraction

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backproof.theory.any_graph.golden import directed_edges, golden_moves, rows_without_gradient, sft_gradient
from backproof.theory.graph import FORK, SOURCE, CorridorGraph


@st.composite
def multigraphs(draw):
    """A connected multigraph on up to 7 vertices, self-loops and parallel edges included, a source and targets."""
    size = draw(st.integers(2, 7))
    vertices = st.integers(0, size - 1)
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from((draw(st.integers(0, v - 1)), v) for v in range(1, size))
    graph.add_edges_from(draw(st.lists(st.tuples(vertices, vertices), max_size=8)))
    source = draw(vertices)
    targets = draw(st.sets(vertices.filter(lambda v: v != source), min_size=1, max_size=3))
    return graph, source, sorted(targets)


def enumerated(graph, source, target):
    """Every shortest path as a tuple of directed edges, by networkx and the product of parallel edges."""
    found = []
    for path in nx.all_shortest_paths(nx.Graph(graph), source, target):
        steps = [[(u, v, key) for key in graph[u][v]] for u, v in itertools.pairwise(path)]
        found.extend(itertools.product(*steps))
    return found


@given(multigraphs())
def test_moves_match_the_enumerated_paths(case):
    graph, source, targets = case
    expected = Counter()
    for target in targets:
        paths = enumerated(graph, source, target)
        for path in paths:
            for pair in itertools.pairwise(path):
                expected[pair] += Fraction(1, len(paths) * len(targets))
    found = {(state, move): n for state, row in golden_moves(graph, source, targets).items() for move, n in row.items()}
    assert found == dict(expected)


@given(multigraphs())
def test_rows_without_gradient_are_exactly_those_with_zero_gradient_at_uniform(case):
    graph, source, targets = case
    states = list(directed_edges(graph))
    following = {state: [move for move in states if move[0] == state[1]] for state in states}
    policy = {state: dict.fromkeys(moves, Fraction(1, len(moves))) for state, moves in following.items()}
    gradient = sft_gradient(graph, source, targets, policy)
    silent = rows_without_gradient(graph, source, targets)
    assert all(slope == 0 for state in silent for slope in gradient[state].values())
    moved = {state for state, row in gradient.items() if any(row.values())}
    # A visited row has gradient zero at the uniform policy only if the data takes all its moves equally often.
    alike = {
        state
        for state, row in golden_moves(graph, source, targets).items()
        if len(row) == len(following[state]) and len(set(row.values())) == 1
    }
    assert moved == set(states) - silent - alike


@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3))
def test_on_corridor_graphs_the_backward_rows_and_the_last_row_are_silent(width, depth, lanes):
    graph = CorridorGraph(width, depth, lanes)
    silent = rows_without_gradient(graph.multigraph(), SOURCE, graph.leaves())
    backward = {s for s in graph.edge_states() if graph.level(s.head) < graph.level(s.tail)}
    arrivals = {s for s in graph.edge_states() if s.head.kind == "leaf"}
    assert silent == {tuple(s) for s in backward | arrivals}


@pytest.mark.parametrize(
    ("source", "targets", "message"),
    [
        ("x", ["t"], "source must be a vertex of the graph, got 'x'"),
        ("s", ["x"], "target must be a vertex of the graph, got 'x'"),
        ("s", [], "targets must name at least one vertex, got none"),
        ("s", ["u"], "target 'u' cannot be reached from the source 's'"),
    ],
)
def test_bad_input_is_refused(source, targets, message):
    graph = nx.MultiGraph([("s", "t")])
    graph.add_node("u")
    with pytest.raises(ValueError, match=message):
        golden_moves(graph, source, targets)


def test_a_source_that_is_a_target_needs_no_move():
    graph = nx.MultiGraph([(FORK, SOURCE)])
    assert golden_moves(graph, SOURCE, [SOURCE]) == {}


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_rows_without_gradient_are_found_on_every_kind_of_graph(kind):
    graph = kind([("s", "a"), ("a", "t"), ("a", "b")])
    back = {("a", "s", 0), ("t", "a", 0), ("b", "a", 0)}
    assert rows_without_gradient(graph, "s", ["t"]) == {("a", "t", 0), ("a", "b", 0)} | (
        set() if graph.is_directed() else back
    )


@pytest.mark.parametrize("targets", ["t", None, 3])
def test_targets_that_are_not_a_list_are_refused(targets):
    with pytest.raises(TypeError, match="targets must be a list of vertices, got targets="):
        rows_without_gradient(nx.path_graph(["s", "t"]), "s", targets)


def test_anything_but_a_graph_is_refused():
    with pytest.raises(TypeError, match="graph must be a graph of networkx, got NoneType"):
        rows_without_gradient(None, "s", ["t"])
