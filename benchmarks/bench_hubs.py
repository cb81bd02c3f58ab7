"""The search agent on graphs with hubs, whose rows are far wider than the others, against plain Python."""

from __future__ import annotations

import random
from collections.abc import Iterator

import networkx as nx
import numpy as np

from backproof.sim.search import search_walks
from backproof.sim.walk_table import NO_GOAL, PolicyTable
from backproof.theory.any_graph.reasoning_graph import Edge, ReasoningGraph
from benchmarks.peers import Adjacency, plain_search
from benchmarks.row import Row, Size, at_most, row
from benchmarks.timing import best

SHARE = 10
"""The peer walks one sample of so many."""


def hub_table(nodes: int, links: int) -> PolicyTable:
    """The base policy on a graph grown by preferential attachment, from node 0 to the last. One link each: a tree."""
    grown = nx.barabasi_albert_graph(nodes, links, seed=1)
    graph = ReasoningGraph(tuple(grown), tuple(Edge(*ends) for ends in grown.edges), 0, (nodes - 1,))
    states, law = graph.states, np.array([float(p) for p in graph.base()])
    goal = np.where(states.head == nodes - 1, 0, NO_GOAL)
    return PolicyTable(states.first, states.to, law, goal, 1, graph.name)


def rows(size: Size) -> Iterator[Row]:
    for name, nodes, links, samples in size.of(
        (("a tree", 30, 1, 20),), (("a tree", 400, 1, 10_000), ("a graph", 930, 2, 350))
    ):
        table = hub_table(nodes, links)
        plain, draw = Adjacency.of(table), random.Random(0)  # noqa: S311 - not for secrets
        theirs = SHARE * best(lambda: [plain_search(plain, draw) for _ in range(samples // SHARE)], 1)  # noqa: B023
        yield row(
            "samples of the search agent",
            f"{samples:,}, {name} with hubs: {nodes} nodes, widest {table.degrees.max()}",
            "s",
            best(lambda: search_walks(table, range(samples)), 1),  # noqa: B023
            peer=f"plain Python, {SHARE} times {samples // SHARE:,}",
            theirs=theirs,
            bar=at_most(10),
        )
