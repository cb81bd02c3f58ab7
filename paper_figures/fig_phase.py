"""When RLVR's first gradient is right-signed: the threshold w*(K, L), and the cost on both sides of it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from backproof.paper_figures.figure import Figure, Table
from backproof.paper_figures.records import LoadedRecord, Record
from backproof.paper_figures.style import (
    DASHED,
    DOTTED,
    GREEN,
    GREY,
    INK,
    LOOKS,
    ORANGE,
    OUTSIDE,
    PURPLE,
    SKY,
    Look,
    key,
    panel_label,
)
from backproof.theory.costs.gradient_signs import w_star
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

DEPTHS = {1: (4, 12, 20), 5: (6, 14, 18), 20: (8, 16)}
"""Depths at which the sign was tried, by lanes: at the greatest width that is too small, and at one more."""

FIRST_STEPS = {
    (width, depth, lanes): Record(
        f"sign-{width}-{depth}-{lanes}", f"train --width {width} --depth {depth} --lanes {lanes} --steps 1"
    )
    for lanes, depths in DEPTHS.items()
    for depth in depths
    for width in (math.floor(w_star(depth, lanes)), math.floor(w_star(depth, lanes)) + 1)
}
SLICES = {"wide": PAPER, "narrow": CorridorGraph(width=2, depth=8, lanes=3)}
DESCENTS = {
    "wide": Record("rlvr-wide", "train --steps 144"),
    "narrow": Record("rlvr-narrow", "train --width 2 --depth 8 --lanes 3 --steps 144"),
}
GAPS = np.linspace(-0.5, 1.5, 21)
LINES = {
    1: Look("$w^*$ at $L=1$", ORANGE, DOTTED, "s"),
    5: Look("$w^*$ at $L=5$", SKY, "-", "o"),
    20: Look("$w^*$ at $L=20$", GREEN, DASHED, "^"),
}
STEPS = {
    "right": Look("first step raised every gap", INK, "none", "o", filled=True),
    "wrong": Look("first step lowered some", INK, "none", "o"),
}
SLICED = Look("graph of (b), of (c)", INK, "none", "*", filled=True)
BALANCE = Look("backward slope is zero", PURPLE, DASHED, "")
CONTOUR = Look("contours of $H$ (steps)", GREY, "-", "")
PATH = replace(LOOKS["rlvr"], label="RLVR's descent from base", line="none")
ARROWS = [int(np.argmin(np.abs(GAPS - gap))) for gap in (-0.3, 0.2, 0.7, 1.2)]
"""Indices in `GAPS` of the forward gaps with arrows. Their backward gaps are two indices further."""

BETWEEN = slice(16, 18), slice(19, 20)
"""Indices in `GAPS` of backward and forward gaps without arrows, where contours have their labels."""


COLUMNS = (
    *("series", "L", "K", "W", "forward", "forward_to", "backward", "backward_to"),
    *("log_cost", "slope_forward", "slope_backward"),
)


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """The threshold by depth, what a first step did on both sides of it, costs and slopes on a grid, RLVR's path."""
    rows: list[tuple[str | float, ...]] = []
    for lanes in LINES:
        rows += [_row("w*", L=lanes, K=depth, W=float(w_star(depth, lanes))) for depth in range(1, 22)]
    for (width, depth, lanes), record in FIRST_STEPS.items():
        _, after = records[record.name].document["points"]
        moved, _ = _ends(after, "backward")
        rows.append(_row(f"first step {'right' if moved > 0 else 'wrong'}", L=lanes, K=depth, W=width))
    for name, graph in SLICES.items():
        rows += _slice(name, graph)
        for point in records[DESCENTS[name].name].document["points"]:
            (forward, forward_to), (backward, backward_to) = _ends(point, "forward"), _ends(point, "backward")
            at = {"forward": forward, "forward_to": forward_to, "backward": backward, "backward_to": backward_to}
            rows.append(_row(f"path {name}", **at, log_cost=math.log10(point["cost"])))
    return Table.of(COLUMNS, rows)


def _row(series: str, **cells: float) -> tuple[str | float, ...]:
    return series, *(cells.get(column, "") for column in COLUMNS[1:])


def _ends(point: Mapping[str, Any], way: str) -> tuple[float, float]:
    """The least and the greatest gap of all forward or all backward rows."""
    spans = [span for family, span in point["gaps"].items() if family.startswith(way)]
    return min(low for low, _ in spans), max(high for _, high in spans)


def _slice(name: str, graph: CorridorGraph) -> list[tuple[str | float, ...]]:
    """The cost, and the slopes of its logarithm, where all forward gaps are equal and all backward gaps are."""
    rows = []
    for forward, backward in itertools.product(GAPS, GAPS):
        gaps = {family: forward if family.startswith("forward") else backward for family in FAMILIES}
        policy = Policy.from_gaps(graph, **gaps)
        gradient = expected_hitting_time_gradient(graph, policy, coordinates="gaps")
        by_forward, by_backward = (
            sum(getattr(gradient, family).sum() for family in FAMILIES if family.startswith(way)) / gradient.cost
            for way in ("forward", "backward")
        )
        cells = {"log_cost": math.log10(gradient.cost), "slope_forward": by_forward, "slope_backward": by_backward}
        rows.append(_row(f"slice {name}", forward=forward, backward=backward, **cells))
    return rows


def draw(canvas: Canvas, table: Table) -> None:
    threshold, wide, narrow = canvas.subplots(1, 3)
    for lanes, look in LINES.items():
        threshold.plot(*(table.column(of, series="w*", L=lanes) for of in "KW"), **look.drawn)
        for sign, step in STEPS.items():
            found = (table.column(of, series=f"first step {sign}", L=lanes) for of in "KW")
            threshold.plot(*found, **replace(look, filled=step.filled).measured)
    for panel, (name, graph) in zip("bc", SLICES.items(), strict=True):
        threshold.plot(graph.depth, graph.width, **SLICED.measured | {"markersize": 6})
        place = {"xytext": (4, -1), "textcoords": "offset points", "fontsize": 6.5}
        threshold.annotate(f"({panel})", (graph.depth, graph.width), **place)
        _draw_slice(wide if panel == "b" else narrow, table, name)
    threshold.set(xlabel="diamonds per corridor $K$", ylabel="corridors $W$", xlim=(0, 22), ylim=(0, 17))
    threshold.set_box_aspect(1)
    handles = [key(look) for look in (*LINES.values(), *STEPS.values())]
    handles += [key(SLICED, markersize=6), *(key(look) for look in (CONTOUR, BALANCE, PATH))]
    handles.append(key(Look("downhill", INK, "none", r"$\rightarrow$", filled=True), markersize=9, markeredgewidth=0))
    canvas.legend(handles=handles, **OUTSIDE | {"ncols": 4})
    panel_label(threshold, "a", "enough corridors")
    panel_label(wide, "b", "$W=K=15$, $L=5$")
    panel_label(narrow, "c", "$W=2$, $K=8$, $L=3$")


def _draw_slice(axes: Axes, table: Table, name: str) -> None:
    found = table.where(series=f"slice {name}")
    shape = (len(GAPS), len(GAPS))
    x, y, height, by_x, by_y = (
        found.column(of).reshape(shape) for of in ("forward", "backward", "log_cost", "slope_forward", "slope_backward")
    )
    levels = np.arange(math.floor(height.min()), height.max(), 1 if np.ptp(height) > 5 else 0.5)
    lines = axes.contour(x, y, height, levels=levels, colors=CONTOUR.colour, linewidths=0.6)
    labelled = [level for level in levels if level % 2 == 1 or level == 4]
    row, column = height[:, BETWEEN[0]].mean(axis=1), height[BETWEEN[1]].mean(axis=0)
    named = [(gap, GAPS[BETWEEN[0]].mean()) for gap in _crossings(row, labelled)]
    named += [(GAPS[BETWEEN[1]].mean(), gap) for gap in _crossings(column, labelled)]
    axes.clabel(lines, labelled, manual=named, fontsize=6, fmt=_power)
    axes.contour(x, y, by_y, levels=[0], colors=BALANCE.colour, linewidths=1.2, linestyles=[BALANCE.line])
    some = np.ix_(ARROWS, [place + 2 for place in ARROWS])
    length = np.hypot(by_x, by_y)
    arrows = (-by_x / length)[some], (-by_y / length)[some]
    axes.quiver(x[some], y[some], *arrows, color=INK, scale=9, width=0.009, pivot="mid", zorder=3)
    path = table.where(series=f"path {name}")
    ends = [path.column(of) for of in ("forward", "forward_to", "backward", "backward_to")]
    across, along = (np.mean(ends[:2], axis=0), np.mean(ends[2:], axis=0))
    high, wide = (ends[3] - ends[2]) / 2, (ends[1] - ends[0]) / 2
    axes.errorbar(across, along, high, wide, **PATH.measured, elinewidth=0.8, capsize=0, zorder=4)
    axes.set_box_aspect(1)
    axes.set_xlabel("forward gaps $D_a = D_c$ (nats)")
    axes.set_ylabel("backward gaps $D_b = D_d$ (nats)", labelpad=1)
    ticks = (-0.5, 0, 0.5, 1, 1.5)
    axes.set(xlim=(GAPS[0], GAPS[-1]), ylim=(GAPS[0], GAPS[-1]), xticks=ticks, yticks=ticks)


def _crossings(heights: NDArray[np.float64], levels: Sequence[float]) -> list[float]:
    """The gaps at which heights over `GAPS` fall through each level, before their least value."""
    least = int(np.argmin(heights))
    falling = heights[least::-1]
    return [float(np.interp(level, falling, GAPS[least::-1])) for level in levels if falling[0] < level < falling[-1]]


def _power(level: float) -> str:
    return f"$10^{{{level:g}}}$"


FIGURE = Figure(
    name="fig_phase",
    place=8,
    width="double",
    height=2.85,
    claims=("gradient-signs", "global-convergence", "learning-curve"),
    title="When RLVR's first gradient is right-signed, and the cost around base",
    caption=(
        "(a) RLVR's first gradient, at base, is right-signed in every backward row, so that RLVR raises its gap, if "
        "and only if the number of corridors W is greater than w*(K, L). Lines are w* by the theory. Marks show what "
        "one sign step of the trainer did to the backward gaps just below and just above w*: filled where all of them "
        "rose, open where some fell. Stars are the graphs of (b) and (c). (b, c) The expected hitting time H where all "
        "forward logit gaps have one value and all backward gaps another; base is the origin. Grey lines are contours "
        "of H. Arrows, all of the same length, point downhill, against the gradient of H in this plane. On the dashed "
        "line H does not change with the backward gaps. Circles are the trainer's sign descent from base after 0, 3, "
        "12, 36, 72 and 144 steps of 0.01. Each is midway between the least and the greatest gap, and a bar joins the "
        "two. For W = 15, above w* = 9.4, all gaps rise together. For W = 2, below w* = 5.1, some backward gaps fall "
        "before they rise. Nothing is sampled."
    ),
    numbers=numbers,
    draw=draw,
    records=(*FIRST_STEPS.values(), *DESCENTS.values()),
)
