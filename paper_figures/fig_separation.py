"""The separation: cost against depth for base, SFT, RLVR and the search agent, by formula and by simulation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from backproof.paper_figures.figure import Cell, Figure, Table
from backproof.paper_figures.records import LoadedRecord, Record
from backproof.paper_figures.style import GREY, INK, LOOKS, OUTSIDE, SHADE, Look, key, log_axis
from backproof.theory.costs import closed_forms
from backproof.theory.graph import CorridorGraph
from backproof.theory.relaxations.search_agent import search_costs

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

WIDTH, LANES, DEEPEST = 15, (1, 2, 3, 5), 15
DEPTHS = {
    ("base", "steps"): (1, 3),
    ("sft", "steps"): (1, 2),
    ("rlvr", "steps"): (3,),
    ("base", "crossings"): (5, 10, 15),
    ("sft", "crossings"): (5, 10, 15),
    ("rlvr", "crossings"): (10, 15),
    ("sft", "search"): (5, 15),
    ("rlvr", "search"): (7, 13),
}
"""The simulated depths by policy and engine. Walks step by step are used where they take seconds."""

SIMULATED = sorted({depth for depths in DEPTHS.values() for depth in depths})
ENGINES = ("steps", "crossings", "search")
KINDS = (
    Look("derived", INK, "-", ""),
    Look("walked step by step", INK, "none", "o", filled=True),
    Look("drawn by crossing counts, or search", INK, "none", "o"),
)
APART = 0.22
"""The distance between marks of one depth, in widths of its strip."""

SIZES = [(*which, depth, lanes) for which, depths in DEPTHS.items() for depth in depths for lanes in LANES]
EPISODES, FIRST_SEED = 4000, 7000
"""Each run has a seed of its own, so that runs are independent."""


def _record(policy: str, engine: str, depth: int, lanes: int, seed: int) -> Record:
    return Record(
        f"separation/{policy}-{engine}-{depth}-{lanes}",
        f"simulate --policy {policy} --engine {engine} --width {WIDTH} --depth {depth} --lanes {lanes} "
        f"--episodes {EPISODES} --seed {seed}",
    )


RUNS = {size: _record(*size, seed) for seed, size in enumerate(SIZES, FIRST_SEED)}


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """H with its 95% interval, and both divided by the formula's H. The engine of a formula is ""."""
    formula = {(lanes, depth): _costs(CorridorGraph(WIDTH, depth, lanes)) for lanes in LANES for depth in range(1, 16)}
    return Table.of(
        ("series", "engine", "L", "K", "H", "H_low", "H_high", "ratio", "ratio_low", "ratio_high"),
        [*_lines(formula), *_points(formula, records)],
    )


def _costs(graph: CorridorGraph) -> dict[str, float]:
    search = search_costs(graph)
    return {
        "base": float(closed_forms.base_form().at(graph)),
        "sft": float(closed_forms.sft_form().at(graph)),
        "rlvr": float(closed_forms.optimal_form().at(graph)),
        "search-sft": float(search.sft),
        "search-rlvr": float(search.rlvr),
    }


def _lines(formula: Mapping[tuple[int, int], Mapping[str, float]]) -> Iterator[tuple[Cell, ...]]:
    for (lanes, depth), costs in formula.items():
        for series, cost in costs.items():
            yield series, "", lanes, depth, cost, "", "", 1, "", ""


def _points(
    formula: Mapping[tuple[int, int], Mapping[str, float]], records: Mapping[str, LoadedRecord]
) -> Iterator[tuple[Cell, ...]]:
    for (policy, engine, depth, lanes), record in RUNS.items():
        series = f"search-{policy}" if engine == "search" else policy
        found = records[record.name].document["estimate"]
        values = (found["mean"], *found["interval"])
        ratios = (value / formula[lanes, depth][series] for value in values)
        yield series, engine, lanes, depth, *values, *ratios


def draw(canvas: Canvas, table: Table) -> None:
    """A column for each L: costs above, and below them simulated over derived costs in a strip for each depth."""
    grid = canvas.subplots(2, len(LANES), sharex="row", sharey="row", height_ratios=(2.2, 1))
    for (above, below), lanes in zip(grid.T, LANES, strict=True):
        _draw_costs(above, table.where(L=float(lanes)))
        _draw_ratios(below, table.where(L=float(lanes)))
        above.set_title(f"$L={lanes}$")
        for axes in (above, below):
            axes.set_xlabel("depth $K$")
    first, ratio = grid[:, 0]
    log_axis(first, "y", decades=2)
    first.set(ylabel="expected hitting time $H$ (steps)", xlim=(0, DEEPEST + 1), xticks=(1, 5, 10, 15))
    ratio.set(ylabel="simulated / derived", xlim=(-0.5, len(SIMULATED) - 0.5))
    ratio.set_xticks(range(len(SIMULATED)), SIMULATED)
    policies = [LOOKS[series] for series in table.series()]
    canvas.legend(handles=[key(look) for look in (*policies, *KINDS)], **OUTSIDE | {"ncols": 4})


def _draw_costs(axes: Axes, table: Table) -> None:
    for series in table.series():
        line = table.where(series=series, engine="")
        axes.plot(line.column("K"), line.column("H"), **LOOKS[series].drawn)
        for engine in ENGINES:
            points = table.where(series=series, engine=engine)
            axes.plot(points.column("K"), points.column("H"), **_walked(series, engine).measured, markersize=3)


def _draw_ratios(axes: Axes, table: Table) -> None:
    """Draw the marks of each depth side by side in its strip, and shade every second strip."""
    axes.axhline(1, color=GREY, linewidth=0.6)
    for place, depth in enumerate(SIMULATED):
        if place % 2:
            axes.axvspan(place - 0.5, place + 0.5, color=SHADE, linewidth=0, zorder=0)
        found = [table.where(engine=engine, K=float(depth)) for engine in ENGINES]
        names = [(series, engine) for engine, points in zip(ENGINES, found, strict=True) for series in points.series()]
        for number, (series, engine) in enumerate(sorted(names, key=lambda name: list(LOOKS).index(name[0]))):
            (point,) = table.where(series=series, engine=engine, K=float(depth)).rows
            middle, low, high = (float(point[table.columns.index(f"ratio{end}")]) for end in ("", "_low", "_high"))
            at = place + APART * (number - (len(names) - 1) / 2)
            look = _walked(series, engine).measured | {"markersize": 3, "elinewidth": 0.7}
            axes.errorbar([at], [middle], [[middle - low], [high - middle]], **look)


def _walked(series: str, engine: str) -> Look:
    return replace(LOOKS[series], filled=engine == "steps")


FIGURE = Figure(
    name="fig_separation",
    place=4,
    width="double",
    height=4,
    claims=("base-cost", "sft-cost", "rlvr-optimal", "separation", "search-agent", "rate-audit"),
    title="Expected cost against depth for base, SFT, RLVR and search",
    caption=(
        f"Expected hitting time H against the depth K, the number of diamonds in a corridor, for W = {WIDTH} corridors "
        "and L = 1, 2, 3, 5 lanes. The policies are base, the limit of SFT, the optimum of RLVR, and the search agent, "
        "which walks no directed edge twice, with the rows of SFT or of RLVR. Upper panels: lines are closed forms, "
        f"and marks are means of {EPISODES} simulated episodes, with 95% intervals smaller than the marks. Filled "
        "marks were walked step by step. Open marks were drawn by crossing counts, or walked by the search agent. "
        "Lower panels: the simulated mean divided by the closed form, with its 95% interval. Each strip is for the "
        "depth K below it, with the policies side by side. One interval in twenty is expected to miss 1; here 5 of "
        f"{len(RUNS)} do. Each run has its own seed, from {FIRST_SEED} to {FIRST_SEED + len(RUNS) - 1}. A first "
        "set with 1000 episodes a run had 7 misses. This larger set was declared before it was run, and was run once. "
        "The limit of SFT grows like rho^K with rho = (L+1)^2/L, also at L = 1. The other costs are polynomial in K."
    ),
    records=tuple(RUNS.values()),
    numbers=numbers,
    draw=draw,
)
