"""No text of a figure overlaps another text, a line, a mark or the edge of the page, and none is too small."""

from __future__ import annotations

import io
import itertools

import matplotlib
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

from backproof.paper_figures.catalogue import FIGURES
from backproof.paper_figures.render import picture
from tests.paper_figures.small import small, table

pytestmark = pytest.mark.xdist_group("figures")  # their tables are computed once

SMALLEST = 6
"""The smallest allowed size, in points."""

TOUCH = 0.5
"""Points by which boxes may overlap, since they are a little larger than the letters."""


def texts(figure, table, monkeypatch):
    """Each drawn text with its size and its box, in points from the lower left corner, and all paths."""
    found = {}
    draw_text = RendererAgg.draw_text

    def noted(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        if s.strip() and mtext is not None:
            box = mtext.get_window_extent(self)
            found[id(mtext)] = (mtext.get_text(), mtext.get_fontsize(), [end * 72 / self.dpi for end in box.extents])
        draw_text(self, gc, x, y, s, prop, angle, ismath=ismath, mtext=mtext)

    monkeypatch.setattr(RendererAgg, "draw_text", noted)
    with matplotlib.rc_context():
        canvas = picture(figure, table)
        found.clear()
        canvas.savefig(io.BytesIO(), format="png", dpi=150)
    return list(found.values()), list(paths(canvas))


def paths(canvas):
    """Each line, arrow and mark: its path in points, half its width, and the panel to which it is clipped."""
    to_points = Affine2D().scale(72 / canvas.dpi)
    for axes in canvas.axes:
        place = Bbox(axes.bbox.get_points() * 72 / canvas.dpi)
        for line in axes.lines:
            path = line.get_path().transformed(line.get_transform() + to_points)
            if line.get_linestyle() not in ("None", "none"):
                yield path, line.get_linewidth() / 2, place
            if line.get_marker() not in ("None", "none", "", "_"):
                half = line.get_markersize() / 2
                yield from (
                    (Path([(x - half, y), (x + half, y)]), half, place)
                    for x, y in path.vertices
                    if place.contains(x, y)
                )
        for arrow in axes.patches:
            if isinstance(arrow, FancyArrowPatch):
                yield arrow.get_path().transformed(arrow.get_transform() + to_points), arrow.get_linewidth() / 2, place


def faults(figure, table, monkeypatch):
    """The faults of the figure's texts."""
    drawn, lines = texts(figure, table, monkeypatch)
    width, height = (72 * side for side in figure.size)
    for text, size, (x0, y0, x1, y1) in drawn:
        if size < SMALLEST:
            yield f"{text!r} is of {size} points"
        if x0 < -TOUCH or y0 < -TOUCH or x1 > width + TOUCH or y1 > height + TOUCH:
            yield f"{text!r} leaves the page"
        for path, half, place in lines:
            grown = Bbox.from_extents(x0 + TOUCH, y0 + TOUCH - half, x1 - TOUCH, y1 - TOUCH + half)
            within = Bbox.intersection(grown, place)
            if within is not None and path.intersects_bbox(within, filled=False):
                yield f"{text!r} lies on a line or mark"
    for (one, _, a), (other, _, b) in itertools.combinations(drawn, 2):
        if all(max(a[i], b[i]) + TOUCH < min(a[i + 2], b[i + 2]) for i in (0, 1)):
            yield f"{one!r} overlaps {other!r}"


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
def test_texts_are_legible(name, monkeypatch):
    figure = FIGURES[name]
    assert list(faults(figure, table(figure), monkeypatch)) == []


def test_the_check_of_texts_finds_every_fault(monkeypatch):
    def draw(canvas, table):
        axes = canvas.subplots()
        axes.plot([0, 1], [0, 1])
        axes.text(0.4, 0.5, "on it")
        axes.text(0.1, 0.9, "beside it")
        canvas.text(0.7, 0.2, "here")
        canvas.text(0.71, 0.2, "and here")
        canvas.text(0.99, 0.1, "gone", fontsize=5)

    figure = small(draw=draw)
    assert list(faults(figure, figure.numbers({}), monkeypatch)) == [
        "'on it' lies on a line or mark",
        "'gone' is of 5.0 points",
        "'gone' leaves the page",
        "'here' overlaps 'and here'",
    ]
