"""REINFORCE on the full table: a row for each edge-state, so that lanes have logits of their own.

Each walk is weighted by its steps, less their mean over the batch. The rows at the source, at the fork and at leaves
are not trained. With the exact gradient, lanes that begin alike stay alike. A sampled gradient tells them apart by
chance.

Main definitions: `train_table`, `moves_of`, `lane_entropies`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

import numpy as np
from jaxtyping import Float64
from numpy import ndarray
from scipy import special

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.trajectories import table_trajectories
from backproof.sim.walk_table import PolicyTable
from backproof.theory.graph import CorridorGraph, EdgeState
from backproof.theory.policy import Policy

INNER = ("left", "right")


def train_table(
    graph: CorridorGraph, *, step: float, steps: int, walks: int, budget: int, seed: int
) -> Iterator[PolicyTable]:
    """The tables before each of the ``steps`` and at the end, from uniform rows.

    A batch has ``walks`` walks for each target, each cut after ``budget`` steps.
    """
    table = corridor_table(graph, Policy.base(graph))
    row = np.repeat(np.arange(table.states), table.degrees)
    cell = np.zeros((table.states, table.states), np.int64)
    cell[row, table.moves] = np.arange(len(row))
    trained = np.array([before.head.kind in INNER for before, _ in moves_of(table)])
    logits = np.zeros(len(row))
    for update in range(steps):
        yield table
        own = np.random.SeedSequence([seed, update]).generate_state(1, np.uint64)  # shared with no other seed
        walked = table_trajectories(table, walks, budget, seed=int(own[0]))
        costs = np.bincount(walked.walk).astype(np.float64)
        advantage = (costs - costs.mean()) / len(costs)
        on = walked.walk[:-1] == walked.walk[1:]
        weight = advantage[walked.walk[:-1]][on]
        before, after = walked.state[:-1][on], walked.state[1:][on]
        made = np.bincount(cell[before, after], weight, len(row))
        chances = np.bincount(before, weight, table.states)[row] * table.weights
        logits -= step * np.where(trained, made - chances, 0.0)
        table = replace(table, weights=np.where(trained, _softmax(logits, table), table.weights))
    yield table


def moves_of(table: PolicyTable) -> list[tuple[EdgeState, EdgeState]]:
    """The pair of edge-states of each cell, in order."""
    rows = np.repeat(np.arange(table.states), table.degrees)
    names = [cast(EdgeState, table.name(state)) for state in range(table.states)]
    return [(names[before], names[after]) for before, after in zip(rows, table.moves, strict=True)]


def lane_entropies(
    moves: Sequence[tuple[EdgeState, EdgeState]], probabilities: Float64[ndarray, " moves"]
) -> Float64[ndarray, " rows"]:
    """In each row that can enter a diamond, the entropy of the choice among its lanes in nats, once it does enter."""
    rows: dict[EdgeState, list[float]] = {}
    for (before, after), probability in zip(moves, probabilities.tolist(), strict=True):
        if not before.is_lane and after.is_lane and before.head.kind in INNER:
            rows.setdefault(before, []).append(probability)
    lanes = np.array(list(rows.values()))
    return np.asarray(special.entr(lanes / lanes.sum(axis=1, keepdims=True)).sum(axis=1))


def _softmax(logits: Float64[ndarray, " moves"], table: PolicyTable) -> Float64[ndarray, " moves"]:
    """Within each row."""
    peaks = np.maximum.reduceat(logits, table.first[:-1])
    weights = np.exp(logits - np.repeat(peaks, table.degrees))
    return np.asarray(weights / np.repeat(np.add.reduceat(weights, table.first[:-1]), table.degrees))
