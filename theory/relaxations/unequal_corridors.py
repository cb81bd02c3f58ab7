"""Unequal corridors: each with its own depth, its own lanes in each diamond and its own rows.

The fork and the target are uniform, and the policy does not see the target. Each corridor has its own R, 1 + x_0 and A
(`theory.costs.excursions`). For each excursion into the target's corridor there is one, on average, into each of the
others. Hence, with the target in corridor k,

    H = 1 + mean over k of (A_k + (1 + x_0)_k sum_(i != k) R_i)

(claim `unequal-corridors`).

Main definitions: `Corridor`, `UnequalCorridors`, `unequal_hitting_time`, `UnequalLaw` (the law of the hitting time).
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, overload

from backproof.theory.costs.excursions import excursions, target_cost
from backproof.theory.costs.hitting_law import (
    D,
    LogTransform,
    Moments,
    chernoff_interval,
    mixed_moments,
    mixed_transforms,
    passage,
)
from backproof.theory.graph import CorridorGraph, EdgeState, UnequalGraph, Vertex, positive_integer
from backproof.theory.policy import FAMILIES, Policy, frozen_policy


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
    def base(cls, lanes: Sequence[int]) -> Corridor:
        """The model before training: every row is uniform. Exact."""
        entries, exits = _uniform_rows(lanes)
        return cls(tuple(lanes), Policy(exits, entries, entries, exits))

    @classmethod
    def sft_limit(cls, lanes: Sequence[int]) -> Corridor:
        """The limit of SFT on golden paths from uniform rows: forward rows one, backward rows uniform. Exact."""
        return cls(tuple(lanes), frozen_policy(*_uniform_rows(lanes)))

    @classmethod
    def entered(cls, lanes: Sequence[int], first: Any) -> Corridor:
        """Rows of one, except that a walker from the fork turns back at the entrance with probability 1 - ``first``."""
        ones = [1] * len(lanes)
        entry = [first, *ones[1:]]
        return cls(
            tuple(lanes), Policy(forward_exit=ones, backward_entry=ones, forward_entry=entry, backward_exit=ones)
        )

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

    @classmethod
    def of(cls, graph: UnequalGraph, policy: Policy) -> UnequalCorridors:
        """The corridors of ``graph`` with a policy that has one probability per diamond, corridor by corridor."""
        if policy.batch_shape or policy.depth != graph.diamonds:
            raise ValueError(
                f"policy must be a single one with one probability per diamond, {graph.diamonds}, got {policy.depth}"
            )
        ends = list(itertools.accumulate(graph.depths))
        parts = [slice(end - depth, end) for end, depth in zip(ends, graph.depths, strict=True)]
        rows = [Policy(*(getattr(policy, name)[part] for name in FAMILIES)) for part in parts]
        made = {pair: Corridor(*pair) for pair in zip(graph.lanes, rows, strict=True)}
        return cls(tuple(made[pair] for pair in zip(graph.lanes, rows, strict=True)))

    def policy(self) -> Policy:
        """The inverse of `of`."""
        families = ([getattr(corridor.policy, name) for corridor in self.corridors] for name in FAMILIES)
        return Policy(*([probability for part in parts for probability in part] for parts in families))

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


def _uniform_rows(lanes: Sequence[int]) -> tuple[list[Fraction], list[Fraction]]:
    """The entry and exit families of uniform rows."""
    return [Fraction(n, n + 1) for n in lanes], [Fraction(1, n + 1) for n in lanes]


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


# --- the law of the hitting time -------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class UnequalLaw:
    """The law of the hitting time, by the recursion of `theory.costs.hitting_law`, in O(diamonds).

    With the target in corridor k, the walker at the fork makes excursions into the others before it enters that one: a
    geometric number, W-1 on average, each into a uniform one of them. They are a part of f_0 and u_0. Let g_v be the
    time from an arrival at v from the fork's side until the edge before v is next crossed toward the fork, and h_v the
    same from the leaf's side; at the leaf it is one step. Then an excursion takes 1 + g_1, and

        h_v = 1 + N copies of (1 + g_(v+1)),       N geometric of mean (1-q_v)/q_v,
        g_v = 1 + M copies of (g_(v+1) + h_v),     M = 1 with probability p_v, else 0.
    """

    corridors: UnequalCorridors

    def moments(self, *, exact: bool = False) -> Moments:
        """Mean and variance, in steps: floats, or Fractions if ``exact``."""
        return self._law(Moments(1, 0), mixed_moments, exact=exact)

    def log_generating_function(self, theta: float) -> float:
        """log E[exp(theta T)]; inf where it diverges."""
        return self._law(LogTransform(theta), mixed_transforms, exact=False).value

    def mean_time_interval(self, episodes: int, false_alarm: float) -> tuple[float, float]:
        """As `theory.costs.hitting_law.mean_time_interval`."""
        moments = self.moments()
        spread = math.sqrt(moments.variance)
        return chernoff_interval(self.log_generating_function, moments.mean, spread, episodes, false_alarm)

    def _law(self, step: D, mixed: Callable[[Sequence[tuple[D, int]]], D], *, exact: bool) -> D:
        counts = Counter(self.corridors.corridors)
        rows = {corridor: _numbers(corridor, exact=exact) for corridor in counts}
        excursion = {corridor: _excursion(*rows[corridor], step) for corridor in counts}
        times = []
        for target, alike in counts.items():
            others = [(excursion[other], n - (other is target)) for other, n in counts.items() if n > (other is target)]
            wrong = len(self.corridors.corridors) - 1
            at_fork = step + mixed(others).repeated(wrong) if wrong else step
            times.append((step + passage(*rows[target], step, at_fork), alike))
        return mixed(times)


def _numbers(corridor: Corridor, *, exact: bool) -> tuple[list[Any], list[Any]]:
    p, q = (corridor.policy.to_fractions() if exact else corridor.policy.to_floats()).passes()
    return (p, q) if exact else (p.tolist(), q.tolist())


def _excursion(p: Sequence[Any], q: Sequence[Any], step: D) -> D:
    """An excursion from the fork into a corridor that is not the target's."""
    inner = step
    for p_v, q_v in zip(reversed(p), reversed(q), strict=True):
        homeward = step + (step + inner).repeated((1 - q_v) / q_v)
        inner = step + (inner + homeward).sometimes(p_v)
    return step + inner
