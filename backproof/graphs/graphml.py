"""GraphML as the document that JSON node-link would give: nodes, edges, and the attributes of the graph.

A reader of its own, on expat, for three reasons: a document type is refused before an entity could expand, every node
and edge keeps its line, and what is given twice is seen. It follows the standard:

- An element counts where it is of GraphML's namespace and stands where GraphML has it. What other programs keep in
  ``data``, in elements of their own and in ports is skipped. A node or edge of that namespace elsewhere is refused.
- A key is looked up for the kind of element that has the data, then for all kinds. Its default holds where there is no
  data. Only keys named like what is read here matter; all others may be of any type, and be declared twice.
- Every edge of a directed graph is one-way, and so is one with ``directed="true"``; ``directed="false"`` is a two-way
  edge in any graph. Elsewhere ``oneway`` decides.

Ids are text. An edge's ``id`` is its key.

Main definition: `parse_graphml`.
"""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from backproof.graphs.graphml_keys import (
    BOOLEANS,
    LISTS,
    READ,
    Key,
    KeyTable,
    as_list,
    as_number,
    as_truth,
    at_line,
)

NAMESPACE = re.compile(r"https?://graphml\.graphdrawing\.org/.*")
CHILDREN = {
    "": {"graphml"},
    "graphml": {"key", "graph", "data"},
    "key": {"default"},
    "graph": {"node", "edge", "data"},
    "node": {"data"},
    "edge": {"data"},
}
"""What is read, and in what."""

TEXT = frozenset({"data", "default"})
ELSEWHERE = frozenset({"key", "graph", "node", "edge", "hyperedge", "locator"})
"""What would change the graph where it is not expected."""


def parse_graphml(data: bytes, lines: dict[str, int]) -> dict[str, Any]:
    """The document of a GraphML file; ``lines`` is told the line of each ``nodes[i]`` and ``edges[i]``,
    and of the graph's data.

    Raises ValueError with the line for XML that is not well-formed, declares a document type, or is no GraphML.
    """
    reader = _Reader(lines)
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(f"line {error.lineno}: not XML: {expat.ErrorString(error.code)}") from error
    if reader.graphs != 1:
        raise ValueError(f"a GraphML file must have one graph, got {reader.graphs}")
    return reader.document()


class _Reader:
    """What expat calls. ``open`` has the elements that are read and not yet closed; ``skipped`` counts the depth
    within one that is not, ``foreign`` whether what is in there is another's.
    """

    def __init__(self, lines: dict[str, int]) -> None:
        self.lines = lines
        self.keys = KeyTable()
        self.given: dict[str, dict[str, tuple[str, int]]] = {"graph": {}}
        self.nodes: list[dict[str, Any]] = []
        self.edges: list[dict[str, Any]] = []
        self.edge_data: list[dict[str, str]] = []
        self.graphs, self.directed = 0, False
        self.space: str | None = None
        self.open: list[str] = []
        self.skipped, self.foreign = 0, False
        self.key: Key | None = None
        self.text = ""
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

    def wrong(self, message: str, line: int | None = None) -> ValueError:
        return at_line(line or self.parser.CurrentLineNumber, message)

    # --- elements ----------------------------------------------------------------------------------------------------

    def start(self, name: str, values: dict[str, str]) -> None:
        space, _, name = name.rpartition(" ")
        if self.space is None:
            self.start_root(space, name)
        parent = self.open[-1] if self.open else ""
        ours = space == self.space or NAMESPACE.fullmatch(space) is not None
        if self.skipped or not ours or name not in CHILDREN.get(parent, ()):
            self.skip(name, parent, ours)
            return
        self.open.append(name)
        self.text = ""
        match name:
            case "key":
                self.key = self.keys.declare(values, self.parser.CurrentLineNumber, late=self.graphs > 0)
            case "graph":
                self.start_graph(values)
            case "node":
                self.lines[f"nodes[{len(self.nodes)}]"] = self.parser.CurrentLineNumber
                self.nodes.append({"id": values["id"]} if "id" in values else {})
                self.given["node"] = {}
            case "edge":
                self.start_edge(values)
            case "data":
                self.key = self.keys.find(values.get("key", ""), parent, self.parser.CurrentLineNumber)

    def skip(self, name: str, parent: str, ours: bool) -> None:
        """Pass over an element with all that it holds, unless it is one of ours that would change the graph."""
        if not self.skipped:
            self.foreign = parent in TEXT or not ours
            self.refuse_within(name, parent)
        if ours and not self.foreign and name.lower() in ELSEWHERE:
            raise self.wrong(self.out_of_place(name, "" if self.skipped else parent))
        self.skipped += 1

    def refuse_within(self, name: str, parent: str) -> None:
        """Refuse an element in the text of what is read; other programs' data may have any."""
        if parent in TEXT and self.key is not None:
            holder = self.open[-2] if parent == "data" else self.key.kind
            if any(self.key.name in names for element, names in READ.items() if holder in (element, "all")):
                raise self.wrong(f"{self.key.name} must be text, got an element {name:.40} in it")

    def start_root(self, space: str, name: str) -> None:
        if name != "graphml":
            raise self.wrong(f"must be GraphML, got an element {name:.40}")
        if space and not NAMESPACE.fullmatch(space):
            raise self.wrong(
                f"must be GraphML, got the namespace {space!r:.40}: use http://graphml.graphdrawing.org/xmlns"
            )
        self.space = space

    def out_of_place(self, name: str, parent: str) -> str:
        if name == "hyperedge":
            return "a hyperedge is not supported: write an edge for each two nodes that it joins"
        if name == "locator":
            return "a locator is not followed: put what it leads to into this file"
        if name == "graph" and parent in ("node", "edge"):
            return "a graph inside a graph is not supported: write its nodes and edges into the outer one"
        if name not in ELSEWHERE:
            return f"element {name!r:.40} is not read: write {name.lower()}, in small letters"
        where = f"{parent} itself" if parent else "an element that is not read"
        return f"{name} must not stand in {where}: see the GraphML standard"

    def start_graph(self, values: dict[str, str]) -> None:
        self.graphs += 1
        self.refuse_attributes("graph", values)
        if self.graphs > 1:
            raise self.wrong("a second graph: put each graph into a file of its own")
        default = values.get("edgedefault", "undirected")
        if default not in ("directed", "undirected"):
            raise self.wrong(f"edgedefault must be directed or undirected, got {default!r:.40}")
        self.directed = default == "directed"

    def refuse_attributes(self, element: str, values: dict[str, str]) -> None:
        """What is read is data; as an attribute of the element it would be passed over."""
        for name in sorted(READ[element] - {"source"}):
            if name in values:
                raise self.wrong(f"{name} is not an attribute of {element} in GraphML: write it as <data> with a <key>")

    def start_edge(self, values: dict[str, str]) -> None:
        self.refuse_attributes("edge", values)
        self.lines[f"edges[{len(self.edges)}]"] = self.parser.CurrentLineNumber
        edge: dict[str, Any] = {name: values[name] for name in ("source", "target") if name in values}
        if "id" in values:
            edge["key"] = values["id"]
        directed = values.get("directed")
        if directed is not None and directed not in BOOLEANS:
            raise self.wrong(f"directed must be true or false, got {directed!r:.40}")
        if directed is not None or self.directed:
            edge["directed"] = self.directed if directed is None else BOOLEANS[directed]
        self.edges.append(edge)
        self.given["edge"] = {}

    def characters(self, text: str) -> None:
        if not self.skipped:
            self.text += text

    def end(self, name: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        closed = self.open.pop()
        if closed == "default" and self.key is not None:
            if self.key.default not in (None, self.text):
                raise self.wrong(f"key {self.key.name!r:.40} has two defaults: keep one")
            self.key.default = self.text
        elif closed == "data" and self.key is not None:
            self.end_data(self.open[-1], self.key)
        elif closed == "edge":
            self.end_edge()

    def end_data(self, element: str, key: Key) -> None:
        given = self.given.setdefault(element, {})
        if key.name in READ.get(element, ()):
            if key.name in given:
                raise self.wrong(f"{key.name} is given twice, on line {given[key.name][1]} too: keep one")
            key.check(self.parser.CurrentLineNumber)
        if key.name:
            given[key.name] = (self.text, self.parser.CurrentLineNumber)

    # --- values ------------------------------------------------------------------------------------------------------

    def end_edge(self) -> None:
        edge, given = self.edges[-1], self.given.pop("edge")
        given = self.keys.defaults("edge") | given
        if "weight" in given:
            edge["weight"] = as_number(*given["weight"])
        directed = edge.pop("directed", None)
        oneway = as_truth(*given["oneway"]) if "oneway" in given and not directed else False
        if directed is False and oneway:
            raise self.wrong("oneway is true on an edge with directed='false': take one of them out")
        edge["oneway"] = oneway or bool(directed)
        edge |= {name: given[name][0] for name in given if name not in {*READ["edge"], "source", "target", "key"}}

    def document(self) -> dict[str, Any]:
        """As JSON node-link has it; one-way where the edge or the graph says so."""
        given = self.keys.defaults("graph") | {k: v for k, v in self.given["graph"].items() if k in READ["graph"]}
        self.lines |= {name: line for name, (_, line) in given.items()}
        attributes: dict[str, Any] = dict.fromkeys(self.given["graph"].keys() - READ["graph"])
        attributes |= {name: as_list(name, *given[name]) for name in LISTS if name in given}
        if "source" in given:
            text = given["source"][0]
            known = text in {node.get("id") for node in self.nodes}
            attributes["source"] = text if known else text.strip()
        return {"graph": attributes, "nodes": self.nodes, "edges": self.edges}
