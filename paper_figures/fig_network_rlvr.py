"""Learning curves of PPO from base, of a table and of a small transformer, for both forks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from backproof.paper_figures.figure import Cell, Figure, Table
from backproof.paper_figures.network_runs import ppo_run
from backproof.paper_figures.records import LoadedRecord
from backproof.paper_figures.style import DASHED, GREEN, INK, PURPLE, Look, log_axis, panel_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

SEEDS = range(5)
FORKS = {"env": "the environment draws at the fork", "agent": "the agent chooses at the fork"}
LEARNERS = {
    "transformer": Look("transformer, names of edges", PURPLE, "-", ""),
    "table": Look("table, one row for each edge", GREEN, DASHED, ""),
}
RUNS = {(one, fork, seed): ppo_run(one, fork, seed) for one in LEARNERS for fork in FORKS for seed in SEEDS}


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """By update: the decisions so far, and of the cost H the mean over seeds, the least and the greatest."""
    return Table.of(("series", "fork", "decisions", "H", "H_least", "H_greatest"), _rows(records))


def _rows(records: Mapping[str, LoadedRecord]) -> Iterator[tuple[Cell, ...]]:
    for fork in FORKS:
        for one in LEARNERS:
            runs = [records[RUNS[one, fork, seed].name] for seed in SEEDS]
            decisions, costs = (np.array([run.arrays[name] for run in runs]) for name in ("agent_steps", "cost"))
            for update in range(costs.shape[1]):
                found = costs[:, update]
                yield one, fork, decisions[:, update].mean(), found.mean(), found.min(), found.max()
        yield "least", fork, 0, runs[0].document["least_cost"], "", ""


def draw(canvas: Canvas, table: Table) -> None:
    """(a) the theorem's fork; (b) a fork that the agent decides."""
    panels = canvas.subplots(1, 2, sharey=True)
    for axes, letter, (fork, title) in zip(panels, "ab", FORKS.items(), strict=True):
        _draw_fork(axes, table.where(fork=fork))
        log_axis(axes, "y")
        axes.set_xlabel("decisions of the agent, in thousands")
        panel_label(axes, letter, title)
    panels[0].set_ylabel("expected hitting time $H$ (steps)")
    panels[0].set_yticks((20, 50, 100, 200, 500, 1000), ("20", "50", "100", "200", "500", "1000"))
    panels[0].set_ylim(12, 1.2 * np.nanmax(table.column("H_greatest")))
    panels[1].legend(loc="upper right")


def _draw_fork(axes: Axes, table: Table) -> None:
    for one, look in LEARNERS.items():
        found = table.where(series=one)
        thousands = found.column("decisions") / 1000
        axes.plot(thousands, found.column("H"), **look.drawn)
        low, high = found.column("H_least"), found.column("H_greatest")
        axes.fill_between(thousands, low, high, color=look.colour, alpha=0.3, linewidth=0)
    least = table.column("H", series="least")[0]
    axes.axhline(least, color=INK, linewidth=0.6, zorder=0)
    axes.text(0, least * 0.97, f"least cost {least:g}", va="top", fontsize=6.5)


FIGURE = Figure(
    name="fig_network_rlvr",
    place=12,
    width="double",
    height=2.7,
    claims=("rlvr-optimal", "blind-lower-bound"),
    title="PPO from base finds the least cost, with a table and with a transformer",
    caption=(
        "Expected hitting time H during PPO from base, for W = 3, K = 2, L = 2. A table with a row for each directed "
        "edge, trained by stable-baselines3; and a transformer of two layers that sees its last move alone, with names "
        "of directed edges, trained on whole walks. The walks are sampled, and the cost of each policy is exact. Lines "
        "are means over five seeds, and the bands reach from the least to the greatest. (a) The environment draws the "
        "next corridor at the fork, as in the theorem; the horizontal line is H*. (b) The agent chooses it, and sees "
        "from which corridor it came; the line is 1 + W (2K+1), the least cost of all agents that do not see the "
        "target. The same network, trained by SFT, is in fig_network_names."
    ),
    records=tuple(RUNS.values()),
    numbers=numbers,
    draw=draw,
)
