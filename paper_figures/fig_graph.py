"""The corridor graph with the four moves whose probabilities a policy has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path as Line
from numpy.typing import NDArray

from backproof.paper_figures.figure import Cell, Figure, Table
from backproof.paper_figures.records import LoadedRecord
from backproof.paper_figures.style import INK, LOOKS
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

GRAPH = CorridorGraph(width=3, depth=2, lanes=3)
SHOWN_IN, TARGET = 1, 0
"""The corridor in which the moves are marked, and the target's: the moves back are those after a wrong leaf."""

MOVES = {
    "forward_entry": (0, 1, 2),
    "forward_exit": (1, 2, 3),
    "backward_entry": (5, 4, 3),
    "backward_exit": (4, 3, 2),
}
"""The vertices of each move, as places on the corridor from the fork on: it came from, it stands at, it goes to."""

BEND, BESIDE = 0.2, 0.075
"""How far, in corridors, the outer lanes bend away and the arrows of moves run beside the edges that they follow."""


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """Columns: corridor, levels (edges from the source) of where an edge begins and ends, its lane; a row per edge.

    Of a move, a row per family: the level that it came from, stands at and goes to, and its probability at base.
    """
    return Table.of(("series", "corridor", "before", "tail", "head", "lane", "base"), [*_edges(), *_moves()])


def _edges() -> Iterator[tuple[Cell, ...]]:
    for edge in GRAPH.edges():
        tail, head = GRAPH.level(edge.tail), GRAPH.level(edge.head)
        kind = "lane" if len(GRAPH.parallel_edges(edge.tail, edge.head)) > 1 else edge.head.kind
        yield kind, edge.head.corridor, "", tail, head, edge.lane, ""


def _moves() -> Iterator[tuple[Cell, ...]]:
    path = GRAPH.corridor(SHOWN_IN)
    for family, places in MOVES.items():
        before, here, after = (path[place] for place in places)
        row = Policy.base(GRAPH).row(GRAPH, GRAPH.parallel_edges(before, here)[0])
        base = sum(weight for move, weight in row.items() if move.head == after)
        yield family, SHOWN_IN, *(GRAPH.level(vertex) for vertex in (before, here, after)), "", float(base)


def draw(canvas: Canvas, table: Table) -> None:
    """The fork at half the corridors' height; a level is as long as corridors are apart."""
    axes = canvas.subplots()
    axes.set_axis_off()
    axes.set_xlim(-0.25, 6.9)
    axes.set_ylim(GRAPH.width - 0.55, -0.5)
    for series, corridor, _, tail, head, lane, _ in table.rows:
        if series not in MOVES:
            _draw_edge(axes, str(series), *(float(cell) for cell in (corridor, tail, head, lane)))
    for family in MOVES:
        _draw_move(axes, family, table)
    _label(axes)


def _height(level: float, corridor: float) -> float:
    return (GRAPH.width - 1) / 2 if level <= 1 else corridor


def _bend(along: NDArray[np.float64], lane: float) -> NDArray[np.float64]:
    """How far a lane is from the middle of its corridor, between its two ends."""
    return BEND * (lane - (GRAPH.lanes - 1) / 2) * np.sin(np.pi * along)


def _draw_edge(axes: Axes, kind: str, corridor: float, tail: float, head: float, lane: float) -> None:
    """An edge, a lane bent, and the vertex that it leads to."""
    along = np.linspace(0, 1, 41)
    begin, end = _height(tail, corridor), _height(head, corridor)
    bend = _bend(along, lane) if kind == "lane" else 0.0
    axes.plot(tail + (head - tail) * along, begin + (end - begin) * along + bend, color=INK, linewidth=0.9, zorder=1)
    target = kind == "leaf" and corridor == TARGET
    for level, height in ((tail, begin), (head, end)):
        filled = target and level == head
        axes.plot(level, height, "o", color=INK, markerfacecolor=INK if filled else "white", markersize=5, zorder=3)


def _draw_move(axes: Axes, family: str, table: Table) -> None:
    """An arrow along the edges, from the one that the walker came by to the one that it takes; outward above."""
    look = LOOKS[family]
    before, here, after, base = (table.column(name, series=family)[0] for name in ("before", "tail", "head", "base"))
    side = -1 if after > before else 1
    enters = family.endswith("entry")
    behind, ahead = (0.36, 0.46) if enters else (0.46, 0.36)
    level = np.linspace(here - behind * (here - before), here + ahead * (after - here), 61)
    in_lane = (level > here) == (enters == (after > before))
    lane = GRAPH.lanes - 1 if side > 0 else 0
    height = SHOWN_IN + side * BESIDE + np.where(in_lane, _bend(np.abs(level - here), lane), 0.0)
    arrow = FancyArrowPatch(
        path=Line(np.column_stack([level, height])),
        arrowstyle="-|>",
        mutation_scale=9,
        color=look.colour,
        linestyle=look.line,
        linewidth=1.6,
        zorder=2,
    )
    axes.add_patch(arrow)
    words = f"{look.label}\n{base:g} at base"
    axes.text(here - 0.34, SHOWN_IN + side * 0.35, words, va="top" if side > 0 else "bottom", linespacing=1.15)


def _label(axes: Axes) -> None:
    """Names of the vertices along the target's corridor, and of the leaves."""
    middle = (GRAPH.width - 1) / 2
    axes.text(0, middle - 0.12, "source $s$", ha="center", va="bottom")
    axes.text(0.97, middle - 0.12, "fork $f$", ha="right", va="bottom")
    for level in range(2, 2 * GRAPH.depth + 2):
        side, diamond = "lr"[level % 2], level // 2
        axes.text(level, TARGET - 0.13, f"${side}_{diamond}$", ha="center", va="bottom")
    for corridor in range(GRAPH.width):
        word = "target" if corridor == TARGET else "wrong leaf"
        axes.text(2 * GRAPH.depth + 2.13, corridor, word, va="center")


FIGURE = Figure(
    name="fig_graph",
    place=1,
    width="double",
    height=2.7,
    claims=("expected-cost", "zero-gradient"),
    title="The corridor graph and the four moves of a policy",
    caption=(
        "The corridor graph with W = 3 corridors, K = 2 diamonds in each and L = 3 parallel lanes in each diamond. "
        "The walker starts at the source; one of the leaves is the target (filled), and the policy does not know "
        "which. Arrows: the four moves to which a policy gives a probability in each diamond j, each from the edge "
        "that the walker came by to the edge that it takes. They are drawn in one corridor and on one lane only, "
        "outward above it and back below. Outward, c enters the lanes at l_j and a leaves them at r_j; back, b enters "
        "the lanes at r_j and d leaves them at l_j. Otherwise the walker turns: at an entry back over the connector, "
        "at an exit back over one of the lanes, and any of the L lanes is as likely as another. Numbers: the "
        "probabilities at base, where every edge at a vertex is equally likely: L/(L+1) to enter and 1/(L+1) to "
        "leave. At the fork every corridor is equally likely, and a wrong leaf sends the walker back. Nothing is "
        "sampled."
    ),
    numbers=numbers,
    draw=draw,
)
