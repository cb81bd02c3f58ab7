"""Reasoning graphs from files: JSON node-link, as networkx writes it, and GraphML.

The graph has the attributes ``source``, ``targets`` and, where wanted, ``prior`` (a number per target) and ``fixed``
(nodes whose rows are not trained); in JSON under ``graph``, in GraphML as data of the graph, where lists are JSON text.
An edge may have a ``weight`` (of the base policy, 1 if it has none), a ``key`` and ``oneway``. In a directed graph
every edge is one-way. An id is text, a number, or a list of ids, as networkx writes a tuple.

    {"directed": false, "graph": {"source": "s", "targets": ["t"]},
     "nodes": [{"id": "s"}, {"id": "t"}], "edges": [{"source": "s", "target": "t", "weight": 2}]}

Nothing in a file is evaluated; a GraphML file that declares a document type, hence any with entities, is refused. What
is wrong is said in one line with its place: a line of the file, or the position in its list of nodes or edges.

Main definitions: `load_graph`, `GraphFileError`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

from backproof.graphs.graphml import parse_graphml
from backproof.graphs.graphml_keys import NUMBER, TRUTH
from backproof.reports.json_files import parse_json, read_bytes
from backproof.reports.json_files import short as _short
from backproof.theory.any_graph.graph_input import LEAST_WEIGHT, MOST_WEIGHT, Edge
from backproof.theory.any_graph.reasoning_graph import ReasoningGraph

MOST_CHARACTERS = 200
"""Of an id."""
EDGE_NAMES = frozenset({"source", "target", "key", "weight", "oneway"})
MAY_BE_MISSING = frozenset({"prior", "fixed"})
"""Optional attributes of the graph: if they were misplaced and ignored, nobody would notice."""
TOP_NAMES = frozenset({"directed", "multigraph", "graph", "nodes", "edges", "links"})


class GraphFileError(ValueError):
    """The file is not a reasoning graph; the message is one line with the place."""


def load_graph(path: Path | str) -> ReasoningGraph:
    """The graph of a JSON or GraphML file. The first character tells which of the two it is.

    Raises GraphFileError for what cannot be read, is not well-formed, or is no reasoning graph of a feasible size.
    """
    lines: dict[str, int] = {}
    try:
        data = read_bytes(Path(path))
        is_xml = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
        return _graph(parse_graphml(data, lines) if is_xml else parse_json(data))
    except RecursionError as error:
        raise GraphFileError(f"{path}: a list or object is nested too deeply: an id needs only a few levels") from error
    except ValueError as error:
        message = " ".join(str(error).split())
        place = re.match(r"(?:graph: )?((?:nodes|edges)\[\d+\]|source|targets|prior|fixed)", message)
        line = f"line {lines[place[1]]}: " if place and place[1] in lines else ""
        raise GraphFileError(f"{path}: {line}{message}") from error


def _graph(document: Any) -> ReasoningGraph:
    if not isinstance(document, dict):
        raise ValueError(f"must be an object with nodes and edges, got {_short(document)}")
    directed = document.get("directed", False)
    if not isinstance(directed, bool):
        raise ValueError(f"directed must be true or false, got directed={_short(directed)}")
    listed = [name for name in ("edges", "links") if name in document]
    if len(listed) != 1:
        raise ValueError(f"the edges must be a list named edges, or links, got {' and '.join(listed) or 'none'}")
    attributes = document.get("graph", {})
    if not isinstance(attributes, dict):
        raise ValueError(f"graph must be an object with source and targets, got graph={_short(attributes)}")
    _check_places(document, attributes, directed)
    if "source" not in attributes:
        raise ValueError("graph: source is missing: name the node where walks start")
    lists = {name: _list(attributes, name, "graph: ") for name in ("targets", "prior", "fixed") if name in attributes}
    if "targets" not in lists:
        raise ValueError("graph: targets is missing: list the nodes where the answer may be")
    nodes = [_identifier(f"nodes[{i}]", node, "id", "id") for i, node in enumerate(_list(document, "nodes"))]
    edges = [_edge(f"edges[{i}]", edge, directed) for i, edge in enumerate(_list(document, listed[0]))]
    if document.get("multigraph") is False:
        _check_simple(edges)
    unread = {name for edge in document[listed[0]] for name in edge if name} - EDGE_NAMES
    return ReasoningGraph(
        nodes=tuple(nodes),
        edges=tuple(edges),
        source=_checked("graph: source", attributes["source"]),
        targets=tuple(_checked(f"targets[{i}]", target) for i, target in enumerate(lists["targets"])),
        prior=tuple(_number(f"prior[{i}]:", weight) for i, weight in enumerate(lists.get("prior", ()))),
        fixed=frozenset(_fixed(lists.get("fixed", []), set(nodes))),
        unread=tuple(sorted(unread)),
    )


def _check_places(document: dict[str, Any], attributes: dict[str, Any], directed: bool) -> None:
    """Refuse names that are misplaced or wrongly capitalised, which would otherwise be ignored."""
    for where, found, names in (("", document, TOP_NAMES), ("graph: ", attributes, MAY_BE_MISSING)):
        for name in found:
            right = name.lower()
            if right in names and name != right:
                raise ValueError(f"{where}{_short(name)} is not read: write {right}, in small letters")
    for name in document:
        if name.lower() in MAY_BE_MISSING:
            raise ValueError(f"{_short(name)} stands beside graph, and is not read there: put it into graph")
    for name, value in attributes.items():
        if name.lower() == "directed" and isinstance(value, bool) and value != directed:
            raise ValueError(f"graph: {_short(name)} is not read there: put it beside graph, or leave it out")


def _check_simple(edges: list[Edge]) -> None:
    """Refuse parallel edges in a file that says it has none: networkx would keep only the last."""
    first: dict[Hashable, int] = {}
    for i, edge in enumerate(edges):
        before = first.setdefault(edge[:2] if edge.oneway else frozenset(edge[:2]), i)
        if before != i:
            raise ValueError(
                f"edges[{i}]: joins the nodes of edges[{before}] though multigraph is false: set that to true, or take "
                "one out"
            )


def _list(document: dict[str, Any], name: str, where: str = "") -> list[Any]:
    if not isinstance(document.get(name), list):
        raise ValueError(f"{where}{name} must be a list, got {_short(document.get(name))}")
    found: list[Any] = document[name]
    return found


def _fixed(listed: list[Any], nodes: set[Hashable]) -> set[Hashable]:
    found: set[Hashable] = set()
    for i, item in enumerate(listed):
        node = _checked(f"fixed[{i}]", item)
        if node not in nodes:
            raise ValueError(f"fixed[{i}]: must be the id of a node, got {_short(item)}")
        if node in found:
            raise ValueError(f"fixed[{i}]: {_short(item)} is named twice")
        found.add(node)
    return found


def _number(place: str, value: Any) -> Any:
    """A number, or text that is one; how large it may be is the graph's to say."""
    if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
        value = float(value)
    if value is None or isinstance(value, bool | str | list | dict):
        raise ValueError(f"{place} must be a number from {LEAST_WEIGHT:g} to {MOST_WEIGHT:g}, got {_short(value)}")
    return value


def _truth(place: str, value: Any) -> bool:
    """True or false, or a text or number that says so."""
    known = TRUTH.get(str(value).strip().lower()) if isinstance(value, str | int) else None
    if known is None:
        raise ValueError(f"{place} must be true or false, got oneway={_short(value)}")
    return known


def _edge(place: str, edge: Any, directed: bool) -> Edge:
    tail, head = (_identifier(place, edge, end, "source and target") for end in ("source", "target"))
    key = None if edge.get("key") is None else _checked(f"{place}: key", edge["key"])
    oneway = directed or _truth(f"{place}: oneway", edge.get("oneway", False))
    if TRUTH.get(str(edge.get("directed")).strip().lower(), oneway) != oneway:
        says, is_ = ("false", "one-way") if oneway else ("true", "two-way")
        raise ValueError(f"{place}: directed is {says}, but the edge is {is_}: write oneway, and leave directed out")
    return Edge(tail, head, key, _number(f"{place}: weight", edge.get("weight", 1)), oneway)


def _identifier(place: str, item: Any, name: str, names: str) -> Hashable:
    if not isinstance(item, dict):
        raise ValueError(f"{place}: must be an object with {names}, got {_short(item)}")
    if name not in item:
        raise ValueError(f"{place}: {name} is missing")
    return _checked(f"{place}: {name}", item[name])


def _checked(place: str, value: Any) -> Hashable:
    """The id as a node of networkx: a list is a tuple there."""
    wrong = ValueError(f"{place} must be a text, a number or a list of these, got {_short(value)}")
    if isinstance(value, list):
        found = tuple(_checked(f"{place}[{i}]", item) for i, item in enumerate(value))
        _check_length(place, json.dumps(value))
        return found
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise wrong
    if isinstance(value, float) and not math.isfinite(value):
        raise wrong
    if isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError(f"{place} must be text that UTF-8 can hold, got {_short(value)}")
    _check_length(place, str(value))
    return value


def _check_length(place: str, text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"{place} must have at most {MOST_CHARACTERS} characters, got {len(text):,}: shorten it")
