"""Walks of what a learner learnt, for ``backproof simulate``: of a table by the step walker, of a network by its own.

A transformer that looks back further than its last move is no table. It chooses each move after the whole walk so far.

Main definitions: `walks_of`, `learnt_trajectories`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from backproof.learners.learnt import Learnt
from backproof.reports.records import file_entry
from backproof.sim.engines import DRAWN
from backproof.sim.run_config import EngineName, OwnRunConfig
from backproof.sim.threads import one_thread
from backproof.sim.trajectories import Trajectories, check_trajectories, table_trajectories
from backproof.sim.walk_table import NO_GOAL, PolicyTable
from backproof.theory.any_graph.reasoning_graph import Floats, edge_state, unequal_reasoning_graph
from backproof.theory.any_graph.tabular import evaluate_law

if TYPE_CHECKING:
    from backproof.learners.traces import Traces


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
        return replace(config, table=_table(learnt, learnt.law), cost=cost)
    if budget is None:
        raise ValueError(f"a {learnt.config.policy_class} remembers its walk: give a budget of steps (--budget)")
    walked = _network_walks(learnt, seed, budget)

    def draw(block: range) -> tuple[Tensor, Tensor]:
        found = walked(block, None)
        return found.steps.double(), found.hit

    return replace(config, draw=draw)


def learnt_trajectories(
    learnt: Learnt,
    walks: int,
    budget: int,
    *,
    seed: int = 0,
    on_progress: Callable[[int, int], None] = lambda done, walked: None,
) -> Trajectories:
    """As `sim.trajectories.table_trajectories`."""
    if learnt.is_table:
        return table_trajectories(_table(learnt, learnt.law), walks, budget, seed=seed, on_progress=on_progress)
    base = np.array([float(share) for share in learnt.graph.base()])
    table = _table(learnt, base)  # the network walks on the same states
    check_trajectories(table, walks, budget)
    walked = _network_walks(learnt, seed, budget)
    goals = torch.arange(table.goals).repeat_interleave(walks)
    hits, steps, states = [], [], []
    for begin in range(0, len(goals), DRAWN):
        part = goals[begin : begin + DRAWN]
        found = walked(range(begin, begin + len(part)), part)
        hits.append(found.hit)
        steps.append(found.steps)
        states.append(found.states[:, 1:][found.lasts()[:, :-1]] - 1)  # the table begins after the first move
        on_progress(begin + len(part), sum(map(len, states)))
    hit, length, state = (torch.cat(parts).numpy() for parts in (hits, steps, states))
    return Trajectories.of(table, goals.numpy(), hit, np.repeat(np.arange(len(goals)), length), state)


def _table(learnt: Learnt, law: Floats) -> PolicyTable:
    """The table after the first move, which is the only one at the source."""
    graph = unequal_reasoning_graph(learnt.config.corridors)
    states, goal = graph.states, np.full(len(graph.nodes), NO_GOAL)
    goal[list(graph.target_law)] = np.arange(len(graph.targets))
    begin = states.first[1]
    return PolicyTable(
        states.first[1:] - begin,
        states.to[begin:] - 1,
        law[begin:],
        goal[states.head[1:]],
        len(graph.targets),
        lambda state: edge_state(graph, state + 1),
    )


def _network_walks(learnt: Learnt, seed: int, budget: int) -> Callable[[range, Tensor | None], Traces]:
    """What walks a block of episodes, to these targets or to targets drawn from the prior.

    Each block has a generator of its own.
    """
    from backproof.learners.traces import draw_targets, walk_traces
    from backproof.learners.transformer import PaddedRows
    from backproof.learners.transformer_run import learnt_walker, task_of

    task = task_of(learnt.config)
    rows = PaddedRows(task)

    def walked(block: range, goals: Tensor | None) -> Traces:
        words = np.random.SeedSequence([seed, block.start]).generate_state(1, np.uint64)
        random = torch.Generator().manual_seed(int(words[0]))
        if goals is None:
            goals = draw_targets(rows, len(block), random)
        with one_thread():
            return walk_traces(rows, learnt_walker(learnt, task, rows), goals, budget, random)

    return walked
