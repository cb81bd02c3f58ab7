"""Walks as sequences: of a transformer, of a table, and along golden paths.

A trace is the list of the states of a walk, from the start before any move. It has one state more than steps. Forced
and drawn moves are part of it, but nobody chose them.

Main definitions: `Traces`, `walk_traces`, `golden_traces`, `cleaned`, `Walker`, `TableWalker`, `NetworkWalker`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import torch
import torch.nn.functional as F  # noqa: N812, the name that torch's documentation gives it
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from backproof.environments.tasks import WalkTask
from backproof.learners.transformer import PaddedRows, Transformer
from backproof.theory.any_graph.reasoning_graph import edge_state

REGULARLY = 8
"""After so many steps the walks that are over are taken out."""


class Traces(NamedTuple):
    """``states`` and ``actions`` (walks, time): where the walk is, and the move that it makes there; 0 after its end.

    ``steps`` (walks,) are the moves of each walk. ``goals`` (walks,) are their targets, and ``hit`` (walks,) says
    whether they arrived there.
    """

    states: Tensor
    actions: Tensor
    steps: Tensor
    goals: Tensor
    hit: Tensor

    def moves(self, rows: PaddedRows) -> Tensor:
        """(walks, time): where a move was made that the walker chose."""
        return self.lasts() & rows.asked[self.states]

    def lasts(self) -> Tensor:
        """(walks, time): where a move was made."""
        return torch.arange(self.states.shape[1]) < self.steps[:, None]

    def some(self, walks: Tensor) -> Traces:
        """These walks, and no more columns than they need."""
        steps = self.steps[walks]
        time = int(steps.max()) + 1 if len(steps) else 1
        return Traces(self.states[walks, :time], self.actions[walks, :time], steps, self.goals[walks], self.hit[walks])


class Walker(Protocol):
    """What chooses the moves of many walks at once, and may remember them."""

    def law(self, states: Tensor) -> Tensor:
        """(walks, actions): the probabilities of the moves at the next state of each walk."""

    def keep(self, walks: Tensor) -> None:
        """Forget the other walks."""


class TableWalker:
    """A walker that sees its last move alone: ``table`` (states, actions) are its probabilities."""

    def __init__(self, table: Tensor) -> None:
        self.table = table

    @classmethod
    def of_law(cls, task: WalkTask, rows: PaddedRows, law: Tensor) -> TableWalker:
        """With the probability ``law`` (moves,) of each move of the graph."""
        table = torch.zeros_like(rows.given)
        table[rows.valid] = law[torch.as_tensor(task.order)]
        return cls(table)

    def law(self, states: Tensor) -> Tensor:
        return self.table[states]

    def keep(self, walks: Tensor) -> None:
        """Nothing is remembered."""


class NetworkWalker:
    """A transformer that sees its walk."""

    def __init__(self, model: Transformer) -> None:
        self.model = model
        self.memory = model.memories()

    def law(self, states: Tensor) -> Tensor:
        return self.model.continued(states[:, None], self.memory)[0][:, 0].exp()

    def keep(self, walks: Tensor) -> None:
        for memory in self.memory:
            memory.keep(walks)


def walker_of(model: Transformer) -> Walker:
    """A walker with this policy, before its first step."""
    return TableWalker(model.table()) if model.is_table else NetworkWalker(model)


@torch.no_grad()
def walk_traces(
    rows: PaddedRows,
    walker: Walker,
    goals: Tensor,
    budget: int,
    random: torch.Generator,
    *,
    begin: Tensor | None = None,
    ends: Tensor | None = None,
) -> Traces:
    """Walks of at most ``budget`` steps to ``goals`` (walks,).

    ``begin`` (walks, time) are the states that each walk comes through first, from the start on; without it there is
    the start alone. ``ends`` (states,) are states that end a walk after them, whatever its target.
    """
    begin = torch.zeros((len(goals), 1), dtype=torch.int64) if begin is None else begin
    states = torch.zeros((len(goals), budget + 1), dtype=torch.int64)
    states[:, : begin.shape[1]] = begin
    actions, steps = torch.zeros_like(states), torch.full_like(goals, budget)
    hit = torch.zeros(len(goals), dtype=torch.bool)
    live, on = torch.arange(len(goals)), torch.ones(len(goals), dtype=torch.bool)
    for step in range(budget + 1):
        at = states[live, step]
        fresh = step + 1 >= begin.shape[1]
        arrived = on & (rows.arrives[at] == goals[live])
        over = arrived | (on & ends[at]) if ends is not None and fresh and step >= begin.shape[1] else arrived
        steps[live[over]] = step
        hit[live[over]] = True
        on = on & ~over
        if step == budget or not on.any():
            break
        if step % REGULARLY == 0 and not on.all():
            walker.keep(on)
            live, at, on = live[on], at[on], on[on]
        law = walker.law(at)
        if fresh:
            law = torch.where(rows.asked[at, None], law, rows.given[at].to(law.dtype))
            action = torch.multinomial(law, 1, generator=random)[:, 0]
        else:
            action = _actions(rows, at[:, None], begin[live, step + 1, None])[:, 0]
        actions[live, step] = action
        states[live, step + 1] = torch.where(on, rows.to[at, action], 0)
    time = int(steps.max()) + 1
    traces = Traces(states[:, :time], actions[:, :time], steps, goals, hit)
    return traces._replace(actions=torch.where(traces.lasts(), traces.actions, 0))


def draw_targets(rows: PaddedRows, walks: int, random: torch.Generator) -> Tensor:
    """(walks,): targets drawn from the prior."""
    return torch.multinomial(rows.prior, walks, replacement=True, generator=random)


def golden_traces(task: WalkTask, rows: PaddedRows, walks: int, random: torch.Generator) -> Traces:
    """Golden paths, which end at their targets.

    They are walks of the policy that SFT on them tends to. It goes straight to the first leaf, which is the target.
    """
    law = torch.tensor([float(share) for share in task.graph.sft_limit()], dtype=torch.float64)
    nowhere, longest = torch.full((walks,), len(rows.prior)), len(task.graph.nodes) + 1
    found = walk_traces(rows, TableWalker.of_law(task, rows, law), nowhere, longest, random, ends=rows.arrives >= 0)
    ends = found.states.gather(1, found.steps[:, None])[:, 0]
    return found._replace(goals=rows.arrives[ends])


def straight_moves(task: WalkTask, rows: PaddedRows) -> Tensor:
    """(states, actions): 1 for a move that goes on by a connector after a lane or the other way round, else 0.

    At the fork, and where there is one move only, every move has a 1. With equal weights these are the moves of the
    theorem's optimum.
    """
    edges = [edge_state(task.graph, state) for state in range(rows.states)]
    lane = torch.tensor([edge.is_lane for edge in edges])
    outside = torch.tensor([edge.head.kind not in ("left", "right") for edge in edges])
    return (rows.valid & (outside[:, None] | (lane[rows.to] != lane[:, None]))).double()


def cleaned(task: WalkTask, rows: PaddedRows, traces: Traces) -> Traces:
    """The same walks without their dead ends: when a walk comes back to a vertex, what it did since is forgotten."""
    heads = task.graph.states.head.tolist()
    if not len(traces.steps):
        return traces
    paths = [
        _loop_erased(states[: steps + 1], heads)
        for states, steps in zip(traces.states.tolist(), traces.steps.tolist(), strict=True)
    ]
    return traces_of(rows, paths, traces.goals)


def traces_of(rows: PaddedRows, paths: Sequence[Sequence[int]], goals: Tensor) -> Traces:
    """Walks with these states, which end at their targets."""
    states = pad_sequence([torch.tensor(path) for path in paths], batch_first=True)
    steps = torch.tensor([len(path) - 1 for path in paths])
    traces = Traces(states, torch.zeros_like(states), steps, goals, torch.ones_like(goals, dtype=torch.bool))
    chosen = torch.where(traces.lasts()[:, :-1], _actions(rows, states[:, :-1], states[:, 1:]), 0)
    return traces._replace(actions=F.pad(chosen, (0, 1)))


def together(first: Traces, second: Traces) -> Traces:
    """The walks of both."""
    time = max(first.states.shape[1], second.states.shape[1])
    wide = [
        [F.pad(held, (0, time - held.shape[1])) if held.dim() == 2 else held for held in traces]
        for traces in (first, second)
    ]
    return Traces(*map(torch.cat, zip(*wide, strict=True)))


def _loop_erased(states: list[int], heads: list[int]) -> list[int]:
    path: list[int] = []
    for state in states:
        back = next((i for i, before in enumerate(path) if heads[before] == heads[state]), None)
        path = [*path, state] if back is None else path[: back + 1]
    return path


def _actions(rows: PaddedRows, states: Tensor, following: Tensor) -> Tensor:
    """(walks, time): the moves that lead from these states to the following ones."""
    return (rows.valid[states] & (rows.to[states] == following[..., None])).int().argmax(-1)
