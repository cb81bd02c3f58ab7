"""Words counted by their probability: a table by state and by how often each probability occurs in the word.

Words of the same *type* contain each probability equally often, so they are equally likely. There are few types, since
a policy has few different probabilities, while the number of words is exponential in their length. The numbers of
words are exact integers.

A chain that has several policies at once gives the joint types: each word with its probability under every policy.

Main definitions: `count_words`, `WordCounts`, `WordType`.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeAlias

import numpy as np

from backproof.theory.companions.word_chain import ARRIVED, WordChain, checked_budget
from backproof.theory.policy import Floats

Probabilities: TypeAlias = tuple[Fraction, ...]
"""One for each policy."""

Table: TypeAlias = dict[int, int]
"""The number of words by the code of their type."""

CODE_BITS = 32
"""A code has a field of so many bits for each exponent."""


class WordType(NamedTuple):
    """``number`` words which all have these ``probabilities``, one for each policy."""

    probabilities: Probabilities
    number: int


@dataclass(frozen=True, eq=False)
class WordCounts:
    """The words of a budget by type. Correct words end at the target, incorrect ones when the budget is used up.

    Words that are less likely than asked for, under every policy, are left out; ``rest_correct`` and
    ``rest_incorrect`` are their total probabilities, one for each policy, float64.
    """

    correct: tuple[WordType, ...]
    incorrect: tuple[WordType, ...]
    rest_correct: Floats
    rest_incorrect: Floats


def count_words(chains: Sequence[WordChain], budget: int, least: float = 0.0) -> WordCounts:
    """The words of at most ``budget`` letters by type, one chain for each policy, on the same graph and at one level.

    Words whose probability is below ``least`` under every policy are left out, which keeps the table small.
    """
    counter = _Counter(chains, checked_budget(budget), least)
    counter.run()
    return counter.found()


class _Counter:
    def __init__(self, chains: Sequence[WordChain], budget: int, least: float) -> None:
        self.chains, self.budget, self.least = chains, budget, least
        self.alphabet: list[Probabilities] = []
        self.moves = [self._moves(i) for i in range(len(chains[0].states))]
        self.logs = [[math.log(p) if p else -math.inf for p in letter] for letter in self.alphabet]
        self.log_least = math.log(least) if least else -math.inf
        self.tables: dict[int, Table] = {0: {0: 1}}
        self.correct: Table = defaultdict(int)
        size, policies = len(chains[0].states), len(chains)
        self.dropped = np.zeros((policies, size))
        self.rest_correct = np.zeros(policies)

    def _moves(self, state: int) -> list[tuple[int, int, int]]:
        """(to, code, count) of the letters after a state that some policy may write."""
        found = []
        for alike in zip(*(chain.letters[state] for chain in self.chains), strict=True):
            probabilities = tuple(letters.probability for letters in alike)
            if not any(probabilities):
                continue
            code = 0
            if set(probabilities) != {1}:
                if probabilities not in self.alphabet:
                    self.alphabet.append(probabilities)
                code = 1 << CODE_BITS * self.alphabet.index(probabilities)
            found.append((alike[0].to, code, alike[0].number))
        return found

    def run(self) -> None:
        for _ in range(2, self.budget + 1):
            if self.dropped.any():
                after = [chain.matrix @ mass for chain, mass in zip(self.chains, self.dropped, strict=True)]
                self.dropped = np.array([mass[:-1] for mass in after])
                self.rest_correct += [mass[-1] for mass in after]
            if self.tables:
                self._step()

    def _step(self) -> None:
        after: dict[int, Table] = {}
        for state, table in self.tables.items():
            for to, code, count in self.moves[state]:
                into = self.correct if to == ARRIVED else after.setdefault(to, defaultdict(int))
                for before, words in table.items():
                    if self._kept(before + code):
                        into[before + code] += words * count
                    else:
                        self._drop(to, before + code, words * count)
        self.tables = {state: table for state, table in after.items() if table}

    def _drop(self, to: int, code: int, words: int) -> None:
        mass = np.array([float(words * p) for p in self._probabilities(code)])
        if to == ARRIVED:
            self.rest_correct += mass
        else:
            self.dropped[:, to] += mass

    @functools.cached_property
    def _known(self) -> dict[int, bool]:
        return {}

    def _kept(self, code: int) -> bool:
        if not self.least:
            return True
        known = self._known.get(code)
        if known is None:
            sums = [0.0] * len(self.chains)
            for letter, power in self._powers(code):
                for i, log in enumerate(self.logs[letter]):
                    sums[i] += power * log
            known = self._known[code] = max(sums) >= self.log_least
        return known

    def _powers(self, code: int) -> Iterator[tuple[int, int]]:
        letter = 0
        while code:
            power = code & (1 << CODE_BITS) - 1
            if power:
                yield letter, power
            code >>= CODE_BITS
            letter += 1

    def _probabilities(self, code: int) -> Probabilities:
        found = [Fraction(1)] * len(self.chains)
        for letter, power in self._powers(code):
            found = [p * one**power for p, one in zip(found, self.alphabet[letter], strict=True)]
        return tuple(found)

    def found(self) -> WordCounts:
        incorrect: Table = defaultdict(int)
        for table in self.tables.values():
            for code, words in table.items():
                incorrect[code] += words
        return WordCounts(
            self._types(self.correct), self._types(incorrect), self.rest_correct, self.dropped.sum(axis=1)
        )

    def _types(self, table: Table) -> tuple[WordType, ...]:
        return tuple(WordType(self._probabilities(code), words) for code, words in table.items())
