"""Unequal corridors: each with its own depth, its own lanes in each diamond and its own rows.

The fork and the target are uniform, and the policy does not see the target. An *excursion* leaves the fork into a
corridor and ends at the fork, or at the target leaf. With p_v, q_v, x_e and A of one corridor as in
`theory.costs.crossings`:

- An excursion into a wrong corridor w takes R_w = 2 sum_e (p_1 ... p_e) / (q_1 ... q_e) steps: each edge is crossed as
  often inward as outward, and edge e is crossed p_e/q_e times as often as edge e-1.
- It takes 1 + x_0 excursions into the target's corridor to reach the leaf, A steps together.

For each excursion into the target's corridor there is one, on average, into each of the others. Hence
H = 1 + mean over targets t of (A_t + (1 + x_0)_t sum_(w != t) R_w) (claim `unequal-corridors`).

Main definitions: `Corridor`, `UnequalCorridors`, `excursions`, `unequal_hitting_time`, `tries` (1 + x_0).
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, NamedTuple, overload

import numpy as np

from backproof.theory.costs.crossings import Numbers, arrays, excursion_cost, passage_cost, surpluses
from backproof.theory.graph import CorridorGraph, EdgeState, Vertex, positive_integer
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.frozen_growth import frozen_policy


@dataclass(frozen=True, eq=False)
class Corridor:
    """One corridor: ``lanes[j]`` parallel lanes in diamond j, and the policy in it.

    Raises TypeError or ValueError for lanes that are not integers >= 1; ValueError for no lanes, for a policy of
    another depth, and for a batch of policies.
    """

    lanes: tuple[int, ...]
    policy: Policy

    def __post_init__(self) -> None:
        lanes = tuple(positive_integer(f"lanes[{j}]", count) for j, count in enumerate(self.lanes))
        object.__setattr__(self, "lanes", lanes)
        if not lanes:
            raise ValueError("lanes must hold one number per diamond, got none")
        self.policy.check_single(CorridorGraph(width=1, depth=len(lanes), lanes=1))

    @classmethod
    def sft_limit(cls, lanes: Sequence[int]) -> Corridor:
        """The limit of SFT on golden paths from uniform rows: forward rows one, backward rows uniform. Exact."""
        entries, exits = [Fraction(n, n + 1) for n in lanes], [Fraction(1, n + 1) for n in lanes]
        return cls(tuple(lanes), frozen_policy(entries, exits))

    @classmethod
    def straight(cls, lanes: Sequence[int]) -> Corridor:
        """The corridor with rows that never turn. Exact."""
        return cls(tuple(lanes), Policy(*[[1] * len(lanes)] * len(FAMILIES)))


@dataclass(frozen=True, eq=False)
class UnequalCorridors:
    """A source, a fork and these corridors. Vertices and edge-states are named as in `CorridorGraph`.

    Raises ValueError if there is no corridor.
    """

    corridors: tuple[Corridor, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "corridors", tuple(self.corridors))
        if not self.corridors:
            raise ValueError("corridors must hold at least one corridor, got none")

    def leaves(self) -> tuple[Vertex, ...]:
        return tuple(Vertex("leaf", w) for w in range(len(self.corridors)))

    def row(self, state: EdgeState) -> dict[EdgeState, Any]:
        """The law of the next move after ``state``, as `Policy.row`.

        A row depends on one diamond at most. So it is the row of a graph of equal corridors with this one's depth and
        that diamond's lanes. The fork's row does not depend on the corridor.
        """
        corridor = self.corridors[max(state.head.corridor, 0)]
        lanes = corridor.lanes[max(state.head.diamond, 0)]
        alike = CorridorGraph(width=len(self.corridors), depth=len(corridor.lanes), lanes=lanes)
        return corridor.policy.row(alike, state)


def tries(p: Numbers, q: Numbers) -> Any:
    """1 + x_0: the expected number of excursions into the target's corridor until the leaf is reached."""
    return 1 + surpluses(*arrays(p, q))[0]


class Excursions(NamedTuple):
    """Of one corridor: expected steps of an excursion if it is wrong (R); if it is the target's, the expected number of
    excursions (1 + x_0) and their steps together (A).
    """

    wrong: Any
    tries: Any
    passage: Any


@overload
def unequal_hitting_time(corridors: UnequalCorridors, *, exact: Literal[False] = False) -> float: ...
@overload
def unequal_hitting_time(corridors: UnequalCorridors, *, exact: Literal[True]) -> Fraction: ...
@overload
def unequal_hitting_time(corridors: UnequalCorridors, *, exact: bool) -> float | Fraction: ...
def unequal_hitting_time(corridors: UnequalCorridors, *, exact: bool = False) -> float | Fraction:
    """Expected steps from the source to the target leaf: float64, or a Fraction if ``exact``.

    The exact value of a float policy is that for its float64 probabilities. A corridor that occurs several times, as
    the same object, is computed once. Nothing is subtracted, so floats do not cancel. Raises OverflowError if a float
    cannot hold the result.

    >>> half, third = Fraction(1, 2), Fraction(1, 3)
    >>> short = Corridor((1,), Policy(*[[half]] * 4))
    >>> long = Corridor((2, 1), Policy([third, half], [2 * third, half], [2 * third, half], [third, half]))
    >>> unequal_hitting_time(UnequalCorridors((short, long)), exact=True)
    Fraction(52, 1)
    """
    counts = Counter(corridors.corridors)
    seen = [(excursions(corridor.policy, exact=exact), count) for corridor, count in counts.items()]
    wrong = [excursion.wrong * count for excursion, count in seen]
    before, behind = itertools.accumulate(wrong, initial=0), [*itertools.accumulate(wrong[:0:-1], initial=0)][::-1]
    total: Any = 0
    for (target, alike), ahead, after in zip(seen, before, behind, strict=False):
        others = ahead + (alike - 1) * target.wrong + after
        total += alike * target_cost(target.passage, target.tries, others)
    cost: float | Fraction = 1 + total / len(corridors.corridors)
    if not exact and not math.isfinite(cost):
        raise OverflowError("the result is beyond float64 (1.8e308): use exact=True")
    return cost


def target_cost(passage: Any, tried: Any, others: Any) -> Any:
    """Expected steps from the fork to a target: A of its corridor, and for each of its tries all ``others``' R."""
    return passage + tried * others


def excursions(policy: Policy, *, exact: bool) -> Excursions:
    """The numbers of a corridor with these rows: Fractions if ``exact``, else float64."""
    p, q = (np.asarray(side) for side in (policy.to_fractions() if exact else policy.to_floats()).passes())
    number = Fraction if exact else float
    with np.errstate(over="ignore", invalid="ignore"):
        return Excursions(*(number(part(p, q)) for part in (excursion_cost, tries, passage_cost)))
