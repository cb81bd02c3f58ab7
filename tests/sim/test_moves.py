"""A move from a 53-bit draw, to the last bit."""

from __future__ import annotations

import pytest
import torch

from backproof.sim.alias import AliasTable
from backproof.sim.moves import Lanes, moves

DEGREE, UNIT = 3, 2**53
THRESHOLD = (5, UNIT - 2, 2**21)
"""Of the three slots. The last bits of a draw decide at the first two, a carry over the lower 21 bits at the third."""

TABLE = AliasTable(
    degree=torch.tensor([DEGREE] + [1] * 8),
    threshold=torch.tensor([*THRESHOLD, *[UNIT] * 6]),
    choices=torch.tensor([3, 4, 5, 6, 7, 8, *(address for cell in range(3, 9) for address in (cell, cell))]),
    goal=torch.full((9,), -1),
    address=torch.tensor([0, 3, 4, 5, 6, 7, 8]),
    bits=53,
)
"""From the state at 0, slot s leads to address 3 + 2 s below its threshold, and to the next address from there on."""

DRAWS = sorted(
    {
        min(max((UNIT * slot + edge) // DEGREE + off, 0), UNIT - 1)
        for slot, edge in enumerate(THRESHOLD)
        for off in range(-4, 5)
    }
    | {0, 1, 2, UNIT - 1, 2**21 - 1, 2**21, 2**52 + 1}
)


@pytest.mark.parametrize("draw", DRAWS)
def test_the_move_is_that_of_exact_arithmetic(monkeypatch, draw):
    slot, within = divmod(draw * DEGREE, UNIT)
    expected = 3 + 2 * slot + (within >= THRESHOLD[slot])
    high, low = draw >> 21, (draw & (2**21 - 1)) << 11
    words = tuple(torch.tensor([word]).expand(8, 1) for word in (high, low, high, low))
    monkeypatch.setattr("backproof.sim.philox.words", lambda counter, key: words)
    one = torch.tensor([1])
    lanes = Lanes(torch.tensor([0]), one, torch.tensor([99]), torch.tensor([-1]), one > 0, torch.tensor([0]))
    _, path = moves(TABLE, lanes, torch.tensor([0]), (torch.tensor(0), torch.tensor(0)), torch.tensor(100))
    assert path[0].item() == expected


def test_the_draws_go_both_ways_at_every_slot():
    ends = [divmod(draw * DEGREE, UNIT) for draw in DRAWS]
    assert {(slot, within >= THRESHOLD[slot]) for slot, within in ends} == {(s, b) for s in range(3) for b in (0, 1)}
