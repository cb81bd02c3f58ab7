"""Expected visits of an absorbing chain, by eliminating its states without a subtraction.

To eliminate a state is to send what arrives there on to its next states. The divisor is the sum of the probabilities to
leave the state, so its probability to stay is not used. Every number is a sum, product or quotient of positive ones,
after at most some n^3 roundings over n states, and keeps its relative accuracy however rarely the chain is absorbed. (A
solve with I - P loses as many digits as the expected cost has.) The numbers may be Fractions, which are exact, or
Decimals.

Main definition: `expected_visits_by_elimination`.

Source: W. Grassmann, M. Taksar, D. Heyman, Operations Research 33 (1985) 1107-1116 (the divisor).
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from typing import Any


class TooMuchWork(Exception):  # noqa: N818 - no error: the caller takes another way
    """A computation would take more steps than it was given."""


def expected_visits_by_elimination(
    rows: Sequence[Mapping[int, Any]], exits: Sequence[Any], *, one: Any, most_steps: int
) -> list[Any]:
    """Expected visits to each state from state 0: n = start + n P.

    ``rows[i]`` holds the positive probabilities of moves from state i, ``exits[i]`` its probability to be absorbed.
    Absorption must be possible from every state. ``one`` is 1 in the kind of number to use. Raises TooMuchWork beyond
    ``most_steps`` products.

    >>> from fractions import Fraction
    >>> half = Fraction(1, 2)
    >>> expected_visits_by_elimination([{1: half}, {0: half}], [half, half], one=Fraction(1), most_steps=9)
    [Fraction(4, 3), Fraction(2, 3)]
    """
    onward = [{j: p for j, p in row.items() if j != i} for i, row in enumerate(rows)]
    before: list[set[int]] = [set() for _ in rows]
    for i, row in enumerate(onward):
        for j in row:
            before[j].add(i)
    leaving = list(exits)
    order: list[tuple[int, dict[int, Any], Any]] = []
    queue = [(len(onward[k]) * len(before[k]), k) for k in range(1, len(rows))]
    heapq.heapify(queue)
    while queue:
        cost, k = heapq.heappop(queue)
        now = len(onward[k]) * len(before[k])
        if now > cost:
            heapq.heappush(queue, (now, k))
            continue
        most_steps -= now
        if most_steps < 0:
            raise TooMuchWork(f"eliminating {len(rows)} states takes more steps than it was given")
        order.append(_eliminate(k, onward, before, leaving))
    visits: list[Any] = [one / leaving[0], *(rows[1:] and [one] * (len(rows) - 1))]
    for k, arriving, total in reversed(order):
        visits[k] = sum((visits[i] * p for i, p in arriving.items()), one - one) / total
    return visits


def _eliminate(
    k: int, onward: list[dict[int, Any]], before: list[set[int]], leaving: list[Any]
) -> tuple[int, dict[int, Any], Any]:
    """Take k out of the chain. Returns k, the probabilities of moves to it, and its probability to leave."""
    row = onward[k]
    total = sum(row.values(), leaving[k])
    arriving = {i: onward[i].pop(k) for i in before[k]}
    for i, p in arriving.items():
        share = p / total
        leaving[i] += share * leaving[k]
        target = onward[i]
        for j, q in row.items():
            if j != i:
                if j in target:
                    target[j] += share * q
                else:
                    target[j] = share * q
                    before[j].add(i)
    for j in row:
        before[j].discard(k)
    return k, arriving, total
