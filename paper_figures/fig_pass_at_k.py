"""pass@k: which policy is ahead at which budget, which trained fork at which k, and where base passes a leash."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from backproof.paper_figures.figure import Figure, Table
from backproof.paper_figures.records import LoadedRecord
from backproof.paper_figures.style import (
    DASH_DOT,
    DASH_DOT_DOT,
    GREEN,
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
from backproof.theory.companions.pass_at_k import crossing, pass_at_k, success_probabilities
from backproof.theory.graph import PAPER
from backproof.theory.policy import POLICIES, Policy
from backproof.theory.relaxations.fork_square_root import zipf_weights

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

PRIOR = [float(weight) for weight in zipf_weights(PAPER.width, 1)]
FORKS = {
    "uniform": [1.0] * PAPER.width,
    "square-root": zipf_weights(PAPER.width, 0.5),
    "prior": PRIOR,
    "one-hot": [1.0] + [0.0] * (PAPER.width - 1),
}
LINES = {
    "uniform": Look("uniform fork", GREEN, DASH_DOT, ""),
    "square-root": Look("square-root fork", ORANGE, DASH_DOT_DOT, ""),
    "prior": replace(LOOKS["sft"], label="SFT; in (b), the prior as fork"),
    "one-hot": Look("one-hot fork", PURPLE, "-", ""),
}
MEETINGS = (
    *(("one-hot", other) for other in ("prior", "square-root", "uniform")),
    *((other, "uniform") for other in ("square-root", "prior")),
    ("prior", "square-root"),
)
"""Forks of which the first is ahead for small k, and the second for large k."""

MEETING = Look("where the order changes", INK, "none", "o", filled=True)
ONE_LEAF = PAPER.shortest_path_length
BUDGETS = (ONE_LEAF, 200, 900, 9000)
MOST = 20000
NEARLY_ALL = 0.999
"""Curves of base end where so much is solved."""


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """Success against the budget, pass@k of the forks, and pass@k of base at several budgets."""
    rows: list[tuple[str | float, ...]] = []
    by_budget = {name: success_probabilities(PAPER, policy(PAPER), MOST)[0] for name, policy in POLICIES.items()}
    stairs = range(ONE_LEAF, 2000, 4 * PAPER.depth + 2)
    shown = sorted({*stairs, *(round(budget) for budget in np.geomspace(ONE_LEAF, MOST, 80))})
    rows += [(f"{name} by budget", T, 1, float(success[T])) for name, success in by_budget.items() for T in shown]
    ahead = next(T for T in range(ONE_LEAF + 1, MOST) if by_budget["base"][T] > by_budget["sft"][T])
    rows.append(("base ahead of sft", ahead, 1, by_budget["base"][ahead]))

    k = np.arange(1, 257)
    forks = {name: _one_leaf(fork, k) for name, fork in FORKS.items()}
    for name, curve in forks.items():
        rows += [(f"fork {name}", ONE_LEAF, *point) for point in zip(k.tolist(), curve.tolist(), strict=True)]
    for first, second in MEETINGS:
        place = int(np.argmax(forks[second] > forks[first]))
        rows.append(("forks meet", ONE_LEAF, k[place], forks[second][place]))

    leash = float(forks["one-hot"][0])
    for budget in BUDGETS:
        success = float(by_budget["base"][budget])
        wide = np.geomspace(1, crossing(NEARLY_ALL, success), 61)
        rows += [(f"base T={budget}", budget, *point) for point in zip(wide, pass_at_k([success], wide), strict=True)]
        least = math.ceil(crossing(leash, success))
        rows.append(("base passes one-hot", budget, least, float(pass_at_k([success], least))))
    return Table.of(("series", "T", "k", "solved"), rows)


def _one_leaf(fork: list[Any], k: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """pass@k of RLVR's rows with this fork where there is time for one leaf, over the prior."""
    return pass_at_k(success_probabilities(PAPER, Policy.optimal(PAPER), ONE_LEAF, fork=fork)[:, -1], k, PRIOR)


def draw(canvas: Canvas, table: Table) -> None:
    budget, forks, leash = canvas.subplots(1, 3, sharey=True, width_ratios=(1, 1, 1.3))
    for name in POLICIES:
        stairs = {"drawstyle": "steps-post"} if name == "rlvr" else {}
        curve = (table.column(of, series=f"{name} by budget") for of in ("T", "solved"))
        budget.plot(*curve, **LOOKS[name].drawn, **stairs)
    for name, look in LINES.items():
        forks.plot(*(table.column(of, series=f"fork {name}") for of in ("k", "solved")), **look.drawn)
    leash.axhline(table.column("solved", series="fork one-hot")[0], **LINES["one-hot"].drawn)
    for T in BUDGETS:
        k, solved = (table.column(of, series=f"base T={T}") for of in ("k", "solved"))
        leash.plot(k, solved, **LOOKS["base"].drawn)
        side, offset = ("right", -3) if max(BUDGETS) == T else ("left", 3)
        place = {"xytext": (offset, 0), "textcoords": "offset points", "rotation": 90, "fontsize": 6.5}
        leash.annotate(f"$T={T}$", (float(np.interp(0.68, solved, k)), 0.68), ha=side, va="center", **place)
    _mark(budget, table, "base ahead of sft", "T")
    _mark(forks, table, "forks meet", "k")
    _mark(leash, table, "base passes one-hot", "k")
    for axes, decades in ((budget, 1), (forks, 1), (leash, 3)):
        log_axis(axes, "x", decades)
    budget.set(xlabel="budget $T$ (steps)", ylabel="solved with $k$ samples", ylim=(-0.03, 1.03))
    forks.set(xlabel="samples $k$")
    leash.set(xlabel="samples $k$", xlim=(0.05, 1e16))
    shown = (LOOKS["base"], LINES["prior"], LOOKS["rlvr"], *(LINES[name] for name in LINES if name != "prior"))
    handles = [key(replace(look, marker="")) for look in shown]
    canvas.legend(handles=[*handles, key(MEETING)], **OUTSIDE | {"ncols": 4})
    panel_label(budget, "a", "$k=1$, by budget")
    panel_label(forks, "b", "forks, with time for one leaf")
    panel_label(leash, "c", "base, against a one-hot fork")


def _mark(axes: Axes, table: Table, series: str, across: str) -> None:
    found = (table.column(of, series=series) for of in (across, "solved"))
    axes.plot(*found, **MEETING.measured | {"zorder": 4})


FIGURE = Figure(
    name="fig_pass_at_k",
    place=13,
    width="double",
    height=2.7,
    claims=("no-crossover", "leash-crossing", "fork-majorisation"),
    title="pass@k and where its curves cross: by budget, by trained fork, and against a leash",
    caption=(
        "The probability to solve a problem with k samples of T steps each (pass@k), for W = K = 15 and L = 5. Nothing "
        "is sampled. (a) One sample against the budget T, with a uniform fork: at base, in the limit of SFT and at the "
        "optimum of RLVR. All targets are then alike, so curves in k have the same order at every k. RLVR is never "
        "behind; base is ahead of SFT from T = 2924 on (dot). (b) The target follows Zipf's prior with exponent 1, and "
        "T = 32 is time for one leaf. The inner rows never turn; the fork is uniform, proportional to the square root "
        "of the prior, the prior (as after SFT), or takes the likeliest corridor always (one-hot). Dots are at the "
        "first k at which a curve is above one that was ahead before: above the one-hot fork at k = 3, 4 and 6, the "
        "square root above SFT's at k = 14, and the uniform fork above SFT's at k = 28 and above the square root at k "
        "= 60. (c) Base, with uniform rows, at four budgets, against the one-hot fork with T = 32 or more, whose "
        "curve is flat. Dots are at the first k at which base is ahead: 3.9e13 at T = 32, 793 at T = 200, 17 at T = "
        "900 and 2 at T = 9000."
    ),
    numbers=numbers,
    draw=draw,
)
