"""Every figure explains its colours, lines and marks; they mean the same in all, and differ not by colour alone."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from typing import NamedTuple

import matplotlib
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Canvas

from backproof.paper_figures.catalogue import FIGURES
from backproof.paper_figures.sources import ROOM
from backproof.paper_figures.style import BLACK, BLUE, GREY, INK, LOOKS, RC, VERMILLION, Look, key
from tests.paper_figures.small import small, table

pytestmark = pytest.mark.xdist_group("figures")  # their tables are computed once

POLICIES = ("base", "sft", "rlvr")
NEUTRAL = {GREY, INK}
LABELLED = sorted(set(FIGURES) - {"fig_graph"})
"""`fig_graph` has no legend: its vertices and moves have labels next to them."""


class Drawn(NamedTuple):
    """How a line or a mark looks; ``dashes`` is None without a line, ``marker`` without a mark."""

    colour: str
    dashes: object
    marker: object
    filled: bool


ASIDE = ("None", (None, False), ("|", False))
"""No line, no mark, and the bars that mark a point on a line."""


def look(line):
    dashes = None if line.get_linestyle() in ("None", "none", "", " ") else line._unscaled_dash_pattern
    marker = None if line.get_marker() in (None, "None", "none", "", " ", "_") else line.get_marker()
    filled = marker is not None and to_hex(line.get_markerfacecolor()) == to_hex(line.get_color())
    return Drawn(to_hex(line.get_color()).upper(), dashes, marker, filled)


@functools.cache
def canvas(figure):
    """The figure, drawn but not laid out."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(RC)
        drawn = Canvas(figsize=figure.size)
        figure.draw(drawn, table(figure))
    return drawn


def legends(figure):
    found = [*canvas(figure).legends, *(axes.get_legend() for axes in canvas(figure).axes)]
    return [legend for legend in found if legend is not None]


def entries(figure):
    return [look(h) for legend in legends(figure) for h in legend.legend_handles if hasattr(h, "get_marker")]


def named(axes):
    """Colours of the policies whose lines have labels next to them."""
    words = {text.get_text() for text in axes.texts}
    return {LOOKS[name].colour for name in POLICIES if any(LOOKS[name].label in word for word in words)}


def unexplained(figure):
    """Lines and marks that no legend explains, except neutral lines and those with labels next to them."""
    known = entries(figure)
    lines = {(entry.colour, str(entry.dashes)) for entry in known}
    marks = {(entry.colour, entry.marker) for entry in known}
    fills = {entry.filled for entry in known if entry.marker is not None}
    for axes in canvas(figure).axes:
        for drawn in map(look, axes.lines):
            told = drawn.colour in NEUTRAL | named(axes)
            if drawn.dashes is not None and (drawn.colour, str(drawn.dashes)) not in lines and not told:
                yield f"line {drawn}"
            if drawn.marker is not None and not {(drawn.colour, drawn.marker), (INK, drawn.marker)} & marks:
                yield f"mark {drawn}"
            if drawn.marker is not None and drawn.filled not in fills:
                yield f"fill {drawn}"


def alike_but_for_colour(figure):
    """Lines or marks of one panel that look the same in grey, except those with labels next to them."""
    for axes in canvas(figure).axes:
        lines, marks = defaultdict(set), defaultdict(set)
        for drawn in map(look, axes.lines):
            if drawn.colour not in NEUTRAL | named(axes):
                lines[str(drawn.dashes)].add(drawn.colour)
                marks[drawn.marker, drawn.filled].add(drawn.colour)
        for same in (lines, marks):
            yield from (f"{way}: {colours}" for way, colours in same.items() if len(colours) > 1 and way not in ASIDE)


@pytest.mark.parametrize("name", LABELLED)
def test_every_line_and_mark_is_in_a_legend(name):
    assert list(unexplained(FIGURES[name])) == []


@pytest.mark.parametrize("name", FIGURES)
def test_no_two_looks_of_a_panel_differ_by_colour_alone(name):
    assert list(alike_but_for_colour(FIGURES[name])) == []


@pytest.mark.parametrize("name", FIGURES)
def test_every_axis_has_a_label_or_shares_one(name):
    for axes in canvas(FIGURES[name]).axes:
        if axes.axison:
            across, up = axes.get_shared_x_axes().get_siblings(axes), axes.get_shared_y_axes().get_siblings(axes)
            assert any(other.get_xlabel() for other in across)
            assert any(other.get_ylabel() for other in up)


def test_three_colours_are_reserved_for_three_policies():
    kept = {name for name, look in LOOKS.items() if look.colour in (BLACK, VERMILLION, BLUE)}
    assert kept == set(POLICIES)
    assert len({LOOKS[name].colour for name in POLICIES}) == 3


@pytest.mark.parametrize("name", FIGURES)
def test_figures_name_no_reserved_colour(name):
    """They get these colours only through `LOOKS`."""
    text = (ROOM / f"{name}.py").read_text(encoding="utf-8")
    assert re.findall(r"\b(BLACK|BLUE|VERMILLION|black|blue|tab:\w+|C\d)\b|#[0-9a-fA-F]{6}", text) == []


def test_the_moves_of_the_graph_are_labelled():
    (axes,) = canvas(FIGURES["fig_graph"]).axes
    words = [text.get_text().splitlines()[0] for text in axes.texts]
    assert len(axes.patches) == 4
    assert {LOOKS[name].label for name in LOOKS if name.startswith(("forward", "backward"))} <= set(words)


def test_the_checks_of_looks_find_every_fault():
    def draw(canvas, table):
        axes = canvas.subplots()
        one, other = LOOKS["search-sft"], LOOKS["search-rlvr"]
        axes.plot([0, 1], [0, 1], **one.drawn)
        axes.plot([0, 1], [1, 1], **one.drawn | {"color": other.colour})
        axes.plot([0, 1], [1, 0], **other.measured)
        axes.legend(handles=[key(one), key(Look("drawn", INK, "none", "o", filled=True))])

    figure = small(draw=draw)
    assert [found.split()[0] for found in unexplained(figure)] == ["line", "mark"]
    assert len(list(alike_but_for_colour(figure))) == 1
