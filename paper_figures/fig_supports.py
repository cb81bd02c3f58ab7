"""Which problems and which trajectories tuning keeps, adds and loses, beside what two identical models would show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Patch

from backproof.paper_figures.figure import Figure, Table
from backproof.paper_figures.records import LoadedRecord
from backproof.paper_figures.style import INK, ORANGE, OUTSIDE, SHADE, SKY, panel_label
from backproof.theory.companions.pass_at_k import success_probabilities
from backproof.theory.companions.supports import Supports, expected_supports, word_supports
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

BUDGET, SAMPLES = 900, (32, 256)
SMALL, SMALL_BUDGET, LEAST = CorridorGraph(width=3, depth=2, lanes=2), 26, 3.6569e-4
ONE_HOT = [1.0] + [0.0] * (PAPER.width - 1)
TUNED = {
    "base again": (Policy.base, None),
    "SFT": (Policy.sft_limit, None),
    "RLVR": (Policy.optimal, None),
    "RLVR, one-hot fork": (Policy.optimal, ONE_HOT),
}
PARTS = {
    "shrinkage": ("base alone (S)", ORANGE, "\\\\\\\\"),
    "preserved": ("both (P)", SHADE, ""),
    "expansion": ("tuned alone (E)", SKY, "////"),
}


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """Expected numbers of problems, and numbers of correct words, in each part."""
    rows: list[tuple[str | float, ...]] = []
    solved = {
        name: success_probabilities(PAPER, policy(PAPER), BUDGET, fork=fork)[:, -1].tolist()
        for name, (policy, fork) in TUNED.items()
    }
    base = solved["base again"]
    for k in SAMPLES:
        rows += [_row(name, f"k={k}", expected_supports(base, found, k)) for name, found in solved.items()]
    for level in ("edge", "vertex"):
        for name, (policy, fork) in TUNED.items():
            if fork is None:
                found = word_supports(SMALL, Policy.base(SMALL), policy(SMALL), SMALL_BUDGET, LEAST, level)
                rows.append(_row(name, level, found))
    return Table.of(("series", "unit", *PARTS), rows)


def _row(name: str, unit: str, found: Supports) -> tuple[str | float, ...]:
    return name, unit, *(getattr(found, part) for part in PARTS)


def draw(canvas: Canvas, table: Table) -> None:
    panels = canvas.subplots(2, 2).ravel()
    units = {
        **{f"k={k}": f"problems solved by $k={k}$ samples" for k in SAMPLES},
        "edge": "correct walks, by edges",
        "vertex": "correct walks, by vertices",
    }
    for letter, axes, (unit, title) in zip("abcd", panels, units.items(), strict=True):
        shown = table.where(unit=unit)
        names = shown.series()
        left = np.zeros(len(names))
        for part, (_, colour, hatch) in PARTS.items():
            wide = shown.column(part)
            axes.barh(names, wide, left=left, height=0.6, color=colour, edgecolor=INK, linewidth=0.5, hatch=hatch)
            left += wide
        axes.invert_yaxis()
        if unit.startswith("k"):
            axes.set(xlabel=f"expected problems, of {PAPER.width}", xlim=(0, PAPER.width))
        else:
            axes.set_xlabel("different walks")
        axes.set_ylabel("tuned model")
        panel_label(axes, letter, title)
    handles = [
        Patch(facecolor=colour, edgecolor=INK, linewidth=0.5, hatch=hatch, label=label)
        for label, colour, hatch in PARTS.values()
    ]
    canvas.legend(handles=handles, **OUTSIDE)


FIGURE = Figure(
    name="fig_supports",
    place=17,
    width="double",
    height=3.2,
    claims=("support-counts", "leash-crossing"),
    title="What tuning keeps, adds and loses, beside what identical models show",
    caption=(
        "What base and a tuned model both give (P, preserved), what base alone gives (S, shrinkage) and what the tuned "
        "model alone gives (E, expansion). The tuned model is base itself, the limit of SFT, the optimum of RLVR, or "
        "RLVR with a fork that always takes one corridor. (a, b) Expected numbers of problems that k samples of 900 "
        "steps solve, for W = K = 15 and L = 5, where each of the 15 targets is a problem. Base again is the null: two "
        "identical models have E = S = 3.75 at k = 32 by chance, so SFT and RLVR must be judged against that bar. At k "
        "= 256 base solves all problems nearly always, and only the one-hot fork loses some. (c, d) Numbers of correct "
        "walks with a probability above 3.6569e-4 for one target, for W = 3, K = L = 2 and T = 26. Walks are the same "
        "if they take the same edges (c), or pass the same vertices (d). These are exact counts, so identical models "
        "have E = S = 0. Nothing is sampled."
    ),
    numbers=numbers,
    draw=draw,
)
