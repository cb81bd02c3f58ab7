"""A picture of a walk: the graph, its targets, and the walker on the last edge that it travelled.

Main definition: `walk_picture`.
"""

from __future__ import annotations

import functools
from collections import Counter
from typing import Any, cast

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from backproof.environments.tasks import WalkTask
from backproof.installed import require
from backproof.theory.any_graph.reasoning_graph import ReasoningGraph
from backproof.theory.graph import Vertex

MOST_NODES_DRAWN = 500
HIDDEN, TARGET, WALKER = "tab:gray", "tab:green", "tab:red"


def walk_picture(task: WalkTask, state: int, goal: int, steps: int) -> NDArray[np.uint8]:
    """(height, width, 3). Raises MissingPackageError without matplotlib, ValueError for a graph of over 500 nodes."""
    require("matplotlib", "figures")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    graph = task.graph
    if len(graph.nodes) > MOST_NODES_DRAWN:
        raise ValueError(f"a picture may have {MOST_NODES_DRAWN} nodes, got {len(graph.nodes)}: render as ansi")
    places = _layout(graph)
    figure = Figure(figsize=(8, 4.5), dpi=100, layout="constrained")
    axes = figure.subplots()
    tail, head = int(graph.states.tail[state]), int(graph.states.head[state])
    travelled = int(graph.states.edge[state])
    for number, ends, bend in _bends(graph):
        last = number == travelled
        (start, end) = (tail, head) if last else ends
        bend = bend if (start, end) == ends else -bend
        axes.annotate(
            "",
            xy=places[end],
            xytext=places[start],
            arrowprops={
                "arrowstyle": "-|>" if last else "-",
                "color": WALKER if last else HIDDEN,
                "linewidth": 2.5 if last else 1,
                "connectionstyle": f"arc3,rad={bend}",
                "shrinkA": 6,
                "shrinkB": 8 if last else 6,
            },
        )
    targets = list(graph.target_law)
    for kind, nodes, colour, size in (
        ("walker", [head], WALKER, 140),
        ("node", list(range(len(graph.nodes))), HIDDEN, 30),
        ("other target", [place for place in targets if place != targets[goal]], "black", 60),
        ("hidden target", [targets[goal]], TARGET, 60),
    ):
        axes.scatter(places[nodes, 0], places[nodes, 1], s=size, color=colour, label=kind, zorder=3)
    axes.set_title(f"{task.name(state)}, {steps} steps")
    figure.legend(loc="outside lower center", ncols=4, fontsize="small")
    axes.margins(0.08)
    axes.set_axis_off()
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    pixels: NDArray[np.uint8] = np.asarray(canvas.buffer_rgba())[:, :, :3].copy()
    return pixels


@functools.lru_cache(maxsize=8)
def _layout(graph: ReasoningGraph) -> NDArray[np.float64]:
    """(nodes, 2): corridors as rows from left to right, any other graph by its distances."""
    if all(isinstance(node, Vertex) for node in graph.nodes):
        return _corridor_layout(graph)
    plain: nx.Graph[Any] = nx.Graph()
    plain.add_nodes_from(range(len(graph.nodes)))
    places = {node: i for i, node in enumerate(graph.nodes)}
    plain.add_edges_from((places[edge.tail], places[edge.head]) for edge in graph.edges)
    found = nx.spring_layout(plain, seed=0)
    return np.array([found[i] for i in range(len(graph.nodes))])


def _corridor_layout(graph: ReasoningGraph) -> NDArray[np.float64]:
    places: list[tuple[float, float]] = []
    for number, node in enumerate(graph.nodes):
        vertex = cast(Vertex, node)
        level = {"source": 0, "fork": 1, "left": 2 * vertex.diamond + 2, "right": 2 * vertex.diamond + 3}
        before = places[number - 1][0] if places else 0
        across = (len(graph.targets) - 1) / 2 if vertex.corridor < 0 else vertex.corridor
        places.append((level.get(vertex.kind, before + 1), -across))
    return np.array(places, np.float64)


def _bends(graph: ReasoningGraph) -> list[tuple[int, tuple[int, int], float]]:
    """Each edge's number, its ends, and how far it is bent beside its parallels."""
    places = {node: i for i, node in enumerate(graph.nodes)}
    ends = [(places[edge.tail], places[edge.head]) for edge in graph.edges]
    together = Counter(frozenset(pair) for pair in ends)
    seen: Counter[frozenset[int]] = Counter()
    found = []
    for number, pair in enumerate(ends):
        key = frozenset(pair)
        bend = (seen[key] - (together[key] - 1) / 2) * 0.5 / max(1, together[key] - 1)
        found.append((number, pair, bend if pair[0] <= pair[1] else -bend))
        seen[key] += 1
    return found
