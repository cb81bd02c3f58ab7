"""Reasoning graphs from networkx's graphs, without a file between.

Main definition: `from_networkx`.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import Any

import networkx as nx

from backproof.theory.reasoning_graph import Edge, ReasoningGraph

READ = frozenset({"weight", "oneway"})


def from_networkx(
    graph: nx.Graph[Any],
    *,
    source: Hashable = None,
    targets: Sequence[Hashable] | None = None,
    prior: Sequence[Any] | None = None,
    fixed: Collection[Hashable] | None = None,
) -> ReasoningGraph:
    """The reasoning graph of a Graph, DiGraph, MultiGraph or MultiDiGraph; every edge of a directed one is one-way.

    What is not given is taken from the graph's attributes of the same name. An edge may have a ``weight``, the base
    policy's in either direction. Raises TypeError for what is no graph of networkx, and ValueError for the rest, as
    `ReasoningGraph` does, and for ``oneway`` on an edge of an undirected graph: networkx may list its ends either way.

    >>> graph = from_networkx(nx.path_graph(["s", "a", "t"]), source="s", targets=["t"])
    >>> graph.shortest_paths()
    Fraction(2, 1)
    """
    if not isinstance(graph, nx.Graph):
        raise TypeError(f"graph must be a graph of networkx, got {type(graph).__name__}")
    given: dict[str, Any] = {"source": source, "targets": targets, "prior": prior, "fixed": fixed}
    found = {name: graph.graph.get(name) if value is None else value for name, value in given.items()}
    for name in ("source", "targets"):
        if found[name] is None:
            raise ValueError(f"{name} is missing: give {name}=, or set graph.graph[{name!r}]")
    for name in ("targets", "prior", "fixed"):
        if isinstance(found[name], str) or not isinstance(found[name], Collection | None):
            raise TypeError(f"{name} must be a list, got {name}={found[name]!r:.40}")
    directed = graph.is_directed()
    listed = graph.edges(keys=True, data=True) if graph.is_multigraph() else graph.edges(data=True)
    edges = []
    for number, (tail, head, *key, data) in enumerate(listed):
        if data.get("oneway") not in (None, False) and not directed:
            raise ValueError(
                f"edges[{number}]: oneway has no direction in an undirected graph of networkx, which may exchange the "
                "ends: use a DiGraph or MultiDiGraph, with two edges where one goes both ways"
            )
        edges.append(Edge(tail, head, key[0] if key else None, data.get("weight", 1), directed))
    return ReasoningGraph(
        nodes=tuple(graph),
        edges=tuple(edges),
        source=found["source"],
        targets=tuple(found["targets"]),
        prior=tuple(found["prior"] or ()),
        fixed=frozenset(found["fixed"] or ()),
        unread=tuple(sorted({str(name) for *_, data in listed for name in data} - READ)),
    )
