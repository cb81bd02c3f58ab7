"""What SFT does to the cost over time: a small dip, then a rise above the cost of base to a limit exponential in K."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from backproof.paper_figures.figure import Figure, Table, Tolerance
from backproof.paper_figures.records import LoadedRecord, Record
from backproof.paper_figures.sft_runs import CHECKPOINTS, checkpoint, gaps_file, run_points
from backproof.paper_figures.style import (
    DASH_DOT,
    GREY,
    INK,
    LOOKS,
    PURPLE,
    Look,
    key,
    log_axis,
    panel_label,
)
from backproof.theory.costs.hitting_time import expected_hitting_time, expected_hitting_times
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.sft import GOLDEN, break_even_time, cheapest_time, sft_policy

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

GRAPHS = {depth: CorridorGraph(PAPER.width, depth, PAPER.lanes) for depth in (5, 10, PAPER.depth)}
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
OWN_ROWS = {"forward_exit": 1.0, "forward_entry": float(PAPER.lanes)}
"""Where each lane has an exit row of its own, the data visit an entry row L times as often as one of these."""

SFT = LOOKS["sft"]
LINES = {
    "K=5": replace(SFT, label="$K=5$", line="-", marker="o"),
    "K=10": replace(SFT, label="$K=10$", line=DASH_DOT, marker="D"),
    "K=15": replace(SFT, label="$K=15$"),
}
OWN = Look("an exit row for each lane", PURPLE, DASH_DOT, "")
WALKED = Look("walks of the trained policies", INK, "none", "x")
LIMIT, BASE = Look("limit of SFT", GREY, "-", ""), replace(LOOKS["base"], marker="")
ENDS = {
    "cheapest": Look("least cost", INK, "none", "*", filled=True),
    "break-even": Look("cost of base again", INK, "none", "P", filled=True),
}


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """The cost against SFT time, near the dip and over all times: by the flow, by training, and by walks."""
    rows: list[tuple[str | float, ...]] = []
    early = np.linspace(0, 0.08, 81)
    for name, weights in (("dip", GOLDEN), ("dip, own rows", OWN_ROWS)):
        costs = expected_hitting_times(PAPER, sft_policy(PAPER, early, weights))
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
    """(time, cost) of the points of the runs. Points of the late run start where those of the early run end."""
    if depth in SHALLOW:
        first, last = (list(run_points(records[record.name])) for record in SHALLOW[depth])
        return [*first, *(point for point in last if point[0] > first[-1][0])]
    began = (0.0, *CHECKPOINTS[:-1])
    runs = [run_points(records[checkpoint(end).name], start) for start, end in zip(began, CHECKPOINTS, strict=True)]
    return [point for run in runs for point in list(run)[2::2]]


def draw(canvas: Canvas, table: Table) -> None:
    dip, long = canvas.subplots(1, 2, width_ratios=(1, 1.1))
    _draw_dip(dip, table)
    _draw_long(long, table)
    for axes in (dip, long):
        axes.set_xlabel("SFT time $t$ (sum of step sizes)")


def _draw_dip(axes: Axes, table: Table) -> None:
    """Draw the change from the cost of base in per cent."""
    (base,) = table.column("cost", series="K=15 base")
    for name, drawn in (("dip", SFT.drawn), ("dip, own rows", OWN.drawn), ("dip trained", SFT.measured)):
        time, cost = (table.column(of, series=name) for of in ("time", "cost"))
        axes.plot(time, 100 * (cost / base - 1), **drawn)
    axes.axhline(0, **BASE.drawn, linewidth=0.8)
    for name, look in ENDS.items():
        time, cost = (table.column(of, series=name)[0] for of in ("time", "cost"))
        axes.plot(time, 100 * (cost / base - 1), **look.measured | {"markersize": 5.5, "zorder": 5})
        place: dict[str, Any] = {"xytext": (2, -10), "textcoords": "offset points", "fontsize": 6.5}
        axes.annotate(f"$t={time:.3f}$", (time, 100 * (cost / base - 1)), **place)
    axes.set(ylabel="change of $H$ from base (%)", xlim=(0, 0.08), ylim=(-0.9, 2.6))
    lines = [key(look) for look in (replace(SFT, label="SFT, an exit row for each diamond"), OWN, BASE)]
    axes.legend(handles=[*lines, *(key(look, markersize=5.5) for look in ENDS.values())], loc="upper left")
    panel_label(axes, "a", "dip and break-even, $K=15$")


def _draw_long(axes: Axes, table: Table) -> None:
    for name, look in LINES.items():
        time, cost = (table.column(of, series=name) for of in ("time", "cost"))
        axes.plot(time, cost, **look.drawn)
        for end, (begin, stop), drawn in (
            ("base", (time[0], 2.0), BASE.drawn),
            ("limit", (5.0, time[-1]), LIMIT.drawn),
        ):
            (level,) = table.column("cost", series=f"{name} {end}")
            axes.plot((begin, stop), (level, level), **drawn | {"linewidth": 0.8, "zorder": 1})
        trained = (table.column(of, series=f"{name} trained") for of in ("time", "cost"))
        axes.plot(*trained, **look.measured)
    time, cost, low, high = (table.column(of, series="K=15 sampled") for of in ("time", "cost", "low", "high"))
    axes.errorbar(time, cost, (cost - low, high - cost), **WALKED.measured | {"zorder": 4})
    log_axis(axes, "x")
    log_axis(axes, "y", 2)
    axes.set(ylabel="expected hitting time $H$ (steps)", ylim=(1e3, 1e20))
    shown = (*LINES.values(), WALKED, LIMIT, BASE)
    axes.legend(handles=[key(look) for look in shown], loc="upper left", ncols=2)
    panel_label(axes, "b", "from base to the limit")


FIGURE = Figure(
    name="fig_sft_time",
    place=5,
    width="double",
    height=2.6,
    claims=("sft-dynamics", "sft-worse-than-base", "sft-cost"),
    title="What SFT does to the expected cost over time",
    caption=(
        "Expected hitting time H during SFT on golden paths, for W = 15 and L = 5, against the SFT time t, which is "
        "the sum of the step sizes. Lines are the gradient flow in closed form, in which backward rows stay at base. "
        "Open marks were trained by exact plain gradient descent, which runs ahead of the flow by less than 2% of t. "
        "(a) The change from the cost of base, 50142 steps, for K = 15. H falls to its least value, 49863, at t = "
        "0.023 (star), and has the value of base again at t = 0.047 (plus). The dash-dotted line, without marks, is "
        "for a policy in which each lane has an exit row of its own. The data visit each of these rows a fifth as "
        "often, so t is a fifth of the sum of the step sizes there. The least cost is then 49866. (b) K = 5, 10, 15 up "
        "to t = 1000, from the cost of base to the limit of SFT. Crosses are means of 20000 walks of the policies "
        "trained for K = 15. They were drawn by crossing counts with seeds 61 to 65, and their 95% intervals are "
        "smaller than the marks."
    ),
    numbers=numbers,
    draw=draw,
    records=(
        EARLY,
        *(record for runs in SHALLOW.values() for record in runs),
        *map(checkpoint, CHECKPOINTS),
        *SAMPLED.values(),
    ),
    tolerances=(
        Tolerance(
            "costs are rounded to about 1e-13, and near the minimum, at t = m, H is 279 (t/m - 1)^2 above it: times up "
            "to m sqrt(1e-13 49863/279) = 1e-7 away have costs that cannot be told apart",
            absolute=1e-7,
            column="time",
            series="cheapest",
        ),
        Tolerance("the search ends at a relative error of 1e-8", relative=2e-8, column="time", series="break-even"),
    ),
)
