"""Expected visits by rank, with fitted lines: by directed edges, by vertices, and over two ranges of ranks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backproof.paper_figures.figure import Figure, Table
from backproof.paper_figures.records import LoadedRecord
from backproof.paper_figures.style import INK, LOOKS, OUTSIDE, Look, key, log_axis, panel_label
from backproof.theory.companions.visit_ranks import Visited, edge_state_visits, rank_decay, vertex_visits
from backproof.theory.graph import PAPER
from backproof.theory.policy import POLICIES, Policy

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

BUDGET, SAMPLES = 900, 256
NODES = {"edges": edge_state_visits, "vertices": vertex_visits}
FIT = Look("fitted line", INK, "-", "")


class RankPanel(NamedTuple):
    """The curves of ``nodes``; ``fits`` has the place of the words for each fitted line that is drawn."""

    letter: str
    title: str
    nodes: str
    policies: Iterable[str]
    fits: Mapping[str, tuple[float, float, str]]
    decades: int
    limits: tuple[float, float]


PANELS = (
    RankPanel("a", "all directed edges", "edges", POLICIES, {"sft fit above 0": (1, 0.95, "right")}, 3, (1e-2, 1e15)),
    RankPanel(
        "b",
        "base and RLVR of (a)",
        "edges",
        ("base", "rlvr"),
        {"base fit above 0": (0.02, 0.7, "left"), "rlvr fit above 0": (0.3, 0.48, "left")},
        1,
        (1e-1, 1e2),
    ),
    RankPanel(
        "c",
        "all vertices",
        "vertices",
        POLICIES,
        {
            "sft fit above 0": (1, 0.95, "right"),
            "base fit above 0": (0.02, 0.6, "left"),
            "rlvr fit above 0": (0.02, 0.21, "left"),
        },
        3,
        (1e-5, 1e15),
    ),
    RankPanel(
        "d",
        f"SFT within $T={BUDGET}$ steps, directed edges",
        "budget",
        ("sft",),
        {
            "sft fit above 0": (1, 0.95, "right"),
            f"sft fit above {1 / SAMPLES:g}": (0.02, 0.3, "left"),
        },
        3,
        (1e-13, 1e3),
    ),
)


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """The visits at the first and the last rank of nodes that are alike, and the fits."""
    rows: list[tuple[str | float, ...]] = []
    for nodes, visits in NODES.items():
        for name, policy in POLICIES.items():
            rows += _ranked(name, nodes, visits(PAPER, policy(PAPER)), (0.0,))
    rows += _ranked("sft", "budget", edge_state_visits(PAPER, Policy.sft_limit(PAPER), BUDGET), (0.0, 1 / SAMPLES))
    return Table.of(("series", "nodes", "rank", "visits", "slope", "r_squared"), rows)


def _ranked(
    name: str, nodes: str, visited: Sequence[Visited], floors: Iterable[float]
) -> Iterable[tuple[str | float, ...]]:
    """Points, and the line over the nodes of more visits than each of ``floors``."""
    seen = 0
    for node in sorted(visited, key=lambda node: -node.visits):
        ends = (seen + 1, seen + node.number)
        yield from ((name, nodes, rank, node.visits, "", "") for rank in ends if node.visits > 0)
        seen += node.number
    for least in floors:
        fit = rank_decay(visited, least)
        for rank in (1, fit.nodes):
            height = 10 ** (fit.intercept - fit.slope * rank)
            yield f"{name} fit above {least:g}", nodes, rank, height, fit.slope, fit.r_squared


def draw(canvas: Canvas, table: Table) -> None:
    for axes, panel in zip(canvas.subplots(2, 2).ravel(), PANELS, strict=True):
        shown = table.where(nodes=panel.nodes)
        for name in panel.policies:
            axes.plot(*(shown.column(of, series=name) for of in ("rank", "visits")), **LOOKS[name].drawn)
        for series, (x, y, aligned) in panel.fits.items():
            rank, height, (slope, _), (explained, _) = (
                shown.column(of, series=series) for of in ("rank", "visits", "slope", "r_squared")
            )
            axes.plot(rank, height, **FIT.drawn, linewidth=0.8)
            fitted = f"{LOOKS[series.split()[0]].label}, ranks 1 to {rank[-1]:.0f}:"
            words = f"{fitted}\nslope {_plain(slope)}, $R^2={explained:.2f}$"
            axes.text(x, y, words, transform=axes.transAxes, ha=aligned, va="top", fontsize=6.5)
        log_axis(axes, "y", panel.decades)
        axes.set(xlabel="rank", ylabel="expected visits per walk", ylim=panel.limits)
        panel_label(axes, panel.letter, panel.title)
    handles = [key(replace(LOOKS[name], marker="")) for name in POLICIES]
    canvas.legend(handles=[*handles, key(FIT)], **OUTSIDE)


def _plain(slope: float) -> str:
    """Two significant digits, without an exponent."""
    return np.format_float_positional(slope, precision=2, fractional=False, min_digits=2)


FIGURE = Figure(
    name="fig_visit_ranks",
    place=15,
    width="double",
    height=4.2,
    claims=("sft-visits",),
    title="Expected visits by rank for base, SFT and RLVR, with fitted lines and their ranges",
    caption=(
        "Expected visits per walk against the rank of the node, for W = K = 15 and L = 5, at base, in the limit of SFT "
        "and at the optimum of RLVR. (a) Nodes are directed edges, the lanes apart, and walks end at the target. (b) "
        "The curves of base and RLVR once more. (c) Nodes are vertices. (d) SFT's directed edges in walks of at most "
        "900 steps. Solid grey lines are least-squares fits of the logarithm to base 10 of the visits, and the words "
        "beside them give the ranks that were fitted, the slope and R^2. In (d) one fit is over all edges that can be "
        "reached, the other over the 1716 to which 256 walks are expected to come at least once: the slopes differ "
        "threefold. Nothing is sampled. SFT's visits fall by (L+1)^2/L = 7.2 a diamond from the dead ends to the fork. "
        "Base visits every directed edge of a wrong corridor equally often, and RLVR has two plateaus, of connectors "
        "and of lanes."
    ),
    numbers=numbers,
    draw=draw,
)
