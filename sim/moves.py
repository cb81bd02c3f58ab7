"""The moves of many walkers at once, as pure functions of tensors that can be compiled and run on a GPU.

Main definitions: `Lanes`, `moves`, `compiled_moves`, `drawn_goals`.
"""

from __future__ import annotations

import functools
import os
import shutil
import sysconfig
from pathlib import Path
from typing import Any, NamedTuple

import torch
from jaxtyping import Bool, Int, Int64
from torch import Tensor

from backproof.sim import philox
from backproof.sim.alias import AliasTable

MOVES = 16
"""Moves of every lane before its episode is looked at again: a multiple of the draws in one Philox block."""

IDLE = -1


class Lanes(NamedTuple):
    """The walkers under way; ``slot`` is the place of a lane's episode among the results, IDLE if it has none."""

    state: Int[Tensor, " lanes"]
    steps: Int64[Tensor, " lanes"]
    goal: Int[Tensor, " lanes"]
    first_goal: Int[Tensor, " lanes"]
    walking: Bool[Tensor, " lanes"]
    slot: Int64[Tensor, " lanes"]


def moves(
    alias: AliasTable,
    lanes: Lanes,
    episode: Int64[Tensor, " lanes"],
    key: tuple[Int64[Tensor, ""], Int64[Tensor, ""]],
    budget: Int64[Tensor, ""],
) -> tuple[Lanes, Int[Tensor, "moves lanes"]]:
    """MOVES moves of every lane that still walks, and the addresses that they led to, -1 where there was none."""
    state, steps, goal, first_goal, walking, slot = lanes
    words = 1 if alias.bits == 32 else 2
    index = (steps - 1) // 4 * words + torch.arange(MOVES * words // 4, device=steps.device)[:, None]
    drawn = philox.words(philox.counter_of(index, episode.expand_as(index), philox.WALK), key)
    path = []
    for i in range(0, MOVES * words, words):
        degree = alias.degree.index_select(0, state)
        scaled = drawn[i % 4][i // 4] * degree
        if words == 2:  # the lower 21 bits, and their carry
            low = (drawn[(i + 1) % 4][(i + 1) // 4] >> 11) * degree
            scaled = scaled + (low >> 21)
        cell = state + (scaled >> 32)
        within = scaled & (philox.WORD - 1)
        if words == 2:
            within = (within << 21) | (low & (2**21 - 1))
        beyond = within >= alias.threshold.index_select(0, cell)
        state = torch.where(walking, alias.choices.index_select(0, 2 * cell + beyond), state)
        path.append(torch.where(walking, state, -1))
        steps = steps + walking
        reached = alias.goal.index_select(0, state)
        first_goal = torch.where(first_goal < 0, reached, first_goal)
        walking = walking & (reached != goal) & (steps < budget)
    return Lanes(state, steps, goal, first_goal, walking, slot), torch.stack(path)


@functools.cache
def compiled_moves(device: torch.device) -> Any:
    """`moves`, compiled at its first call. Raises ValueError where there is nothing to compile with."""
    compiler = os.environ.get("CXX", "g++")
    header = Path(sysconfig.get_path("include"), "Python.h")
    if device.type == "cpu" and not (shutil.which(compiler) and header.exists()):
        raise ValueError(f"--compile needs a C++ compiler and Python.h, found no {compiler} or {header}: leave it out")
    return torch.compile(moves, fullgraph=True, dynamic=False)


def drawn_goals(
    episode: Int64[Tensor, " episodes"], goals: int, key: tuple[Int64[Tensor, ""], Int64[Tensor, ""]]
) -> Int64[Tensor, " episodes"]:
    """The goal of each episode's walker, uniform over ``goals`` goals."""
    return philox.words(philox.counter_of(torch.zeros_like(episode), episode, philox.GOAL), key)[0] * goals >> 32
