"""The audit: SFT's cost over RLVR's with and without each assumption, and how fast two of them give way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from paper_figures.figure import Cell, Figure, Table, Tolerance
from paper_figures.records import LoadedRecord, Record
from paper_figures.style import (
    BLACK,
    BLUE,
    DASH_DOT,
    DASHED,
    GREEN,
    GREY,
    ORANGE,
    VERMILLION,
    Look,
    log_axis,
    panel_label,
)
from theory import closed_forms
from theory.crossings import return_growth
from theory.graph import CorridorGraph
from theory.hitting_time import expected_hitting_time
from theory.mixed_traces import student
from theory.policy import Policy
from theory.shared_rows import Frame, SharedFlow, progress_after

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

GRAPH = CorridorGraph(width=15, depth=15, lanes=5)
AUDIT = Record("audit", f"audit --format json --width {GRAPH.width} --depth {GRAPH.depth} --lanes {GRAPH.lanes}")
FRACTIONS, WEIGHTS = np.logspace(-8, 0, 49), np.logspace(-3, 0, 37)
STUDENTS = {time: f"student at T = {time:g} (per trace, whole table)" for time in (1e4, 1e6)}
"""Training times of (b), and the columns of the audit's table that have them."""

CLOCK = "SFT time (rows of weight one)"
SHARING = {Frame.EGOCENTRIC: (1e2, 1e6), Frame.ALLOCENTRIC: (1e2,)}
"""The clock of (c) in the audit's table, and its training times."""

BEHIND = {
    "tabular": "shared-rows",
    "dead-end": "restart",
    "golden-only": "distillation",
    "converged": "sft-worse-than-base",
    "target-blind": "target-seen",
    "search": "search-agent",
    "uniform-base": "frozen-growth",
    "length-penalty": "reward-forms",
    "rate": "rate-audit",
    "lanes": "rate-audit",
    "symmetric": "unequal-corridors",
    "fixed-fork": "fork-square-root",
    "parametrisation": "parametrisation",
    "exact-gradient": "gradient-noise",
    "start": "global-convergence",
    "width": "gradient-signs",
}
"""The claim on what becomes of the gap without each assumption; with it: `sft-cost` and `rlvr-optimal`."""

VERDICTS = {
    "carries the gap": Look("carries the gap", VERMILLION, "", "v"),
    "carries part of it": Look("carries part of it", ORANGE, "", "D"),
    "corrected": Look("corrected", BLACK, "", "P"),
    "harmless": Look("harmless", GREEN, "", "o"),
    "needed only for the proof": Look("needed only for the proof", BLUE, "", "s"),
}
LINES = {
    ("eps", 1e4): Look("$T=10^4$", ORANGE, DASHED, "^"),
    ("eps", 1e6): Look("$T=10^6$", BLUE, "-", "o"),
    ("egocentric", 1e2): Look("egocentric, $10^2$", ORANGE, DASHED, "^"),
    ("egocentric", 1e6): Look("egocentric, $10^6$", BLUE, "-", "o"),
    ("allocentric", 1e2): Look("allocentric, $10^2$", VERMILLION, DASH_DOT, "v"),
}


class Panel(NamedTuple):
    """A column of the picture: what is against what, upper edges of cost and growth, and where its legend is."""

    title: str
    abscissa: str
    decades: int
    highest: float
    steepest: float
    legend: dict[str, Any]


PANELS = {
    "eps": Panel(
        "dead ends in the data",
        r"fraction $\varepsilon$",
        decades=2,
        highest=1e17,
        steepest=12,
        legend={"loc": "center right", "bbox_to_anchor": (1, 0.66)},
    ),
    "centric": Panel(
        "shared rows",
        r"shared weight $\lambda$",
        decades=1,
        highest=1e36,
        steepest=100,
        legend={"loc": "upper left", "title": "feature, $T$", "title_fontsize": 6, "alignment": "left"},
    ),
}
"""By what the names of their lines end with."""


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """Gaps by assumption, from the record; costs H and growth per diamond against eps or lambda after a time, from the
    theory; the costs that the record has on these lines; the limits of the table, RLVR and the base model.
    """
    document = records[AUDIT.name].document
    rows = [*_gaps(document), *_students(), *_sharing(), *_points(document), *_limits()]
    return Table.of(("series", "assumption", "verdict", "gap_with", "gap_without", "at", "time", "H", "growth"), rows)


def _gaps(document: Mapping[str, Any]) -> Iterator[tuple[Cell, ...]]:
    for found in document["assumptions"]:
        gaps = (found[side]["gap"]["value"] for side in ("with", "without"))
        yield "gap", found["id"], found["verdict"], *gaps, "", "", "", ""


def _row(series: str, at: float, time: float, cost: float, growth: Cell = "") -> tuple[Cell, ...]:
    return series, "", "", "", "", at, time, cost, growth


def _students() -> Iterator[tuple[Cell, ...]]:
    for time in STUDENTS:
        for uncleaned in FRACTIONS:
            policy = student(GRAPH, uncleaned, time)
            yield _row("eps", uncleaned, time, expected_hitting_time(GRAPH, policy), return_growth(*policy.passes()))


def _sharing() -> Iterator[tuple[Cell, ...]]:
    for frame, times in SHARING.items():
        for weight in WEIGHTS:
            flow = SharedFlow(GRAPH, weight, progress_after(GRAPH, weight, times[-1]))
            for time in times:
                progress = flow.progress_at(np.log(time))
                growth = return_growth(*flow.policy(progress, frame).passes())
                yield _row(frame.name.lower(), weight, time, float(flow.cost(progress, frame)), growth)


def _points(document: Mapping[str, Any]) -> Iterator[tuple[Cell, ...]]:
    """The audit's own tables, where they have a point of these lines."""
    audit = {found["id"]: found for found in document["assumptions"]}
    for cells in _cells(audit["golden-only"]):
        for time, column in STUDENTS.items():
            yield _row("eps audited", cells["eps"], time, cells[column])
    weight = audit["tabular"]["breaking_point"]["numbers"]["weight"]["value"]
    for cells in _cells(audit["tabular"]):
        for frame, times in SHARING.items():
            if cells[CLOCK] in times:
                name = frame.name.lower()
                yield _row(f"{name} audited", weight, cells[CLOCK], cells[name])


def _cells(found: Mapping[str, Any]) -> Iterator[dict[str, float]]:
    for row in found["table"]["rows"]:
        yield {name: cell["value"] for name, cell in zip(found["table"]["columns"], row, strict=True)}


def _limits() -> Iterator[tuple[Cell, ...]]:
    for name, form, policy in (
        ("SFT", closed_forms.sft_limit(), Policy.sft_limit(GRAPH)),
        ("base", closed_forms.base(), Policy.base(GRAPH)),
        ("RLVR", closed_forms.optimal(), Policy.optimal(GRAPH)),
    ):
        yield f"limit {name}", "", "", "", "", "", "", float(form.at(GRAPH)), float(return_growth(*policy.passes()))


def draw(canvas: Canvas, table: Table) -> None:
    """(a) the sixteen; (b, c) cost and, below, growth, against eps and against lambda."""
    grid = canvas.add_gridspec(2, 3, width_ratios=(1.3, 1, 1), height_ratios=(1.7, 1))
    _draw_gaps(canvas.add_subplot(grid[:, 0]), table.where(series="gap"))
    for place, (ending, panel) in enumerate(PANELS.items()):
        above = canvas.add_subplot(grid[0, place + 1])
        below = canvas.add_subplot(grid[1, place + 1], sharex=above)
        for (name, time), look in LINES.items():
            if name.endswith(ending):
                line, points = (table.where(series=series, time=time) for series in (name, f"{name} audited"))
                above.plot(line.column("at"), line.column("H"), **look.drawn)
                above.plot(points.column("at"), points.column("H"), **look.measured)
                below.plot(line.column("at"), line.column("growth"), **look.drawn)
        _finish(above, below, table, panel)
        panel_label(above, "bc"[place], panel.title)


def _finish(above: Axes, below: Axes, table: Table, panel: Panel) -> None:
    """The limits that do not depend on the abscissa, and the axes."""
    text: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "ha": "right"}
    for name, shift, side in (("SFT", 1.5, "bottom"), ("base", 1.5, "bottom"), ("RLVR", -2.5, "top")):
        ((cost,), (growth,)) = (table.column(of, series=f"limit {name}") for of in ("H", "growth"))
        for axes, height in ((above, cost), (below, growth)):
            axes.axhline(height, color=GREY, linewidth=0.6, zorder=0)
        text |= {"xytext": (0, shift), "va": side, "fontsize": 6}
        above.annotate(name, (1, cost), **text)
        if name == "SFT":
            below.annotate(rf"$\rho={growth:.3g}$", (1, growth), **text)
    log_axis(above, "x", panel.decades)
    log_axis(above, "y", decades=4)
    log_axis(below, "y")
    above.set(ylim=(1, panel.highest), ylabel="cost $H$ (steps)")
    above.tick_params(labelbottom=False)
    above.legend(**panel.legend, handlelength=1.7, fontsize=6)
    below.set(ylim=(0.85, panel.steepest), ylabel="growth per diamond", xlabel=panel.abscissa)


def _draw_gaps(axes: Axes, table: Table) -> None:
    """A row an assumption, in the order of the verdicts: a tick with it, a mark without it."""
    rows = [row for verdict in VERDICTS for row in table.where(verdict=verdict).rows]
    names = [str(row[table.columns.index("assumption")]) for row in rows]
    for place, name in enumerate(names):
        found = table.where(assumption=name)
        ((held,), (dropped,)) = (found.column(of) for of in ("gap_with", "gap_without"))
        axes.plot((held, dropped), (place, place), color=GREY, linewidth=0.6, zorder=1)
    for verdict, look in VERDICTS.items():
        found = table.where(verdict=verdict)
        places = [names.index(str(row[1])) for row in found.rows]
        axes.plot(found.column("gap_with"), places, color=BLACK, marker="|", markersize=7, linestyle="none", zorder=2)
        axes.plot(found.column("gap_without"), places, **look.measured, label=look.label, zorder=3)
    log_axis(axes, "x", decades=3)
    axes.set(xlim=(0.3, 1e13), ylim=(len(names) - 0.4, -0.6), xlabel="SFT's cost over RLVR's")
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", length=0)
    axes.plot([], [], color=BLACK, marker="|", markersize=7, linestyle="none", label="with the assumption")
    axes.legend(loc="lower left", title="without it; the verdict", alignment="left", title_fontsize=6.5, handlelength=1)
    panel_label(axes, "a", "sixteen assumptions")


FIGURE = Figure(
    name="fig_audit",
    width="double",
    height=3.7,
    claims=(*dict.fromkeys(BEHIND.values()), "sft-cost", "rlvr-optimal"),
    caption=(
        "What the assumptions of the theorem carry, at W = K = 15, L = 5. (a) SFT's cost over RLVR's with each of the "
        "sixteen assumptions (ticks) and without it (marks, their shape is the verdict), from a saved "
        "`backproof audit`; of a relaxation with a parameter the gap is that of the audit's table: any eps or lambda > "
        "0 in the limit, kappa = 1, W = 2, L = 1, SFT stopped at its best time, backward rows that start with an error "
        "of 1/10, outcome reward alone. For `rate` the tick is what Theta(W L^K) without its constant would give. (b) "
        "A fraction eps of the traces keeps its dead ends, training time T per trace. (c) All rows share one feature "
        "with weight lambda, egocentric (go straight on) or allocentric (away from the fork); T at weight one per row, "
        "another clock than in (b). Above: the cost, with the limits of SFT, base and RLVR; below: (a c)/(b d), by "
        "which a diamond multiplies the way back: rho = (L+1)^2/L for SFT, 1 for RLVR and base. Lines: the theory. "
        "Marks: the audit's record; nothing is sampled. The allocentric line goes on beyond the frame. Claims: "
        "sft-cost and rlvr-optimal with the assumptions; without them "
        f"{', '.join(f'{claim} ({name})' for name, claim in BEHIND.items())}."
    ),
    records=(AUDIT,),
    numbers=numbers,
    draw=draw,
    tolerances=(
        Tolerance(
            "the flow is integrated to 1e-11 a step, so that a gap is good to 1e-10; the logarithm of a cost takes at "
            "most 4K of it",
            relative=4 * GRAPH.depth * 1e-10,
            column="H",
        ),
    ),
)
