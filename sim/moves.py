"""The moves of many walkers at once, as pure functions of tensors on any device: the reference for `sim.kernels`.

Main definitions: `Lanes`, `moves`, `drawn_goals`; `Results` and `ChoiceTally`, in which walks leave their outcome.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from jaxtyping import Bool, Int, Int64
from torch import Tensor

from backproof.sim import philox
from backproof.sim.alias import AliasTable

MOVES = 16
"""Moves of every lane before its episode is looked at again: a multiple of the draws in one Philox block."""

PIECE = 2**14
"""Philox blocks that are computed at once on a CPU, and at least one of each lane."""

IDLE = -1

UNBOUNDED = 2**62
"""The budget of walks that have none."""


class Lanes(NamedTuple):
    """The walkers under way; ``slot`` is the place of a lane's episode among the results, IDLE if it has none."""

    state: Int[Tensor, " lanes"]
    steps: Int64[Tensor, " lanes"]
    goal: Int[Tensor, " lanes"]
    first_goal: Int[Tensor, " lanes"]
    walking: Bool[Tensor, " lanes"]
    slot: Int64[Tensor, " lanes"]


class Results(NamedTuple):
    """What became of each episode, in order; ``over`` says which of them are over."""

    steps: Int64[Tensor, " episodes"]
    hit: Bool[Tensor, " episodes"]
    goal: Int[Tensor, " episodes"]
    first_goal: Int[Tensor, " episodes"]
    over: Bool[Tensor, " episodes"]


class ChoiceTally(NamedTuple):
    """Which choices are counted, and where.

    ``kind`` (2 cells,) says of each of the ``choices`` of an `AliasTable` in which counter of its episode it counts, -1
    for none. An episode has ``kinds`` counters of its own; 0 if all episodes share theirs. ``elapsed`` adds up the
    steps walked before each choice, unless it is empty.
    """

    kind: Int[Tensor, " choices"]
    kinds: int
    counts: Int64[Tensor, " counters"]
    elapsed: Int64[Tensor, " others"]

    def add(self, lanes: Lanes, chosen: Int64[Tensor, "moves lanes"]) -> None:
        """Count the choices that these lanes made next."""
        kind = torch.where(chosen >= 0, self.kind[chosen], -1)
        counted = kind >= 0  # the others add 0: to leave them out, their number would have to be known here
        place = torch.where(counted, kind + lanes.slot * self.kinds, 0).flatten()
        self.counts.scatter_add_(0, place, counted.flatten().long())
        if len(self.elapsed):
            before = lanes.steps + torch.arange(len(chosen), device=chosen.device)[:, None]
            self.elapsed.scatter_add_(0, place, torch.where(counted, before, 0).flatten())


def moves(
    alias: AliasTable,
    lanes: Lanes,
    episode: Int64[Tensor, " lanes"],
    key: tuple[Int64[Tensor, ""], Int64[Tensor, ""]],
    budget: int,
) -> tuple[Lanes, list[Int64[Tensor, " lanes"]]]:
    """MOVES moves of every lane that still walks, and the choices that they made, -1 where there was none."""
    state, steps, goal, first_goal, walking, slot = lanes
    words = 1 if alias.bits == 32 else 2
    drawn = _drawn((steps - 1) // 4 * words, MOVES * words // 4, episode, key)
    made = []
    for i in range(0, MOVES * words, words):
        degree = alias.degree.index_select(0, state)
        scaled = drawn[i // 4][i % 4] * degree
        if words == 2:  # the lower 21 bits, and their carry
            low = (drawn[i // 4][i % 4 + 1] >> 11).mul_(degree)
            scaled += low >> 21
        cell = (scaled >> 32).add_(state)
        within = scaled.bitwise_and_(philox.WORD - 1)
        if words == 2:
            within = within.bitwise_left_shift_(21).bitwise_or_(low.bitwise_and_(2**21 - 1))
        chosen = (within >= alias.threshold.index_select(0, cell)) + cell.mul_(2)
        state = torch.where(walking, alias.choices.index_select(0, chosen), state)
        made.append(torch.where(walking, chosen, -1))
        steps = steps + walking
        reached = alias.goal.index_select(0, state)
        first_goal = torch.where(first_goal < 0, reached, first_goal)
        walking = (reached != goal).logical_and_(walking)
        if budget < UNBOUNDED:
            walking = walking & (steps < budget)
    return Lanes(state, steps, goal, first_goal, walking, slot), made


def _drawn(
    first: Int64[Tensor, " lanes"],
    blocks: int,
    episode: Int64[Tensor, " lanes"],
    key: tuple[Int64[Tensor, ""], Int64[Tensor, ""]],
) -> list[tuple[Int64[Tensor, " lanes"], ...]]:
    """The four words of each of ``blocks`` blocks from the ``first`` on, computed in pieces that fit into a cache."""
    at_once = max(1, PIECE // len(first))
    found: list[tuple[Int64[Tensor, " lanes"], ...]] = []
    for begin in range(0, blocks, at_once):
        index = first + torch.arange(begin, min(begin + at_once, blocks), device=first.device)[:, None]
        words = philox.words(philox.counter_of(index, episode.expand_as(index), philox.WALK), key)
        found += zip(*words, strict=True)
    return found


def drawn_goals(
    episode: Int64[Tensor, " episodes"], goals: int, key: tuple[Int64[Tensor, ""], Int64[Tensor, ""]]
) -> Int64[Tensor, " episodes"]:
    """The goal of each episode's walker, uniform over ``goals`` goals."""
    return philox.words(philox.counter_of(torch.zeros_like(episode), episode, philox.GOAL), key)[0] * goals >> 32
