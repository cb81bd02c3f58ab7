"""The separation: cost against depth for base, SFT, RLVR and the search agent; formulas, and what was simulated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from paper_figures.figure import Cell, Figure, Table
from paper_figures.records import LoadedRecord, Record
from paper_figures.style import GREY, LOOKS, log_axis
from theory import closed_forms
from theory.graph import CorridorGraph
from theory.search_agent import search_costs

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
"""The depths that are simulated, by policy and engine: step by step where that takes seconds."""

SIZES = [(*which, depth, lanes) for which, depths in DEPTHS.items() for depth in depths for lanes in LANES]
EPISODES, FIRST_SEED = 4000, 7000
"""Each run has a seed of its own, so that no two share their draws."""


def _record(policy: str, engine: str, depth: int, lanes: int, seed: int) -> Record:
    return Record(
        f"separation/{policy}-{engine}-{depth}-{lanes}",
        f"simulate --policy {policy} --engine {engine} --width {WIDTH} --depth {depth} --lanes {lanes} "
        f"--episodes {EPISODES} --seed {seed}",
    )


RUNS = {size: _record(*size, seed) for seed, size in enumerate(SIZES, FIRST_SEED)}


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """Columns: engine ("" of a formula), L, K, H with its 95% interval, and all three by the formula's H."""
    formula = {(lanes, depth): _costs(CorridorGraph(WIDTH, depth, lanes)) for lanes in LANES for depth in range(1, 16)}
    return Table.of(
        ("series", "engine", "L", "K", "H", "H_low", "H_high", "ratio", "ratio_low", "ratio_high"),
        [*_lines(formula), *_points(formula, records)],
    )


def _costs(graph: CorridorGraph) -> dict[str, float]:
    search = search_costs(graph)
    return {
        "base": float(closed_forms.base().at(graph)),
        "sft": float(closed_forms.sft_limit().at(graph)),
        "rlvr": float(closed_forms.optimal().at(graph)),
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
    """A column per L: cost above, simulated by derived cost below."""
    grid = canvas.subplots(2, len(LANES), sharex=True, sharey="row", height_ratios=(2.6, 1))
    for (above, below), lanes in zip(grid.T, LANES, strict=True):
        _draw_panel(above, below, table.where(L=float(lanes)))
        above.set_title(f"$L={lanes}$")
        below.set_xlabel("diamonds per corridor $K$")
    first, ratio = grid[:, 0]
    log_axis(first, "y", decades=2)
    first.set_ylabel("expected hitting time $H$ (steps)")
    ratio.set_ylabel("simulated\nby derived")
    handles, labels = first.get_legend_handles_labels()
    canvas.legend(handles, labels, loc="outside upper center", ncols=len(labels))


def _draw_panel(above: Axes, below: Axes, table: Table) -> None:
    below.axhline(1, color=GREY, linewidth=0.6)
    shifts = dict(zip(table.series(), (-0.6, -0.3, 0.0, 0.3, 0.6), strict=True))
    for series in table.series():
        look, line = LOOKS[series], table.where(series=series, engine="")
        above.plot(line.column("K"), line.column("H"), **look.drawn)
        for engine in ("steps", "crossings", "search"):
            points = table.where(series=series, engine=engine)
            filled = look.measured | {"markersize": 3} | ({"markerfacecolor": look.colour} if engine == "steps" else {})
            for axes, name, shift in ((above, "H", 0.0), (below, "ratio", shifts[series])):
                middle, low, high = (points.column(f"{name}{end}") for end in ("", "_low", "_high"))
                axes.errorbar(
                    points.column("K") + shift, middle, yerr=(middle - low, high - middle), elinewidth=0.7, **filled
                )


FIGURE = Figure(
    name="fig_separation",
    width="double",
    height=3.4,
    claims=("base-cost", "sft-cost", "rlvr-optimal", "separation", "search-agent", "rate-audit"),
    caption=(
        f"Expected hitting time against depth K for W = {WIDTH} and L = 1, 2, 3, 5: base, the SFT limit, the RLVR "
        "optimum, and the agent that repeats no directed edge with the rows of either. Lines: closed forms. Marks: "
        f"means of {EPISODES} simulated episodes with 95% intervals; filled: walked step by step, open: crossing "
        f"counts drawn, or walked by the search agent; seeds {FIRST_SEED} to {FIRST_SEED + len(RUNS) - 1}, one a run. "
        "Below: simulated by derived cost, policies set apart sideways; one interval in twenty is expected to miss "
        "1, here 5 of 68 do (a first set of 1000 episodes a run had 7; this one was declared before it was run, once). "
        "The SFT limit grows like rho^K, rho = (L+1)^2/L, for L = 1 too; the others are polynomial "
        "in K."
    ),
    records=tuple(RUNS.values()),
    numbers=numbers,
    draw=draw,
)
