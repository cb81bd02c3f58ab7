"""Alias tables: a move is drawn from a row of any length with one random word and two look-ups.

A row of d cells is d slots of equal probability; each slot holds its own cell up to a threshold and one other cell
beyond it. Thresholds are integers, of a resolution of 2**-32 of a slot in float32 tables and 2**-53 in float64 ones: a
drawn probability differs from the table's by at most that, and a cell of weight zero is never drawn.

Source: A. Walker, *An Efficient Method for Generating Discrete Random Variables with General Distributions*, ACM TOMS
3(3), 1977. Thresholds in integers, so that every device draws alike, are ours.

Main definition: `AliasTable`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Int, Int64
from numpy.typing import NDArray
from torch import Tensor

from sim.table import PolicyTable

BITS = {torch.float32: 32, torch.float64: 53}
"""Bits of a draw within a slot, by the precision of the table."""


@dataclass(frozen=True, eq=False)
class AliasTable:
    """A policy table on a device. A state is held as its *address*, the first of its cells.

    ``degree`` and ``goal`` are read at addresses only; ``choices[2 c]`` is the address after cell c, and
    ``choices[2 c + 1]`` that after the cell which shares its slot. ``address`` has the address of each state.
    """

    degree: Int[Tensor, " cells"]
    threshold: Int64[Tensor, " cells"]
    choices: Int[Tensor, " twice_the_cells"]
    goal: Int[Tensor, " cells"]
    address: Int[Tensor, " states"]
    bits: int

    @classmethod
    def of(cls, table: PolicyTable, *, device: torch.device, dtype: torch.dtype) -> AliasTable:
        """The table on ``device``, in the precision of ``dtype``; addresses are int32 where they fit."""
        if dtype not in BITS:
            raise ValueError(f"dtype must be torch.float32 or torch.float64, got dtype={dtype}")
        accepted, other = np.empty(len(table.moves)), np.empty(len(table.moves), np.int64)
        for degree in np.unique(table.degrees).tolist():
            _, cells = table.rows_of_degree(degree)
            accepted[cells], local = share_slots(table.weights[cells])
            other[cells] = np.take_along_axis(cells, local, axis=1)
        addresses = np.int32 if len(table.moves) < 2**30 else np.int64
        choices = table.first[np.stack([table.moves, table.moves[other]], axis=1).ravel()]
        at_address = np.zeros((2, len(table.moves)), addresses)
        at_address[:, table.first[:-1]] = table.degrees, table.goal
        threshold = np.rint(accepted * 2.0 ** BITS[dtype]).astype(np.int64)
        return cls(
            degree=torch.tensor(at_address[0], device=device),
            threshold=torch.tensor(threshold, device=device),
            choices=torch.tensor(choices.astype(addresses), device=device),
            goal=torch.tensor(at_address[1], device=device),
            address=torch.tensor(table.first[:-1].astype(addresses), device=device),
            bits=BITS[dtype],
        )


def share_slots(weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """(accepted, other) of rows of probabilities (rows, d): slot i is cell i up to ``accepted[i]``, else ``other[i]``.

    The least cell is filled up from the greatest, again and again; what is left last fills its slot.
    """
    rows, degree = weights.shape
    accepted, other = np.ones((rows, degree)), np.tile(np.arange(degree), (rows, 1))
    uneven = np.flatnonzero(np.ptp(weights, axis=1) > 0)
    left = weights[uneven] * degree
    closed = np.zeros(left.shape, bool)
    every = np.arange(len(uneven))
    for _ in range(degree - 1):
        least = np.where(closed, np.inf, left).argmin(axis=1)
        greatest = np.where(closed, -np.inf, left).argmax(axis=1)
        share = np.clip(left[every, least], 0, 1)
        accepted[uneven, least], other[uneven, least] = share, greatest
        left[every, greatest] -= 1 - share
        closed[every, least] = True
    return accepted, other
