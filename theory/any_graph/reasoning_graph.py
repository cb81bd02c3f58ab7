"""Reasoning graphs: any multigraph with a source and hidden targets, as the walk of a tabular policy sees it.

A walk begins at the source. From each vertex it may take any edge that leaves it, also the one by which it came; a
*one-way* edge leaves its tail only. Each directed edge is an *edge-state* with a row of its own. State 0 is the start,
before any edge; its row is over the edges of the source. The target is drawn from the prior and not seen, so the other
targets are vertices like any others. The base policy takes an edge in proportion to its weight. Rows at *fixed*
vertices are not trained. A corridor graph is a reasoning graph with a one-way edge s-f and a fixed fork.

Main definitions: `Edge`, `ReasoningGraph`, `EdgeStates` (its states and moves as arrays), `corridor_reasoning_graph`,
`unequal_reasoning_graph`, and `edge_state` of their states.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from scipy.sparse.csgraph import breadth_first_order

from backproof.theory.any_graph.golden import golden_moves_along
from backproof.theory.any_graph.graph_input import Edge as Edge
from backproof.theory.any_graph.graph_input import check_edges, check_nodes, check_targets, exact_weight, shown
from backproof.theory.graph import FORK, SOURCE, START, CorridorGraph, EdgeState, Vertex, positive_integer

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MOST_NODES = 400_000
MOST_STATES = 400_000
MOST_MOVES = 2_000_000
"""A move is a pair of an edge and the next one. docs/graph-files.md says what time and memory so many take."""
SOLVE_MOVES = 1000
"""The fixed cost of a system of equations, in moves."""
MOST_WORK = 3_000_000
"""Moves in the systems of all targets together, fixed costs included: some seconds for each policy that is solved."""
START_STATE = 0


@dataclass(frozen=True)
class EdgeStates:
    """The states that can be reached, and the moves between them; those of state i are first[i] to first[i+1] - 1.

    ``tail``, ``head`` and ``edge`` (states,) are positions in the graph's lists; the start has no tail and no edge,
    which is written -1. ``row`` and ``to`` (moves,) are the states before and after the move.
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
    """A graph, its source and its targets.

    ``nodes`` are distinct. ``targets`` are some of them, without the source. ``prior`` has a positive number for each
    target, in proportion to its probability; without one, targets are uniform. ``fixed`` are the nodes whose rows are
    not trained. ``unread`` names other attributes of the edges, for a report; nothing depends on it.

    Raises ValueError with the place of the fault (``nodes[3]``, ``edges[17]``), also for a target out of reach and for
    a graph that is too large.

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
        for name, most, things in (("nodes", MOST_NODES, self.nodes), ("edges", MOST_STATES, self.edges)):
            if len(things) > most:
                raise ValueError(f"{name} must be at most {most:,}, got {len(things):,}: cut the graph down")
        check_nodes(self.nodes, self._place)
        check_edges(self.edges, self._place)
        if self.source not in self._place:
            raise ValueError(f"source must be the id of a node, got source={self.source!r:.40}")
        check_targets(self.targets, self.prior, self.source, self._place)
        for node in self.fixed:
            if node not in self._place:
                raise ValueError(f"fixed must hold ids of nodes, got {node!r:.40}")
        most = max(1, MOST_WORK // (len(self.states.to) + SOLVE_MOVES))
        if len(self.targets) > most:
            raise ValueError(
                f"targets must be at most {most:,} for {len(self.states.to):,} moves, got {len(self.targets):,}: name "
                "fewer, since each needs a system of its own"
            )
        reached = set(self.states.head.tolist())
        for number, target in enumerate(self.targets):
            if self._place[target] not in reached:
                ends = f"{self.source!r:.40} to {target!r:.40}"
                raise ValueError(f"targets[{number}]: no path leads from the source {ends}")

    @functools.cached_property
    def _place(self) -> dict[Hashable, int]:
        """The first position of each node."""
        return {node: i for i, node in reversed(list(enumerate(self.nodes)))}

    @property
    def work(self) -> int:
        """The cost of one evaluation of a policy, in moves."""
        return len(self.targets) * (len(self.states.to) + SOLVE_MOVES)

    @functools.cached_property
    def target_law(self) -> dict[int, Fraction]:
        """The probability of each target, by its position in ``nodes``."""
        weights = [exact_weight(weight) for weight in self.prior or (1,) * len(self.targets)]
        total = sum(weights, Fraction(0))
        return {self._place[target]: weight / total for target, weight in zip(self.targets, weights, strict=True)}

    @property
    def prior_total(self) -> Fraction:
        """The sum of the prior as given; 1 without one."""
        return sum(map(exact_weight, self.prior), Fraction(0)) if self.prior else Fraction(1)

    @functools.cached_property
    def states(self) -> EdgeStates:
        """All directed edges that can be travelled, in the order of ``edges``: first there, then back."""
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
                f"edges must give at most {MOST_MOVES:,} moves, got {first[-1]:,}: cut down the degrees, since "
                "a node of degree d has d squared moves"
            )
        row = np.repeat(np.arange(len(head)), degree[head])
        begin = np.append(0, np.cumsum(degree))[head] - first[:-1]
        to = leaving[np.arange(first[-1]) + begin[row]]
        return EdgeStates(tail, head, number, first, row, to)

    @functools.cached_property
    def trained(self) -> Flags:
        """(states,): whether training can change the row: it has two or more moves, and its vertex is not fixed."""
        fixed = np.isin(self.states.head, [self._place[node] for node in self.fixed])
        return ~fixed & (np.diff(self.states.first) > 1)

    @functools.cached_property
    def golden(self) -> dict[int, dict[int, Fraction]]:
        """How often a golden path takes each move, on average: ``golden[state][next state]``."""
        arcs = zip(self.states.tail.tolist(), self.states.head.tolist(), range(len(self.states)), strict=True)
        found = golden_moves_along(arcs, -1, self.target_law)
        return {cast(int, at[2]): {cast(int, to[2]): n for to, n in row.items()} for at, row in found.items()}

    def base(self) -> list[Fraction]:
        """The base policy: the probability of each move, exactly."""
        weights = [Fraction(0), *(exact_weight(self.edges[i].weight) for i in self.states.edge[1:].tolist())]
        totals = dict.fromkeys(range(-1, len(self.nodes)), Fraction(0))
        for tail, weight in zip(self.states.tail.tolist(), weights, strict=True):
            totals[tail] += weight
        shares = [weight / (totals[t] or 1) for t, weight in zip(self.states.tail.tolist(), weights, strict=True)]
        return [shares[state] for state in self.states.to.tolist()]

    def sft_limit(self) -> list[Fraction]:
        """The policy that SFT on golden paths tends to.

        Trained rows that golden paths visit take exactly the law of the paths; all others stay at base.
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
        """The mean length of a golden path. No policy costs less, and with one target the best costs as much."""
        return sum((n for row in self.golden.values() for n in row.values()), Fraction(0))

    def name(self, state: int) -> str:
        """The directed edge of a state as ``a -> b``, with its key if it has one."""
        if state == START_STATE:
            return "start"
        tail, head = (self.label(int(at)) for at in (self.states.tail[state], self.states.head[state]))
        key = self.edges[self.states.edge[state]].key
        return f"{tail} -> {head}" + ("" if key in (None, 0) else f" ({shown(key)})")

    def label(self, place: int) -> str:
        """The node's id for readers: as it is if no two nodes read alike, else as Python writes it.

        >>> odd = ReasoningGraph(("1", 1, "a b", " a"), (Edge("1", 1),), "1", (1,))
        >>> print(*map(odd.label, range(4)), sep=" | ")
        '1' | 1 | 'a b' | ' a'
        """
        node = self.nodes[place]
        return shown(node, quoted=not self._texts_differ)

    @functools.cached_property
    def _texts_differ(self) -> bool:
        """Whether no two nodes read alike, as 1 and "1" do."""
        return len({str(node) for node in self.nodes}) == len(self.nodes)


def corridor_reasoning_graph(graph: CorridorGraph) -> ReasoningGraph:
    """The corridor graph as a reasoning graph: s-f is one-way, the fork fixed, the leaves are the targets."""
    edges = tuple(Edge(*edge, oneway=edge == START) for edge in graph.edges())
    return ReasoningGraph(tuple(graph.vertices()), edges, SOURCE, graph.leaves(), fixed=frozenset({FORK}))


def unequal_reasoning_graph(
    corridors: Sequence[Sequence[int]], *, fixed: Collection[Hashable] = (FORK,)
) -> ReasoningGraph:
    """As `corridor_reasoning_graph`, with a list of the lanes of each diamond for every corridor.

    Raises TypeError or ValueError for lanes that are not integers >= 1, and for no corridors or an empty one.

    >>> unequal_reasoning_graph([[2, 2], [3]]).shortest_paths()
    Fraction(5, 1)
    """
    lanes = [
        [positive_integer(f"corridors[{w}][{j}]", n) for j, n in enumerate(row)] for w, row in enumerate(corridors)
    ]
    if not lanes or not all(lanes):
        raise ValueError(f"corridors must hold a list of lanes for each corridor, got {corridors!r:.80}")
    paths = [CorridorGraph(len(lanes), len(row), 1).corridor(w) for w, row in enumerate(lanes)]
    edges = [START]
    for path, row in zip(paths, lanes, strict=True):
        for tail, head in itertools.pairwise(path):
            copies = row[tail.diamond] if EdgeState(tail, head).is_lane else 1
            edges += [EdgeState(tail, head, lane) for lane in range(copies)]
    nodes = (SOURCE, FORK, *(vertex for path in paths for vertex in path[1:]))
    leaves = tuple(path[-1] for path in paths)
    oneway = tuple(Edge(*edge, oneway=edge == START) for edge in edges)
    return ReasoningGraph(nodes, oneway, SOURCE, leaves, fixed=frozenset(fixed))


def edge_state(graph: ReasoningGraph, number: int) -> EdgeState:
    """The edge travelled, on a graph of corridors. At the start it is the first edge: nothing is decided there."""
    if number == START_STATE:
        return START
    states = graph.states
    edge = graph.edges[states.edge[number]]
    lane = edge.key if isinstance(edge.key, int) else 0
    tail, head = (cast(Vertex, graph.nodes[place]) for place in (states.tail[number], states.head[number]))
    return EdgeState(tail, head, lane)
