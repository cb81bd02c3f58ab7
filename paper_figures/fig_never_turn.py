"""Unequal corridors: how often PPO enters the deep one, and how flat the cost is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from backproof.paper_figures.figure import Cell, Figure, Table
from backproof.paper_figures.network_runs import last_cost
from backproof.paper_figures.records import LoadedRecord, Record
from backproof.paper_figures.style import DASHED, GREEN, INK, PURPLE, Look, key, panel_label
from backproof.theory.any_graph.reasoning_graph import unequal_reasoning_graph
from backproof.theory.graph import FORK, Vertex
from backproof.theory.relaxations.never_turn import best_first_rows_cost, squared_first_rows
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors, unequal_hitting_time

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

SEEDS, DEEPEST, HIGHEST = range(5), 14, 1.08
DEEP = {1: 8, 2: 10}
"""By the number of corridors of depth 1: the depth of the other one, in the runs."""
LOOKS = {
    1: Look("depths 1, $K$", PURPLE, "-", "o"),
    2: Look("depths 1, 1, $K$", GREEN, DASHED, "s"),
}
PPO = "train --algorithm ppo --policy-class table --walkers 512 --epochs 2 --budget 1000"
FIRST = "--gae-lambda 0.9 --rollout 64 --minibatch 4096 --step 0.02 --steps 200"
SECOND = "--gae-lambda 1 --rollout 256 --minibatch 65536 --step 0.05 --half-life 20 --steps 30"


def depths_of(shallow: int, deep: int) -> list[int]:
    return [1] * shallow + [deep]


def _runs(shallow: int, seed: int) -> tuple[Record, Record]:
    """From base with lambda 0.9, and from there with lambda 1."""
    how = f"{PPO} --corridors {','.join(f'{depth}x1' for depth in depths_of(shallow, DEEP[shallow]))} --seed {seed}"
    name = f"corridors-ppo-{DEEP[shallow]}-{seed}"
    start = f"paper_figures/records/{name}-first.json.safetensors"
    first = Record(f"{name}-first", f"{how} {FIRST}", ("npz", "safetensors"))
    return first, Record(name, f"{how} {SECOND} --start {start}", ("npz",))


RUNS = {(shallow, seed): _runs(shallow, seed) for shallow in DEEP for seed in SEEDS}


def numbers(records: Mapping[str, LoadedRecord]) -> Table:
    """``c1`` of the deep corridor by its depth ``K``, and the cost as a multiple ``ratio`` of the least cost."""
    return Table.of(("series", "part", "shallow", "seed", "K", "c1", "ratio"), [*_derived(), *_learnt(records)])


def _derived() -> Iterator[tuple[Cell, ...]]:
    for shallow, deep in DEEP.items():
        for depth in range(1, DEEPEST + 1):
            yield "derived", "best", shallow, "", depth, squared_first_rows(depths_of(shallow, depth))[-1] ** 0.5, ""
        depths = depths_of(shallow, deep)
        for entered in np.linspace(0.25, 0.75, 101):
            ratio = ratio_at(depths, entered)
            if ratio < HIGHEST:
                yield "derived", "cost", shallow, "", deep, entered, ratio


def ratio_at(depths: Sequence[int], entered: float) -> float:
    """The cost as a multiple of the least one, if all rows are one but the first inward row of the last corridor."""
    firsts = [1.0] * (len(depths) - 1) + [entered]
    made = (Corridor.entered((1,) * depth, first) for depth, first in zip(depths, firsts, strict=True))
    return unequal_hitting_time(UnequalCorridors(tuple(made))) / best_first_rows_cost(depths)


def _learnt(records: Mapping[str, LoadedRecord]) -> Iterator[tuple[Cell, ...]]:
    for (shallow, seed), runs in RUNS.items():
        depths = depths_of(shallow, DEEP[shallow])
        for part, run in zip(("first", "second"), runs, strict=True):
            record = records[run.name]
            ratio = last_cost(record) / best_first_rows_cost(depths)
            yield "ppo", part, shallow, seed, depths[-1], deep_entry(depths, record.arrays["law"]), ratio


def deep_entry(depths: Sequence[int], law: np.ndarray) -> float:
    """The probability to go on at l_1 of the last corridor, coming from the fork. All diamonds have one lane."""
    graph = unequal_reasoning_graph([(1,) * depth for depth in depths], fixed=(FORK,))
    states = graph.states
    place = graph.nodes.index(Vertex("left", len(depths) - 1, 0))
    (state,) = np.flatnonzero((states.head == place) & (states.tail == graph.nodes.index(FORK)))
    row = slice(states.first[state], states.first[state + 1])
    return float(law[row][states.head[states.to[row]] != states.tail[state]].sum())


def draw(canvas: Canvas, table: Table) -> None:
    """(a) c_1 against the depth; (b) the cost against c_1."""
    left, right = canvas.subplots(1, 2)
    for shallow, look in LOOKS.items():
        mine = table.where(shallow=shallow)
        _draw_rows(left, mine, look)
        _draw_costs(right, mine, look)
    left.set_xlabel("depth $K$ of the deep corridor")
    left.set_ylabel("probability $c_1$ to enter it")
    left.set_ylim(0, 1.05)
    left.legend(handles=[key(look) for look in LOOKS.values()], loc="upper right")
    right.set_xlabel("probability $c_1$ to enter the deep corridor")
    right.set_ylabel("cost / least cost")
    right.set_ylim(0.996, 1.11)
    right.axhline(1, color=INK, linewidth=0.6, zorder=0)
    right.legend(loc="upper center")
    panel_label(left, "a", "derived, and learnt by PPO in five seeds")
    panel_label(right, "b", "how flat the cost is")


def _draw_rows(axes: Axes, table: Table, look: Look) -> None:
    best, learnt = table.where(part="best"), table.where(part="second")
    axes.plot(best.column("K"), best.column("c1"), **look.drawn)
    aside = 0.25 * (learnt.column("seed") - 2)
    axes.plot(learnt.column("K") + aside, learnt.column("c1"), **look.measured)


def _draw_costs(axes: Axes, table: Table, look: Look) -> None:
    cost, first, second = (table.where(part=part) for part in ("cost", "first", "second"))
    axes.plot(cost.column("c1"), cost.column("ratio"), color=look.colour, linestyle=look.line)
    words = look.label.replace("$K$", str(int(cost.column("K")[0])))
    axes.plot(first.column("c1"), first.column("ratio"), **look.measured, label=f"{words}: after lambda 0.9")
    filled = look.measured | {"markerfacecolor": look.colour}
    axes.plot(second.column("c1"), second.column("ratio"), **filled, label=f"{words}: then lambda 1")


FIGURE = Figure(
    name="fig_never_turn",
    place=13,
    width="double",
    height=2.7,
    claims=("never-turn",),
    title="In unequal corridors PPO learns how often to enter the deep one",
    caption=(
        "One corridor of depth K beside one or two of depth 1, with one lane in each diamond and the environment's "
        "fork. (a) The probability c_1 to go on at the entrance of the deep corridor. Lines are the derived optimum "
        "min(1, lambda / sqrt(K)); marks are PPO of a table with a row for each edge, for five seeds, which are drawn "
        "side by side. (b) The exact cost as a multiple of the least cost. Lines are policies whose other rows never "
        "turn. Marks are the policies that PPO has found, first with lambda 0.9 from base (open), then with lambda 1 "
        "from there (filled). They are above the lines as far as other rows still turn."
    ),
    records=tuple(run for runs in RUNS.values() for run in runs),
    numbers=numbers,
    draw=draw,
)
