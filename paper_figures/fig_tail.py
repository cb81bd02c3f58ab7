"""How long walks can take: the survival function of the hitting time for each policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from backproof.paper_figures.figure import Figure, Table
from backproof.paper_figures.records import LoadedRecord, Record
from backproof.paper_figures.style import INK, LOOKS, OUTSIDE, Look, key, log_axis, panel_label
from backproof.theory.chain import hitting_time_survival
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import POLICIES

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

GRAPH = CorridorGraph(width=15, depth=5, lanes=5)
ENGINES = {"base": "steps", "sft": "crossings", "rlvr": "steps"}
RECORDS = {
    name: Record(f"tail-{name}", f"simulate --depth 5 --policy {name} --engine {engine} --episodes 20000 --seed {seed}")
    for seed, (name, engine) in enumerate(ENGINES.items(), start=51)
}
KINDS = Look("derived", INK, "-", ""), Look("observed, 95% interval", INK, "none", "o")
MEAN = Look("mean $H$", INK, "none", "|")
LEAST = 2e-4
"""The smallest probability shown: 4 of the 20000 walks."""


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """P(T > n), derived from the chain and observed, against n in steps and in multiples of the mean."""
    rows: list[tuple[str | float, ...]] = []
    for name, policy in POLICIES.items():
        mean = expected_hitting_time(GRAPH, policy(GRAPH))
        times = _times(mean, every=name == "rlvr")
        survival = hitting_time_survival(GRAPH, policy(GRAPH), times)
        changes = np.flatnonzero(np.diff(survival, prepend=2.0))
        rows += [(name, times[i], times[i] / mean, survival[i], "", "") for i in changes if survival[i] > LEAST / 2]
        rows.append((f"{name} mean", mean, 1, hitting_time_survival(GRAPH, policy(GRAPH), [round(mean)])[0], "", ""))
        curve = records[RECORDS[name].name].document["survival"]
        shown = _thinned(curve["probability"])
        columns = ([curve[key][i] for i in shown] for key in ("steps", "probability", "low", "high"))
        rows += [(f"{name} observed", n, n / mean, *band) for n, *band in zip(*columns, strict=True)]
    return Table.of(("series", "steps", "multiple", "survival", "low", "high"), rows)


def _times(mean: float, *, every: bool) -> list[int]:
    """Numbers of steps up to twelve times the mean: every one, or 200 at even ratios."""
    if every:
        return list(range(round(12 * mean)))
    return sorted({int(n) for n in np.geomspace(GRAPH.shortest_path_length - 1, 12 * mean, 200)})


def _thinned(survival: list[float]) -> list[int]:
    """Indices of the first point, and of every further one that is at most half of the one before."""
    shown = [0]
    for i, value in enumerate(survival):
        if LEAST <= value <= 0.5 * survival[shown[-1]]:
            shown.append(i)
    return shown


def draw(canvas: Canvas, table: Table) -> None:
    whole, scaled = canvas.subplots(1, 2, width_ratios=(1.4, 1), sharey=True)
    for axes, column in ((whole, "steps"), (scaled, "multiple")):
        for name in POLICIES:
            look = LOOKS[name]
            times, survival = (table.column(of, series=name) for of in (column, "survival"))
            axes.plot(times, survival, **look.drawn, drawstyle="steps-post" if name == "rlvr" else "default")
            found, low, high = (table.column(of, series=f"{name} observed") for of in ("survival", "low", "high"))
            bars = (found - low, high - found)
            axes.errorbar(table.column(column, series=f"{name} observed"), found, bars, **look.measured, elinewidth=0.6)
            mean = [table.column(of, series=f"{name} mean") for of in (column, "survival")]
            if axes is whole:
                axes.plot(*mean, **MEAN.measured | {"color": look.colour, "markersize": 14, "markeredgewidth": 1.2})
        log_axis(axes, "y")
        axes.set_ylim(LEAST, 1.4)
    log_axis(whole, "x")
    whole.set(xlabel="steps $n$", ylabel="probability that $T > n$", xlim=(5, 2e7))
    scaled.set(xlabel="steps over their mean, $n/H$", xlim=(0, 9.5))
    handles = [key(look) for look in (*(LOOKS[name] for name in POLICIES), *KINDS)]
    canvas.legend(handles=[*handles, key(MEAN, markersize=7)], **OUTSIDE)
    panel_label(whole, "a", "survival of the hitting time")
    panel_label(scaled, "b", "the same, in multiples of the mean")


FIGURE = Figure(
    name="fig_tail",
    place=7,
    width="double",
    height=2.7,
    claims=("expected-cost", "sft-cost", "rlvr-optimal"),
    title="How long walks take: survival of the hitting time for base, SFT and RLVR",
    caption=(
        "Survival function of the hitting time T: the probability P(T > n) that a walk takes more than n steps, for W "
        "= 15, K = 5 and L = 5, at base, in the limit of SFT and at the optimum of RLVR. Lines are powers of the "
        "edge-state chain. Marks are the share among 20000 walks of each policy, with pointwise 95% intervals. Base "
        "and RLVR were walked step by step (seeds 51 and 53). SFT was drawn by crossing counts (seed 52), since one of "
        "its walks takes 1.2 million steps on average. (a) Against the number of steps. Vertical bars mark the means, "
        "H = 6294, 1153441 and 320. (b) Against multiples of the mean. All three laws are nearly exponential; that of "
        "RLVR is a staircase with a step for each wrong leaf."
    ),
    numbers=numbers,
    draw=draw,
    records=tuple(RECORDS.values()),
)
