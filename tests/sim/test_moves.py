"""Moves from 53-bit draws are exact to the last bit, and nothing is copied from the device meanwhile."""

from __future__ import annotations

import pytest
import torch

from backproof.sim.alias import AliasTable
from backproof.sim.moves import UNBOUNDED, ChoiceTally, Lanes, moves

DEGREE, UNIT = 3, 2**53
THRESHOLD = (5, UNIT - 2, 2**21)
"""The thresholds of the three slots. At the first two the last bits of a draw decide, at the third a carry from the
lower 21 bits."""

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
def test_the_move_agrees_with_exact_arithmetic(monkeypatch, draw):
    slot, within = divmod(draw * DEGREE, UNIT)
    expected = 3 + 2 * slot + (within >= THRESHOLD[slot])
    high, low = draw >> 21, (draw & (2**21 - 1)) << 11
    words = tuple(torch.tensor([word]).expand(8, 1) for word in (high, low, high, low))
    monkeypatch.setattr("backproof.sim.philox.words", lambda counter, key: words)
    one = torch.tensor([1])
    lanes = Lanes(torch.tensor([0]), one, torch.tensor([99]), torch.tensor([-1]), one > 0, torch.tensor([0]))
    _, chosen = moves(TABLE, lanes, torch.tensor([0]), (torch.tensor(0), torch.tensor(0)), 100)
    assert TABLE.choices[chosen[0]].item() == expected


def test_the_tested_draws_take_both_cells_of_every_slot():
    ends = [divmod(draw * DEGREE, UNIT) for draw in DRAWS]
    assert {(slot, within >= THRESHOLD[slot]) for slot, within in ends} == {(s, b) for s in range(3) for b in (0, 1)}


@pytest.mark.parametrize("bits", [32, 53])
@pytest.mark.parametrize("budget", [100, UNBOUNDED])
def test_no_move_waits_for_the_device(bits, budget):
    """A tensor on torch's device "meta" has no numbers: whatever asks for one, or copies it, raises an error."""

    def there(kind, count=9):
        return torch.empty(count, dtype=kind, device="meta")

    short, long = torch.int32, torch.int64
    table = AliasTable(there(short), there(long), there(short, 18), there(short), there(short, 7), bits)
    lanes = Lanes(there(short), there(long), there(short), there(short), there(torch.bool), there(long))
    key = (there(long, ()), there(long, ()))
    after, made = moves(table, lanes, lanes.slot, key, budget)
    ChoiceTally(there(short, 18), 4, there(long, 36), there(long, 36)).add(lanes, torch.stack(made))
    assert {part.device.type for part in (*after, *made)} == {"meta"}
    for asks in (lambda walking: bool(walking.any()), lambda walking: walking.nonzero(), lambda walking: walking.cpu()):
        with pytest.raises((RuntimeError, NotImplementedError), match="meta"):
            asks(after.walking)
