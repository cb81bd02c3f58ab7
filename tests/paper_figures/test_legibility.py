"""No text of a figure runs into another or off the page, and none is too small to read in print."""

from __future__ import annotations

import io
import itertools

import matplotlib
import pytest
from matplotlib.backends.backend_agg import RendererAgg

from paper_figures.build import picture
from paper_figures.catalogue import FIGURES
from tests.paper_figures.small import small, table

SMALLEST = 5.5
"""Points."""

TOUCH = 0.5
"""Of a point, by which boxes may overlap: they are a little larger than their ink."""


def texts(figure, table, monkeypatch):
    """Each text that is drawn with its size and box, in points from the lower left corner."""
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
    return list(found.values())


def faults(figure, table, monkeypatch):
    """What is wrong with the figure's texts."""
    drawn = texts(figure, table, monkeypatch)
    width, height = (72 * side for side in figure.size)
    for text, size, (x0, y0, x1, y1) in drawn:
        if size < SMALLEST:
            yield f"{text!r} is of {size} points"
        if x0 < -TOUCH or y0 < -TOUCH or x1 > width + TOUCH or y1 > height + TOUCH:
            yield f"{text!r} leaves the page"
    for (one, _, a), (other, _, b) in itertools.combinations(drawn, 2):
        if all(max(a[i], b[i]) + TOUCH < min(a[i + 2], b[i + 2]) for i in (0, 1)):
            yield f"{one!r} overlaps {other!r}"


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
def test_texts_are_legible(name, monkeypatch):
    figure = FIGURES[name]
    assert list(faults(figure, table(figure), monkeypatch)) == []


def test_the_rule_would_notice(monkeypatch):
    def draw(canvas, table):
        canvas.text(0.5, 0.5, "here")
        canvas.text(0.51, 0.5, "and here")
        canvas.text(0.99, 0.1, "gone", fontsize=5)

    figure = small(draw=draw)
    assert list(faults(figure, figure.numbers({}), monkeypatch)) == [
        "'gone' is of 5.0 points",
        "'gone' leaves the page",
        "'here' overlaps 'and here'",
    ]
