"""Corridor graphs: the reasoning problem that the theorem is about.

A *corridor graph* has a source ``s``, a fork ``f`` and ``width`` corridors that lead away from the fork. A corridor is
``depth`` diamonds in a row. Diamond j joins a left vertex l_j to a right vertex r_j by ``lanes`` parallel edges, the
*lanes*. Every other edge is a *connector*: f-l_1, r_j-l_{j+1}, and r_K to the leaf at the corridor's end. One leaf is
the target.

Main definitions: `CorridorGraph`, `UnequalGraph` (corridors that differ), `read_corridors`, `Vertex`, `EdgeState` (a
directed edge: the last one travelled), `PAPER` (the sizes of the paper's experiment).

Source: S. Wei, J. Kim, arXiv 2606.22938 (the model).
"""

from __future__ import annotations

import contextlib
import itertools
import operator
import re
import reprlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, SupportsIndex

if TYPE_CHECKING:
    import networkx as nx

Kind = Literal["source", "fork", "left", "right", "leaf"]


class Vertex(NamedTuple):
    """A vertex. ``corridor`` and ``diamond`` count from 0, and are -1 for a vertex that is in none."""

    kind: Kind
    corridor: int = -1
    diamond: int = -1

    def __str__(self) -> str:
        """The short name, counted from 1 as in the documentation: ``l2@1`` is l_2 of corridor 1."""
        match self.kind:
            case "source" | "fork":
                return self.kind[0]
            case "leaf":
                return f"leaf@{self.corridor + 1}"
            case _:
                return f"{self.kind[0]}{self.diamond + 1}@{self.corridor + 1}"


class EdgeState(NamedTuple):
    """An edge travelled from ``tail`` to ``head``. ``lane`` tells parallel edges apart; it is 0 on connectors."""

    tail: Vertex
    head: Vertex
    lane: int = 0

    @property
    def is_lane(self) -> bool:
        """Whether the edge is a lane of a diamond, in either direction; else it is a connector."""
        return {self.tail.kind, self.head.kind} == {"left", "right"} and self.tail.diamond == self.head.diamond

    def reversed(self) -> EdgeState:
        """The same edge travelled the other way."""
        return EdgeState(self.head, self.tail, self.lane)

    def __str__(self) -> str:
        return f"{self.tail} -> {self.head}" + (f" by lane {self.lane + 1}" if self.is_lane else "")


SOURCE = Vertex("source")
FORK = Vertex("fork")
START = EdgeState(SOURCE, FORK)
"""The first move of every walk: the source has one edge."""


@dataclass(frozen=True, slots=True)
class CorridorGraph:
    """``width`` corridors of ``depth`` diamonds with ``lanes`` parallel lanes each: W, K and L in the documentation.

    Raises TypeError for a size that is not an integer, ValueError for one below 1.

    >>> graph = CorridorGraph(width=3, depth=2, lanes=3)
    >>> graph.vertex_count, graph.edge_count, graph.shortest_path_length, graph.golden_path_count
    (17, 28, 6, 9)
    """

    width: int
    depth: int
    lanes: int

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, positive_integer(field.name, getattr(self, field.name)))

    @property
    def vertex_count(self) -> int:
        return 2 + self.width * (2 * self.depth + 1)

    @property
    def edge_count(self) -> int:
        return 1 + self.width * (self.depth * (self.lanes + 1) + 1)

    @property
    def shortest_path_length(self) -> int:
        """The number of edges from the source to any leaf: 2K + 2."""
        return 2 * self.depth + 2

    @property
    def golden_path_count(self) -> int:
        """The number of shortest paths from the source to one leaf: L**K, since each diamond offers L lanes."""
        return int(self.lanes**self.depth)

    def corridor(self, corridor: int) -> tuple[Vertex, ...]:
        """The 2K + 2 vertices of one corridor in order, from the fork to its leaf, both included.

        Raises TypeError or ValueError for a corridor that the graph does not have.
        """
        corridor = index_below("corridor", corridor, self.width)
        inner = (Vertex(kind, corridor, j) for j in range(self.depth) for kind in ("left", "right"))
        return (FORK, *inner, Vertex("leaf", corridor))

    def leaves(self) -> tuple[Vertex, ...]:
        """The leaves, corridor by corridor."""
        return tuple(Vertex("leaf", w) for w in range(self.width))

    def vertices(self) -> Iterator[Vertex]:
        """Every vertex once: the source, the fork, then each corridor from the fork toward its leaf."""
        yield SOURCE
        yield FORK
        for w in range(self.width):
            yield from self.corridor(w)[1:]

    def edges(self) -> Iterator[EdgeState]:
        """Every edge once, directed away from the source."""
        yield START
        for w in range(self.width):
            for tail, head in itertools.pairwise(self.corridor(w)):
                yield from self.parallel_edges(tail, head)

    def edge_states(self) -> Iterator[EdgeState]:
        """Every edge in both directions. Each is a row of the policy table."""
        for edge in self.edges():
            yield edge
            yield edge.reversed()

    def parallel_edges(self, tail: Vertex, head: Vertex) -> tuple[EdgeState, ...]:
        """The edges from ``tail`` to the adjacent ``head``: all lanes of a diamond, or one connector."""
        self._check_vertex("tail", tail)
        self._check_vertex("head", head)
        copies = self.lanes if EdgeState(tail, head).is_lane else 1
        return tuple(EdgeState(tail, head, lane) for lane in range(copies))

    def level(self, vertex: Vertex) -> int:
        """The distance from the source, in edges."""
        self._check_vertex("vertex", vertex)
        match vertex.kind:
            case "source":
                return 0
            case "fork":
                return 1
            case "left":
                return 2 * vertex.diamond + 2
            case "right":
                return 2 * vertex.diamond + 3
            case "leaf":
                return self.shortest_path_length

    def golden_paths(self, target: Vertex) -> Iterator[tuple[EdgeState, ...]]:
        """The L**K shortest paths from the source to the leaf ``target``, each a tuple of edge-states in order."""
        if target not in self.leaves():
            raise ValueError(f"target must be a leaf of corridor 0 to {self.width - 1}, got {target!r}")
        pairs = itertools.pairwise(self.corridor(target.corridor))
        yield from itertools.product((START,), *(self.parallel_edges(*pair) for pair in pairs))

    def multigraph(self) -> nx.MultiGraph[Vertex]:
        """The undirected multigraph of networkx. The key of an edge is its lane."""
        import networkx as nx  # here, since commands that must start fast only need the sizes

        graph: nx.MultiGraph[Vertex] = nx.MultiGraph()
        graph.add_nodes_from(self.vertices())
        graph.add_edges_from(self.edges())
        return graph

    def _check_vertex(self, name: str, vertex: Vertex) -> None:
        check_type(name, vertex, Vertex)
        kind, corridor, diamond = vertex
        if kind in ("left", "right"):
            is_ours = diamond in range(self.depth) and corridor in range(self.width)
        else:
            is_ours = vertex in (SOURCE, FORK) or (kind == "leaf" and diamond == -1 and corridor in range(self.width))
        if not is_ours:
            raise ValueError(f"{name} must be a vertex of {self}, got {name}={vertex!r}")


@dataclass(frozen=True, slots=True)
class UnequalGraph:
    """A source, a fork and corridors that differ: ``lanes[w][j]`` parallel lanes in diamond j of corridor w.

    A policy on it has one probability per diamond in each family, corridor by corridor. Raises TypeError or ValueError
    for lanes that are not integers >= 1, for no corridors and for one without diamonds.

    >>> graph = UnequalGraph([[3, 3], [4]])
    >>> str(graph), graph.width, graph.depths, graph.diamonds
    ('2x3,1x4', 2, (2, 1), 3)
    """

    lanes: tuple[tuple[int, ...], ...]

    def __init__(self, lanes: Sequence[Sequence[int]]) -> None:
        corridors: list[tuple[int, ...]] = []
        for w, row in enumerate(_listed("lanes", lanes)):
            diamonds = _listed(f"lanes[{w}]", row)
            corridors.append(tuple(positive_integer(f"lanes[{w}][{j}]", count) for j, count in enumerate(diamonds)))
        object.__setattr__(self, "lanes", tuple(corridors))

    @property
    def width(self) -> int:
        """Corridors, W."""
        return len(self.lanes)

    @property
    def depths(self) -> tuple[int, ...]:
        """Diamonds of each corridor, K_w."""
        return tuple(map(len, self.lanes))

    @property
    def diamonds(self) -> int:
        """Diamonds of all corridors together."""
        return sum(self.depths)

    def __str__(self) -> str:
        """DEPTHxLANES of each corridor; lanes that differ within one are all named: ``2x3/4``."""
        return ",".join(f"{len(row)}x{'/'.join(map(str, row if len(set(row)) > 1 else row[:1]))}" for row in self.lanes)


def read_corridors(text: str) -> UnequalGraph:
    """The depth and lanes of each corridor, as in ``5x3,2x4``. Raises ValueError that does not name the argument."""
    parts = [re.fullmatch(r"0*(\d{1,7})x0*(\d{1,7})", part.strip(), re.ASCII) for part in text.split(",")]
    sizes = [(int(part[1]), int(part[2])) for part in parts if part is not None]
    if len(sizes) < len(parts) or not all(depth and lanes for depth, lanes in sizes):
        shown = text if len(text) <= 60 else f"{text[:57]}..."
        raise ValueError(f"must be DEPTHxLANES for each corridor, integers >= 1 as in 5x3,2x4, got {shown}")
    return UnequalGraph([(lanes,) * depth for depth, lanes in sizes])


# --- checks of arguments ---------------------------------------------------------------------------------------------


def positive_integer(name: str, value: object) -> int:
    """``value`` as an int >= 1. Raises TypeError for what is not an integer (a boolean is none), else ValueError."""
    number = _integer(name, value, "an integer >= 1")
    if number < 1:
        raise ValueError(f"{name} must be an integer >= 1, got {name}={number}")
    return number


def index_below(name: str, value: object, count: int) -> int:
    """``value`` as an int from 0 to ``count`` - 1; errors as for `positive_integer`."""
    expected = f"an integer from 0 to {count - 1}"
    number = _integer(name, value, expected)
    if not 0 <= number < count:
        raise ValueError(f"{name} must be {expected}, got {name}={number}")
    return number


def check_type(name: str, value: object, kind: type) -> None:
    """Raise TypeError unless ``value`` is an instance of ``kind``."""
    if not isinstance(value, kind):
        article = "an" if kind.__name__[0] in "AEIOUaeiou" else "a"
        got = f"{reprlib.repr(value)} ({type(value).__name__})"
        raise TypeError(f"{name} must be {article} {kind.__name__}, got {name}={got}")


def check_graph(graph: object) -> None:
    """Raise TypeError for what is no graph of corridors, alike or unequal."""
    if not isinstance(graph, UnequalGraph):
        check_type("graph", graph, CorridorGraph)


def _listed(name: str, values: object) -> list[Any]:
    """A list of at least one thing. Raises TypeError or ValueError."""
    if not isinstance(values, Iterable) or isinstance(values, str | bytes):
        raise TypeError(f"{name} must be a list, as in [[3, 3], [4]] for two corridors, got {name}={values!r:.40}")
    listed = list(values)
    if not listed:
        raise ValueError(f"{name} must hold at least one {'corridor' if name == 'lanes' else 'diamond'}, got none")
    return listed


def _integer(name: str, value: object, expected: str) -> int:
    if type(value) is int:
        return value
    kind = type(value).__name__
    if isinstance(value, SupportsIndex) and not kind.startswith("bool"):
        with contextlib.suppress(TypeError):  # an array has the method, and raises unless it holds a single integer
            return operator.index(value)
    raise TypeError(f"{name} must be {expected}, got {name}={value!r} ({kind})")


PAPER = CorridorGraph(width=15, depth=15, lanes=5)
"""The sizes of the paper's experiment (its Figure 3), and the defaults of every command."""
