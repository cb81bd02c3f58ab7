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
"""The corridor with the moves and that of the target. They differ: walkers return from wrong leaves only."""

MOVES = {
    "forward_entry": (0, 1, 2),
    "forward_exit": (1, 2, 3),
    "backward_entry": (5, 4, 3),
    "backward_exit": (4, 3, 2),
}
"""The vertices from which, at which and to which each move goes, counted along the corridor from the fork."""

BEND, BESIDE = 0.2, 0.075
"""How far the outer lanes bend, and how far the arrows are from their edges, in distances between corridors."""


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """A row for each edge: its corridor, the levels of its two ends, and its lane. Levels count edges from the source.

    And a row for each family of moves: the levels from which, at which and to which it goes, and its probability at
    base.
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
    """Draw the edges, then the moves on top. The fork is at the middle height of the corridors."""
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
    """The distance of a lane from the middle of its corridor, along the lane."""
    return BEND * (lane - (GRAPH.lanes - 1) / 2) * np.sin(np.pi * along)


def _draw_edge(axes: Axes, kind: str, corridor: float, tail: float, head: float, lane: float) -> None:
    """Draw an edge with its two vertices; lanes are bent."""
    along = np.linspace(0, 1, 41)
    begin, end = _height(tail, corridor), _height(head, corridor)
    bend = _bend(along, lane) if kind == "lane" else 0.0
    axes.plot(tail + (head - tail) * along, begin + (end - begin) * along + bend, color=INK, linewidth=0.9, zorder=1)
    target = kind == "leaf" and corridor == TARGET
    for level, height in ((tail, begin), (head, end)):
        filled = target and level == head
        axes.plot(level, height, "o", color=INK, markerfacecolor=INK if filled else "white", markersize=5, zorder=3)


def _draw_move(axes: Axes, family: str, table: Table) -> None:
    """Draw an arrow from the edge by which the walker came to the edge that it takes, forward moves above."""
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
    """Name the vertices of the target's corridor, and the leaves."""
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
        "The corridor graph with W = 3 corridors, K = 2 diamonds in each corridor and L = 3 parallel lanes in each "
        "diamond. The walker starts at the source. One leaf is the target (filled), and the policy does not know "
        "which. The arrows are the four moves to which a policy assigns a probability in each diamond j. Each arrow "
        "leads from the edge by which the walker came to the edge that it takes. They are drawn in one corridor and on "
        "one lane only, the forward moves above it and the backward moves below. On the way out, c enters the lanes at "
        "l_j and a leaves them at r_j. On the way back, b enters the lanes at r_j and d leaves them at l_j. A walker "
        "that does not make its move turns round: at an entry it goes back over the connector, and at an exit it goes "
        "back over one of the L lanes, each equally likely. The numbers are the probabilities at base, where all edges "
        "at a vertex are equally likely: L/(L+1) to enter the lanes and 1/(L+1) to leave them. At the fork all "
        "corridors are equally likely, and from a wrong leaf the walker can only go back. Nothing is sampled."
    ),
    numbers=numbers,
    draw=draw,
)
