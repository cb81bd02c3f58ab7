"""Draws the import graph, by groups of modules, into ``docs/figures/import-graph.svg``: ``make imports``.

An arrow that follows from other arrows is left out. The picture's description lists all arrows, so that a test can tell
whether the picture is up to date.

Main definitions: `picture`, `listed`, `description`.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from backproof.paper_figures.render import METADATA, described
from backproof.paper_figures.style import BLACK, BLUE, GREEN, ORANGE, RC, VERMILLION
from tests.repo.files import ROOT
from tests.repo.import_graph import LAYERS, arrows, import_graph

PICTURE = ROOT / "docs" / "figures" / "import-graph.svg"
TITLE = "Which parts of the program import which"
SIZE = (6.75, 5.2)
COLOURS = {"theory": BLACK, "checks": BLUE, "sim": ORANGE, "paper_figures": GREEN, "backproof": VERMILLION}
COLUMNS = {"checks": 0.0, "theory": 1.0, "backproof": 1.0, "sim": 1.8, "paper_figures": 2.5}
"""Where each room stands, from left to right."""


def rooms() -> dict[str, str]:
    """The room of each group of modules."""
    return {group: starts[0].partition(".")[0] for layer in LAYERS for group, starts in layer.items()}


def places() -> dict[str, tuple[float, float]]:
    """The centre of each group's box: the room gives the column, the layer the height."""
    found, room = {}, rooms()
    for height, layer in enumerate(LAYERS):
        for group in layer:
            beside = [other for other in layer if room[other] == room[group]]
            shift = 0.68 * (beside.index(group) - (len(beside) - 1) / 2)
            found[group] = (COLUMNS[room[group]] + shift, float(height))
    return found


def draw(axes: Axes, edges: Collection[tuple[str, str]]) -> None:
    """Draw the boxes, and the arrows that do not follow from others."""
    place, room, boxes = places(), rooms(), {}
    for group, (x, y) in place.items():
        box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": COLOURS[room[group]]}
        boxes[group] = axes.text(x, y, group, ha="center", va="center", bbox=box, zorder=2).get_bbox_patch()
    for importer, imported in sorted(nx.transitive_reduction(nx.DiGraph(edges)).edges):
        style = {"arrowstyle": "-|>", "color": COLOURS[room[importer]], "linewidth": 0.8, "shrinkA": 0, "shrinkB": 1}
        ends = {"patchA": boxes[importer], "patchB": boxes[imported]}
        axes.annotate("", place[imported], place[importer], arrowprops=style | ends, zorder=1, annotation_clip=False)
    across = [x for x, _ in place.values()]
    axes.set(xlim=(min(across) - 0.35, max(across) + 0.35), ylim=(-0.5, len(LAYERS) - 0.5))
    axes.axis("off")


def listed(edges: Collection[tuple[str, str]]) -> str:
    """All arrows in words, for the description of the picture."""
    return "; ".join(f"{importer} imports {imported}" for importer, imported in sorted(edges))


def drawn(edges: Collection[tuple[str, str]]) -> Figure:
    """The boxes and arrows, with the current parameters of matplotlib."""
    canvas = Figure(figsize=SIZE)
    draw(canvas.subplots(), edges)
    canvas.draw_without_rendering()  # computes the sizes of the boxes, at which the arrows end
    return canvas


def picture(edges: Collection[tuple[str, str]]) -> bytes:
    """The SVG of these arrows."""
    out = io.BytesIO()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(RC)
        drawn(edges).savefig(out, format="svg", metadata={**METADATA["svg"], "Title": TITLE})
    return described(out.getvalue(), listed(edges))


def description(svg: Path) -> str:
    """The description in a picture's file."""
    return ElementTree.parse(svg).findtext("{http://www.w3.org/2000/svg}desc") or ""  # noqa: S314 - written by ourselves


if __name__ == "__main__":
    PICTURE.write_bytes(picture(arrows(import_graph())))
