"""The keys of a GraphML file, and the values of what is read.

Main definitions: `Key`, `KeyTable`, `as_number`, `as_truth`, `as_list`.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any

LISTS = ("targets", "prior", "fixed")
READ = {"graph": frozenset({"source", *LISTS}), "edge": frozenset({"weight", "oneway"})}
"""The data that matter, by the element that has them."""

BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
TRUTH = BOOLEANS | {"yes": True, "no": False}
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
TYPES = {
    "weight": frozenset({"integer", "short", "int", "long", "float", "double", "decimal", "string"}),
    "oneway": frozenset({"boolean", "integer", "short", "int", "long", "string"}),
}
"""The types of keys under which their text has a clear meaning; of other data the type does not matter."""

KINDS = frozenset({"all", "graph", "node", "edge", "hyperedge", "port", "endpoint", "graphml"})
"""What a key may be for; yEd writes the last."""


def at_line(line: int, message: str) -> ValueError:
    return ValueError(f"line {line}: {message}")


@dataclass
class Key:
    """A declared key: ``kind`` is the element that it is for, "all" for any."""

    name: str
    kind: str
    type: str
    line: int
    default: str | None = None

    def check(self, line: int) -> None:
        """Refuse a type under which the text of what is read has no clear meaning."""
        if self.name in TYPES and self.type not in TYPES[self.name]:
            meant = "double" if self.name == "weight" else "boolean"
            raise at_line(
                line, f"{self.name} has a key of type {self.type!r:.40}, on line {self.line}: declare it as {meant}"
            )


class KeyTable:
    """The declared keys, by id and by the element that they are for."""

    def __init__(self) -> None:
        self.declared: dict[tuple[str, str], list[Key]] = {}

    def declare(self, values: dict[str, str], line: int, *, late: bool) -> Key:
        """Take up the key that is declared by these attributes; ``late`` is whether a graph has begun."""
        if "id" not in values:
            raise at_line(line, "a key must have an id")
        name, kind, id_ = values.get("attr.name", ""), values.get("for", "all"), values["id"]
        mine = frozenset().union(*(names for element, names in READ.items() if kind in (element, "all")))
        if not name and id_ in mine and "yfiles.type" not in values:
            raise at_line(line, f'key {id_!r} has no attr.name: write attr.name="{id_}" if that is meant')
        if kind not in KINDS and any(name in names for names in READ.values()):
            raise at_line(line, f'the key of {name} is for {kind!r:.40}: write for="graph" or for="edge"')
        if late and name in mine:
            raise at_line(line, f"the key of {name} stands after the graph: put it before")
        key = Key(name, kind, values.get("attr.type", "string").lower().rpartition(":")[2], line)
        self.declared.setdefault((id_, kind), []).append(key)
        return key

    def find(self, id_: str, element: str, line: int) -> Key:
        """The key of data in such an element. One that is not declared, and would not matter, has its id for a name."""
        declared = self.declared.get((id_, element)) or self.declared.get((id_, "all"), [])
        names = READ.get(element, frozenset())
        if not declared:
            others = [key for (other, _), keys in self.declared.items() for key in keys if other == id_]
            if id_ in names or any(key.name in names for key in others):
                kinds = " and ".join(key.kind for key in others)
                known = f"is declared for {kinds} only" if others else "is not declared"
                raise at_line(line, f"data has the key {id_!r:.40}, which {known}: declare it for {element}")
            return Key(id_, element, "string", line)
        if len({key.name for key in declared}) > 1 and any(key.name in names for key in declared):
            where = " and ".join(str(key.line) for key in declared)
            raise at_line(line, f"key {id_!r:.40} is declared more than once, on lines {where}: keep one")
        return declared[0]

    def defaults(self, element: str) -> dict[str, tuple[str, int]]:
        """The defaults of what is read in such an element. Raises ValueError for two of one name."""
        found: dict[str, tuple[str, int]] = {}
        for key in (key for keys in self.declared.values() for key in keys):
            if key.default is None or key.kind not in (element, "all") or key.name not in READ[element]:
                continue
            if key.name in found and found[key.name][0] != key.default:
                other = found[key.name][1]
                raise at_line(key.line, f"{key.name} has another default on line {other}: keep one")
            key.check(key.line)
            found[key.name] = (key.default, key.line)
        return found


def as_number(text: str, line: int) -> int | float:
    """A weight; an integer of at most 15 digits stays one."""
    text = text.strip()
    if not NUMBER.fullmatch(text):
        raise at_line(line, f"weight must be a number, got {text[:60]!r}")
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,15}", text) else float(text)


def as_truth(text: str, line: int) -> bool:
    if text.strip().lower() not in TRUTH:
        raise at_line(line, f"oneway must be true or false, got {text.strip()[:60]!r}")
    return TRUTH[text.strip().lower()]


def as_list(name: str, text: str, line: int) -> list[Any]:
    """The items of a list; those that are ids are text, as every id in GraphML is."""
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        items = None
    if not isinstance(items, list):
        like = "[3, 1]" if name == "prior" else '["a", "b"]'
        raise at_line(line, f"{name} must be a list like {like}, got {text.strip()[:60]!r}")
    if name == "prior":
        return items
    return [str(item) if type(item) in (int, float) and math.isfinite(item) else item for item in items]
