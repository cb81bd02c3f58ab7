"""The joint law of a walk's length and of the scores along it, as one transform in O(K): their moments, exactly.

A *score* of a row is the derivative of the log-likelihood of a walk by the row's logit gap: 1 - p for each time that it
passes there, -p for each time that it turns, p being the probability to pass. A *decision* at a vertex is the pair of
weights of passing and of turning; with weights p, 1 - p and a step of weight z the walk's total weight is E[z^T], with
p e^(b (1-p)) and (1-p) e^(-b p) in one row it is E[z^T e^(b S)]. Everything is generic in the number: `Series` carries
E[T^i S^j] for i, j <= 2, a number z in (0, 1) is a discount.

The recursion is that of `theory.costs.hitting_law`: out_v is the weight of a walk from its arrival at v out of the
fork's side until edge v is next crossed outward, back_v that from an arrival out of the leaf's side.

Main definitions: `walk_transform`, `Series`, `score_moments` and what a sampled gradient makes of them
(`ScoreMoments`).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

Decision: TypeAlias = tuple[Any, Any]
"""Weights of passing and of turning."""

MOST = 2
"""Degree in T and in S up to which a series is kept."""

ORDERS = tuple(sorted(itertools.product(range(MOST + 1), repeat=2), key=sum))


@dataclass(frozen=True)
class Series:
    """A power series in a (for steps) and b (for scores), cut after the second power of each.

    ``terms[i, j]`` is the coefficient of a^i b^j; those that are not there are 0.
    """

    terms: Mapping[tuple[int, int], Any]

    @classmethod
    def exponential(cls, *, steps: Any = None, score: Any = None) -> Series:
        """e^(steps a + score b)."""
        kept = [
            [1] if x is None else [1, x, (Fraction(x) if isinstance(x, int) else x) * x / 2] for x in (steps, score)
        ]
        return cls({(i, j): x * y for i, x in enumerate(kept[0]) for j, y in enumerate(kept[1])})

    def moment(self, steps: int, score: int) -> Any:
        """i! j! times the coefficient: of E[e^(aT + bS)], this is E[T^i S^j]."""
        return self.terms.get((steps, score), 0) * (2 if steps == 2 else 1) * (2 if score == 2 else 1)

    def __add__(self, other: Any) -> Series:
        terms = dict(self.terms)
        for order, value in _series(other).terms.items():
            terms[order] = terms[order] + value if order in terms else value
        return Series(terms)

    def __sub__(self, other: Any) -> Series:
        return self + -1 * _series(other)

    def __rsub__(self, other: Any) -> Series:
        return _series(other) + -1 * self

    def __mul__(self, other: Any) -> Series:
        if not isinstance(other, Series):
            return Series({order: value * other for order, value in self.terms.items()})
        terms: dict[tuple[int, int], Any] = {}
        for ((i, j), x), ((k, m), y) in itertools.product(self.terms.items(), other.terms.items()):
            order = (i + k, j + m)
            if max(order) <= MOST:
                terms[order] = terms[order] + x * y if order in terms else x * y
        return Series(terms)

    def __rtruediv__(self, other: Any) -> Series:
        """other / self, term by term from the lowest order: the constant term must not be 0."""
        first = self.terms[0, 0]
        first = Fraction(first) if isinstance(first, int) else first  # int / int would be a float
        found: dict[tuple[int, int], Any] = {}
        above = _series(other).terms
        for i, j in ORDERS:
            rest = above.get((i, j), 0) - sum(
                value * found[i - k, j - m]
                for (k, m), value in self.terms.items()
                if (k, m) != (0, 0) and (i - k, j - m) in found
            )
            if isinstance(rest, int | float | Fraction) and rest == 0:
                continue
            found[i, j] = rest / first
        return Series(found)

    def __truediv__(self, other: Any) -> Series:
        inverse: Series = 1 / _series(other)
        return self * inverse

    __radd__, __rmul__ = __add__, __mul__


def _series(value: Any) -> Series:
    return value if isinstance(value, Series) else Series({(0, 0): value})


def decisions(p: Sequence[Any]) -> list[Decision]:
    """Plain weights: the probabilities to pass and to turn."""
    return [(x, 1 - x) for x in p]


def scored(decision: Decision, times: Any = 1) -> Decision:
    """The same row with its score, so many ``times``: pass and turn weighted by e^(b (1-p)) and e^(-b p)."""
    p, turn = decision
    return p * Series.exponential(score=turn * times), turn * Series.exponential(score=-p * times)


def walk_transform(width: Any, forward: Sequence[Decision], backward: Sequence[Decision], step: Any) -> Any:
    """The total weight of all walks from the source to the target leaf, their first step included.

    ``forward`` and ``backward`` are the decisions at v = 1..2K of a walker out of the fork's and the leaf's side. A
    first-reached leaf is uniform: each is the target with 1/W, else a passage back and one out follow.
    """
    out = passage_transform(forward, backward, step)
    back = passage_transform(backward[::-1], forward[::-1], step)
    return step * out / (width - (width - 1) * (back * out))


def passage_transform(forward: Sequence[Decision], backward: Sequence[Decision], step: Any) -> Any:
    """The total weight of the first passages that read the vertices in order."""
    total = inward = step
    for (go, turn), (go_back, turn_back) in zip(forward, backward, strict=True):
        outward = step * go / (1 - turn * (step * inward))
        inward = step * (turn_back + go_back * (inward * outward))
        total = total * outward
    return total


class ScoredRow(NamedTuple):
    """One row: a family, and a diamond counted from 0."""

    family: str
    diamond: int

    @property
    def is_forward(self) -> bool:
        return self.family.startswith("forward")

    @property
    def vertex(self) -> int:
        """Its place v = 1..2K along the corridor."""
        return 2 * self.diamond + (1 if self.family in ("forward_entry", "backward_exit") else 2)


def scored_rows(graph: CorridorGraph) -> list[ScoredRow]:
    return [ScoredRow(family, diamond) for family in FAMILIES for diamond in range(graph.depth)]


@dataclass(frozen=True)
class ScoreMoments:
    """E[T^i S^j] of a walk's steps T and its score S in one row; E[S] is 0.

    The *estimate* of one walk is (T - c) S with a constant *baseline* c. Its mean E[T S] is the derivative of the
    expected hitting time by the row's gap, whatever c is.
    """

    steps: Any
    score_squared: Any
    slope: Any
    steps_score_squared: Any
    both_squared: Any

    @property
    def best_baseline(self) -> Any:
        """E[T S^2] / E[S^2], the constant of least variance; for a row without randomness it is E[T]."""
        return self.steps_score_squared / self.score_squared if self.score_squared else self.steps

    def variance(self, baseline: Any = 0) -> Any:
        """Of the estimate of one walk: E[(T-c)^2 S^2] - E[T S]^2."""
        squared = self.both_squared - 2 * baseline * self.steps_score_squared + baseline**2 * self.score_squared
        return squared - self.slope**2

    def walks_for_unit_ratio(self, baseline: Any = 0) -> Any:
        """How many walks make the mean of their estimates as large as its standard deviation.

        One walk's ratio |mean| / deviation is one over the root of this. Raises ZeroDivisionError where the derivative
        is 0: no number of walks does.
        """
        return self.variance(baseline) / self.slope**2


def score_moments(graph: CorridorGraph, policy: Policy, row: ScoredRow, *, exact: bool = True) -> ScoreMoments:
    """The moments of one row by `walk_transform`, as Fractions, or as floats unless ``exact``.

    Raises ValueError for a policy that is a batch or does not fit the graph.
    """
    p, q = policy.single_passes(graph, exact=exact)
    forward, backward = decisions(list(p)), decisions(list(q))
    side = forward if row.is_forward else backward
    side[row.vertex - 1] = scored(side[row.vertex - 1])
    walks: Series = walk_transform(graph.width, forward, backward, Series.exponential(steps=1))
    number = Fraction if exact else float
    return ScoreMoments(*(number(walks.moment(i, j)) for i, j in ((1, 0), (0, 2), (1, 1), (1, 2), (2, 2))))
