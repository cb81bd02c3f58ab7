"""The audit: SFT's cost over RLVR's with and without each assumption, and the costs as two of them are weakened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backproof.paper_figures.figure import Cell, Figure, Table, Tolerance
from backproof.paper_figures.records import LoadedRecord, Record
from backproof.paper_figures.style import (
    DASH_DOT,
    DASH_DOT_DOT,
    DASHED,
    GREEN,
    GREY,
    INK,
    LOOKS,
    ORANGE,
    OUTSIDE,
    PURPLE,
    Look,
    key,
    log_axis,
    panel_label,
)
from backproof.theory.costs import closed_forms
from backproof.theory.costs.crossings import return_growth
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import PAPER
from backproof.theory.policy import Policy
from backproof.theory.relaxations.distillation import student_policy
from backproof.theory.relaxations.shared_rows import Frame, SharedFlow, progress_after

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

AUDIT = Record("audit", f"audit --format json --width {PAPER.width} --depth {PAPER.depth} --lanes {PAPER.lanes}")
FRACTIONS, WEIGHTS = np.logspace(-8, 0, 49), np.logspace(-3, 0, 37)
STUDENTS = {time: f"student at t = {time:g}" for time in (1e3, 1e5)}
"""The training times of (b), and their columns in the audit's table."""

CLOCK = "SFT time t"
SHARING = {Frame.EGOCENTRIC: (1e2, 1e6), Frame.ALLOCENTRIC: (1e2,)}
"""The name of the clock of (c) in the audit's table, and its training times."""

HELD = Look("(a) with the assumption", INK, "none", "|")
VERDICTS = {
    "carries the separation": Look("(a) without it: carries the separation", INK, "none", "v", filled=True),
    "carries part of it": Look("(a) without it: carries part of it", INK, "none", "D", filled=True),
    "harmless": Look("(a) without it: harmless", INK, "none", "o"),
    "corrected": Look("(a) without it: corrected", INK, "none", "^", filled=True),
    "needed only for the proof": Look("(a) without it: needed only for the proof", INK, "none", "s"),
}
LINES = {
    ("eps", 1e3): Look("(b) trained for $t=10^3$", ORANGE, DASHED, "^"),
    ("eps", 1e5): Look("(b) trained for $t=10^5$", ORANGE, "-", "o"),
    ("egocentric", 1e2): Look("(c) egocentric, $t=10^2$", PURPLE, DASH_DOT, "s"),
    ("egocentric", 1e6): Look("(c) egocentric, $t=10^6$", PURPLE, "-", "o"),
    ("allocentric", 1e2): Look("(c) allocentric, $t=10^2$", GREEN, DASH_DOT_DOT, "v"),
}
"""The colour says what is varied, the line style for how long SFT trains."""

LIMITS = {"SFT": LOOKS["sft"], "base": LOOKS["base"], "RLVR": LOOKS["rlvr"]}


class Panel(NamedTuple):
    """A column of the picture: its title and axis, and the upper edges of cost and growth."""

    title: str
    abscissa: str
    decades: int
    highest: float
    steepest: float


PANELS = {
    "eps": Panel(
        "dead ends in the data",
        r"fraction $\varepsilon$ of traces",
        decades=2,
        highest=1e17,
        steepest=12,
    ),
    "centric": Panel(
        "shared rows",
        r"shared weight $\lambda$",
        decades=1,
        highest=1e36,
        steepest=100,
    ),
}
"""The panels, by the ending of the names of their lines."""


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """Cost ratios by assumption, and some points of the lines, from the record; the lines and limits from the theory.

    A line has the cost H and its growth per diamond against eps or lambda, after a time of training.
    """
    document = records[AUDIT.name].document
    rows = [*_ratios(document), *_students(), *_sharing(), *_points(document), *_limits()]
    return Table.of(
        ("series", "assumption", "verdict", "ratio_with", "ratio_without", "at", "time", "H", "growth"), rows
    )


def _ratios(document: Mapping[str, Any]) -> Iterator[tuple[Cell, ...]]:
    for found in document["assumptions"]:
        ratios = (found[side]["cost_ratio"]["value"] for side in ("with", "without"))
        yield "cost ratio", found["id"], found["verdict"], *ratios, "", "", "", ""


def _row(series: str, at: float, time: float, cost: float, growth: Cell = "") -> tuple[Cell, ...]:
    return series, "", "", "", "", at, time, cost, growth


def _students() -> Iterator[tuple[Cell, ...]]:
    for time in STUDENTS:
        for uncleaned in FRACTIONS:
            policy = student_policy(PAPER, uncleaned, time)
            yield _row("eps", uncleaned, time, expected_hitting_time(PAPER, policy), return_growth(*policy.passes()))


def _sharing() -> Iterator[tuple[Cell, ...]]:
    for frame, times in SHARING.items():
        for weight in WEIGHTS:
            flow = SharedFlow(PAPER, weight, progress_after(PAPER, weight, times[-1]))
            for time in times:
                progress = flow.progress_at(np.log(time))
                growth = return_growth(*flow.policy(progress, frame).passes())
                yield _row(frame.name.lower(), weight, time, float(flow.cost(progress, frame)), growth)


def _points(document: Mapping[str, Any]) -> Iterator[tuple[Cell, ...]]:
    """The audit's own tables, where they have a point of these lines."""
    audit = {found["id"]: found for found in document["assumptions"]}
    for cells in _cells(audit["distillation"]):
        for time, column in STUDENTS.items():
            yield _row("eps audited", cells["eps"], time, cells[column])
    weight = audit["shared-rows"]["breaking_point"]["numbers"]["weight"]["value"]
    for cells in _cells(audit["shared-rows"]):
        for frame, times in SHARING.items():
            if cells[CLOCK] in times:
                name = frame.name.lower()
                yield _row(f"{name} audited", weight, cells[CLOCK], cells[name])


def _cells(found: Mapping[str, Any]) -> Iterator[dict[str, float]]:
    for row in found["table"]["rows"]:
        yield {name: cell["value"] for name, cell in zip(found["table"]["columns"], row, strict=True)}


def _limits() -> Iterator[tuple[Cell, ...]]:
    for name, form, policy in (
        ("SFT", closed_forms.sft_form(), Policy.sft_limit(PAPER)),
        ("base", closed_forms.base_form(), Policy.base(PAPER)),
        ("RLVR", closed_forms.optimal_form(), Policy.optimal(PAPER)),
    ):
        yield f"limit {name}", "", "", "", "", "", "", float(form.at(PAPER)), float(return_growth(*policy.passes()))


def draw(canvas: Canvas, table: Table) -> None:
    """(a) the assumptions; (b, c) cost and, below, growth, against eps and against lambda."""
    grid = canvas.add_gridspec(2, 3, width_ratios=(1.3, 1, 1), height_ratios=(1.6, 1))
    _draw_ratios(canvas.add_subplot(grid[:, 0]), table.where(series="cost ratio"))
    for place, (ending, panel) in enumerate(PANELS.items()):
        above = canvas.add_subplot(grid[0, place + 1])
        below = canvas.add_subplot(grid[1, place + 1], sharex=above)
        looks = {name: look for name, look in LINES.items() if name[0].endswith(ending)}
        for (name, time), look in looks.items():
            line, points = (table.where(series=series, time=time) for series in (name, f"{name} audited"))
            above.plot(line.column("at"), line.column("H"), **look.drawn)
            above.plot(points.column("at"), points.column("H"), **look.measured)
            below.plot(line.column("at"), line.column("growth"), **look.drawn)
        _finish(above, below, table, panel)
        panel_label(above, "bc"[place], panel.title)
    handles = [key(HELD, markersize=7), *(key(look) for look in (*VERDICTS.values(), *LINES.values()))]
    canvas.legend(handles=handles, **OUTSIDE | {"ncols": 2})


def _finish(above: Axes, below: Axes, table: Table, panel: Panel) -> None:
    """Draw the axes and the constant limits, with labels at the right if SFT and RLVR differ."""
    text: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "ha": "right"}
    for name, look in LIMITS.items():
        ((cost,), (growth,)) = (table.column(of, series=f"limit {name}") for of in ("H", "growth"))
        for axes, height in ((above, cost), (below, growth)):
            axes.axhline(height, color=look.colour, linestyle=look.line, linewidth=0.7, zorder=0)
        shift = {"xytext": (0, -2.5), "va": "top"} if name == "RLVR" else {"xytext": (0, 1.5), "va": "bottom"}
        above.annotate(name, (1, cost), **text | shift, fontsize=6)
        if name == "SFT":
            below.annotate(rf"SFT, $\rho={growth:.3g}$", (1, growth), **text | shift, fontsize=6)
        if name == "RLVR":
            below.annotate("base, RLVR", (0.02, growth), **text | {"xytext": (0, 1.5), "ha": "left"}, fontsize=6)
    log_axis(above, "x", panel.decades)
    log_axis(above, "y", decades=4)
    log_axis(below, "y")
    above.set(ylim=(1, panel.highest), ylabel="expected hitting time $H$ (steps)")
    above.tick_params(labelbottom=False)
    below.set(ylim=(0.85, panel.steepest), ylabel="growth per diamond", xlabel=panel.abscissa)


def _draw_ratios(axes: Axes, table: Table) -> None:
    """One row for each assumption, in the order of the audit: a tick with it, a mark without it."""
    verdicts, names = ([str(row[table.columns.index(of)]) for row in table.rows] for of in ("verdict", "assumption"))
    ends = zip(*(table.column(of) for of in ("ratio_with", "ratio_without")), strict=True)
    for place, ((held, dropped), verdict) in enumerate(zip(ends, verdicts, strict=True)):
        axes.plot((held, dropped), (place, place), color=GREY, linewidth=0.6, zorder=1)
        axes.plot(held, place, **HELD.measured | {"markersize": 9, "zorder": 2})
        axes.plot(dropped, place, **VERDICTS[verdict].measured, zorder=3)
    log_axis(axes, "x", decades=3)
    axes.set(xlim=(0.3, 1e13), ylim=(len(names) - 0.4, -0.6), xlabel="cost of SFT / cost of RLVR", ylabel="assumption")
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", length=0)
    panel_label(axes, "a", "one assumption dropped")


FIGURE = Figure(
    name="fig_audit",
    place=10,
    width="double",
    height=4.4,
    claims=("sft-cost", "rlvr-optimal", "base-cost", "distillation", "shared-rows"),
    title="How much each assumption carries, and what happens as two of them are weakened",
    caption=(
        "How much of the separation rests on each assumption of the theorem, for W = K = 15 and L = 5. (a) The cost "
        "ratio: the expected cost of SFT's limit divided by that of RLVR's optimum, with each assumption (tick) and "
        "without it (mark). The form of the mark is the verdict of `backproof audit`, from whose saved record the "
        "numbers are. Where dropping an assumption leaves a parameter to choose, the mark is for the value that the "
        "audit chooses and states. For `rate` the tick is what Theta(W L^K) would give with constant 1. (b) A "
        "fraction eps of the training traces keeps its dead ends, and SFT trains for a time t, the sum of its step "
        "sizes. (c) All rows share one feature with weight lambda: an egocentric one, to go straight on, or an "
        "allocentric one, to go away from the fork; t is the same time. The allocentric line goes on beyond the "
        "frame. Upper panels: the expected hitting time H. Lower panels: (a c)/(b d), where a, b, c and d are the "
        "probabilities of the four moves (see fig_graph); each diamond multiplies the cost of the way back by this "
        "factor. Thin lines: SFT's limit, where the factor is rho = (L+1)^2/L, and base and RLVR's optimum, where it "
        "is 1. Lines are computed by the theory, marks are from the audit's record, and nothing is sampled."
    ),
    records=(AUDIT,),
    numbers=numbers,
    draw=draw,
    tolerances=(
        Tolerance(
            "the flow is integrated to 1e-11 a step, so that a gap is good to 1e-10; the logarithm of a cost takes at "
            "most 4K of it",
            relative=4 * PAPER.depth * 1e-10,
            column="H",
        ),
    ),
)
