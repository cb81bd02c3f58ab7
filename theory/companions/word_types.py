"""Words counted by their probability: a table by state and by how often each probability occurs in the word.

Words of the same *type* contain each probability equally often, so they are equally likely. There are few types, since
a policy has few different probabilities, while the number of words is exponential in their length. The numbers of
words are exact integers.

Several chains at once give the joint types: each word with its probability under every policy.

Main definitions: `count_words`, `words_by_budget`, `WordCounts`, `WordType`.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeAlias

import numpy as np
import scipy.sparse as sparse

from backproof.theory.companions.numbers_given import number_in
from backproof.theory.companions.word_chain import ARRIVED, WordChain, checked_budget
from backproof.theory.graph import check_type, positive_integer
from backproof.theory.policy import Floats

Probabilities: TypeAlias = tuple[Fraction, ...]
"""One for each policy."""

Table: TypeAlias = dict[int, int]
"""The number of words by the code of their type."""

CODE_BITS = 32
"""A code has a field of so many bits for each exponent."""

MOST_UPDATES = 10**6
"""A table of types is refused once it takes so many updates; these take up to ten seconds."""

IMPOSSIBLE = -1e9
"""Stands for the logarithm of 0: its multiples by 0 are 0, and its exponential is."""

NOTHING = 2.0**-1022
"""Moments of words that are left out are set to 0 below this, since such numbers are slow."""


class WordType(NamedTuple):
    """``number`` words which all have these ``probabilities``, one for each policy."""

    probabilities: Probabilities
    number: int


@dataclass(frozen=True, eq=False)
class WordCounts:
    """The words of a budget by type. Correct words end at the target, incorrect ones when the budget is used up.

    Words that are less likely than ``least`` under every policy are left out. ``rest_correct[i, m-1]`` is the sum of
    (p / least)^m over them, where p is their probability under policy i; and so is ``rest_incorrect``. Both float64.
    """

    correct: tuple[WordType, ...]
    incorrect: tuple[WordType, ...]
    rest_correct: Floats
    rest_incorrect: Floats


def count_words(chains: Sequence[WordChain], budget: int, least: float = 0.0, moments: int = 1) -> WordCounts:
    """The words of at most ``budget`` letters by type, one chain for each policy, on the same graph and at one level.

    Words whose probability is below ``least`` under every policy are left out, which keeps the table small: at each
    length there are at most 1/``least`` others for each policy. Of those left out so many ``moments`` are summed.
    Raises ValueError for chains of different states, a ``least`` outside [0, 1], and if the table takes more than
    `MOST_UPDATES`.
    """
    (words,) = words_by_budget(chains, [budget], least, moments)
    return words


def words_by_budget(
    chains: Sequence[WordChain], budgets: Sequence[int], least: float = 0.0, moments: int = 1
) -> Iterator[WordCounts]:
    """`count_words` of each of these budgets, which rise. Takes the time of the last one alone."""
    for chain in chains:
        check_type("chain", chain, WordChain)
    if len({chain.states for chain in chains}) != 1:
        raise ValueError(f"chains must have the same states, and there must be one, got {len(chains)} chains")
    least = float(number_in("least", least, "[0, 1]"))
    counter = _Counter(chains, least, positive_integer("moments", moments))
    for before, budget in itertools.pairwise((1, *map(checked_budget, budgets))):
        for length in range(before + 1, budget + 1):
            counter.add_letter(length)
        yield counter.found()


class _Counter:
    """The words of one letter, the one to the fork; `add_letter` makes them longer."""

    def __init__(self, chains: Sequence[WordChain], least: float, moments: int) -> None:
        self.chains, self.least, self.updates = chains, least, 0
        self.alphabet: list[Probabilities] = []
        self.moves = [self._moves(i) for i in range(len(chains[0].states))]
        logs = [[math.log(p) if p else IMPOSSIBLE for p in letter] for letter in self.alphabet]
        self.logs = np.array(logs).reshape(-1, len(chains))
        self.kept: set[int] = set()
        self.log_least = math.log(least) if least else -math.inf
        self.tables: dict[int, Table] = {0: {0: 1}}
        self.correct: Table = defaultdict(int)
        self.powers = np.arange(1, moments + 1)
        blocks = (sparse.block_diag([chain.matrix_of_powers(m) for m in self.powers.tolist()]) for chain in chains)
        self.steps: list[sparse.csr_array] = [sparse.csr_array(block) for block in blocks]
        self.dropped = np.zeros((len(chains), moments, len(chains[0].states) + 1))  # the last column has arrived
        self.rest_correct = np.zeros((len(chains), moments))

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

    def add_letter(self, length: int) -> None:
        if self.dropped.any():
            moving = self.dropped[:, :, :-1].reshape(len(self.chains), -1)
            after = np.array([step @ mass for step, mass in zip(self.steps, moving, strict=True)])
            after[after < NOTHING] = 0
            self.dropped = after.reshape(self.dropped.shape)
        if self.tables:
            self._extend_tables(length)
        self.rest_correct += self.dropped[:, :, -1]

    def _extend_tables(self, length: int) -> None:
        after: dict[int, Table] = {}
        for state, table in self.tables.items():
            for to, code, count in self.moves[state]:
                into = self.correct if to == ARRIVED else after.setdefault(to, defaultdict(int))
                self.updates += len(table)
                for before, words in table.items():
                    scaled = self._scaled(before + code) if self.least else None
                    if scaled is None:
                        into[before + code] += words * count
                    else:
                        self.dropped[:, :, to] += words * count * scaled
            if self.updates > MOST_UPDATES:
                raise ValueError(
                    f"words of up to {length} letters are of too many types to be counted, more than {MOST_UPDATES} "
                    "updates: lower the budget or the samples, or raise least"
                )
        self.tables = {state: table for state, table in after.items() if table}

    def _scaled(self, code: int) -> Floats | None:
        """The powers of p / least by policy, of a word that is left out; else None."""
        if code in self.kept:
            return None
        sums = self._exponents(code) @ self.logs - self.log_least
        if sums.max() >= 0:
            self.kept.add(code)
            return None
        return np.asarray(np.exp(sums[:, None] * self.powers))

    def _exponents(self, code: int) -> Floats:
        """How often each letter of the alphabet occurs."""
        size = len(self.alphabet)
        return np.frombuffer(code.to_bytes(CODE_BITS // 8 * size, "little"), dtype="<u4").astype(np.float64)

    def _probabilities(self, code: int) -> Probabilities:
        found = [Fraction(1)] * len(self.chains)
        for letter, power in enumerate(self._exponents(code)):
            if power:
                found = [p * one ** int(power) for p, one in zip(found, self.alphabet[letter], strict=True)]
        return tuple(found)

    def found(self) -> WordCounts:
        incorrect: Table = defaultdict(int)
        for table in self.tables.values():
            for code, words in table.items():
                incorrect[code] += words
        return WordCounts(
            self._types(self.correct),
            self._types(incorrect),
            self.rest_correct.copy(),
            self.dropped[:, :, :-1].sum(axis=2),
        )

    def _types(self, table: Table) -> tuple[WordType, ...]:
        return tuple(WordType(self._probabilities(code), words) for code, words in table.items())
