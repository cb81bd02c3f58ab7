"""Alias tables: a move is drawn from a row of any length with one random word and two look-ups.

A row of d cells has d slots of equal probability. A slot stands for its own cell up to a threshold, and for one other
cell beyond it. A draw is an integer of b bits: 32 for float32 tables, 53 for float64 ones. Multiplied by d it gives the
slot and the place within it. A cell is drawn from at most d intervals whose ends are whole numbers of draws, so its
probability is off by at most d 2**-b. A cell of weight zero is never drawn. A cell of positive weight that would never
be drawn is refused.

Source: A. Walker, *An Efficient Method for Generating Discrete Random Variables with General Distributions*, ACM TOMS
3(3), 1977. Our thresholds are integers, so that all devices draw the same cells.

Main definition: `AliasTable`.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Int, Int64
from numpy.typing import NDArray
from torch import Tensor

from backproof.sim.walk_table import PolicyTable

BITS = {torch.float32: 32, torch.float64: 53}
"""Bits of a draw within a slot, by the precision of the table."""

WIDE = 64
"""Rows of more cells are *wide*."""


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
        bits = BITS[dtype]
        for degree in np.unique(table.degrees).tolist():
            states, cells = table.rows_of_degree(degree)
            accepted[cells], local = share_slots(table.weights[cells])
            other[cells] = np.take_along_axis(cells, local, axis=1)
            law = drawn_law(np.rint(accepted[cells] * 2.0**bits).astype(np.int64), local, bits)
            never = np.argwhere((law == 0) & (table.weights[cells] > 0))
            if len(never):
                row, cell = never[0]
                where, weight = table.name(int(states[row])), table.weights[cells[row, cell]]
                raise ValueError(
                    f"a move of probability {weight:.3g} after {where} is below what a draw of {bits} bits resolves: "
                    "raise it, or set it to 0"
                )
        addresses = np.int32 if len(table.moves) < 2**30 else np.int64
        choices = table.first[np.stack([table.moves, table.moves[other]], axis=1).ravel()]
        at_address = np.zeros((2, len(table.moves)), addresses)
        at_address[:, table.first[:-1]] = table.degrees, table.goal
        threshold = np.rint(accepted * 2.0**bits).astype(np.int64)
        return cls(
            degree=torch.tensor(at_address[0], device=device),
            threshold=torch.tensor(threshold, device=device),
            choices=torch.tensor(choices.astype(addresses), device=device),
            goal=torch.tensor(at_address[1], device=device),
            address=torch.tensor(table.first[:-1].astype(addresses), device=device),
            bits=bits,
        )


def share_slots(weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """(accepted, other) of rows of probabilities (rows, d): slot i is cell i up to ``accepted[i]``, else ``other[i]``.

    The smallest cell is filled up from the largest, repeatedly; the last cell that remains fills its slot. Of equal
    cells the first counts. Short rows are computed together in O(d^2), each wide one by heaps in O(d log d).
    """
    rows, degree = weights.shape
    accepted, other = np.ones((rows, degree)), np.tile(np.arange(degree), (rows, 1))
    uneven = np.flatnonzero(np.ptp(weights, axis=1) > 0)
    if degree > WIDE:
        for row in uneven.tolist():
            accepted[row], other[row] = _shared_by_heaps((weights[row] * degree).tolist())
    elif len(uneven):
        accepted[uneven], other[uneven] = _shared_together(weights[uneven] * degree)
    return accepted, other


def _shared_together(left: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """`share_slots` of rows in which slots have size 1."""
    rows, degree = left.shape
    accepted, other = np.ones((rows, degree)), np.tile(np.arange(degree), (rows, 1))
    closed, every = np.zeros(left.shape, bool), np.arange(rows)
    for _ in range(degree - 1):
        least = np.where(closed, np.inf, left).argmin(axis=1)
        greatest = np.where(closed, -np.inf, left).argmax(axis=1)
        share = np.clip(left[every, least], 0, 1)
        accepted[every, least], other[every, least] = share, greatest
        left[every, greatest] -= 1 - share
        closed[every, least] = True
    return accepted, other


def _shared_by_heaps(left: list[float]) -> tuple[list[float], list[int]]:
    """`share_slots` of one row in which slots have size 1. An entry of a heap is void once its cell has changed."""
    accepted, other = [1.0] * len(left), list(range(len(left)))
    closed = [False] * len(left)
    low, high = [(size, i) for i, size in enumerate(left)], [(-size, i) for i, size in enumerate(left)]
    heapq.heapify(low)
    heapq.heapify(high)
    for _ in range(len(left) - 1):
        while closed[low[0][1]] or low[0][0] != left[low[0][1]]:
            heapq.heappop(low)
        while closed[high[0][1]] or -high[0][0] != left[high[0][1]]:
            heapq.heappop(high)
        least, greatest = low[0][1], high[0][1]
        share = min(max(left[least], 0.0), 1.0)
        accepted[least], other[least] = share, greatest
        left[greatest] -= 1 - share
        closed[least] = True
        heapq.heappush(low, (left[greatest], greatest))
        heapq.heappush(high, (-left[greatest], greatest))
    return accepted, other


def drawn_law(threshold: NDArray[np.int64], other: NDArray[np.int64], bits: int) -> NDArray[np.float64]:
    """The probabilities (rows, d) with which cells are drawn, by counting the draws u of so many bits: u d 2**-bits is
    the slot plus the place in it, and slot i keeps its own cell below threshold[i] 2**-bits.
    """
    rows, degree = threshold.shape
    whole, rest = divmod(2**bits, degree)
    slot = np.arange(degree)
    begins = -(-slot * rest // degree)  # of slot i: whole i + begins[i], rounded up
    kept = np.clip(-(-(slot * rest + threshold) // degree) - begins, 0, None)
    law = kept.astype(np.float64)
    sizes = whole + -(-(slot + 1) * rest // degree) - begins
    np.add.at(law, (np.arange(rows)[:, None], other), (sizes - kept).astype(np.float64))
    return np.asarray(law * 2.0**-bits)
