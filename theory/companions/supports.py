"""What tuning keeps, adds and loses: the solutions that a base model and a tuned one have a fair chance to give.

P counts what both give (preserved), E what the tuned model alone gives (expansion), and S what the base model alone
gives (shrinkage). From them follow the retention rate SRR = P/(P+S), the discovery rate NDR = E/(P+E), their harmonic
mean SDS = 2PE/(P^2 + 2PE + ES), and the net change NSCR = (E-S)/(P+E+S). A solution is a correct word
(`word_supports`), or a problem, of which it counts whether k samples solve it (`expected_supports`).

Two identical models have E = S > 0 on average if k is finite: that is the null against which E must be judged.

Main definitions: `Supports`, `word_supports`, `expected_supports`, `fair_chance`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from backproof.theory.companions.distinct_trajectories import chance_among
from backproof.theory.companions.word_chain import WordLevel, word_chain
from backproof.theory.companions.word_types import count_words
from backproof.theory.graph import CorridorGraph, positive_integer
from backproof.theory.policy import Policy


class Supports(NamedTuple):
    """P, E and S: whole numbers, or expected ones. A rate is None where it would be 0/0."""

    preserved: Any
    expansion: Any
    shrinkage: Any

    @property
    def retention(self) -> Any:
        return _ratio(self.preserved, self.preserved + self.shrinkage)

    @property
    def discovery(self) -> Any:
        return _ratio(self.expansion, self.preserved + self.expansion)

    @property
    def dynamics(self) -> Any:
        """SDS, the harmonic mean of retention and discovery."""
        both = self.preserved * self.expansion
        return _ratio(2 * both, self.preserved**2 + 2 * both + self.expansion * self.shrinkage)

    @property
    def net_change(self) -> Any:
        return _ratio(self.expansion - self.shrinkage, sum(self))


def fair_chance(samples: int, missed: float) -> float:
    """The probability below which ``samples`` samples miss a solution with probability at least ``missed``.

    It is 1 - missed^(1/k). The usual -ln(missed)/k is an upper bound of it.

    >>> f"{fair_chance(8192, 0.05):.5e}"
    '3.65623e-04'
    """
    samples = positive_integer("samples", samples)
    if not 0 < missed < 1:
        raise ValueError(f"missed must be a probability in (0, 1), got missed={missed}")
    return -math.expm1(math.log(missed) / samples)


def word_supports(
    graph: CorridorGraph,
    base: Policy,
    tuned: Policy,
    budget: int,
    least: float,
    level: WordLevel = "edge",
) -> Supports:
    """P, E and S of the correct words with a probability above ``least`` > 0, exactly, for a uniform fork.

    Raises ValueError for a ``least`` outside (0, 1), and as `theory.companions.word_chain.word_chain`.
    """
    if not 0 < least < 1:
        raise ValueError(f"least must be a probability in (0, 1), got least={least}")
    chains = [word_chain(graph, base, level), word_chain(graph, tuned, level)]
    floor = Fraction(least)
    found = {(True, True): 0, (False, True): 0, (True, False): 0}
    for probabilities, number in count_words(chains, budget, least * (1 - 1e-9)).correct:
        by_base, by_tuned = (p > floor for p in probabilities)
        if by_base or by_tuned:
            found[by_base, by_tuned] += number
    return Supports(*found.values())


def expected_supports(base: Sequence[Any], tuned: Sequence[Any], samples: int) -> Supports:
    """The expected P, E and S among problems that ``samples`` samples of each model solve or not.

    ``base`` and ``tuned`` hold the success probability of one sample for each problem, floats or Fractions. With
    ``base`` for both this is the null of identical models.

    >>> null = expected_supports([0.1] * 10, [0.1] * 10, samples=8)
    >>> f"{null.expansion:.3f} {null.retention:.3f}"
    '2.452 0.570'
    """
    k = positive_integer("samples", samples)
    solved = [(chance_among(p, k), chance_among(q, k)) for p, q in zip(base, tuned, strict=True)]
    return Supports(
        sum(u * v for u, v in solved), sum((1 - u) * v for u, v in solved), sum(u * (1 - v) for u, v in solved)
    )


def _ratio(part: Any, whole: Any) -> Any:
    if not whole:
        return None
    return Fraction(part, whole) if isinstance(part, int) and isinstance(whole, int) else part / whole
