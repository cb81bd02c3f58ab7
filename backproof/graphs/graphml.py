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

import json
import math
import re
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

LISTS = ("targets", "prior", "fixed")
READ = {"graph": frozenset({"source", *LISTS}), "edge": frozenset({"weight", "oneway"})}
"""The data that matter, by the element that has them."""

NAMESPACE = re.compile(r"https?://graphml\.graphdrawing\.org/.*")
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
TRUTH = BOOLEANS | {"yes": True, "no": False}
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
TYPES = {
    "weight": frozenset({"integer", "short", "int", "long", "float", "double", "decimal", "string"}),
    "oneway": frozenset({"boolean", "integer", "short", "int", "long", "string"}),
}
"""The types of keys under which their text has a clear meaning; of other data the type does not matter."""

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

KINDS = frozenset({"all", "graph", "node", "edge", "hyperedge", "port", "endpoint", "graphml"})
"""What a key may be for; yEd writes the last."""


@dataclass
class Key:
    """A declared key: ``kind`` is the element that it is for, "all" for any."""

    name: str
    kind: str
    type: str
    line: int
    default: str | None = None


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
        self.keys: dict[tuple[str, str], list[Key]] = {}
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
        return ValueError(f"line {line or self.parser.CurrentLineNumber}: {message}")

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
                self.start_key(values)
            case "graph":
                self.start_graph(values)
            case "node":
                self.lines[f"nodes[{len(self.nodes)}]"] = self.parser.CurrentLineNumber
                self.nodes.append({"id": values["id"]} if "id" in values else {})
                self.given["node"] = {}
            case "edge":
                self.start_edge(values)
            case "data":
                self.key = self.key_of(values.get("key", ""), parent)

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

    def start_key(self, values: dict[str, str]) -> None:
        if "id" not in values:
            raise self.wrong("a key must have an id")
        name, kind, line = values.get("attr.name", ""), values.get("for", "all"), self.parser.CurrentLineNumber
        id_ = values["id"]
        mine = frozenset().union(*(names for element, names in READ.items() if kind in (element, "all")))
        if not name and id_ in mine and "yfiles.type" not in values:
            raise self.wrong(f'key {id_!r} has no attr.name: write attr.name="{id_}" if that is meant')
        if kind not in KINDS and any(name in names for names in READ.values()):
            raise self.wrong(f'the key of {name} is for {kind!r:.40}: write for="graph" or for="edge"')
        if self.graphs and name in mine:
            raise self.wrong(f"the key of {name} stands after the graph: put it before")
        self.key = Key(name, kind, values.get("attr.type", "string").lower().rpartition(":")[2], line)
        self.keys.setdefault((id_, kind), []).append(self.key)

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
                raise self.wrong(f"{name} is no attribute of {element} in GraphML: write it as <data> with a <key>")

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

    def key_of(self, id_: str, element: str) -> Key:
        """The key of data in such an element. One that is not declared, and would not matter, has its id for a name."""
        declared = self.keys.get((id_, element)) or self.keys.get((id_, "all"), [])
        names = READ.get(element, frozenset())
        if not declared:
            others = [key for (other, _), keys in self.keys.items() for key in keys if other == id_]
            if id_ in names or any(key.name in names for key in others):
                kinds = " and ".join(key.kind for key in others)
                known = f"is declared for {kinds} only" if others else "is not declared"
                raise self.wrong(f"data has the key {id_!r:.40}, which {known}: declare it for {element}")
            return Key(id_, element, "string", self.parser.CurrentLineNumber)
        if len({key.name for key in declared}) > 1 and any(key.name in names for key in declared):
            where = " and ".join(str(key.line) for key in declared)
            raise self.wrong(f"key {id_!r:.40} is declared more than once, on lines {where}: keep one")
        return declared[0]

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
            self.check(key)
        if key.name:
            given[key.name] = (self.text, self.parser.CurrentLineNumber)

    def check(self, key: Key) -> None:
        """Refuse a type under which the text of what is read has no clear meaning."""
        if key.name in TYPES and key.type not in TYPES[key.name]:
            meant = "double" if key.name == "weight" else "boolean"
            raise self.wrong(
                f"{key.name} has a key of type {key.type!r:.40}, on line {key.line}: declare it as {meant}"
            )

    # --- values ------------------------------------------------------------------------------------------------------

    def end_edge(self) -> None:
        edge, given = self.edges[-1], self.given.pop("edge")
        given = self.defaults("edge") | given
        if "weight" in given:
            edge["weight"] = self.number(*given["weight"])
        directed = edge.pop("directed", None)
        oneway = self.truth(*given["oneway"]) if "oneway" in given and not directed else False
        if directed is False and oneway:
            raise self.wrong("oneway is true on an edge with directed='false': take one of them out")
        edge["oneway"] = oneway or bool(directed)
        edge |= {name: given[name][0] for name in given if name not in {*READ["edge"], "source", "target", "key"}}

    def defaults(self, element: str) -> dict[str, tuple[str, int]]:
        """The defaults of what is read in such an element. Raises ValueError for two of one name."""
        found: dict[str, tuple[str, int]] = {}
        for keys in self.keys.values():
            for key in keys:
                if key.default is not None and key.kind in (element, "all") and key.name in READ[element]:
                    if key.name in found and found[key.name][0] != key.default:
                        raise self.wrong(
                            f"{key.name} has another default on line {found[key.name][1]}: keep one", key.line
                        )
                    self.check(key)
                    found[key.name] = (key.default, key.line)
        return found

    def number(self, text: str, line: int) -> int | float:
        text = text.strip()
        if not NUMBER.fullmatch(text):
            raise self.wrong(f"weight must be a number, got {text[:60]!r}", line)
        return int(text) if re.fullmatch(r"[+-]?[0-9]{1,15}", text) else float(text)

    def truth(self, text: str, line: int) -> bool:
        if text.strip().lower() not in TRUTH:
            raise self.wrong(f"oneway must be true or false, got {text.strip()[:60]!r}", line)
        return TRUTH[text.strip().lower()]

    def list_of(self, name: str, text: str, line: int) -> list[Any]:
        try:
            items = json.loads(text)
        except (ValueError, RecursionError):
            items = None
        if not isinstance(items, list):
            like = "[3, 1]" if name == "prior" else '["a", "b"]'
            raise self.wrong(f"{name} must be a list like {like}, got {text.strip()[:60]!r}", line)
        if name == "prior":
            return items
        return [str(item) if type(item) in (int, float) and math.isfinite(item) else item for item in items]

    def document(self) -> dict[str, Any]:
        """As JSON node-link has it; one-way where the edge or the graph says so."""
        given = self.defaults("graph") | {k: v for k, v in self.given["graph"].items() if k in READ["graph"]}
        self.lines |= {name: line for name, (_, line) in given.items()}
        attributes: dict[str, Any] = dict.fromkeys(self.given["graph"].keys() - READ["graph"])
        attributes |= {name: self.list_of(name, *given[name]) for name in LISTS if name in given}
        if "source" in given:
            text = given["source"][0]
            known = text in {node.get("id") for node in self.nodes}
            attributes["source"] = text if known else text.strip()
        return {"graph": attributes, "nodes": self.nodes, "edges": self.edges}
