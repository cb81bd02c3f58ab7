"""RLVR after SFT: the cost falls to the optimum from every checkpoint, though RLVR first lowers some forward gaps."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from backproof.paper_figures.figure import Figure, Table
from backproof.paper_figures.records import LoadedRecord, Record
from backproof.paper_figures.sft_runs import CHECKPOINTS, checkpoint, gaps_file
from backproof.paper_figures.style import (
    DASH_DOT,
    DASHED,
    DOTTED,
    GREY,
    INK,
    LOOKS,
    Look,
    key,
    log_axis,
    panel_label,
)
from backproof.theory.costs.hitting_time import expected_hitting_time, expected_hitting_time_gradient
from backproof.theory.graph import PAPER
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.sft import sft_policy
from backproof.theory.sign_descent import sign_descent
from backproof.theory.training_flows import vertex_gaps

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

STEPS = 1200
STARTS = {0.0: "", **{time: f" --start {gaps_file(checkpoint(time))}" for time in CHECKPOINTS}}
DESCENTS = {
    time: Record(f"rl-after-sft-{time:g}", f"train --algorithm rlvr --step 0.01 --steps {STEPS}{start}")
    for time, start in STARTS.items()
    if time not in (0.1, 100.0)
}
SIZES = {0.1: "1e-7", 1.0: "1e-9", 10.0: "1e-16", 100.0: "1e-16", 1000.0: "1e-15"}
"""Sizes of one plain step by SFT time. It moves gaps by 1e-4 to 1, and the move divided by the size is the gradient."""
GRADIENTS = {
    time: Record(
        f"gradient-after-sft-{time:g}",
        f"train --algorithm rlvr --optimiser plain --step {size} --steps 1{STARTS[time]}",
    )
    for time, size in SIZES.items()
}
SHOWN = ("forward_entry", "forward_exit", "backward_entry", "backward_exit")
RLVR = LOOKS["rlvr"]
LINES = {
    0.0: replace(RLVR, label="$t=0$ (base)"),
    1.0: replace(RLVR, label="$t=1$", line=DOTTED, marker="s"),
    10.0: replace(RLVR, label="$t=10$", line=DASH_DOT, marker="D"),
    1000.0: replace(RLVR, label="$t=1000$", line=DASHED, marker="^"),
}
KINDS = Look("computed", INK, "-", ""), Look("trained", INK, "none", "o")


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """Costs by RLVR step from each checkpoint, and the least and greatest gradient over diamonds, over the cost."""
    rows: list[tuple[str | float, ...]] = [
        ("optimum", "", "", "", expected_hitting_time(PAPER, Policy.optimal(PAPER)), "", "")
    ]
    for time in LINES:
        descent = sign_descent(PAPER, vertex_gaps(PAPER, sft_policy(PAPER, time)))
        costs = [cost for cost, _, _ in itertools.islice(descent, STEPS + 1)]
        points = records[DESCENTS[time].name].document["points"]
        steps = sorted({*range(0, STEPS, 20), *(point["step"] for point in points)})
        rows += [("descent", "", time, step, costs[step], "", "") for step in steps]
        rows += [("descent trained", "", time, point["step"], point["cost"], "", "") for point in points]
    for time in np.geomspace(1e-2, 1e3, 76):
        gradient = expected_hitting_time_gradient(PAPER, sft_policy(PAPER, time), coordinates="gaps")
        for family in SHOWN:
            slopes = getattr(gradient, family) / gradient.cost
            rows.append(("gradient", family, time, "", "", slopes.min(), slopes.max()))
    for time, record in GRADIENTS.items():
        for family, ends in _slopes(records[record.name]).items():
            rows.append(("gradient trained", family, time, "", "", *ends))
    return Table.of(("series", "family", "time", "step", "cost", "least", "greatest"), rows)


def _slopes(loaded: LoadedRecord) -> dict[str, tuple[float, float]]:
    """The least and greatest slope of each family, over the cost, from how far one plain step moved equal gaps."""
    before, after = loaded.document["points"]
    scale = loaded.config["step"] * before["cost"]
    moved: dict[str, Any] = {
        name: [(before["gaps"][name][0] - gap) / scale for gap in reversed(after["gaps"][name])] for name in FAMILIES
    }
    return {name: moved[name] for name in SHOWN}


def draw(canvas: Canvas, table: Table) -> None:
    descent, slopes = canvas.subplots(1, 2, width_ratios=(1.15, 1))
    for time, look in LINES.items():
        step, cost = (table.column(of, series="descent", time=time) for of in ("step", "cost"))
        descent.plot(step, cost, **look.drawn)
        descent.plot(
            *(table.column(of, series="descent trained", time=time) for of in ("step", "cost")), **look.measured
        )
    best = table.column("cost", series="optimum")[0]
    descent.axhline(best, color=INK, linewidth=0.6, zorder=0)
    descent.annotate(f"$H^*={best:.0f}$", (0, best), (0, -9), textcoords="offset points", fontsize=6.5)
    log_axis(descent, "y", 2)
    descent.set(xlabel="RLVR steps of 0.01", ylabel="expected hitting time $H$ (steps)", ylim=(3e1, 2e15))
    handles = [key(look) for look in (*LINES.values(), *KINDS)]
    title = "RLVR after SFT up to time $t$"
    descent.legend(handles=handles, title=title, title_fontsize=6.5, alignment="left", loc="upper right")
    panel_label(descent, "a", "RLVR from SFT checkpoints")
    _draw_slopes(slopes, table)


def _draw_slopes(axes: Axes, table: Table) -> None:
    for family in SHOWN:
        look = LOOKS[family]
        time, least, greatest = (
            table.column(of, series="gradient", family=family) for of in ("time", "least", "greatest")
        )
        axes.fill_between(time, least, greatest, color=look.colour, alpha=0.2, linewidth=0)
        axes.plot(time, least, **look.drawn, linewidth=0.8)
        axes.plot(time, greatest, **look.drawn, linewidth=0.8)
        for end in ("least", "greatest"):
            found = (table.column(of, series="gradient trained", family=family) for of in ("time", end))
            axes.plot(*found, **look.measured)
    axes.axhline(0, color=GREY, linewidth=0.6)
    log_axis(axes, "x")
    axes.set(xlabel="SFT time $t$ (sum of step sizes)", ylabel=r"$\partial \ln H/\partial D$ (per nat)", ylim=(-1, 1.2))
    axes.annotate("RLVR lowers\nthe gap", (0.012, 0.4), fontsize=6.5)
    axes.annotate("RLVR raises\nthe gap", (0.012, -0.6), fontsize=6.5)
    axes.legend(handles=[key(LOOKS[family]) for family in SHOWN], loc="upper left", ncols=2)
    panel_label(axes, "b", "RLVR's first gradient")


FIGURE = Figure(
    name="fig_sft_then_rl",
    place=9,
    width="double",
    height=2.7,
    claims=("global-convergence", "sft-dynamics", "rlvr-optimal"),
    title="RLVR after SFT: cost from each checkpoint, and the first gradient",
    caption=(
        "RLVR after SFT, for W = K = 15 and L = 5: sign descent on the exact expected hitting time H, with steps of "
        "0.01, from SFT on golden paths after time t, the sum of its step sizes. Lines are computed from the closed "
        "form of SFT. Marks are the trainer's own runs from its SFT checkpoints, which are ahead of t by less than 2%. "
        "Nothing is sampled. (a) H comes down to the optimum, H* = 900, from every checkpoint, as it does from base. "
        "(b) RLVR's first gradient: the slope of ln H with respect to the logit gap D of a row, for the four families "
        "of rows. Each band reaches from the least to the greatest slope over the 15 diamonds, and the marks come from "
        "one plain step of the trainer. Where the slope is above zero, RLVR lowers the gap. It lowers some forward "
        "gaps at first if t is at least 0.016, and all gaps of forward exits if t is at least 0.17, since a walker "
        "that passes has to come back. It always raises backward gaps, those of exits most, and their slopes do not "
        "tend to zero as SFT goes on."
    ),
    numbers=numbers,
    draw=draw,
    records=(
        *map(checkpoint, CHECKPOINTS),
        *DESCENTS.values(),
        *GRADIENTS.values(),
    ),
)
