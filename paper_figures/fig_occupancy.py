"""Where walks spend their steps: how often each edge of a corridor is crossed at base, after SFT and after RLVR."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from backproof.paper_figures.figure import Figure, Table
from backproof.paper_figures.records import LoadedRecord, Record
from backproof.paper_figures.style import INK, LOOKS, OUTSIDE, Look, key, log_axis, panel_label
from backproof.theory.costs.hitting_time import expected_crossings
from backproof.theory.graph import PAPER
from backproof.theory.policy import POLICIES

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

KINDS = {
    "connectors": Look("connector", INK, "none", "o"),
    "lanes": Look("all lanes of a diamond", INK, "none", "o", filled=True),
}
"""Connectors are the edges e = 0, 2, ... 2K of a corridor, lanes the edges e = 1, 3, ... 2K-1."""

RECORDS = {
    name: Record(f"occupancy-{name}", f"simulate --policy {name} --episodes 100000 --seed {seed}")
    for seed, name in enumerate(POLICIES, start=41)
}


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """How often each edge is crossed toward the fork, derived and sampled, and the share of all steps up to it."""
    rows: list[tuple[str | float, ...]] = []
    for name, policy in POLICIES.items():
        crossings = expected_crossings(PAPER, policy(PAPER))
        steps = crossings.outward + crossings.homeward
        share = np.cumsum(steps) / np.sum(steps)
        rows += [(name, e, crossings.homeward[e], "", "", share[e]) for e in range(len(steps))]
    for name, record in RECORDS.items():
        found = records[record.name].document["crossings"]
        columns = (found["homeward"], found["low"], found["high"])
        rows += [(f"{name} sampled", e, *numbers, "") for e, numbers in enumerate(zip(*columns, strict=True))]
    return Table.of(("series", "edge", "homeward", "low", "high", "share"), rows)


def draw(canvas: Canvas, table: Table) -> None:
    """Draw the lanes of diamond j at j and the connector behind it at j + 1/2, with a line for each kind."""
    crossed, shared = canvas.subplots(1, 2, width_ratios=(1.55, 1))
    for name in POLICIES:
        for first, kind in enumerate(KINDS):
            look = replace(LOOKS[name], filled=kind == "lanes")
            line, points = (table.where(series=series) for series in (name, f"{name} sampled"))
            at, derived, mean, low, high = (
                rows.column(column)[first::2]
                for rows, column in (
                    *((line, column) for column in ("edge", "homeward")),
                    *((points, column) for column in ("homeward", "low", "high")),
                )
            )
            crossed.plot((at + 1) / 2, derived, **look.drawn, linewidth=0.8)
            bars = {"yerr": (mean - low, high - mean), "elinewidth": 0.6, "markersize": 3}
            crossed.errorbar((at + 1) / 2, mean, **look.measured | bars)
        edge, share = (table.column(column, series=name)[::2] for column in ("edge", "share"))
        shared.plot((edge + 1) / 2, 100 * share, **LOOKS[name].drawn)
    log_axis(crossed, "y", 2)
    crossed.set(ylabel="crossings toward the fork, per walk")
    shared.set(ylabel="steps from the fork up to there (%)", ylim=(0, 101))
    for axes in (crossed, shared):
        axes.set(xlabel="place in a corridor: diamond $j$", xlim=(0, PAPER.depth + 1), xticks=(1, 5, 10, PAPER.depth))
    shown = (*(LOOKS[name] for name in POLICIES), Look("derived", INK, "-", ""), *KINDS.values())
    canvas.legend(handles=[key(look) for look in shown], **OUTSIDE)
    panel_label(crossed, "a", "how often each place is crossed")
    panel_label(shared, "b", "share of the walk")


FIGURE = Figure(
    name="fig_occupancy",
    place=6,
    width="double",
    height=2.7,
    claims=("expected-cost", "sft-cost", "rlvr-optimal"),
    title="Where walks spend their steps, by base, SFT and RLVR",
    caption=(
        "Where the steps of a walk go, for W = K = 15 and L = 5, at base, in the limit of SFT and at the optimum of "
        "RLVR. (a) How often a walk crosses each place of a corridor toward the fork, all 15 corridors together. "
        "Filled marks at j are for the lanes of diamond j, all five together. Open marks at j + 1/2 are for the "
        "connector behind diamond j: the connector at 1/2 comes from the fork, and that at 15.5 leads to the leaf. "
        "Away from the fork each place is crossed once more than toward it. Lines are the crossing recurrences. Marks "
        "are means of 100000 walks for each policy, drawn by crossing counts with seeds 41 to 43, and their 95% "
        "intervals are smaller than the marks. SFT leaves the rows of the way back at base, so a walker that comes "
        "back from a wrong leaf usually turns round. Each diamond is therefore crossed (L+1)^2/L = 7.2 times as often "
        "as the one before it on the way to the leaf. RLVR crosses each place W - 1 = 14 times on the way back. (b) "
        "The share of all steps between the fork and the connector behind diamond j, computed. SFT spends 98% of its "
        "steps on the last two diamonds and the connectors behind them."
    ),
    numbers=numbers,
    draw=draw,
    records=tuple(RECORDS.values()),
)
