"""Training, on golden paths, of a table that sees its target.

Every lane and corridor of the table is solved by itself, so the graph is small. Rows of a family are tied over lanes,
and over corridors where only the fork sees the target.

Main definitions: `costs_of_sft`, `parameters_of`.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.walks import SMALL
from backproof.sim.descent import gradient_flow
from backproof.sim.logit_table import EdgeTable, TableEdge, corridor_logit_table, gap_index, tied, with_gradient
from backproof.theory.graph import FORK, START, CorridorGraph, EdgeState
from backproof.theory.policy import FAMILIES
from backproof.theory.relaxations.target_seen import Sight, sft_cost_after

TIMES = (0.0, 0.3, 1.0, 3.0, 10.0, 100.0, 1e4)
ROUNDED = 1e-7
"""Relative error of a cost: 1e-11 at each of some hundred steps in 14 gaps, by which its logarithm moves."""


def parameters_of(graph: CorridorGraph, table: EdgeTable, sight: Sight) -> torch.Tensor:
    """The index of the table's parameters: gaps as `gap_index` has them, and then the fork's.

    The target is the first leaf. Where every row sees, the gaps of the target's corridor are apart from those of the
    others, and so is the fork's gap on arrival from that after a return.
    """
    gaps = len(FAMILIES) * graph.depth
    index = gap_index(graph, table).tolist()
    for place, (row, move) in enumerate(table.moves()):
        if _at_fork(row):
            to_target = move[1] == graph.corridor(0)[1]
            index[place] = 2 * gaps + (sight is Sight.EVERY and row != START) if to_target else -1
        elif index[place] >= 0 and sight is Sight.EVERY and not _in_first(row):
            index[place] += gaps
    return torch.tensor(index)


def _at_fork(row: TableEdge) -> bool:
    return row[1] == FORK


def _in_first(row: TableEdge) -> bool:
    return isinstance(row, EdgeState) and row.head.corridor == 0


def costs_of_sft(graph: CorridorGraph, sight: Sight) -> NDArray[np.float64]:
    """The expected hitting times of the target after `TIMES` of the gradient flow of SFT on its golden paths."""
    table = corridor_logit_table(graph)
    index = parameters_of(graph, table, sight)
    data = table.count(graph.golden_paths(graph.leaves()[0]))
    loss = with_gradient(lambda parameters: table.cross_entropy(tied(parameters, index), data))
    start = np.zeros(2 * len(FAMILIES) * graph.depth + 2)
    prior = torch.eye(graph.width, dtype=torch.float64)[0]
    run = gradient_flow(loss, start, TIMES)
    return np.array([float(table.hitting_time(tied(torch.tensor(point), index), prior)) for point in run])


def costs_as_said(sight: Sight, said: Sight) -> Judgement:
    """A table of one ``sight`` against the theory of what is ``said`` to see."""
    found, stated = costs_of_sft(SMALL, sight), sft_cost_after(SMALL, TIMES, said)
    off = np.abs(found / stated - 1)
    detail = (
        f"from {found[0]:.8g} to {found[-1]:.8g}, the shortest path being {SMALL.shortest_path_length}; at most "
        f"{off.max():.2g} off, at time {TIMES[int(off.argmax())]:g}; allowed {ROUNDED:g} at {len(TIMES)} times"
    )
    return Judgement(bool((off <= ROUNDED).all()), detail)


EXPERIMENTS = (
    TrainingExperiment(
        "target-seen",
        "fork-trained",
        "where the fork alone sees its target, a table trained by SFT costs at any time what the theory says",
        lambda: costs_as_said(Sight.FORK, Sight.FORK),
        "where the fork alone sees its target, the table costs what it would if every row saw it",
        lambda: costs_as_said(Sight.FORK, Sight.EVERY),
    ),
    TrainingExperiment(
        "target-seen",
        "every-row-trained",
        "where every row sees its target, a table trained by SFT costs at any time what the theory says",
        lambda: costs_as_said(Sight.EVERY, Sight.EVERY),
        "where every row sees its target, the table costs what it would if none saw it",
        lambda: costs_as_said(Sight.EVERY, Sight.NONE),
    ),
)
