"""The example graphs beside this file, made again: ``python examples/graphs/generate.py``.

`corridors.json`: the corridor graph of W = 3, K = 2, L = 3. `binary-tree.json` and `.graphml`: 16 leaves, all targets.
`grid-with-dead-ends.json`: a maze on a grid of 9 by 9, a spanning tree and a few more edges, the target in one of four
of its dead ends. `random-multigraph.json`: parallel edges, self-loops, one-way edges, weights and a prior.

`game-of-24.json`: the tree of thoughts for 24 from 6 6 6 6. A thought is what is left after some arithmetic steps on
two of the numbers, told with the steps that led there; the walker goes on to a thought or back to the one before.
Numbers are exact fractions, and two steps that leave the same numbers are one thought. A branch ends in one number;
every branch that ends in 24 may be the one that is asked for, all alike and unseen: there are several derivations, and
the one that a checker has in mind is not told. With a single target SFT on golden paths would be optimal.
"""

from __future__ import annotations

import itertools
import json
import random
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

Document = dict[str, Any]
FOUR = (Fraction(6),) * 4
TWENTY_FOUR = Fraction(24)


def document(attributes: Document, nodes: list[str], edges: list[Document]) -> Document:
    """As networkx writes node-link data."""
    return {
        "directed": False,
        "multigraph": True,
        "graph": attributes,
        "nodes": [{"id": node} for node in nodes],
        "edges": edges,
    }


def edge(source: str, target: str, key: int = 0, **more: Any) -> Document:
    return {"source": source, "target": target, "key": key, **more}


def corridors(width: int = 3, depth: int = 2, lanes: int = 3) -> Document:
    """The source's edge is one-way and the fork is fixed, as the theorem has it."""
    nodes, edges = ["s", "f"], [edge("s", "f", oneway=True)]
    for w in range(1, width + 1):
        before = "f"
        for j in range(1, depth + 1):
            left, right = f"l{j}@{w}", f"r{j}@{w}"
            nodes += [left, right]
            edges += [edge(before, left), *(edge(left, right, lane) for lane in range(lanes))]
            before = right
        nodes.append(f"leaf@{w}")
        edges.append(edge(before, f"leaf@{w}"))
    targets = [f"leaf@{w}" for w in range(1, width + 1)]
    return document({"source": "s", "targets": targets, "fixed": ["f"]}, nodes, edges)


def binary_tree(depth: int = 4) -> Document:
    """Nodes are named by the turns that lead to them."""
    levels = [["".join(turns) for turns in itertools.product("01", repeat=level)] for level in range(depth + 1)]
    nodes = [f"root{turns}" for level in levels for turns in level]
    edges = [edge(node[:-1], node) for node in nodes[1:]]
    return document({"source": "root", "targets": [f"root{turns}" for turns in levels[-1]]}, nodes, edges)


def grid_with_dead_ends(side: int = 9, more: int = 6, seed: int = 1) -> Document:
    draw = random.Random(seed)  # noqa: S311 - not for secrets
    cells = [(row, column) for row in range(side) for column in range(side)]
    links = [(a, b) for a, b in itertools.combinations(cells, 2) if abs(a[0] - b[0]) + abs(a[1] - b[1]) == 1]
    draw.shuffle(links)
    group = {cell: cell for cell in cells}

    def root(cell: tuple[int, int]) -> tuple[int, int]:
        while group[cell] != cell:
            cell = group[cell]
        return cell

    kept, spare = [], []
    for a, b in links:
        if root(a) == root(b):
            spare.append((a, b))
        else:
            group[root(a)] = root(b)
            kept.append((a, b))
    kept = sorted([*kept, *spare[:more]])
    ends = [cell for cell in cells if sum(cell in link for link in kept) == 1 and cell != (0, 0)]
    name = {cell: f"{cell[0]},{cell[1]}" for cell in cells}
    targets = sorted(name[cell] for cell in draw.sample(ends, 4))
    return document(
        {"source": "0,0", "targets": targets}, list(name.values()), [edge(name[a], name[b]) for a, b in kept]
    )


def random_multigraph(size: int = 30, more: int = 30, seed: int = 2) -> Document:
    draw = random.Random(seed)  # noqa: S311 - not for secrets
    ends = [(draw.randrange(node), node) for node in range(1, size)]
    ends += [(draw.randrange(size), draw.randrange(size)) for _ in range(more)]
    edges = [
        edge(f"v{a}", f"v{b}", key, weight=draw.randint(1, 4), oneway=key >= size and draw.random() < 0.2)
        for key, (a, b) in enumerate(ends)
    ]
    attributes = {"source": "v0", "targets": [f"v{size - 3}", f"v{size - 2}", f"v{size - 1}"], "prior": [2, 1, 1]}
    return document(attributes, [f"v{node}" for node in range(size)], edges)


def game_of_24() -> Document:
    nodes, edges, targets = [thought(FOUR)], [], []
    open_thoughts = [(FOUR, thought(FOUR))]
    for numbers, name in open_thoughts:
        for left in sorted(set(after_one_step(numbers))):
            further = f"{name} > {thought(left)}"
            nodes.append(further)
            edges.append(edge(name, further))
            open_thoughts.append((left, further))
            if left == (TWENTY_FOUR,):
                targets.append(further)
    return document({"source": nodes[0], "targets": targets}, nodes, edges)


def after_one_step(numbers: tuple[Fraction, ...]) -> list[tuple[Fraction, ...]]:
    """What may be left, sorted, when two of the numbers are made into one."""
    found = []
    for i, j in itertools.permutations(range(len(numbers)), 2):
        a, b = numbers[i], numbers[j]
        others = [number for k, number in enumerate(numbers) if k not in (i, j)]
        results = [a + b, a - b, a * b, *([a / b] if b else [])]
        found += [tuple(sorted([*others, result])) for result in results]
    return found


def thought(numbers: tuple[Fraction, ...]) -> str:
    return " ".join(map(str, numbers))


def as_json(graph: Document) -> str:
    """A line for every node and edge."""
    lists = {name: ",\n".join(f"  {json.dumps(item)}" for item in graph[name]) for name in ("nodes", "edges")}
    head = [f' "{name}": {json.dumps(graph[name])},' for name in ("directed", "multigraph", "graph")]
    return "\n".join(["{", *head, *(f' "{name}": [\n{text}\n ],' for name, text in lists.items())])[:-1] + "\n}\n"


def as_graphml(graph: Document) -> str:
    root = ElementTree.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for name in graph["graph"]:
        values = {"id": name, "for": "graph", "attr.name": name, "attr.type": "string"}
        ElementTree.SubElement(root, "key", values)
    holder = ElementTree.SubElement(root, "graph", edgedefault="undirected")
    for name, value in graph["graph"].items():
        text = value if isinstance(value, str) else json.dumps(value)
        ElementTree.SubElement(holder, "data", key=name).text = text
    for node in graph["nodes"]:
        ElementTree.SubElement(holder, "node", id=node["id"])
    for item in graph["edges"]:
        ElementTree.SubElement(holder, "edge", source=item["source"], target=item["target"])
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def files() -> dict[str, str]:
    """The text of each example by its file's name."""
    return {
        "corridors.json": as_json(corridors()),
        "binary-tree.json": as_json(binary_tree()),
        "binary-tree.graphml": as_graphml(binary_tree()),
        "grid-with-dead-ends.json": as_json(grid_with_dead_ends()),
        "random-multigraph.json": as_json(random_multigraph()),
        "game-of-24.json": as_json(game_of_24()),
    }


if __name__ == "__main__":
    for name, text in files().items():
        Path(__file__).with_name(name).write_text(text, encoding="utf-8")
