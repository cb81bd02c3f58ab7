"""Reasoning graphs: any multigraph with a source and hidden targets, as the walk of a tabular policy sees it.

A walk stands at the source, and after every directed edge it may take any edge that leaves the vertex it has come to,
the one it came by included; a *one-way* edge leaves its tail only. Each directed edge is an *edge-state* with a row of
its own; state 0 is the start, before any edge, whose row is over the edges of the source. A walker that comes back to
the source has a row for that like any other. The target is drawn from the prior and not seen: a target that is not the
one drawn is a vertex like any other. The base policy takes an edge in proportion to its weight. At a *fixed* vertex no
row is trained. Corridor graphs are the case of one one-way edge s-f and a fixed fork.

Main definitions: `Edge`, `ReasoningGraph`, `EdgeStates` (its states and moves as arrays), `corridor_reasoning_graph`.
"""

from __future__ import annotations

import functools
from collections.abc import Hashable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple, cast

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from scipy.sparse.csgraph import breadth_first_order

from backproof.theory.any_graph.golden import golden_moves_along
from backproof.theory.graph import FORK, SOURCE, START, CorridorGraph

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MOST_NODES = 400_000
MOST_STATES = 400_000
MOST_MOVES = 2_000_000
"""Of pairs of an edge and the next; docs/graph-files.md has the time and memory that so many take."""
SOLVE_MOVES = 1000
"""A system costs as much as one with so many moves more: what it takes besides."""
MOST_WORK = 3_000_000
"""Moves of the systems of all targets together, those besides included: some seconds for each policy that is solved."""
LEAST_WEIGHT, MOST_WEIGHT = 1e-9, 1e9
START_STATE = 0


class Edge(NamedTuple):
    """An edge between two nodes; ``weight`` is the base policy's in either direction, ``key`` tells parallel ones
    apart where it is given.
    """

    tail: Hashable
    head: Hashable
    key: Hashable = None
    weight: Any = 1
    oneway: Any = False


@dataclass(frozen=True)
class EdgeStates:
    """The states that the source reaches, and the moves between them: those of state i are first[i] to first[i+1] - 1.

    ``tail``, ``head`` and ``edge`` (states,) are positions in the graph's lists, -1 for what the start has not. ``row``
    and ``to`` (moves,): the state after which the move is made, and the one that it makes.
    """

    tail: Integers
    head: Integers
    edge: Integers
    first: Integers
    row: Integers
    to: Integers

    def __len__(self) -> int:
        return len(self.head)


@dataclass(frozen=True, eq=False)
class ReasoningGraph:
    """``nodes`` are distinct, ``targets`` some of them and not the source, ``prior`` positive numbers in proportion
    (none: all alike), ``fixed`` the nodes whose rows are not trained. ``unread``: names of what else the edges had
    where they come from, for a report; nothing depends on it.

    Raises ValueError with the place (``nodes[3]``, ``edges[17]``) for anything else, for a target out of reach and for
    what is too large.

    >>> graph = ReasoningGraph(("s", "a", "t"), (Edge("s", "a"), Edge("a", "t")), "s", ("t",))
    >>> [graph.name(state) for state in range(len(graph.states))]
    ['start', 's -> a', 'a -> t', 'a -> s', 't -> a']
    """

    nodes: tuple[Hashable, ...]
    edges: tuple[Edge, ...]
    source: Hashable
    targets: tuple[Hashable, ...]
    prior: tuple[Any, ...] = ()
    fixed: frozenset[Hashable] = frozenset()
    unread: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.nodes) > MOST_NODES:
            raise ValueError(f"nodes must be at most {MOST_NODES:,}, got {len(self.nodes):,}: cut the graph down")
        if not self.nodes:
            raise ValueError("nodes must name at least one node, got none")
        for number, node in enumerate(self.nodes):
            if self._place[node] != number:
                raise ValueError(
                    f"nodes[{number}]: id {node!r:.40} is that of nodes[{self._place[node]}]: ids must differ"
                )
        self._check_edges()
        if self.source not in self._place:
            raise ValueError(f"source must be the id of a node, got source={self.source!r:.40}")
        self._check_targets()
        for node in self.fixed:
            if node not in self._place:
                raise ValueError(f"fixed must hold ids of nodes, got {node!r:.40}")
        most = max(1, MOST_WORK // (len(self.states.to) + SOLVE_MOVES))
        if len(self.targets) > most:
            raise ValueError(
                f"targets must be at most {most:,} for {len(self.states.to):,} moves, got {len(self.targets):,}: name "
                "fewer, every target has a system of its own"
            )
        reached = set(self.states.head.tolist())
        for number, target in enumerate(self.targets):
            if self._place[target] not in reached:
                ends = f"{self.source!r:.40} to {target!r:.40}"
                raise ValueError(f"targets[{number}]: no path leads from the source {ends}")

    def _check_edges(self) -> None:
        if len(self.edges) > MOST_STATES:
            raise ValueError(f"edges must be at most {MOST_STATES:,}, got {len(self.edges):,}: cut the graph down")
        keyed: dict[Hashable, int] = {}
        for number, edge in enumerate(self.edges):
            for end in edge[:2]:
                if end not in self._place:
                    raise ValueError(f"edges[{number}]: its ends must be ids of nodes, got {end!r:.40}")
            if not _is_number(edge.weight) or not LEAST_WEIGHT <= edge.weight <= MOST_WEIGHT:
                raise ValueError(
                    f"edges[{number}]: weight must be a number from {LEAST_WEIGHT:g} to {MOST_WEIGHT:g}, got "
                    f"weight={edge.weight!r:.40}"
                )
            if not isinstance(edge.oneway, bool):
                raise ValueError(f"edges[{number}]: oneway must be true or false, got oneway={edge.oneway!r:.40}")
            ends = edge[:2] if edge.oneway else frozenset(edge[:2])
            first = keyed.setdefault((ends, edge.key), number) if edge.key is not None else number
            if first != number:
                raise ValueError(
                    f"edges[{number}]: key {edge.key!r:.40} is that of edges[{first}] between the same nodes: keys of "
                    "parallel edges must differ"
                )

    def _check_targets(self) -> None:
        if not self.targets:
            raise ValueError("targets must name at least one node, got none")
        first: dict[Hashable, int] = {}
        for number, target in enumerate(self.targets):
            if target not in self._place:
                raise ValueError(f"targets[{number}]: must be the id of a node, got {target!r:.40}")
            if target == self.source:
                raise ValueError(f"targets[{number}]: must not be the source, got {target!r:.40}")
            if first.setdefault(target, number) != number:
                raise ValueError(f"targets[{number}]: {target!r:.40} is named twice")
        if self.prior and len(self.prior) != len(self.targets):
            raise ValueError(f"prior must have {len(self.targets)} numbers, as targets has, got {len(self.prior)}")
        for number, weight in enumerate(self.prior):
            if not _is_number(weight) or not LEAST_WEIGHT <= weight <= MOST_WEIGHT:
                drop = ": drop that target" if weight == 0 else ""
                raise ValueError(f"prior[{number}]: must be a number from 1e-9 to 1e9, got {weight!r:.40}{drop}")

    @functools.cached_property
    def _place(self) -> dict[Hashable, int]:
        """The first position of each node."""
        return {node: i for i, node in reversed(list(enumerate(self.nodes)))}

    @property
    def work(self) -> int:
        """What one evaluation of a policy costs, in moves."""
        return len(self.targets) * (len(self.states.to) + SOLVE_MOVES)

    @functools.cached_property
    def target_law(self) -> dict[int, Fraction]:
        """Probability of each target, by its position in ``nodes``."""
        weights = [_fraction(weight) for weight in self.prior or (1,) * len(self.targets)]
        total = sum(weights, Fraction(0))
        return {self._place[target]: weight / total for target, weight in zip(self.targets, weights, strict=True)}

    @property
    def prior_total(self) -> Fraction:
        """What the prior sums to as given; 1 where none is."""
        return sum(map(_fraction, self.prior), Fraction(0)) if self.prior else Fraction(1)

    @functools.cached_property
    def states(self) -> EdgeStates:
        """Every directed edge that can be travelled, in the order of ``edges``, the ways there before the ways back."""
        size = len(self.nodes)
        tail, head = (np.array([self._place[edge[end]] for edge in self.edges], np.int64) for end in (0, 1))
        back = np.flatnonzero((tail != head) & ~np.array([edge.oneway for edge in self.edges], bool))
        number = np.concatenate([np.arange(len(tail)), back])
        tail, head = np.concatenate([tail, head[back]]), np.concatenate([head, tail[back]])
        if len(number):
            links = sparse.csr_array((np.ones(len(number)), (tail, head)), shape=(size, size))
            kept = np.isin(tail, breadth_first_order(links, self._place[self.source], return_predecessors=False))
            number, tail, head = number[kept], tail[kept], head[kept]
        if len(number) >= MOST_STATES:
            raise ValueError(f"edges must give at most {MOST_STATES:,} edge-states, got {len(number):,}: cut them down")
        tail, number = np.append(-1, tail), np.append(-1, number)
        head = np.append(self._place[self.source], head)
        leaving = np.argsort(tail, kind="stable")[1:]
        degree = np.bincount(tail[1:], minlength=size)
        first = np.append(0, np.cumsum(degree[head]))
        if first[-1] > MOST_MOVES:
            raise ValueError(
                f"edges must give at most {MOST_MOVES:,} moves, got {first[-1]:,}: cut down the degrees, of which "
                "a node's moves are the square"
            )
        row = np.repeat(np.arange(len(head)), degree[head])
        begin = np.append(0, np.cumsum(degree))[head] - first[:-1]
        to = leaving[np.arange(first[-1]) + begin[row]]
        return EdgeStates(tail, head, number, first, row, to)

    @functools.cached_property
    def trained(self) -> Flags:
        """(states,): whether the row after the state can change: it has two moves, and its vertex is not fixed."""
        fixed = np.isin(self.states.head, [self._place[node] for node in self.fixed])
        return ~fixed & (np.diff(self.states.first) > 1)

    @functools.cached_property
    def golden(self) -> dict[int, dict[int, Fraction]]:
        """How often golden paths take each move, per path: ``golden[state][next state]``."""
        arcs = zip(self.states.tail.tolist(), self.states.head.tolist(), range(len(self.states)), strict=True)
        found = golden_moves_along(arcs, -1, self.target_law)
        return {cast(int, at[2]): {cast(int, to[2]): n for to, n in row.items()} for at, row in found.items()}

    def base(self) -> list[Fraction]:
        """The base policy: the probability of each move, exactly."""
        weights = [Fraction(0), *(_fraction(self.edges[i].weight) for i in self.states.edge[1:].tolist())]
        totals = dict.fromkeys(range(-1, len(self.nodes)), Fraction(0))
        for tail, weight in zip(self.states.tail.tolist(), weights, strict=True):
            totals[tail] += weight
        shares = [weight / (totals[t] or 1) for t, weight in zip(self.states.tail.tolist(), weights, strict=True)]
        return [shares[state] for state in self.states.to.tolist()]

    def sft_limit(self) -> list[Fraction]:
        """The policy that SFT on golden shortest paths tends to: trained rows that they visit take the law of the paths
        exactly, all others stay at base.
        """
        law, never = self.base(), Fraction(0)
        for state, row in self.golden.items():
            if self.trained[state]:
                visits = sum(row.values())
                shares = {to: n / visits for to, n in row.items()}
                for cell in range(self.states.first[state], self.states.first[state + 1]):
                    law[cell] = shares.get(int(self.states.to[cell]), never)
        return law

    def shortest_paths(self) -> Fraction:
        """Mean length of a golden path: no policy costs less, and with one target the best has just that cost."""
        return sum((n for row in self.golden.values() for n in row.values()), Fraction(0))

    def name(self, state: int) -> str:
        """The directed edge of a state: ``a -> b``, with its key where there is one."""
        if state == START_STATE:
            return "start"
        tail, head = (self.label(int(at)) for at in (self.states.tail[state], self.states.head[state]))
        key = self.edges[self.states.edge[state]].key
        return f"{tail} -> {head}" + ("" if key in (None, 0) else f" ({_shown(key)})")

    def label(self, place: int) -> str:
        """The node's id for readers: as it is where no node reads like another, else as Python writes it.

        >>> odd = ReasoningGraph(("1", 1, "a b", " a"), (Edge("1", 1),), "1", (1,))
        >>> print(*map(odd.label, range(4)), sep=" | ")
        '1' | 1 | 'a b' | ' a'
        """
        node = self.nodes[place]
        return _shown(node) if self._texts_differ else _quoted(node)

    @functools.cached_property
    def _texts_differ(self) -> bool:
        """Whether no two nodes read alike, as 1 and "1" do."""
        return len({str(node) for node in self.nodes}) == len(self.nodes)


def _shown(id_: Hashable) -> str:
    """As it is where that is plain text, else as Python writes it: quoted, escaped, and so on one line."""
    plain = isinstance(id_, str) and id_.isprintable() and id_ == id_.strip("'\" ") != ""
    return str(id_) if plain else _quoted(id_)


def _quoted(id_: Hashable) -> str:
    """As Python writes it, on one line even where a class of somebody's says otherwise."""
    text = repr(id_)
    return text if text.isprintable() else repr(text)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Fraction) and not isinstance(value, bool)


def _fraction(value: float | Fraction) -> Fraction:
    """A float as the decimal that it is written as."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def corridor_reasoning_graph(graph: CorridorGraph) -> ReasoningGraph:
    """The corridor graph as a reasoning graph: s-f is one-way, the fork fixed, the leaves are the targets."""
    edges = tuple(Edge(*edge, oneway=edge == START) for edge in graph.edges())
    return ReasoningGraph(tuple(graph.vertices()), edges, SOURCE, graph.leaves(), fixed=frozenset({FORK}))
