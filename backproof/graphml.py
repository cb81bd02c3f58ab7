"""GraphML as the document that JSON node-link would give: nodes, edges, and the attributes of the graph.

A reader of its own, on expat, for three reasons: a document type is refused before an entity could expand, every node
and edge keeps its line, and what is named twice is seen. Ids are text. An edge's ``id`` is its key; ``directed`` makes
it one-way or not against the graph's ``edgedefault``. Data of other programs is passed over.

Main definition: `parse_graphml`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

LISTS = ("targets", "prior", "fixed")
EDGE_DATA = ("weight", "oneway")
NAMESPACE = "http://graphml.graphdrawing.org/"
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
UNSUPPORTED = frozenset({"hyperedge", "port"})


def parse_graphml(data: bytes, lines: dict[str, int]) -> dict[str, Any]:
    """The document of a GraphML file; ``lines`` is told the line of each ``nodes[i]`` and ``edges[i]``,
    and of the graph's data.

    Raises ValueError with the line for XML that is not well-formed, declares a document type, or is no GraphML.
    """
    reader = _Reader(lines)
    parser = reader.parser
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(f"line {error.lineno}: not XML: {expat.ErrorString(error.code)}") from error
    if reader.graphs != 1:
        raise ValueError(f"a GraphML file must have one graph, got {reader.graphs}")
    return reader.document()


class _Reader:
    """What expat calls; ``attributes`` are those of the graph."""

    def __init__(self, lines: dict[str, int]) -> None:
        self.lines = lines
        self.keys: dict[str, tuple[str, str, str]] = {}
        self.defaults: dict[str, Any] = {}
        self.attributes: dict[str, Any] = {}
        self.nodes: list[dict[str, Any]] = []
        self.edges: list[dict[str, Any]] = []
        self.graphs, self.directed = 0, False
        self.open: list[str] = []
        self.holder: dict[str, Any] | None = None
        self.key, self.text = "", ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self.check_encoding
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def refuse_doctype(self, *declared: Any) -> None:
        raise self.wrong("a document type is declared: entities are not expanded, take the declaration out")

    def check_encoding(self, version: str, encoding: str | None, standalone: int) -> None:
        """Expat has UTF-8 and UTF-16 itself, and Python gives it what has one byte a character."""
        if encoding is None or encoding.lower() in ("utf-8", "utf-16"):
            return
        try:
            known = len(bytes(range(256)).decode(encoding, "replace")) == 256
        except (LookupError, ValueError):
            known = False
        if not known:
            raise self.wrong(f"encoding {encoding!r:.40} is not known: use UTF-8")

    def wrong(self, message: str) -> ValueError:
        return ValueError(f"line {self.parser.CurrentLineNumber}: {message}")

    def start(self, name: str, values: dict[str, str]) -> None:
        space, _, name = name.rpartition(" ")
        if not self.open and name != "graphml":
            raise self.wrong(f"must be GraphML, got an element {name:.40}")
        if not self.open and space and not space.startswith(NAMESPACE):
            raise self.wrong(f"must be GraphML, got the namespace {space!r:.40}: use {NAMESPACE}xmlns")
        if name in UNSUPPORTED:
            raise self.wrong(f"{name} is not supported: a reasoning graph has nodes and edges between two of them")
        begin: dict[str, Callable[[dict[str, str]], None]] = {
            "key": self.start_key,
            "graph": self.start_graph,
            "node": self.start_node,
            "edge": self.start_edge,
            "data": self.start_data,
        }
        if name in begin:
            begin[name](values)
        self.text = ""
        self.open.append(name)

    def start_key(self, values: dict[str, str]) -> None:
        if "id" not in values:
            raise self.wrong("a key must have an id")
        self.key = values["id"]
        if self.key in self.keys:
            raise self.wrong(f"the key {self.key!r:.40} is declared twice: which one counts?")
        self.keys[self.key] = (values.get("for", "all"), values.get("attr.name", ""), values.get("attr.type", "string"))

    def start_graph(self, values: dict[str, str]) -> None:
        if "graph" in self.open:
            raise self.wrong("a graph inside a graph is not supported")
        self.graphs += 1
        default = values.get("edgedefault", "undirected")
        if default not in ("directed", "undirected"):
            raise self.wrong(f"edgedefault must be directed or undirected, got {default!r:.40}")
        self.directed = default == "directed"
        self.holder = self.attributes

    def start_node(self, values: dict[str, str]) -> None:
        self.lines[f"nodes[{len(self.nodes)}]"] = self.parser.CurrentLineNumber
        self.holder = {name: values[name] for name in ("id",) if name in values}
        self.nodes.append(self.holder)

    def start_edge(self, values: dict[str, str]) -> None:
        self.lines[f"edges[{len(self.edges)}]"] = self.parser.CurrentLineNumber
        self.holder = {name: values[name] for name in ("source", "target") if name in values}
        if "id" in values:
            self.holder["key"] = values["id"]
        if "directed" in values:
            if values["directed"] not in BOOLEANS:
                raise self.wrong(f"directed must be true or false, got {values['directed']!r:.40}")
            self.holder["oneway"] = BOOLEANS[values["directed"]]
        self.edges.append(self.holder)

    def start_data(self, values: dict[str, str]) -> None:
        self.key = values.get("key", "")
        if self.key not in self.keys:
            raise self.wrong(f"data has the key {self.key!r:.40}, which is not declared")

    def characters(self, text: str) -> None:
        self.text += text

    def end(self, name: str) -> None:
        name = name.rpartition(" ")[2]
        self.open.pop()
        if name in ("node", "edge"):
            self.holder = self.attributes
        elif name == "default" and self.open[-1:] == ["key"]:
            kind, attribute, _ = self.keys[self.key]
            if kind == "edge" and attribute in EDGE_DATA:
                self.defaults[attribute] = self.value(attribute)
        elif name == "data" and self.holder is not None:
            attribute = self.keys[self.key][1]
            if self.holder is self.attributes or attribute in EDGE_DATA:
                if attribute in self.holder:
                    raise self.wrong(f"{attribute:.40} is there twice: which one counts?")
                self.holder[attribute] = self.value(attribute)
            elif self.open[-1] == "edge" and attribute not in ("source", "target", "key"):
                self.holder[attribute] = None  # not read, for the report to name
            if self.holder is self.attributes:
                self.lines[attribute] = self.parser.CurrentLineNumber

    def value(self, attribute: str) -> Any:
        """The text of the element as its key's type says; a list as JSON."""
        kind, text = self.keys[self.key][2], self.text.strip()
        try:
            if attribute in LISTS:
                items = json.loads(text)
                return [str(item) for item in items] if attribute != "prior" and isinstance(items, list) else items
            if kind == "boolean":
                return BOOLEANS[text.lower()]
            if kind in ("int", "long", "float", "double") and not NUMBER.fullmatch(text):
                raise ValueError
            if kind in ("int", "long"):
                return int(text)
            return float(text) if kind in ("float", "double") else self.text
        except (ValueError, KeyError, RecursionError):
            expected = 'a list like ["a", "b"]' if attribute in LISTS else f"of type {kind}"
            raise self.wrong(f"{attribute:.40} must be {expected:.40}, got {text[:60]!r}") from None

    def document(self) -> dict[str, Any]:
        """As JSON node-link has it; one-way where the edge or the graph says so."""
        edges = [{"oneway": self.directed} | self.defaults | edge for edge in self.edges]
        source = {"source": str(self.attributes["source"])} if "source" in self.attributes else {}
        return {"graph": self.attributes | source, "nodes": self.nodes, "edges": edges}
