"""Moments of the probabilities of words: the sum of p^m over all words, for rows of any kind.

With S_m this sum, M samples contain on average sum_m (-1)^(m+1) C(M, m) S_m distinct words. The terms are as large as
the binomial coefficients and cancel. In float64 the sum is worthless even for small M: at W = 3 and M = 256 it gives
1.459e15 in place of 8.092. So moments are rational numbers with as many bits as their coefficient needs, and floats are
refused.

Main definitions: `word_moments`, `fixed_point_bits`, `alternating_sum`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from backproof.theory.companions.word_chain import ARRIVED, WordChain, checked_budget
from backproof.theory.graph import positive_integer

EXTRA_BITS = 64
"""The distinct words among M samples err by at most 2^-EXTRA_BITS of a word, by `fixed_point_bits`."""


class WordMoments(NamedTuple):
    """The m-th moments at index m - 1, of correct and of incorrect words."""

    correct: list[Fraction]
    incorrect: list[Fraction]


def fixed_point_bits(chain: WordChain, budget: int, samples: int, power: int) -> int:
    """The bits after the point that the m-th moment needs, m = ``power``, so that the sum errs by 2^-`EXTRA_BITS`.

    Each step rounds a product for each entry of the chain, and the letter's m-th power before. No step magnifies an
    error, since the m-th powers of a row sum to at most one. So a moment errs by at most 2 N T units, for N entries and
    a budget T; it is multiplied by C(M, m), and there are M of them.
    """
    entries = sum(map(len, chain.letters))
    return EXTRA_BITS + math.comb(samples, power).bit_length() + (2 * entries * budget * samples).bit_length()


def word_moments(chain: WordChain, budget: int, samples: int, *, exact: bool = False) -> WordMoments:
    """The moments 1 to ``samples`` of the words of at most ``budget`` letters: exact, or with `fixed_point_bits`.

    A moment in fixed point is followed until all of it is below one unit, for m > 1 long before a large budget ends.
    """
    budget, samples = checked_budget(budget), positive_integer("samples", samples)
    powers = range(1, samples + 1)
    pairs = [_moment(chain, budget, m, 0 if exact else fixed_point_bits(chain, budget, samples, m)) for m in powers]
    return WordMoments(*map(list, zip(*pairs, strict=True)))


def _moment(chain: WordChain, budget: int, power: int, bits: int) -> tuple[Fraction, Fraction]:
    """The sums of p^power over correct and incorrect words; bits = 0 keeps Fractions."""

    @functools.cache
    def weight(probability: Fraction, count: int) -> Any:
        exact = count * probability**power
        return round(exact * (1 << bits)) if bits else exact

    rows = [[(to, weight(p, n)) for to, p, n in row if p] for row in chain.letters]
    mass: dict[int, Any] = {0: 1 << bits}
    correct: Any = 0
    for _ in range(2, budget + 1):
        after: dict[int, Any] = {}
        for state, held in mass.items():
            for to, share in rows[state]:
                moved = held * share >> bits if bits else held * share
                if to == ARRIVED:
                    correct += moved
                elif moved:
                    after[to] = after.get(to, 0) + moved
        mass = after
        if not mass:
            break
    return Fraction(correct) / (1 << bits), Fraction(sum(mass.values())) / (1 << bits)


def alternating_sum(moments: Sequence[Fraction]) -> Fraction:
    """sum_m (-1)^(m+1) C(M, m) S_m for M = len(moments).

    Raises TypeError for floats: their rounding errors are multiplied by binomial coefficients.
    """
    if not all(isinstance(moment, int | Fraction) for moment in moments):
        raise TypeError("moments must be Fractions, got floats: binomial coefficients would magnify their rounding")
    total, binomial, size = Fraction(0), 1, len(moments)
    for m, moment in enumerate(moments, start=1):
        binomial = binomial * (size - m + 1) // m
        total += (-1) ** (m + 1) * binomial * moment
    return total
