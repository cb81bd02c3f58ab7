"""When RLVR's first gradient points the right way: the width threshold w*(K, L), and the landscape on its two sides."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from paper_figures.figure import Figure, Table
from paper_figures.records import LoadedRecord, Record
from paper_figures.style import BLACK, BLUE, DASHED, DOTTED, GREY, VERMILLION, Look, panel_label
from theory.gradient_signs import w_star
from theory.graph import CorridorGraph
from theory.hitting_time import expected_hitting_time_gradient
from theory.policy import FAMILIES, Policy

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

DEPTHS = {1: (4, 12, 20), 5: (6, 14, 18), 20: (8, 16)}
"""Depths at which the sign was tried, by lanes: with as many corridors as do not suffice, and with one more."""

FIRST_STEPS = {
    (width, depth, lanes): Record(
        f"sign-{width}-{depth}-{lanes}", f"train --width {width} --depth {depth} --lanes {lanes} --steps 1"
    )
    for lanes, depths in DEPTHS.items()
    for depth in depths
    for width in (math.floor(w_star(depth, lanes)), math.floor(w_star(depth, lanes)) + 1)
}
SLICES = {"wide": CorridorGraph(width=15, depth=15, lanes=5), "narrow": CorridorGraph(width=2, depth=8, lanes=3)}
DESCENTS = {
    "wide": Record("rlvr-wide", "train --steps 144"),
    "narrow": Record("rlvr-narrow", "train --width 2 --depth 8 --lanes 3 --steps 144"),
}
GAPS = np.linspace(-0.5, 1.5, 21)
LINES = {
    1: Look("$L=1$", BLACK, DOTTED, "s"),
    5: Look("$L=5$", BLUE, "-", "o"),
    20: Look("$L=20$", VERMILLION, DASHED, "^"),
}


COLUMNS = (
    *("series", "L", "K", "W", "forward", "forward_to", "backward", "backward_to"),
    *("log_cost", "slope_forward", "slope_backward"),
)


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """The threshold by depth; what a first step did on both sides of it; cost and slopes on a grid; RLVR's path."""
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
    """Least and greatest gap of the rows one way."""
    spans = [span for family, span in point["gaps"].items() if family.startswith(way)]
    return min(low for low, _ in spans), max(high for _, high in spans)


def _slice(name: str, graph: CorridorGraph) -> list[tuple[str | float, ...]]:
    """Costs and slopes of their logarithm where all forward gaps are alike and all backward gaps are."""
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
    threshold, wide, narrow = canvas.subplots(1, 3, width_ratios=(1.05, 1, 1))
    for lanes, look in LINES.items():
        threshold.plot(*(table.column(of, series="w*", L=lanes) for of in "KW"), **look.drawn)
        for sign, face in (("right", look.colour), ("wrong", "white")):
            found = (table.column(of, series=f"first step {sign}", L=lanes) for of in "KW")
            threshold.plot(*found, **{**look.measured, "markerfacecolor": face})
    for panel, (name, graph) in zip("bc", SLICES.items(), strict=True):
        threshold.plot(graph.depth, graph.width, marker="*", color=BLACK, markersize=6)
        place = {"xytext": (4, -1), "textcoords": "offset points", "fontsize": 6.5}
        threshold.annotate(f"({panel})", (graph.depth, graph.width), **place)
        _draw_slice(wide if panel == "b" else narrow, table, name)
    threshold.set(xlabel="diamonds $K$", ylabel="corridors $W$", xlim=(0, 22), ylim=(0, 16.5))
    threshold.legend(loc="upper left", title="$w^*(K, L)$", title_fontsize=6.5)
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
    lines = axes.contour(x, y, height, levels=levels, colors=GREY, linewidths=0.6)
    axes.clabel(lines, [level for level in levels if level % 2 == 1 or level == 4], fontsize=5.5, fmt=_power)
    axes.contour(x, y, by_y, levels=[0], colors=VERMILLION, linewidths=1.2, linestyles=[(0, (5, 1.5))])
    some = (slice(2, None, 4), slice(6, None, 4))
    length = np.hypot(by_x, by_y)
    arrows = (-by_x / length)[some], (-by_y / length)[some]
    axes.quiver(x[some], y[some], *arrows, color=BLACK, scale=14, width=0.006, pivot="mid")
    path = table.where(series=f"path {name}")
    ends = [path.column(of) for of in ("forward", "forward_to", "backward", "backward_to")]
    across, along = (np.mean(ends[:2], axis=0), np.mean(ends[2:], axis=0))
    high, wide = (ends[3] - ends[2]) / 2, (ends[1] - ends[0]) / 2
    axes.errorbar(across, along, high, wide, **LINES[5].measured, elinewidth=0.6, capsize=0)
    axes.set(xlabel="forward gaps $D_a = D_c$", xlim=(GAPS[0], GAPS[-1]))
    axes.set_ylabel("backward gaps $D_b = D_d$", labelpad=1)
    axes.set_yticks(axes.get_xticks())
    axes.set(xlim=(GAPS[0], GAPS[-1]), ylim=(GAPS[0], GAPS[-1]))


def _power(level: float) -> str:
    return f"$10^{{{level:g}}}$"


FIGURE = Figure(
    name="fig_phase",
    width="double",
    height=2.35,
    claims=("gradient-signs", "global-convergence", "learning-curve"),
    caption=(
        "(a) RLVR's first gradient, at the base model, points the right way in every backward row if and only if W > "
        "w*(K, L). Lines: the theory's threshold. Marks: what one sign step of the trainer did just below and just "
        "above it; full where every backward gap rose, open where some fell. Stars: the graphs of (b) and (c). (b, "
        "c) The cost on the plane where all forward gaps are one number and all backward gaps another (base at the "
        "origin): contours of H, arrows against its gradient, all of one length, and dashed the line where the "
        "backward slope is zero. Marks: the trainer's sign descent from base, with bars from the least to the "
        "greatest gap. With W = 15 above w* = 9.4 the descent follows the diagonal; with W = 2 below w* = 5.1 some "
        "backward gaps fall before they rise."
    ),
    numbers=numbers,
    draw=draw,
    records=(*FIRST_STEPS.values(), *DESCENTS.values()),
)
