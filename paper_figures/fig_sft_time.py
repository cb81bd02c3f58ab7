"""What SFT does to the cost over time: a small dip, the base cost passed, and an end that is exponential in K."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from paper_figures.figure import Figure, Table
from paper_figures.records import LoadedRecord, Record
from paper_figures.sft_runs import CHECKPOINTS, checkpoint, gaps_file, run_points
from paper_figures.style import (
    BLACK,
    BLUE,
    DASH_DOT,
    DASHED,
    DOTTED,
    GREEN,
    GREY,
    LOOKS,
    VERMILLION,
    Look,
    log_axis,
    panel_label,
)
from theory.graph import CorridorGraph
from theory.hitting_time import expected_hitting_time, expected_hitting_times
from theory.policy import Policy
from theory.sft_time import break_even_time, cheapest_time, sft_policy

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

GRAPHS = {depth: CorridorGraph(width=15, depth=depth, lanes=5) for depth in (5, 10, 15)}
PAPER = GRAPHS[15]
EARLY = Record("sft-early", "train --algorithm sft --optimiser plain --step 0.0005 --steps 160", keep=("npz",))
SHALLOW = {
    depth: [
        Record(
            f"sft-{depth}-{end}", f"train --depth {depth} --algorithm sft --optimiser plain --step {step} --steps {n}"
        )
        for end, step, n in (("early", 0.005, 2000), ("late", 0.05, 20000))
    ]
    for depth in (5, 10)
}
SAMPLED = {
    time: Record(
        f"sft-sampled-{time:g}", f"simulate --policy {gaps_file(checkpoint(time))} --episodes 20000 --seed {seed}"
    )
    for seed, time in enumerate(CHECKPOINTS, start=61)
}
OWN_ROWS = 5.0
"""Speed of the entry rows where each of the L = 5 lanes has an exit row of its own."""

LINES = {
    "K=5": Look("$K=5$", BLUE, "-", "o"),
    "K=10": Look("$K=10$", GREEN, DASH_DOT, "D"),
    "K=15": Look("$K=15$", VERMILLION, DASHED, "^"),
}


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """Cost by time of SFT: near the dip, over all times, trained, and sampled from trained policies."""
    rows: list[tuple[str | float, ...]] = []
    early = np.linspace(0, 0.08, 81)
    for name, speed in (("dip", 1.0), ("dip, own rows", OWN_ROWS)):
        costs = expected_hitting_times(PAPER, sft_policy(PAPER, early, entry_speed=speed))
        rows += [(name, *point, "", "") for point in zip(early, costs, strict=True)]
    for name, time in (("cheapest", cheapest_time(PAPER)), ("break-even", break_even_time(PAPER))):
        rows.append((name, time, expected_hitting_time(PAPER, sft_policy(PAPER, time)), "", ""))
    run = records[EARLY.name]
    trained = zip(run.config["step"] * run.arrays["step"], run.arrays["cost"], strict=True)
    rows += [("dip trained", *point, "", "") for point in list(trained)[::10]]
    late = np.geomspace(1e-2, 1e3, 101)
    for depth, graph in GRAPHS.items():
        costs = expected_hitting_times(graph, sft_policy(graph, late))
        rows += [(f"K={depth}", *point, "", "") for point in zip(late, costs, strict=True)]
        ends = {"base": Policy.base(graph), "limit": Policy.sft_limit(graph)}
        rows += [(f"K={depth} {end}", "", expected_hitting_time(graph, policy), "", "") for end, policy in ends.items()]
        rows += [(f"K={depth} trained", *point, "", "") for point in _trained(records, depth) if point[0] >= late[0]]
    for time, record in SAMPLED.items():
        found = records[record.name].document["estimate"]
        rows.append(("K=15 sampled", time, found["mean"], *found["interval"]))
    return Table.of(("series", "time", "cost", "low", "high"), rows)


def _trained(records: Mapping[str, LoadedRecord], depth: int) -> list[tuple[float, float]]:
    """(time, cost) of the runs' points; of the early run only up to where the late one is fine enough."""
    if depth in SHALLOW:
        first, last = (list(run_points(records[record.name])) for record in SHALLOW[depth])
        return [*first, *(point for point in last if point[0] > first[-1][0])]
    began = (0.0, *CHECKPOINTS[:-1])
    runs = [run_points(records[checkpoint(end).name], start) for start, end in zip(began, CHECKPOINTS, strict=True)]
    return [point for run in runs for point in list(run)[2::2]]


def draw(canvas: Canvas, table: Table) -> None:
    dip, long = canvas.subplots(1, 2, width_ratios=(1, 1.25))
    _draw_dip(dip, table)
    for name, look in LINES.items():
        time, cost = (table.column(of, series=name) for of in ("time", "cost"))
        long.plot(time, cost, **look.drawn)
        for end, *span in (("base", time[0], 2.0), ("limit", 5.0, time[-1])):
            long.hlines(table.column("cost", series=f"{name} {end}"), *span, color=GREY, linewidth=0.6, linestyle=":")
        trained = (table.column(of, series=f"{name} trained") for of in ("time", "cost"))
        long.plot(*trained, **look.measured)
    time, cost, low, high = (table.column(of, series="K=15 sampled") for of in ("time", "cost", "low", "high"))
    long.errorbar(time, cost, (cost - low, high - cost), color=BLACK, marker="x", linestyle="none", label="sampled")
    log_axis(long, "x")
    log_axis(long, "y", 2)
    long.set(xlabel="SFT time $t$", ylabel="expected hitting time $H$")
    long.legend(loc="upper left")
    panel_label(long, "b", "from base to the limit")


def _draw_dip(axes: Axes, table: Table) -> None:
    look = LINES["K=15"]
    flow, own, trained = (
        [table.column(of, series=name) for of in ("time", "cost")] for name in ("dip", "dip, own rows", "dip trained")
    )
    axes.plot(*flow, color=look.colour, linestyle=look.line, label="one exit row per diamond")
    axes.plot(*own, color=GREY, linestyle=DOTTED, label="one per lane")
    axes.plot(*trained, **look.measured, label="trained (one per diamond)")
    base = table.column("cost", series="K=15 base")[0]
    axes.axhline(base, color=LOOKS["base"].colour, linestyle=LOOKS["base"].line, linewidth=0.8)
    axes.annotate("base", (0.0795, base), xytext=(0, 2), textcoords="offset points", ha="right", fontsize=6.5)
    for name, offset in (("cheapest", (-14, -10)), ("break-even", (7, -9))):
        time, cost = (table.column(of, series=name)[0] for of in ("time", "cost"))
        axes.plot(time, cost, marker="*", color=BLACK, markersize=6, zorder=5)
        axes.annotate(f"$t={time:.3f}$", (time, cost), offset, textcoords="offset points", fontsize=6.5)
    axes.set(xlabel="SFT time $t$", ylabel="expected hitting time $H$", xlim=(0, 0.08), ylim=(49700, 51200))
    axes.legend(loc="upper left")
    panel_label(axes, "a", "dip and break-even, $K=15$")


FIGURE = Figure(
    name="fig_sft_time",
    width="double",
    height=2.6,
    claims=("sft-dynamics", "sft-worse-than-base", "sft-cost"),
    caption=(
        "Expected hitting time H along SFT on golden shortest paths, W = 15, L = 5, against the time t of the "
        "gradient flow (in the clock of the exit rows). Lines: the flow in closed form, backward rows frozen. Open "
        "marks: exact plain gradient descent, which runs ahead of the flow by less than 2% of t. (a) K = 15: H falls "
        "from 50142 to 49863 at t = 0.023 and passes the base cost at t = 0.047 (stars); if each lane has an exit "
        "row of its own, the data visits it less and the dip ends at 49866. (b) K = 5, 10, 15 up to t = 1000, "
        "between base cost and limit (dotted). Crosses: means of 20000 walks of the trained policies, drawn by "
        "crossing counts, seeds 61 to 65, with 95% intervals, smaller than the marks."
    ),
    numbers=numbers,
    draw=draw,
    records=(
        EARLY,
        *(record for runs in SHALLOW.values() for record in runs),
        *map(checkpoint, CHECKPOINTS),
        *SAMPLED.values(),
    ),
)
