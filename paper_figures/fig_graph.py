"""The corridor graph with the four moves whose probabilities a policy has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from paper_figures.figure import Figure, Table
from paper_figures.records import LoadedRecord
from theory.graph import CorridorGraph

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

GRAPH = CorridorGraph(width=3, depth=2, lanes=3)


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """One row per edge, away from the source: kinds, corridors and levels of its ends, and its lane."""
    return Table.of(
        ("series", "corridor", "tail", "head", "lane"),
        (
            (
                f"{edge.tail.kind}-{edge.head.kind}",
                edge.head.corridor,
                GRAPH.level(edge.tail),
                GRAPH.level(edge.head),
                edge.lane,
            )
            for edge in GRAPH.edges()
        ),
    )


def draw(canvas: Canvas, table: Table) -> None:
    """Edges."""
    axes = canvas.subplots()
    for _, corridor, tail, head, lane in table.rows:
        axes.plot([float(tail), float(head)], [float(corridor), float(corridor) + 0.1 * float(lane)])


FIGURE = Figure(
    name="fig_graph",
    width="double",
    height=2.4,
    claims=("zero-gradient", "expected-cost"),
    caption="The corridor graph",
    numbers=numbers,
    draw=draw,
)
