"""The joint law of a walk's length T and of its score S in a row, as one transform in O(K), with exact moments.

The *score* in a row is the derivative of the walk's log-likelihood by the row's logit gap: each pass adds 1 - p to it,
and each turn -p, where p is the probability to pass. A *decision* at a vertex is a pair of weights, of passing and of
turning. The *total weight* of all walks is E[z^T] if decisions weigh p and 1 - p and each step weighs z. It is
E[z^T e^(b S)] if those of one row weigh p e^(b (1-p)) and (1-p) e^(-b p). Weights may be numbers of any kind: a number
z in (0, 1) is a discount, and a `Series` carries E[T^i S^j] for i, j <= 2.

The recursion is that of `theory.costs.hitting_law`.

Main definitions: `walk_transform`, `Series`, `ScoredRow`, `score_moments` and the variance of a sampled gradient that
follows from them (`ScoreMoments`).
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
"""The weights of passing and of turning."""

MOST = 2
"""A series is kept up to this degree in a and in b."""

ORDERS = tuple(sorted(itertools.product(range(MOST + 1), repeat=2), key=sum))


@dataclass(frozen=True)
class Series:
    """A power series in a (for steps) and b (for scores), cut after the second power of each.

    ``terms[i, j]`` is the coefficient of a^i b^j; a missing one is 0.
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
        """i! j! times the coefficient of a^i b^j. For E[e^(aT + bS)] this is E[T^i S^j]."""
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
        """other / self, term by term from the lowest order. The constant term must not be 0."""
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
    """The decisions that weigh as much as their probabilities p and 1 - p."""
    return [(x, 1 - x) for x in p]


def scored(decision: Decision, times: Any = 1) -> Decision:
    """The decision (p, 1 - p) with the weights e^(b t (1-p)) and e^(-b t p) of its score, where t is ``times``."""
    p, turn = decision
    return p * Series.exponential(score=turn * times), turn * Series.exponential(score=-p * times)


def walk_transform(width: Any, forward: Sequence[Decision], backward: Sequence[Decision], step: Any) -> Any:
    """The total weight of all walks from the source to the target leaf, first step included.

    ``forward`` and ``backward`` are the decisions at v = 1..2K of a walker from the fork's and from the leaf's side.
    Each leaf reached is the target with probability 1/W; else a passage back and one out follow.
    """
    out = passage_transform(forward, backward, step)
    back = passage_transform(backward[::-1], forward[::-1], step)
    return step * out / (width - (width - 1) * (back * out))


def passage_transform(forward: Sequence[Decision], backward: Sequence[Decision], step: Any) -> Any:
    """The total weight of all first passages through the vertices in order.

    In the loop, ``outward`` is the weight of the walks from an arrival at v from the fork's side until edge v is next
    crossed outward, and ``inward`` that from an arrival from the leaf's side.
    """
    total = inward = step
    for (go, turn), (go_back, turn_back) in zip(forward, backward, strict=True):
        outward = step * go / (1 - turn * (step * inward))
        inward = step * (turn_back + go_back * (inward * outward))
        total = total * outward
    return total


class ScoredRow(NamedTuple):
    """A row of a policy whose score is asked for: its family, and its diamond counted from 0."""

    family: str
    diamond: int

    @property
    def is_forward(self) -> bool:
        return self.family.startswith("forward")

    @property
    def vertex(self) -> int:
        """The number v = 1..2K of its vertex."""
        return 2 * self.diamond + (1 if self.family in ("forward_entry", "backward_exit") else 2)


def scored_rows(graph: CorridorGraph) -> list[ScoredRow]:
    return [ScoredRow(family, diamond) for family in FAMILIES for diamond in range(graph.depth)]


@dataclass(frozen=True)
class ScoreMoments:
    """E[T^i S^j] for the steps T of a walk and its score S in one row; E[S] is 0.

    The *estimate* of one walk is (T - k) S with a constant *baseline* k. Its mean, whatever k is, is E[T S], the
    derivative of the expected hitting time by the row's gap.
    """

    steps: Any
    score_squared: Any
    slope: Any
    steps_score_squared: Any
    both_squared: Any

    @property
    def best_baseline(self) -> Any:
        """The baseline of least variance, E[T S^2] / E[S^2]; E[T] for a row that never turns."""
        return self.steps_score_squared / self.score_squared if self.score_squared else self.steps

    def variance(self, baseline: Any = 0) -> Any:
        """The variance of the estimate of one walk: E[(T-k)^2 S^2] - E[T S]^2."""
        squared = self.both_squared - 2 * baseline * self.steps_score_squared + baseline**2 * self.score_squared
        return squared - self.slope**2

    def walks_for_unit_ratio(self, baseline: Any = 0) -> Any:
        """The number of walks of which the mean estimate is as large as its standard deviation.

        Raises ZeroDivisionError where the derivative is 0: no number of walks is enough.
        """
        return self.variance(baseline) / self.slope**2


def score_moments(graph: CorridorGraph, policy: Policy, row: ScoredRow, *, exact: bool = True) -> ScoreMoments:
    """The moments of one row, by `walk_transform`: Fractions if ``exact``, else floats.

    Raises ValueError for a policy that is a batch or does not fit the graph.
    """
    p, q = policy.single_passes(graph, exact=exact)
    forward, backward = decisions(list(p)), decisions(list(q))
    side = forward if row.is_forward else backward
    side[row.vertex - 1] = scored(side[row.vertex - 1])
    walks: Series = walk_transform(graph.width, forward, backward, Series.exponential(steps=1))
    number = Fraction if exact else float
    return ScoreMoments(*(number(walks.moment(i, j)) for i, j in ((1, 0), (0, 2), (1, 1), (1, 2), (2, 2))))
