"""Golden shortest paths on any multigraph, and the rows of the policy table that they leave without data.

A golden path is a shortest path from the source to a target. SFT on golden paths moves the row of an edge-state only if
some golden path arrives there and goes on; the expected numbers of visits and moves come from path counts, without
enumerating paths.

Main definitions: `DirectedEdge`, `golden_moves`, `rows_without_gradient`, `sft_gradient`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import networkx as nx

DirectedEdge: TypeAlias = tuple[Hashable, Hashable, Hashable]
"""An edge of an undirected multigraph as travelled: tail, head, key."""


def directed_edges(graph: nx.MultiGraph[Any]) -> Iterator[DirectedEdge]:
    """Every edge in both directions; a self-loop once."""
    for tail, head, key in graph.edges(keys=True):
        yield (tail, head, key)
        if tail != head:
            yield (head, tail, key)


def golden_moves(
    graph: nx.MultiGraph[Any], source: Hashable, targets: Collection[Hashable]
) -> dict[DirectedEdge, dict[DirectedEdge, Fraction]]:
    """How often golden paths take each move after each edge-state, per path: ``moves[state][move]``.

    Targets are uniform, and so are the golden paths to each. A state that is missing has no data at all. Raises
    ValueError for a source or target that is not in the graph, no targets, or a target that cannot be reached.
    """
    for name, vertex in (("source", source), *(("target", target) for target in targets)):
        if vertex not in graph:
            raise ValueError(f"{name} must be a vertex of the graph, got {vertex!r}")
    if not targets:
        raise ValueError("targets must name at least one vertex, got none")
    level = nx.single_source_shortest_path_length(graph, source)
    ahead: dict[Hashable, list[DirectedEdge]] = defaultdict(list)
    for edge in directed_edges(graph):
        tail, head, _ = edge
        if tail in level and level[head] == level[tail] + 1:
            ahead[tail].append(edge)
    order = sorted(level, key=level.__getitem__)
    reaching = _paths_from(source, order, ahead)
    moves: dict[DirectedEdge, dict[DirectedEdge, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for target in targets:
        if target not in level:
            raise ValueError(f"target {target!r} cannot be reached from the source {source!r}")
        onward = _paths_to(target, order, ahead)
        share = Fraction(1, len(targets) * reaching[target])
        for edges in ahead.values():
            for edge in edges:
                for move in ahead[edge[1]] if edge[1] != target else ():
                    if onward[move[1]]:
                        moves[edge][move] += reaching[edge[0]] * onward[move[1]] * share
    return {state: dict(row) for state, row in moves.items()}


def _paths_from(
    source: Hashable, order: list[Hashable], ahead: Mapping[Hashable, list[DirectedEdge]]
) -> dict[Hashable, int]:
    """Number of shortest paths from the source to each vertex."""
    count: dict[Hashable, int] = defaultdict(int, {source: 1})
    for vertex in order:
        for _, head, _ in ahead.get(vertex, ()):
            count[head] += count[vertex]
    return count


def _paths_to(
    target: Hashable, order: list[Hashable], ahead: Mapping[Hashable, list[DirectedEdge]]
) -> dict[Hashable, int]:
    """Number of ways to go on to the target, level by level, from each vertex."""
    count: dict[Hashable, int] = defaultdict(int, {target: 1})
    for vertex in reversed(order):
        if vertex != target:
            count[vertex] = sum(count[head] for _, head, _ in ahead.get(vertex, ()))
    return count


def rows_without_gradient(
    graph: nx.MultiGraph[Any], source: Hashable, targets: Collection[Hashable]
) -> frozenset[DirectedEdge]:
    """The edge-states whose softmax row SFT on golden paths never moves; errors as for `golden_moves`.

    >>> path = nx.MultiGraph([("s", "a"), ("a", "t"), ("a", "b")])
    >>> sorted(rows_without_gradient(path, "s", ["t"]) - {("a", "t", 0)})
    [('a', 'b', 0), ('a', 's', 0), ('b', 'a', 0), ('t', 'a', 0)]
    """
    return frozenset(directed_edges(graph)) - golden_moves(graph, source, targets).keys()


def sft_gradient(
    graph: nx.MultiGraph[Any],
    source: Hashable,
    targets: Collection[Hashable],
    policy: Mapping[DirectedEdge, Mapping[DirectedEdge, Fraction]],
) -> dict[DirectedEdge, dict[DirectedEdge, Fraction]]:
    """Gradient of the SFT loss by every logit of a tabular policy: (visits of the row) pi - (times the move is taken).

    ``policy[state]`` is the law of the next move after ``state``. Errors as for `golden_moves`.
    """
    moves = golden_moves(graph, source, targets)
    gradient = {}
    for state, row in policy.items():
        taken = moves.get(state, {})
        visits = sum(taken.values(), Fraction(0))
        gradient[state] = {move: visits * weight - taken.get(move, 0) for move, weight in row.items()}
    return gradient
