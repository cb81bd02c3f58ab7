"""Episodes for learners: many walkers at once, whose moves are chosen from outside.

A walker has travelled an edge, chooses the next one by its place in the row, and stops at its own goal, which it does
not see. Rows that the environment *draws* are never asked for, nor are rows of one move: these moves are made at once,
and each counts as a step. A walk that reaches the ``budget`` of steps is cut off.

The random numbers are those of one generator, so a run is repeated by the same seed, device and actions.

Main definitions: `Episodes`, `ActionResult`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Bool, Float64, Int64
from numpy import ndarray
from torch import Tensor

from backproof.sim.walk_table import PolicyTable
from backproof.sim.walkers import checked_device
from backproof.theory.arguments import checked_seed
from backproof.theory.graph import positive_integer


class ActionResult(NamedTuple):
    """What became of an action: the steps it took, forced ones included, and whether the walk is over."""

    moved: Int64[Tensor, " walkers"]
    hit: Bool[Tensor, " walkers"]
    cut: Bool[Tensor, " walkers"]


class Episodes:
    """Walkers on the edge-states of ``table``, whose state 0 is the start, before any step.

       The weights of the table are used in drawn rows alone.
    ``drawn`` (states,) says which rows the environment
       draws. ``prior`` (goals,) has the probabilities of the goals;
       they are uniform without one. ``state``, ``steps`` and ``goal`` (walkers,) say where everyone is.

       Raises ValueError for a budget below two steps, shapes that do not fit, a seed or a device that does not exist.
    """

    def __init__(
        self,
        table: PolicyTable,
        walkers: int,
        *,
        drawn: Bool[Tensor, " states"],
        prior: Float64[Tensor, " goals"] | None = None,
        budget: int = 10_000,
        seed: int = 0,
        device: str = "cpu",
    ) -> None:
        self.walkers = positive_integer("walkers", walkers)
        self.budget = positive_integer("budget", budget)
        self.device = checked_device(device)
        if drawn.shape != (table.states,):
            raise ValueError(f"drawn must have one flag per state, {table.states}, got shape {tuple(drawn.shape)}")
        self.degree = torch.as_tensor(table.degrees, device=self.device)
        self._first = torch.as_tensor(table.first[:-1], device=self.device)
        self._moves = torch.as_tensor(table.moves, device=self.device)
        self._arrives = torch.as_tensor(table.goal, device=self.device)
        self.asked = (self.degree > 1) & ~drawn.to(self.device)
        """(states,): whether a walker in this state is asked for an action."""
        self.actions = int(self.degree[self.asked].max()) if self.asked.any() else 1
        """The longest row that is asked for."""
        rows = np.flatnonzero((table.degrees > 1) & ~self.asked.cpu().numpy())
        self._drawn_row = torch.zeros(table.states, dtype=torch.int64, device=self.device)
        self._drawn_row[torch.as_tensor(rows, device=self.device)] = torch.arange(len(rows), device=self.device)
        self._drawn_sums = torch.as_tensor(_partial_sums(table, rows), device=self.device)
        law = torch.full((table.goals,), 1 / table.goals, dtype=torch.float64) if prior is None else prior
        if law.shape != (table.goals,) or not bool((law > 0).all()) or abs(float(law.sum()) - 1) > 1e-9:
            raise ValueError(f"prior must have {table.goals} probabilities that sum to 1, got {law.tolist()}")
        self._goal_sums = law.cumsum(0)[:-1].to(self.device)
        self.reseed(seed)

    def reseed(self, seed: int) -> None:
        """Begin new episodes with the random numbers of this seed."""
        checked_seed(seed)
        self.generator = torch.Generator(self.device).manual_seed(seed)
        self.state, self.steps, self.goal = torch.zeros((3, self.walkers), dtype=torch.int64, device=self.device)
        self.restart(torch.arange(self.walkers, device=self.device))

    def restart(self, who: Int64[Tensor, " some"], goal: int | None = None) -> None:
        """A new episode for these walkers, up to the first move that is asked for. Without a ``goal`` one is drawn."""
        self.state[who], self.steps[who] = 0, 0
        drawn = torch.searchsorted(self._goal_sums, self._uniform(len(who)), right=True)
        self.goal[who] = drawn if goal is None else goal
        self._play(who)

    def valid(self) -> Bool[Tensor, "walkers actions"]:
        """Which actions each walker has."""
        return torch.arange(self.actions, device=self.device) < self.degree[self.state][:, None]

    def act(self, action: Int64[Tensor, " walkers"]) -> ActionResult:
        """Take these moves, and those that follow without a choice. Each action must be valid and no walk over."""
        before = self.steps.clone()
        self.state = self._moves[self._first[self.state] + action]
        self.steps += 1
        self._play(self._going(torch.arange(self.walkers, device=self.device)))
        hit = self._arrives[self.state] == self.goal
        return ActionResult(self.steps - before, hit, ~hit & (self.steps >= self.budget))

    def snapshot(self) -> dict[str, Tensor]:
        """Copies of all that the next moves depend on."""
        held = {name: getattr(self, name).clone() for name in ("state", "steps", "goal")}
        return {**held, "generator": self.generator.get_state()}

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        """Go on from a snapshot of as many walkers on the same table."""
        for name in ("state", "steps", "goal"):
            getattr(self, name).copy_(snapshot[name])
        self.generator.set_state(snapshot["generator"].cpu())

    def _play(self, who: Int64[Tensor, " some"]) -> None:
        """The moves of these walkers that nobody chooses."""
        who = self._going(who)
        while len(who):
            state = self.state[who]
            cell = torch.zeros_like(who)
            drawing = self.degree[state] > 1
            if drawing.any():
                sums = self._drawn_sums[self._drawn_row[state[drawing]]]
                cell[drawing] = (self._uniform(len(sums))[:, None] >= sums).sum(1)
            self.state[who] = self._moves[self._first[state] + cell]
            self.steps[who] += 1
            who = self._going(who)

    def _going(self, who: Int64[Tensor, " some"]) -> Int64[Tensor, " others"]:
        """Those of these walkers whose walk goes on without being asked."""
        state = self.state[who]
        over = (self._arrives[state] == self.goal[who]) | (self.steps[who] >= self.budget)
        return who[~self.asked[state] & ~over]

    def _uniform(self, count: int) -> Float64[Tensor, " {count}"]:
        return torch.rand(count, dtype=torch.float64, device=self.device, generator=self.generator)


def _partial_sums(table: PolicyTable, rows: Int64[ndarray, " rows"]) -> Float64[ndarray, "rows cells"]:
    """The partial sums of the weights in each of these rows without the last one, and 1 beyond the row's end."""
    longest = int(table.degrees[rows].max(initial=1))
    sums = np.ones((len(rows), longest - 1))
    for number, row in enumerate(rows.tolist()):
        inner = np.cumsum(table.weights[table.first[row] : table.first[row + 1] - 1])
        sums[number, : len(inner)] = inner
    return sums
