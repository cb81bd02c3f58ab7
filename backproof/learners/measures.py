"""What a transformer does: its cost, and how it goes back from a wrong leaf.

A transformer with a window of one is a table, and its cost is solved exactly. Any other cost is estimated from walks
that are not used in training, with a standard error. Walks are cut at a budget; if some are, the mean is too low.

Main definitions: `measured_cost`, `Cost`, `backward_rows`, `returned`, `Return`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor

from backproof.environments.tasks import WalkTask
from backproof.learners.tables import Floats, law_cost, law_of_rows
from backproof.learners.traces import TableWalker, golden_traces, straight_moves, walk_traces, walker_of
from backproof.learners.transformer import Transformer
from backproof.theory.any_graph.reasoning_graph import edge_state
from backproof.theory.graph import FORK


class Cost(NamedTuple):
    """The expected steps to the target; ``standard_error`` is 0 for an exact cost, and ``cut`` the share of the walks
    that were cut.
    """

    steps: float
    standard_error: float = 0.0
    cut: float = 0.0


class Return(NamedTuple):
    """The mean steps from a wrong leaf to the fork, on the first visit, where a walk that was cut counts as long as it
    was; and the share of the walks that came to the fork.
    """

    steps: float
    share: float


def measured_cost(task: WalkTask, model: Transformer, walks: int, budget: int, seed: int) -> Cost:
    """Exact for a window of one; then the other arguments do not matter."""
    if model.is_table:
        return Cost(law_cost(task, model_law(task, model)))
    goals = torch.arange(walks) % len(model.rows.prior)
    found = walk_traces(model.rows, walker_of(model), goals, budget, torch.Generator().manual_seed(seed))
    steps = found.steps.double()
    error = float(steps.std()) / math.sqrt(walks)
    return Cost(float(steps.mean()), error, 1 - float(found.hit.double().mean()))


def model_law(task: WalkTask, model: Transformer) -> Floats:
    """(moves,): the probability of each move of the graph, for a window of one."""
    table = model.table()
    return law_of_rows(task, (table / table.sum(1, keepdim=True)).numpy())


@torch.no_grad()
def backward_rows(task: WalkTask, model: Transformer, walks: int, seed: int) -> Tensor:
    """(moves back,): the probability to go straight on at each vertex on the way from a leaf back to the fork.

    The walks go straight to a leaf, and straight back to the fork. The rows are those of entering and leaving each
    diamond in turn, the deepest first; each is the mean over the walks. Corridors must be equally deep.
    """
    straight = straight_moves(task, model.rows)
    steps = len(task.graph.nodes) // len(task.graph.targets) * 2 + 1
    nowhere = torch.full((walks,), len(model.rows.prior))
    there = TableWalker(straight / straight.sum(1, keepdim=True))
    states = walk_traces(model.rows, there, nowhere, steps, torch.Generator().manual_seed(seed)).states
    law: Tensor = model(states)[0]
    share = (law.exp() * straight[states]).sum(-1)
    return share[:, (steps + 3) // 2 : -1].mean(0)


@torch.no_grad()
def returned(task: WalkTask, model: Transformer, walks: int, budget: int, seed: int) -> Return:
    """The ways back of walks that come to a leaf along a golden path, and do not find their target there."""
    random = torch.Generator().manual_seed(seed)
    golden = golden_traces(task, model.rows, walks, random)
    heads = [edge_state(task.graph, state) for state in range(model.rows.states)]
    home = torch.tensor([edge.head == FORK and edge.tail.kind == "left" for edge in heads])
    nowhere = torch.full((walks,), len(model.rows.prior))
    found = walk_traces(model.rows, walker_of(model), nowhere, budget, random, begin=golden.states, ends=home)
    steps = found.steps - golden.steps
    return Return(float(steps.double().mean()), float(found.hit.double().mean()))
