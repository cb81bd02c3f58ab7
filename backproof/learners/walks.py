"""Walks of what a learner learnt, for ``backproof simulate``: of a table by the step walker, of a network by its own.

Main definition: `walks_of`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from backproof.learners.learnt import Learnt
from backproof.reports.records import file_entry
from backproof.sim.run_config import EngineName, OwnRunConfig
from backproof.sim.walk_table import NO_GOAL, PolicyTable
from backproof.theory.any_graph.tabular import evaluate_law


def walks_of(
    learnt: Learnt, engine: EngineName, episodes: int, seed: int, device: str, budget: int | None
) -> OwnRunConfig:
    """Raises ValueError for walks that are not possible."""
    if device != "cpu" and not learnt.is_table:
        raise ValueError(f"a {learnt.config.policy_class} walks on the CPU, got device={device}: leave the device out")
    digest = file_entry(learnt.path, "")["sha256"]
    config = OwnRunConfig(learnt.config.corridors, learnt.config.fork, digest, engine, episodes, seed, device, budget)
    if learnt.is_table:
        cost = float(evaluate_law(learnt.graph, learnt.law).cost)
        return replace(config, table=_table(learnt), cost=cost)
    if budget is None:
        raise ValueError(f"a {learnt.config.policy_class} remembers its walk: give a budget of steps (--budget)")
    return replace(config, draw=_drawn(learnt, seed, budget))


def _table(learnt: Learnt) -> PolicyTable:
    """The table after the first move, which is the only one at the source."""
    graph, law = learnt.graph, learnt.law
    states, goal = graph.states, np.full(len(graph.nodes), NO_GOAL)
    goal[list(graph.target_law)] = np.arange(len(graph.targets))
    begin = states.first[1]
    return PolicyTable(
        states.first[1:] - begin,
        states.to[begin:] - 1,
        law[begin:],
        goal[states.head[1:]],
        len(graph.targets),
        lambda state: graph.name(state + 1),
    )


def _drawn(learnt: Learnt, seed: int, budget: int) -> Callable[[range], tuple[Tensor, Tensor]]:
    """Each block of episodes has a generator of its own."""
    from backproof.learners.traces import draw_targets, walk_traces
    from backproof.learners.transformer import PaddedRows
    from backproof.learners.transformer_run import learnt_walker, task_of

    task = task_of(learnt.config)
    rows = PaddedRows(task)

    def draw(block: range) -> tuple[Tensor, Tensor]:
        words = np.random.SeedSequence([seed, block.start]).generate_state(1, np.uint64)
        random = torch.Generator().manual_seed(int(words[0]))
        goals = draw_targets(rows, len(block), random)
        found = walk_traces(rows, learnt_walker(learnt, task, rows), goals, budget, random)
        return found.steps.double(), found.hit

    return draw
