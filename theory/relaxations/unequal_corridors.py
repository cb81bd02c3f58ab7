"""Unequal corridors: each with its own depth, its own lanes in each diamond and its own rows.

The fork is uniform, and so is the target, unseen by the policy. An *excursion* leaves the fork into a corridor and
ends at the fork, or at the target leaf. With p_v, q_v, x_e and A as in
`theory.costs.crossings`, for one corridor at a time:

- A wrong corridor w sends every excursion back. Each edge is crossed as often inward as outward and vertex v passes
  p_v of what comes out and q_v of what comes in, so that edge e is crossed p_e/q_e times as often as edge e-1:
  an excursion takes R_w = 2 sum_e (p_1 ... p_e) / (q_1 ... q_e) steps.
- The target's corridor lets 1 + x_e outward crossings of edge e pass before the leaf is reached, hence 1 + x_0
  excursions, of A steps together.

At the fork each try at the target's corridor comes with one excursion on average into each of the others, hence
H = 1 + mean over targets t of (A_t + (1 + x_0)_t sum_(w != t) R_w).

The claim `unequal-corridors` proves it.

Main definitions: `Corridor`, `UnequalCorridors`, `excursions`, `unequal_hitting_time`,
`tries` (1 + x_0).
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
    """One corridor: ``lanes[j]`` parallel lanes in diamond j, and the policy's rows in it, one of each per diamond.

    Raises TypeError or ValueError for lanes that are no integers >= 1, ValueError for none, for a policy of another
    depth, and for a batch of policies.
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
        """Limit of SFT on golden shortest paths from uniform rows: backward rows as they were. Exact."""
        entries, exits = [Fraction(n, n + 1) for n in lanes], [Fraction(1, n + 1) for n in lanes]
        return cls(tuple(lanes), frozen_policy(entries, exits))

    @classmethod
    def straight(cls, lanes: Sequence[int]) -> Corridor:
        """Rows that never turn inside the corridor. Exact."""
        return cls(tuple(lanes), Policy(*[[1] * len(lanes)] * len(FAMILIES)))


@dataclass(frozen=True, eq=False)
class UnequalCorridors:
    """A source, a fork and these corridors; vertices and edge-states are named as in `CorridorGraph`.

    Raises ValueError for no corridor.
    """

    corridors: tuple[Corridor, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "corridors", tuple(self.corridors))
        if not self.corridors:
            raise ValueError("corridors must hold at least one corridor, got none")

    def leaves(self) -> tuple[Vertex, ...]:
        return tuple(Vertex("leaf", w) for w in range(len(self.corridors)))

    def row(self, state: EdgeState) -> dict[EdgeState, Any]:
        """The next move's law after travelling ``state``, as `Policy.row` has it.

        A row sees one diamond at most, so it is that of equal corridors with this one's depth and that diamond's
        lanes; the fork's row is the same whichever corridor is looked at.
        """
        corridor = self.corridors[max(state.head.corridor, 0)]
        lanes = corridor.lanes[max(state.head.diamond, 0)]
        alike = CorridorGraph(width=len(self.corridors), depth=len(corridor.lanes), lanes=lanes)
        return corridor.policy.row(alike, state)


def tries(p: Numbers, q: Numbers) -> Any:
    """1 + x_0: expected excursions into the target's corridor, the last of which reaches the leaf."""
    return 1 + surpluses(*arrays(p, q))[0]


class Excursions(NamedTuple):
    """What the fork sees of a corridor: expected steps of an excursion that must return, expected tries until the leaf
    is reached, and expected steps of these together.
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
    """Expected steps from the source to the target leaf: float64, or with ``exact`` the Fraction.

    A float policy's exact value is that of its float64 probabilities as they stand. A corridor that is there several
    times, the same object, is worked out once. Nothing is subtracted, so floats do not cancel.
    Raises OverflowError if a float cannot hold it.

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
        total += alike * (target.passage + target.tries * others)
    cost: float | Fraction = 1 + total / len(corridors.corridors)
    if not exact and not math.isfinite(cost):
        raise OverflowError("the result is beyond float64 (1.8e308): use exact=True")
    return cost


def excursions(policy: Policy, *, exact: bool) -> Excursions:
    """Of a corridor with these rows: fractions if ``exact``, else float64."""
    p, q = (np.asarray(side) for side in (policy.to_fractions() if exact else policy.to_floats()).passes())
    number = Fraction if exact else float
    with np.errstate(over="ignore", invalid="ignore"):
        return Excursions(*(number(part(p, q)) for part in (excursion_cost, tries, passage_cost)))
