"""Kernels: many moves of every lane in one call, with fresh episodes taken up meanwhile. The walks are those of
`sim.moves`, bit for bit.

The kernel for the CPU is written in C (`sim.kernel_c`), that for a GPU in Triton (`sim.kernel_triton`). Both change
the tensors of a `Work` in place.

Main definitions: `Work`, `Kernel`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from jaxtyping import Int64
from torch import Tensor

from backproof.sim.alias import AliasTable
from backproof.sim.moves import ChoiceTally, Lanes, Results

ALL_MOVES, MOST_MOVES = 2**26, 2**22
"""The most moves that one call makes, of all lanes and of each: some tenths of a second."""


@dataclass(frozen=True, eq=False)
class Work:
    """A run under way. ``counters`` has the episodes begun, the steps walked, the episodes that are over, and a place
    for the kernel. The first may exceed the number of episodes afterwards.

    ``first_episode`` is the number of the episode in slot 0. State 0 has address 0.
    """

    alias: AliasTable
    goals: int
    seed: int
    first_episode: int
    budget: int
    lanes: Lanes
    results: Results
    counters: Int64[Tensor, 4]
    tally: ChoiceTally | None

    @property
    def chunk(self) -> int:
        """Moves of each lane in one call."""
        return max(4, min(MOST_MOVES, ALL_MOVES // len(self.lanes.slot)) // 4 * 4)


Kernel: TypeAlias = Callable[[Work], None]
