"""The graph of the steps of many samples: a node is a step, an edge leads from a step to the next one of a sample.

Visits count every step that was made. Degree, betweenness and topology are of the undirected simple graph, without
weights and self-loops; paths are those of its largest component.

Source of the measures: K. Matsutani et al., arXiv 2509.21128, as summarised by others.

Main definitions: `StepGraph`, `Decay`, `Topology`, `fitted_decay`, `gini`, `topology`, `policy_graph`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
from scipy import stats

from backproof.sample_estimators import Counts, Floats

SOURCES = 256
FEWEST_SOURCES = 16
MOST_FOLLOWED = 5 * 10**6
"""Nodes and edges that all paths together may pass, unless the sources become fewer than `FEWEST_SOURCES`."""
MOST_FOR_SPECTRUM = 1000
"""Nodes of the largest component whose algebraic connectivity is computed."""
MOST_FOR_COMMUNITIES = 20_000
"""Edges of a graph whose modularity is computed."""
START, SOLVED, FAILED = "start", "solved", "failed"
LONGEST_NAME = 80


@dataclass(frozen=True, eq=False)
class StepGraph:
    """Row i of ``moves`` (n, 3) is a step between the one before and the one after it, made ``times[i]`` times.

    Steps are numbered as in ``names``, which has the beginnings of their texts. Before the first step is -1; after the
    last is -1 in a correct sample, -2 in another. ``samples`` and ``repeats`` count samples, and steps that their
    sample had made before.
    """

    names: tuple[str, ...]
    moves: Counts
    times: Counts
    samples: int
    repeats: int

    @property
    def steps(self) -> int:
        return int(self.times.sum())

    def visits(self) -> Counts:
        """(nodes,): how often each step was made."""
        return np.bincount(self.moves[:, 1], self.times, len(self.names)).astype(np.int64)

    def backtracking(self) -> tuple[float, float]:
        """Of all steps but the first ones: the share that repeat a step of their sample, and that reverse a move."""
        before, _, after = self.moves.T
        reversals = int(self.times[(before == after) & (before >= 0)].sum())
        moves = self.steps - self.samples
        return (self.repeats / moves, reversals / moves) if moves else (0.0, 0.0)

    def edges(self) -> Counts:
        """(edges, 2): the directed edges."""
        return np.unique(self.moves[self.moves[:, 2] >= 0, 1:], axis=0)

    def undirected(self) -> nx.Graph:
        graph = nx.Graph()
        graph.add_nodes_from(range(len(self.names)))
        graph.add_edges_from((a, b) for a, b in self.edges().tolist() if a != b)
        return graph


@dataclass(frozen=True)
class Decay:
    """log10 X = a - ``slope`` * rank, fitted to all positive values in falling order: ranks 1 to ``last``."""

    slope: float
    r_squared: float
    last: int


@dataclass(frozen=True)
class Topology:
    """``sources``: nodes from which paths were followed, all of them or a sample. None: too large, or not defined."""

    visits: Decay | None
    degree: Decay | None
    betweenness: Decay | None
    gini: float
    density: float
    clustering: float
    assortativity: float | None
    modularity: float | None
    centralisation: float | None
    path_length: float | None
    efficiency: float | None
    algebraic_connectivity: float | None
    sources: int


def fitted_decay(values: Floats | Counts) -> Decay | None:
    """None with fewer than three positive values.

    >>> fitted_decay(np.array([1000, 10, 100, 0]))
    Decay(slope=1.0, r_squared=1.0, last=3)
    """
    positive = np.sort(values[values > 0])[::-1]
    if len(positive) < 3:
        return None
    fit = stats.linregress(np.arange(1, len(positive) + 1), np.log10(positive))
    return Decay(
        round(-float(fit.slope), 12) + 0.0, 0.0 if math.isnan(fit.rvalue) else float(fit.rvalue**2), len(positive)
    )


def gini(values: Counts) -> float:
    """0 where all are equal; towards 1 where one has everything.

    >>> gini(np.array([1, 1, 1])), gini(np.array([0, 0, 3]))
    (0.0, 0.6666666666666666)
    """
    ordered = np.sort(values)
    n = len(ordered)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * ordered.sum()))


def sources_of(graph: nx.Graph) -> int:
    """All nodes of a small graph, and fewer the larger it is: the time of betweenness grows with their product."""
    size = len(graph) + int(graph.number_of_edges())
    return min(len(graph), SOURCES, max(FEWEST_SOURCES, MOST_FOLLOWED // size))


def topology(steps: StepGraph, seed: int) -> Topology:
    """Everything that is measured on the graph. Paths are followed from `sources_of` nodes, drawn by the seed."""
    graph = steps.undirected()
    n, sources = len(graph), sources_of(graph)
    degrees = np.array([degree for _, degree in graph.degree()], np.int64)
    between = nx.betweenness_centrality(graph, k=None if sources == n else sources, seed=seed)
    component = graph.subgraph(max(nx.connected_components(graph), key=len))
    from_nodes = np.random.default_rng(seed).choice(list(component), min(len(component), sources), replace=False)
    lengths = [nx.single_source_shortest_path_length(component, node).values() for node in from_nodes.tolist()]
    distances = np.array([distance for found in lengths for distance in found if distance])
    several = len(component) > 1
    unequal = len({*degrees[degrees > 0].tolist()}) > 1
    in_communities = several and graph.number_of_edges() <= MOST_FOR_COMMUNITIES
    communities = nx.community.louvain_communities(graph, seed=seed) if in_communities else []
    spectrum = nx.laplacian_spectrum(component) if several and len(component) <= MOST_FOR_SPECTRUM else None
    return Topology(
        visits=fitted_decay(steps.visits()),
        degree=fitted_decay(degrees),
        betweenness=fitted_decay(np.array([between[node] for node in graph])),
        gini=gini(steps.visits()),
        density=nx.density(graph),
        clustering=nx.average_clustering(graph),
        assortativity=float(nx.degree_assortativity_coefficient(graph)) if unequal else None,
        modularity=nx.community.modularity(graph, communities) if in_communities else None,
        centralisation=float((degrees.max() - degrees).sum() / ((n - 1) * (n - 2))) if n > 2 else None,
        path_length=float(distances.mean()) if several else None,
        efficiency=float((1 / distances).mean()) if several else None,
        algebraic_connectivity=None if spectrum is None else float(spectrum[1]),
        sources=sources,
    )


def policy_graph(steps: StepGraph) -> dict[str, Any]:
    """The samples as a graph that `backproof graph` audits: a node for every directed edge that was travelled.

    So its base policy has a row for each last edge, the shares of what followed it in the samples. It goes from "start"
    to "solved"; a sample that fails goes to "failed" and from there to "start", as a new attempt. The expected steps of
    base are then the moves per solved sample.
    """
    totals: dict[tuple[str, str], int] = {}
    names = _short_names(steps.names)
    failures = 0
    for (before, at, after), times in zip(steps.moves.tolist(), steps.times.tolist(), strict=True):
        here = _state(names, before, at)
        ahead = {-1: SOLVED, -2: FAILED}.get(after) or _state(names, at, after)
        moves = [(here, ahead)] if before >= 0 else [(START, here), (here, ahead)]
        failures += times if after == -2 else 0
        for move in moves:
            totals[move] = totals.get(move, 0) + times
    if failures:
        totals[FAILED, START] = failures
    nodes = dict.fromkeys([START, *(node for move in totals for node in move)])
    return {
        "directed": True,
        "multigraph": False,
        "graph": {"source": START, "targets": [SOLVED]},
        "nodes": [{"id": node} for node in nodes],
        "edges": [{"source": a, "target": b, "weight": times} for (a, b), times in totals.items()],
    }


def _state(names: tuple[str, ...], before: int, at: int) -> str:
    return f"{names[before] if before >= 0 else START} -> {names[at]}"


def _short_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Long texts are cut and numbered, as is what would be taken for another."""
    return tuple(
        name if len(name) <= LONGEST_NAME and " -> " not in name else f"{name[:40].replace(' -> ', ' ')}... #{i}"
        for i, name in enumerate(names)
    )
