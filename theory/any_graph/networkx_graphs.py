"""Reasoning graphs from graphs of networkx.

Main definition: `from_networkx`.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence, Set
from typing import Any

import networkx as nx
import numpy as np

from backproof.theory.any_graph.reasoning_graph import Edge, ReasoningGraph

READ = frozenset({"weight", "oneway"})


def from_networkx(
    graph: nx.Graph[Any],
    *,
    source: Hashable = None,
    targets: Sequence[Hashable] | None = None,
    prior: Sequence[Any] | None = None,
    fixed: Collection[Hashable] | None = None,
) -> ReasoningGraph:
    """The reasoning graph of a Graph, DiGraph, MultiGraph or MultiDiGraph. Edges of a directed graph are one-way.

    An argument that is not given is taken from the graph's attribute of the same name. An edge may have a ``weight``,
    which is the base policy's in either direction. Raises TypeError for an argument of a wrong type, ValueError as
    `ReasoningGraph` does, and for ``oneway`` on an edge of an undirected graph, whose ends networkx may exchange.

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
    lists = {name: _listed(name, found[name]) for name in ("targets", "prior", "fixed")}
    if lists["prior"] and isinstance(found["targets"], Set):
        raise TypeError("targets must be a list where a prior is given, whose numbers are in its order, got a set")
    for name, nodes in (("source", [found["source"]]), ("targets", lists["targets"]), ("fixed", lists["fixed"])):
        for node in nodes:
            if not isinstance(node, Hashable):
                raise TypeError(f"{name} must be a node of the graph, got {node!r:.40}, which none can be")
    directed = graph.is_directed()
    listed = graph.edges(keys=True, data=True) if graph.is_multigraph() else graph.edges(data=True)
    edges = []
    for number, (tail, head, *key, data) in enumerate(listed):
        if data.get("oneway") not in (None, False) and not directed:
            raise ValueError(
                f"edges[{number}]: oneway has no direction in an undirected graph of networkx, which may exchange the "
                "ends: use a DiGraph or MultiDiGraph, with two edges where one goes both ways"
            )
        edges.append(Edge(tail, head, key[0] if key else None, _plain(data.get("weight", 1)), directed))
    return ReasoningGraph(
        nodes=tuple(graph),
        edges=tuple(edges),
        source=found["source"],
        targets=tuple(lists["targets"]),
        prior=tuple(lists["prior"]),
        fixed=frozenset(lists["fixed"]),
        unread=tuple(sorted({str(name) for *_, data in listed for name in data} - READ)),
    )


def _listed(name: str, value: Any) -> list[Any]:
    """The items as a list, empty for None. A mapping is refused, and a set for the prior, since it has no order."""
    never = (str, bytes, Mapping, Set) if name == "prior" else (str, bytes, Mapping)
    if isinstance(value, never) or not isinstance(value, Collection | None):
        raise TypeError(f"{name} must be a list, got {name}={value!r:.40}")
    return [] if value is None else [_plain(item) for item in value]


def _plain(value: Any) -> Any:
    """A number of numpy as one of Python."""
    return value.item() if isinstance(value, np.generic) else value
