"""What SFT does to a small transformer, by the names of its moves: its exact cost, and its rows on the way back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from backproof.paper_figures.figure import Cell, Figure, Table
from backproof.paper_figures.network_runs import DEPTH, LANES, SFT_RUNS, WIDTH, last_cost
from backproof.paper_figures.records import LoadedRecord
from backproof.paper_figures.style import GREEN, INK, LOOKS, OUTSIDE, PURPLE, SKY, Look, key, log_axis, panel_label
from backproof.theory.any_graph.reasoning_graph import ReasoningGraph, corridor_reasoning_graph
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph, EdgeState, Vertex
from backproof.theory.policy import Policy

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

DEPTHS = sorted({depth for _, depth, _ in SFT_RUNS})
NAMES = {
    "edge": Look("SFT, names of edges", PURPLE, "none", "v"),
    "undirected": Look("SFT, names of undirected edges", SKY, "none", "D"),
    "move": Look("SFT, names of moves", GREEN, "none", "o"),
}
LINES = {
    "base": LOOKS["base"],
    "sft": replace(LOOKS["sft"], label="SFT of the table, in the limit"),
    "rlvr": replace(LOOKS["rlvr"], label="least cost $H^*$"),
}


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """``H`` by depth; and for K = 2 the probability ``p`` to go straight on, by the row on the way back."""
    return Table.of(("series", "kind", "seed", "K", "row", "H", "p"), [*_policies(), *_networks(records)])


def _policies() -> Iterator[tuple[Cell, ...]]:
    for depth in DEPTHS:
        graph = CorridorGraph(WIDTH, depth, LANES)
        named = {"base": Policy.base(graph), "sft": Policy.sft_limit(graph), "rlvr": Policy.optimal(graph)}
        for name, policy in named.items():
            yield name, "cost", "", depth, "", expected_hitting_time(graph, policy), ""
    for row, p in enumerate((LANES / (LANES + 1), 1 / (LANES + 1)) * DEPTH):
        yield "base", "row", "", DEPTH, row, "", p


def _networks(records: Mapping[str, LoadedRecord]) -> Iterator[tuple[Cell, ...]]:
    for (tokens, depth, seed), run in SFT_RUNS.items():
        record = records[run.name]
        yield tokens, "cost", seed, depth, "", last_cost(record), ""
        if depth == DEPTH:
            for row, p in enumerate(way_back(record.arrays["law"])):
                yield tokens, "row", seed, depth, row, "", p


def way_back(law: np.ndarray) -> Iterator[float]:
    """The mean probability to go straight on over the edge-states of each row, from the leaf to the fork.

    A walker comes to a right vertex by a connector, and to a left one by a lane, on the way back alone.
    """
    graph = corridor_reasoning_graph(CorridorGraph(WIDTH, DEPTH, LANES))
    edges = {state: _edge(graph, state) for state in range(1, len(graph.states))}
    for diamond in reversed(range(DEPTH)):
        for kind, by_lane in (("right", False), ("left", True)):
            came = [n for n, e in edges.items() if (e.head.kind, e.head.diamond, e.is_lane) == (kind, diamond, by_lane)]
            yield float(np.mean([_straight_on(graph, edges, law, state) for state in came]))


def _straight_on(graph: ReasoningGraph, edges: Mapping[int, EdgeState], law: np.ndarray, state: int) -> float:
    """The probability to go on by a connector after a lane, or by a lane after a connector."""
    row = slice(graph.states.first[state], graph.states.first[state + 1])
    on = [edges[to].is_lane != edges[state].is_lane for to in graph.states.to[row].tolist()]
    return float(law[row][on].sum())


def _edge(graph: ReasoningGraph, state: int) -> EdgeState:
    """The edge that was travelled."""
    ends = [graph.nodes[place] for place in (graph.states.tail[state], graph.states.head[state])]
    tail, head = (node for node in ends if isinstance(node, Vertex))
    return EdgeState(tail, head)


def draw(canvas: Canvas, table: Table) -> None:
    """(a) the cost against the depth; (b) the rows on the way back."""
    costs, rows = canvas.subplots(1, 2)
    _draw_costs(costs, table.where(kind="cost"))
    _draw_rows(rows, table.where(kind="row"))
    lines = [key(look, marker="s" if name == "base" else "") for name, look in LINES.items()]
    canvas.legend(handles=[*map(key, NAMES.values()), *lines], **OUTSIDE | {"ncols": 3})


def _draw_costs(axes: Axes, table: Table) -> None:
    for name, look in LINES.items():
        axes.plot(table.column("K", series=name), table.column("H", series=name), **look.drawn)
    for tokens, look in NAMES.items():
        axes.plot(table.column("K", series=tokens), table.column("H", series=tokens), **look.measured)
    log_axis(axes, "y")
    axes.set(xlabel="depth $K$", ylabel="expected hitting time $H$ (steps)", xticks=DEPTHS)
    panel_label(axes, "a", "cost after SFT")


def _draw_rows(axes: Axes, table: Table) -> None:
    base = table.where(series="base")
    axes.plot(base.column("row"), base.column("p"), **LOOKS["base"].measured)
    for place, (tokens, look) in enumerate(NAMES.items()):
        found = table.where(series=tokens)
        axes.plot(found.column("row") + 0.16 * (place - 1), found.column("p"), **look.measured)
    axes.axhline(1, color=INK, linewidth=0.6, zorder=0)
    names = [f"{move} {diamond}" for diamond in range(DEPTH, 0, -1) for move in ("enter", "leave")]
    axes.set_xticks(range(2 * DEPTH), names)
    axes.set(xlabel="diamond on the way back", ylabel="probability to go straight on", ylim=(-0.03, 1.05))
    panel_label(axes, "b", f"rows on the way back, $K={DEPTH}$")


FIGURE = Figure(
    name="fig_network_names",
    place=11,
    width="double",
    height=2.9,
    claims=("shared-rows", "sft-cost"),
    title="SFT of a small transformer: the names of its moves decide whether it learns to go back",
    caption=(
        "A transformer of two layers that sees its last move alone, after 500 steps of SFT on golden paths, for W = 3 "
        "corridors and L = 2 lanes; two seeds. It is a table whose rows share the weights of the network, so its cost "
        "is exact and nothing is sampled. (a) Expected hitting time H against the depth K. Lines: base, the limit of "
        "SFT of the theorem's table, and the least cost H*. Marks: the network, by the names of its moves. (b) The "
        "probability to go straight on at each step of the way back from a leaf, for K = 2: the mean over corridors "
        "and lanes. Squares are base, which SFT of the table does not change. With names of directed edges the rows "
        "for entering a diamond fall below base, and SFT costs more than the theorem says. With names that are the "
        "same there and back, the network uses on the way back what it has learnt on the way there. With K = 1 this "
        "needs luck: no golden path goes on after the connector to the leaf, so that the name connector has no data; "
        "one seed costs 16 and the other 676. The costs are those after 500 steps, not limits."
    ),
    records=tuple(SFT_RUNS.values()),
    numbers=numbers,
    draw=draw,
)
