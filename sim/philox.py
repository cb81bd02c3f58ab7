"""Philox4x32-10: random words as a pure function of a counter and a key. The generator has no state.

The counter of a walker's words is made from its episode and its step. So an episode does not depend on the batch that
it is in, or on how a run is split, resumed or compiled. All devices give the same words, since they are integers.

Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, *Parallel Random Numbers: As Easy as 1, 2, 3*, SC 2011 (the generator
and its constants). The tests compare our words with published ones.

Main definition: `words`.
"""

from __future__ import annotations

import torch
from jaxtyping import Int64
from torch import Tensor

from backproof.theory.arguments import checked_seed

WORD = 2**32
"""A word is an integer in [0, WORD), held in an int64."""

WALK, GOAL, SEARCH = range(3)
"""The streams of an episode, one for each use of its words."""

_LOW = WORD - 1
_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_INCREMENTS = (0x9E3779B9, 0xBB67AE85)
_ROUNDS = 10


def words(
    counter: tuple[Int64[Tensor, "*shape"], Int64[Tensor, "*shape"], Int64[Tensor, "*shape"], Int64[Tensor, "*shape"]],
    key: tuple[Int64[Tensor, ""], Int64[Tensor, ""]],
) -> tuple[Int64[Tensor, "*shape"], Int64[Tensor, "*shape"], Int64[Tensor, "*shape"], Int64[Tensor, "*shape"]]:
    """Four words for each counter; counter and key consist of words too. A product may overflow int64, which leaves its
    bits as they are. What is multiplied is cut to a word; c1 and c3 are cut at the end.
    """
    c0, c1, c2, c3 = counter
    k0, k1 = key
    free = [torch.empty_like(c0, memory_format=torch.contiguous_format) for _ in range(8)]
    for _ in range(_ROUNDS):
        first, second, high, low = (free.pop() for _ in range(4))  # written to again and again: twice as fast
        torch.mul(c0, _MULTIPLIERS[0], out=first)
        torch.mul(c2, _MULTIPLIERS[1], out=second)
        torch.bitwise_right_shift(second, 32, out=high).bitwise_xor_(c1).bitwise_xor_(k0).bitwise_and_(_LOW)
        torch.bitwise_right_shift(first, 32, out=low).bitwise_xor_(c3).bitwise_xor_(k1).bitwise_and_(_LOW)
        if not free:
            free = [c0, c1, c2, c3]
        c0, c1, c2, c3 = high, second, low, first
        k0, k1 = (k0 + _INCREMENTS[0]) & _LOW, (k1 + _INCREMENTS[1]) & _LOW
    return c0, c1.bitwise_and_(_LOW), c2, c3.bitwise_and_(_LOW)


def key_of(seed: int, device: torch.device) -> tuple[Int64[Tensor, ""], Int64[Tensor, ""]]:
    """The key of a seed. Errors as of `checked_seed`."""
    checked_seed(seed)
    return torch.tensor(seed & _LOW, device=device), torch.tensor(seed >> 32, device=device)


def counter_of(
    index: Int64[Tensor, "*shape"], episode: Int64[Tensor, "*shape"], stream: int
) -> tuple[Int64[Tensor, "*shape"], Int64[Tensor, "*shape"], Int64[Tensor, "*shape"], Int64[Tensor, "*shape"]]:
    """The counter of block ``index`` of an episode below 2**48 in one of 2**16 streams."""
    return index & _LOW, index >> 32, episode & _LOW, (episode >> 32) + (stream << 16)
