"""RLVR's learning curve: the run of the paper's Figure 3 and its closed form, two students, and sampled gradients."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from backproof.paper_figures.figure import Cell, Figure, Table
from backproof.paper_figures.records import LoadedRecord, Record
from backproof.paper_figures.style import INK, LOOKS, Look, key, log_axis, panel_label
from backproof.theory.costs.hitting_time import expected_hitting_time, expected_hitting_times
from backproof.theory.costs.learning_curve import curve_costs
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

STEP, STEPS = 0.01, 1200
SMALL, SMALL_STEP, SMALL_STEPS = CorridorGraph(width=5, depth=4, lanes=3), 0.05, 200
SEEDS = tuple(range(1, 5))

EXACT = {
    "rlvr": Record("curve-rlvr", "train --algorithm rlvr", keep=("npz",)),
    "student": Record("curve-student", "train --algorithm distil", keep=("npz",)),
    "cleaned": Record("curve-cleaned", "train --algorithm distil --uncleaned 0", keep=("npz",)),
}
SAMPLED = tuple(
    Record(
        f"curve-sampled-{seed}",
        "train --algorithm reinforce --width 5 --depth 4 --lanes 3 "
        f"--step {SMALL_STEP:g} --steps {SMALL_STEPS} --batch 512 --seed {seed}",
        keep=("npz",),
    )
    for seed in SEEDS
)
MARKS = {"rlvr": range(0, STEPS + 1, 100), "student": range(50, STEPS, 100), "cleaned": range(0, STEPS + 1, 100)}
"""The steps at which an exact run has marks."""


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """The cost H by training step. For sampled runs H is the mean over seeds, with the least and the greatest."""
    rows = [*_lines(), *_runs(records), *_sampled(records)]
    return Table.of(("series", "step", "H", "H_least", "H_greatest"), rows)


def _lines() -> Iterator[tuple[Cell, ...]]:
    """The curve in closed form at both sizes, the cost of moving forward gaps alone, and the least costs."""
    steps = np.arange(0, STEPS + 1, 10)
    yield from _rows("closed form", steps, curve_costs(PAPER, STEP * steps))
    gaps = STEP * steps[:, np.newaxis] + np.zeros(PAPER.depth)
    forward_alone = Policy.from_gaps(PAPER, forward_exit=gaps, forward_entry=gaps)
    yield from _rows("forward rows alone", steps, expected_hitting_times(PAPER, forward_alone))
    few = np.arange(0, SMALL_STEPS + 1, 2)
    yield from _rows("closed form, small", few, curve_costs(SMALL, SMALL_STEP * few))
    for series, graph in (("least cost", PAPER), ("least cost, small", SMALL)):
        yield series, 0, expected_hitting_time(graph, Policy.optimal(graph)), "", ""


def _runs(records: Mapping[str, LoadedRecord]) -> Iterator[tuple[Cell, ...]]:
    for series, record in EXACT.items():
        steps = np.array(MARKS[series])
        yield from _rows(series, steps, records[record.name].arrays["cost"][steps])


def _sampled(records: Mapping[str, LoadedRecord]) -> Iterator[tuple[Cell, ...]]:
    costs = np.array([records[record.name].arrays["cost"] for record in SAMPLED])
    for step in range(0, SMALL_STEPS + 1, 2):
        found = costs[:, step]
        yield "sampled", step, found.mean(), found.min(), found.max()


def _rows(series: str, steps: np.ndarray, costs: np.ndarray) -> Iterator[tuple[Cell, ...]]:
    for step, cost in zip(steps, costs, strict=True):
        yield series, step, cost, "", ""


def draw(canvas: Canvas, table: Table) -> None:
    """(a) exact gradients at the paper's size; (b) sampled gradients at a smaller size."""
    exact, sampled = canvas.subplots(1, 2, width_ratios=(1.15, 1))
    _draw_exact(exact, table)
    _draw_sampled(sampled, table)
    for axes, decades in ((exact, 2), (sampled, 1)):
        log_axis(axes, "y", decades)
        axes.set_xlabel("training step")
        axes.set_ylabel("expected hitting time $H$ (steps)")
    sampled.set_yticks((100, 200, 500, 1000), ("100", "200", "500", "1000"))


def _draw_exact(axes: Axes, table: Table) -> None:
    for line, points in (("closed form", "rlvr"), (None, "student"), ("forward rows alone", "cleaned")):
        look = LOOKS[points]
        if line:
            axes.plot(table.column("step", series=line), table.column("H", series=line), **look.drawn)
        axes.plot(table.column("step", series=points), table.column("H", series=points), **look.measured)
    _draw_least(axes, table.column("H", series="least cost")[0], below=0.75)
    axes.set_ylim(1e2, 1e16)
    shown = *(LOOKS[points] for points in EXACT), Look("computed", INK, "-", ""), Look("trained", INK, "none", "o")
    axes.legend(handles=[key(look) for look in shown], loc="center right", bbox_to_anchor=(1, 0.47))
    panel_label(axes, "a", "$W=K=15$, $L=5$, exact gradient")


def _draw_sampled(axes: Axes, table: Table) -> None:
    look, line = LOOKS["reinforce"], table.where(series="closed form, small")
    steps = table.column("step", series="sampled")
    low, high = (table.column(name, series="sampled") for name in ("H_least", "H_greatest"))
    spread: dict[str, Any] = {"color": look.colour, "alpha": 0.35, "linewidth": 0}
    axes.plot(steps, table.column("H", series="sampled"), **look.drawn)
    axes.fill_between(steps, low, high, **spread, label=f"least to greatest of {len(SEEDS)} seeds")
    axes.plot(line.column("step"), line.column("H"), **LOOKS["rlvr"].drawn | {"label": "RLVR, exact gradient"})
    _draw_least(axes, table.column("H", series="least cost, small")[0], below=0.97)
    axes.set_ylim(65, 1200)
    axes.legend(loc="upper right")
    panel_label(axes, "b", "$W=5$, $K=4$, $L=3$, sampled gradient")


def _draw_least(axes: Axes, cost: float, below: float) -> None:
    """Draw a line at the least cost, with its value below."""
    axes.axhline(cost, color=INK, linewidth=0.6, zorder=0)
    axes.text(0, cost * below, f"$H^*={cost:g}$", va="top", fontsize=6.5)


FIGURE = Figure(
    name="fig_learning_curve",
    place=3,
    width="double",
    height=2.7,
    claims=("learning-curve", "rlvr-optimal", "distillation"),
    title="Learning curves of RLVR, of its students, and of sampled gradients",
    caption=(
        "Expected hitting time H during training from base by sign descent, in which every logit gap moves by the same "
        "step against the sign of its gradient. (a) W = K = 15, L = 5, with exact gradients and 1200 steps of 0.01: "
        "the protocol of the paper's Figure 3. Marks are training runs, one mark in every 100 steps, and lines are "
        "computed; nothing is sampled. Circles: RLVR, with its curve in closed form. Diamonds: a student trained on "
        "traces of RLVR's optimum with their dead ends kept. It follows the same curve, since its gradients have the "
        "same signs as RLVR's. Triangles: a student trained on the same traces cleaned to shortest paths, with the "
        "cost of moving the forward gaps alone. (b) W = 5, K = 4, L = 3, with sampled gradients and 200 steps of 0.05. "
        "Dashed: REINFORCE with reward-to-go, which estimates each gradient from 512 walks. The line is the mean over "
        "seeds 1 to 4, and the band reaches from the least to the greatest of the four. It is above the closed form "
        "for exact gradients (solid), because some estimated signs are wrong. The size is small because walks at the "
        "size of (a) are at first fifty times as long. Horizontal lines: H*, the least cost of all policies with a "
        "uniform fork."
    ),
    records=(*EXACT.values(), *SAMPLED),
    numbers=numbers,
    draw=draw,
)
