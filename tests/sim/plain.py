"""Twins of the simulator in plain Python: Philox in unbounded integers, and the search agent on dicts."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

MASK = 2**32 - 1
GOAL, SEARCH = 1, 2


def philox(counter: tuple[int, ...], key: tuple[int, ...]) -> tuple[int, ...]:
    """Philox4x32-10 as in the paper."""
    (c0, c1, c2, c3), (k0, k1) = counter, key
    for _ in range(10):
        first, second = divmod(0xD2511F53 * c0, 2**32), divmod(0xCD9E8D57 * c2, 2**32)
        c0, c1, c2, c3 = second[0] ^ c1 ^ k0, second[1], first[0] ^ c3 ^ k1, first[1]
        k0, k1 = (k0 + 0x9E3779B9) & MASK, (k1 + 0xBB67AE85) & MASK
    return c0, c1, c2, c3


def block(seed: int, episode: int, index: int, stream: int) -> tuple[int, ...]:
    """The four words of one block of an episode in one stream."""
    counter = (index & MASK, index >> 32, episode & MASK, (episode >> 32) | (stream << 16))
    return philox(counter, (seed & MASK, seed >> 32))


def search_walk(
    rows: Mapping[Hashable, Mapping[Hashable, float]],
    goal_of: Mapping[Any, int],
    goals: int,
    *,
    seed: int,
    episode: int,
) -> tuple[list[Any], int, bool]:
    """(the edge-states in order, the goal, whether stuck), from the first state of ``rows``."""
    walk = [next(iter(rows))]
    goal = block(seed, episode, 0, GOAL)[0] * goals // 2**32
    while goal_of[walk[-1]] != goal:
        left = {move: weight for move, weight in rows[walk[-1]].items() if move not in walk}
        if not left:
            return walk, goal, True
        if not any(left.values()):
            left = dict.fromkeys(left, 1.0)
        index, half = divmod(len(walk) - 1, 2)
        high, low = block(seed, episode, index, SEARCH)[2 * half : 2 * half + 2]
        draw, total = (high * 2**21 + low // 2**11) / 2**53, sum_in_order(left.values())
        upto = 0.0
        for move, weight in left.items():
            upto += weight
            if upto / total > draw:
                walk.append(move)
                break
    return walk, goal, False


def sum_in_order(values: Any) -> float:
    """A sum that is rounded after each term; the built-in ``sum`` compensates for rounding from Python 3.12 on."""
    total = 0.0
    for value in values:
        total += value
    return total
