"""Golden paths on any multigraph, and the rows of the policy table for which they hold no data.

A golden path is a shortest path from the source to a target. SFT on golden paths moves the row of an edge-state only if
some golden path travels it and goes on. Expected numbers of visits and moves are computed from path counts, without
enumerating paths.

Main definitions: `DirectedEdge`, `golden_moves`, `golden_moves_along`, `rows_without_gradient`, `sft_gradient`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import networkx as nx

DirectedEdge: TypeAlias = tuple[Hashable, Hashable, Hashable]
"""An edge of a multigraph in the direction of travel: tail, head, key."""


def directed_edges(graph: nx.Graph[Any]) -> Iterator[DirectedEdge]:
    """Every edge in both directions, a self-loop once; edges of a directed graph as they are. A missing key is 0."""
    listed = graph.edges(keys=True) if graph.is_multigraph() else ((*edge, 0) for edge in graph.edges())
    for tail, head, key in listed:
        yield (tail, head, key)
        if tail != head and not graph.is_directed():
            yield (head, tail, key)


def golden_moves(
    graph: nx.Graph[Any], source: Hashable, targets: Collection[Hashable]
) -> dict[DirectedEdge, dict[DirectedEdge, Fraction]]:
    """How often a golden path takes each move after each edge-state, on average: ``moves[state][move]``.

    Targets are uniform, and so are the golden paths to each target. A state that is missing has no data. Raises
    ValueError for a source or target that is not in the graph, for no targets, and for a target that cannot be reached;
    TypeError for a graph that is not networkx's and for targets that are not a list.
    """
    if not isinstance(graph, nx.Graph):
        raise TypeError(f"graph must be a graph of networkx, got {type(graph).__name__}")
    if isinstance(targets, str) or not isinstance(targets, Collection):
        raise TypeError(f"targets must be a list of vertices, got targets={targets!r}")
    for name, vertex in (("source", source), *(("target", target) for target in targets)):
        if vertex not in graph:
            raise ValueError(f"{name} must be a vertex of the graph, got {vertex!r}")
    if not targets:
        raise ValueError("targets must name at least one vertex, got none")
    prior = dict.fromkeys(targets, Fraction(1, len(set(targets))))
    return golden_moves_along(directed_edges(graph), source, prior)


def golden_moves_along(
    arcs: Iterable[DirectedEdge], source: Hashable, prior: Mapping[Any, Fraction]
) -> dict[DirectedEdge, dict[DirectedEdge, Fraction]]:
    """`golden_moves` on a graph of one-way edges ``arcs``, for a target that is drawn from ``prior``.

    Golden paths to one target are uniform. Raises ValueError for a target that cannot be reached.
    """
    leaving: dict[Hashable, list[DirectedEdge]] = defaultdict(list)
    for arc in arcs:
        leaving[arc[0]].append(arc)
    level, order = {source: 0}, [source]
    for vertex in order:
        for _, head, _ in leaving.get(vertex, ()):
            if head not in level:
                level[head] = level[vertex] + 1
                order.append(head)
    ahead = {tail: [arc for arc in leaving.get(tail, ()) if level[arc[1]] == level[tail] + 1] for tail in order}
    reaching = _paths_from(source, order, ahead)
    moves: dict[DirectedEdge, dict[DirectedEdge, Fraction]] = defaultdict(dict)
    for target, probability in prior.items():
        if target not in level:
            raise ValueError(f"target {target!r} cannot be reached from the source {source!r}")
        onward = _paths_to(target, order, ahead)
        share = probability / reaching[target]
        golden = (arc for tail in order if onward[tail] for arc in ahead[tail] if arc[1] != target and onward[arc[1]])
        for arc in golden:
            row, each = moves[arc], reaching[arc[0]] * share
            taken = {ways: ways * each for ways in {onward[move[1]] for move in ahead[arc[1]]}}
            for move in ahead[arc[1]]:
                if n := taken[onward[move[1]]]:
                    row[move] = row[move] + n if move in row else n
    return dict(moves)


def _paths_from(
    source: Hashable, order: list[Hashable], ahead: Mapping[Hashable, list[DirectedEdge]]
) -> dict[Hashable, int]:
    """The number of shortest paths from the source to each vertex."""
    count: dict[Hashable, int] = defaultdict(int, {source: 1})
    for vertex in order:
        for _, head, _ in ahead.get(vertex, ()):
            count[head] += count[vertex]
    return count


def _paths_to(
    target: Hashable, order: list[Hashable], ahead: Mapping[Hashable, list[DirectedEdge]]
) -> dict[Hashable, int]:
    """The number of ways from each vertex to the target that move one level ahead in each step."""
    count: dict[Hashable, int] = defaultdict(int, {target: 1})
    for vertex in reversed(order):
        if vertex != target:
            count[vertex] = sum(count[head] for _, head, _ in ahead.get(vertex, ()))
    return count


def rows_without_gradient(
    graph: nx.Graph[Any], source: Hashable, targets: Collection[Hashable]
) -> frozenset[DirectedEdge]:
    """The edge-states (tail, head, key) whose softmax row SFT on golden paths never moves.

    Takes every kind of graph of networkx; without parallel edges the key is 0. Errors as for `golden_moves`.

    >>> path = nx.MultiGraph([("s", "a"), ("a", "t"), ("a", "b")])
    >>> sorted(rows_without_gradient(path, "s", ["t"]) - {("a", "t", 0)})
    [('a', 'b', 0), ('a', 's', 0), ('b', 'a', 0), ('t', 'a', 0)]
    """
    moved = golden_moves(graph, source, targets).keys()
    return frozenset(directed_edges(graph)) - moved


def sft_gradient(
    graph: nx.Graph[Any],
    source: Hashable,
    targets: Collection[Hashable],
    policy: Mapping[DirectedEdge, Mapping[DirectedEdge, Fraction]],
) -> dict[DirectedEdge, dict[DirectedEdge, Fraction]]:
    """The gradient of the SFT loss by each logit of a table: (visits of the row) pi - (times the move is taken).

    ``policy[state]`` is the law of the next move after ``state``. Errors as for `golden_moves`.
    """
    moves = golden_moves(graph, source, targets)
    gradient = {}
    for state, row in policy.items():
        taken = moves.get(state, {})
        visits = sum(taken.values(), Fraction(0))
        gradient[state] = {move: visits * weight - taken.get(move, 0) for move, weight in row.items()}
    return gradient
