"""How many different walks there are among 256 samples, correct and incorrect, against the budget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from backproof.paper_figures.figure import Figure, Table
from backproof.paper_figures.records import LoadedRecord
from backproof.paper_figures.style import INK, LOOKS, OUTSIDE, Look, key, log_axis, panel_label
from backproof.theory.companions.distinct_trajectories import distinct_by_budget
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import POLICIES, Policy

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

GRAPHS = {"small": CorridorGraph(width=3, depth=2, lanes=2), "paper": PAPER}
SAMPLES = 256
LONGEST = 10
"""The largest budget, in multiples of RLVR's expected steps."""

PANELS = (("edge", "correct"), ("edge", "incorrect"), ("leaf", "incorrect"))
COST = Look("RLVR's expected steps $H^*$", INK, (0, (1, 3)), "")


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """Expected numbers of distinct correct and incorrect walks by size, level, policy and budget."""
    rows: list[tuple[str | float, ...]] = []
    for size, graph in GRAPHS.items():
        least = expected_hitting_time(graph, Policy.optimal(graph))
        rows.append(("cost", size, "", least, "", ""))
        for level in dict.fromkeys(level for level, _ in PANELS):
            for name, policy in POLICIES.items():
                budgets = _budgets(graph, round(LONGEST * least), stairs=name == "rlvr")
                found = distinct_by_budget(graph, policy(graph), level, budgets, SAMPLES)
                rows += [(name, size, level, T, *distinct) for T, distinct in found.items()]
    return Table.of(("series", "size", "level", "T", "correct", "incorrect"), rows)


def _budgets(graph: CorridorGraph, longest: int, *, stairs: bool) -> list[int]:
    """40 budgets, and for RLVR those before and at each step up: there is time for one more leaf."""
    least = graph.shortest_path_length
    grid = {round(T) for T in np.geomspace(least, longest, 40)}
    edges: Iterable[int] = range(least + 4 * graph.depth + 2, longest, 4 * graph.depth + 2) if stairs else ()
    return sorted({*grid, *edges, *(T - 1 for T in edges)})


def draw(canvas: Canvas, table: Table) -> None:
    panels = canvas.subplots(2, len(PANELS))
    letters = iter("abcdef")
    for (size, graph), across in zip(GRAPHS.items(), panels, strict=True):
        (least,) = table.column("T", series="cost", size=size)
        for axes, (level, side) in zip(across, PANELS, strict=True):
            axes.axvline(least, **COST.drawn, linewidth=0.8)
            for name in POLICIES:
                found = (table.column(of, series=name, size=size, level=level) for of in ("T", side))
                axes.plot(*found, **LOOKS[name].drawn)
            log_axis(axes, "x")
            axes.set_ylim(bottom=0)
            axes.set(xlabel="budget $T$ (steps)", ylabel="distinct walks")
            panel_label(axes, next(letters), f"{side}, {'by leaves' if level == 'leaf' else 'by edges'}")
        sizes = f"$W={graph.width}$, $K={graph.depth}$, $L={graph.lanes}$"
        across[0].set_ylabel(f"{sizes}\ndistinct walks")
    handles = [key(replace(LOOKS[name], marker="")) for name in POLICIES]
    canvas.legend(handles=[*handles, key(COST)], **OUTSIDE)


FIGURE = Figure(
    name="fig_distinct_trajectories",
    place=14,
    width="double",
    height=3.9,
    claims=("golden-words",),
    title="Distinct correct and incorrect trajectories among 256 samples against the budget",
    caption=(
        "Expected numbers of distinct walks among 256 samples of one problem against the budget T, at base, in the "
        "limit of SFT and at the optimum of RLVR, for a small graph (above) and the paper's sizes (below). Walks are "
        "the same if they take the same edges (a, b, d, e), or if they try the same sequence of leaves, immediate "
        "repetitions left out (c, f). A walk is correct if it reaches the target within T steps. The numbers are exact "
        "up to rounding, at 40 budgets, and for RLVR also before and at each budget with time for one more leaf; "
        "lines join them. By edges RLVR never has more incorrect walks than base or SFT. By leaves it has more at "
        "some budgets, since it tries more answers. At the budgets shown it has fewer correct walks than base only in "
        "(a): at 8 to 15 steps, too short for a second leaf, and from 144 steps on, where base is accurate (at the "
        "end it solves 0.84). SFT on golden paths has more correct walks than base only while the budget is short."
    ),
    numbers=numbers,
    draw=draw,
)
