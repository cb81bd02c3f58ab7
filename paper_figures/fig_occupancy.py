"""Where walkers spend their steps: how often each edge of a corridor is crossed, by the policies before and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from paper_figures.figure import Figure, Table
from paper_figures.records import LoadedRecord, Record
from paper_figures.style import LOOKS, log_axis, panel_label
from theory.graph import CorridorGraph
from theory.hitting_time import expected_crossings
from theory.policy import Policy

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

GRAPH = CorridorGraph(width=15, depth=15, lanes=5)
POLICIES = {"base": Policy.base, "sft": Policy.sft_limit, "rlvr": Policy.optimal}
RECORDS = {
    name: Record(f"occupancy-{name}", f"simulate --policy {name} --episodes 100000 --seed {seed}")
    for seed, name in enumerate(POLICIES, start=41)
}


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """Crossings of each edge toward the fork, derived and sampled, and the share of all steps up to that edge."""
    rows: list[tuple[str | float, ...]] = []
    for name, policy in POLICIES.items():
        crossings = expected_crossings(GRAPH, policy(GRAPH))
        steps = crossings.outward + crossings.homeward
        share = np.cumsum(steps) / np.sum(steps)
        rows += [(name, e, crossings.homeward[e], "", "", share[e]) for e in range(len(steps))]
    for name, record in RECORDS.items():
        found = records[record.name].document["crossings"]
        columns = (found["homeward"], found["low"], found["high"])
        rows += [(f"{name} sampled", e, *numbers, "") for e, numbers in enumerate(zip(*columns, strict=True))]
    return Table.of(("series", "edge", "homeward", "low", "high", "share"), rows)


def draw(canvas: Canvas, table: Table) -> None:
    crossed, shared = canvas.subplots(1, 2, width_ratios=(1.55, 1))
    for name in POLICIES:
        look = LOOKS[name]
        edges = table.column("edge", series=name)
        crossed.plot(edges, table.column("homeward", series=name), **look.drawn, linewidth=0.8)
        mean, low, high = (table.column(column, series=f"{name} sampled") for column in ("homeward", "low", "high"))
        crossed.errorbar(edges, mean, yerr=(mean - low, high - mean), **look.measured, elinewidth=0.6)
        shared.plot(edges, 100 * table.column("share", series=name), **look.drawn)
    log_axis(crossed, "y", 2)
    crossed.set(xlabel="edge $e$, from the fork (0) to the leaf (30)", ylabel="crossings toward the fork, per walk")
    crossed.legend(loc="upper left")
    shared.set(xlabel="edge $e$", ylabel="steps on edges 0 to $e$, %", ylim=(0, 101))
    panel_label(crossed, "a", "how often each edge is crossed")
    panel_label(shared, "b", "share of the walk")


FIGURE = Figure(
    name="fig_occupancy",
    width="double",
    height=2.5,
    claims=("expected-cost", "sft-cost", "rlvr-optimal"),
    caption=(
        "Where the steps go, at W = K = 15, L = 5. (a) Expected crossings of edge e = 0..2K of the corridors toward "
        "the fork, all lanes and corridors together (away from the fork it is one more); even edges are connectors, "
        "odd ones the lanes of a diamond. Lines: the crossing recurrences. Points: means of 100000 walks drawn by "
        "crossing counts, seeds 41 to 43, with 95% intervals, smaller than the marks. SFT freezes the way back: a "
        "walker at a wrong leaf has to win a biased game at every vertex, and each diamond it must pass multiplies "
        "its visits of the next by (L+1)^2/L = 7.2. RLVR walks each edge W - 1 = 14 times back. (b) Share of all "
        "steps on the edges up to e, derived: 98% of SFT's are spent in the two diamonds next to the leaf."
    ),
    numbers=numbers,
    draw=draw,
    records=tuple(RECORDS.values()),
)
