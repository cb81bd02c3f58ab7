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
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from backproof.theory.companions.distinct_trajectories import LEVELS, SEQUENCES, chance_among
from backproof.theory.companions.joint_sequences import ForkedPolicy, joint_sequences
from backproof.theory.companions.numbers_given import number_in, numbers_in
from backproof.theory.companions.word_chain import aligned_chains, checked_budget
from backproof.theory.companions.word_types import count_words
from backproof.theory.graph import CorridorGraph, check_type, positive_integer
from backproof.theory.policy import Policy

NEAR = 1e-9
"""Floats that differ by less, relatively, are not told apart."""

SMALL = 10**7
"""Sequences have probabilities in Fractions if 64 K^2 T^3 is at most so large, which takes about a second."""


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
    samples, missed = positive_integer("samples", samples), number_in("missed", missed, "(0, 1)")
    return -math.expm1(math.log(missed) / samples)


def word_supports(
    graph: CorridorGraph,
    base: Policy,
    tuned: Policy,
    budget: int,
    least: float,
    level: str = "edge",
    *,
    fork: Sequence[Any] | None = None,
    tuned_fork: Sequence[Any] | None = None,
    target: int = 0,
) -> Supports:
    """P, E and S of the correct words or sequences of a level with a probability above ``least`` > 0, exactly.

    The forks may have weights: ``fork`` is that of both models, or of the base model alone if ``tuned_fork`` is given.
    Raises ValueError for an unknown level, a ``least`` outside (0, 1) or too near to the probability of a sequence in
    floats, and as `theory.companions.word_chain.word_chain`.
    """
    check_type("graph", graph, CorridorGraph)
    least = number_in("least", least, "(0, 1)")
    if level not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(LEVELS)}, got level={level!r}")
    forks = [fork, fork if tuned_fork is None else tuned_fork]
    nearly = float(least) * (1 - NEAR)
    if level in SEQUENCES:
        exact = (8 * graph.depth) ** 2 * checked_budget(budget) ** 3 <= SMALL
        walkers = [*map(ForkedPolicy, (base, tuned), forks)]
        types: Iterable[Any] = joint_sequences(graph, walkers, level, budget, nearly, target, exact=exact)
        if not exact:
            types = [(_told_apart(probabilities, least), number) for probabilities, number in types]
    else:
        chains = aligned_chains(
            graph, [base, tuned], "edge" if level == "edge" else "vertex", forks=forks, target=target
        )
        types = count_words(chains, budget, nearly).correct
    floor = Fraction(least)
    found = {(True, True): 0, (False, True): 0, (True, False): 0}
    for probabilities, number in types:
        by_base, by_tuned = (p > floor for p in probabilities)
        if by_base or by_tuned:
            found[by_base, by_tuned] += number
    return Supports(*found.values())


def _told_apart(probabilities: Iterable[float], least: float) -> list[float]:
    """These probabilities. Raises ValueError if one is so near to ``least`` that floats cannot say which is larger."""
    listed = [float(p) for p in probabilities]
    if any(abs(p - least) <= NEAR * least for p in listed):
        raise ValueError(
            f"least must not be within {NEAR} of the probability of a sequence, got least={least}: change it"
        )
    return listed


def expected_supports(base: Sequence[Any], tuned: Sequence[Any], samples: int) -> Supports:
    """The expected P, E and S among problems that ``samples`` samples of each model solve or not.

    ``base`` and ``tuned`` hold the success probability of one sample for each problem, floats or Fractions. With
    ``base`` for both this is the null of identical models. Raises TypeError or ValueError for what is no list of
    probabilities, and for lists of different lengths.

    >>> null = expected_supports([0.1] * 10, [0.1] * 10, samples=8)
    >>> f"{null.expansion:.3f} {null.retention:.3f}"
    '2.452 0.570'
    """
    k = positive_integer("samples", samples)
    base, tuned = numbers_in("base", base, "[0, 1]"), numbers_in("tuned", tuned, "[0, 1]")
    if len(base) != len(tuned):
        raise ValueError(f"base and tuned must have a probability for each problem, got {len(base)} and {len(tuned)}")
    solved = [(chance_among(p, k), chance_among(q, k)) for p, q in zip(base, tuned, strict=True)]
    return Supports(
        sum(u * v for u, v in solved), sum((1 - u) * v for u, v in solved), sum(u * (1 - v) for u, v in solved)
    )


def _ratio(part: Any, whole: Any) -> Any:
    if not whole:
        return None
    return Fraction(part, whole) if isinstance(part, int) and isinstance(whole, int) else part / whole
