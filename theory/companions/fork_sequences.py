"""Walks told by what they try: the sequence of corridors that are entered, and the sequence of leaves that are reached.

The *corridor sequence* lists the corridor of each departure from the fork. The *leaf sequence* lists the leaves that
the walk reaches, immediate repetitions left out: they are the answers that the walker tries. Corridors are alike and
the fork is uniform, so how long a walk takes does not depend on which wrong corridors it enters. Hence all sequences
with the same counts are equally likely, and the probability of one is that of its class divided by their number:

- corridors: w wrong departures, u to the target's corridor, and where the last one leads;
- leaves: the number of wrong leaves.

Main definitions: `corridor_sequences`, `leaf_sequences`, `SequenceClasses`.
"""

from __future__ import annotations

import math
import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import scipy.sparse as sparse

from backproof.theory.companions.word_chain import (
    ARRIVED,
    CorridorKind,
    WordChain,
    checked_budget,
    corridor_words,
    word_chain,
)
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy


class SequenceClass(NamedTuple):
    """``number`` sequences that are equally likely, ``mass`` together."""

    mass: Any
    number: int


class SequenceClasses(NamedTuple):
    """The sequences by class. Rests are the masses of sequences that are less likely than asked for."""

    correct: list[SequenceClass]
    incorrect: list[SequenceClass]
    rest_correct: Any
    rest_incorrect: Any


def corridor_sequences(
    graph: CorridorGraph, policy: Policy, budget: int, least: float = 0.0, *, exact: bool = False
) -> SequenceClasses:
    """The corridor sequences within a budget, in Fractions if ``exact``, else in floats.

    Sequences so long that they are less likely than ``least`` go to the rest.
    """
    budget, others = checked_budget(budget), graph.width - 1
    chain = word_chain(graph, policy, "vertex")
    most = _longest(graph.width, least, budget // 2)
    counts = [(w, u) for w in range(most + 1 if others else 1) for u in range(most + 1 - w)]

    def change(at: int, to: int) -> tuple[int, int] | None:
        """What a departure from the fork adds to the counts."""
        before, after = chain.states[at], chain.states[to]
        departs = to != ARRIVED and after.outward and after.edge == 0 and (before.edge == -1 or before.edge == 0)
        if not departs or (before.edge == 0 and before.outward):
            return None
        return (1, 0) if after.kind == "wrong" else (0, 1)

    def sequences(pair: tuple[int, int], last: str) -> int:
        """Those with these counts, by the kind of the last corridor."""
        w, u = pair
        if last == "start":
            return 1
        return math.comb(w + u - 1, u if last == "wrong" else w) * int(others**w)

    return _Counted(chain, counts, change, lambda kind: kind, sequences).classes(budget, exact=exact)


def leaf_sequences(
    graph: CorridorGraph, policy: Policy, budget: int, least: float = 0.0, *, exact: bool = False
) -> SequenceClasses:
    """The leaf sequences within a budget; arguments as for `corridor_sequences`."""
    budget, width, one = checked_budget(budget), graph.width, Fraction(1, graph.width)
    before = (("target", one, 1), ("new", one, width - 1))
    after = (("target, after", one, 1), ("latest", one, 1), ("new, after", one, max(width - 2, 0)))
    kinds = {
        "target": CorridorKind(None, before),
        "new": CorridorKind("latest", before),
        "target, after": CorridorKind(None, after),
        "latest": CorridorKind("latest", after),
        "new, after": CorridorKind("latest", after),
    }
    chain = corridor_words(graph, policy, "vertex", before, kinds)
    counts = [(n,) for n in range(_longest(width - 2, least, (budget - 1) // (2 * graph.depth + 1)) + 1)]

    def change(at: int, to: int) -> tuple[int] | None:
        """What the arrival at another leaf adds to the count."""
        before, after = chain.states[at], chain.states[to]
        at_leaf = to != ARRIVED and after.outward and after.edge == 2 * graph.depth
        return (1,) if at_leaf and before.kind.startswith("new") else None

    def sequences(count: tuple[int], last: None) -> int:
        (n,) = count
        return int((width - 1) * (width - 2) ** (n - 1)) if n else 1

    return _Counted(chain, counts, change, lambda kind: None, sequences).classes(budget, exact=exact)


def _longest(choices: int, least: float, most: int) -> int:
    """The length beyond which a sequence with so many choices at each place is less likely than ``least``."""
    return min(most, math.ceil(-math.log(least) / math.log(choices)) + 1) if least and choices > 1 else most


Count: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class _Counted:
    """A chain whose moves change a count: ``change`` says by how much, None if not.

    ``last`` tells what, beside the count, distinguishes sequences that end in a kind of corridor.
    """

    chain: WordChain
    counts: Sequence[Count]
    change: Callable[[int, int], Count | None]
    last: Callable[[str], Any]
    sequences: Callable[[Any, Any], int]

    def classes(self, budget: int, *, exact: bool) -> SequenceClasses:
        """The classes after ``budget`` steps. The last column of a mass collects the counts that are not listed."""
        size, columns = len(self.chain.states), len(self.counts) + 1
        stay, changes = self._matrices(exact=exact)
        mass = np.zeros((size, columns), dtype=object if exact else np.float64)
        mass[0, 0] = 1
        arrived = 0 * mass[0]
        for _ in range(2, budget + 1):
            after = stay @ mass
            for to, shift, weights in changes:
                np.add.at(after[to], shift, weights @ mass)
            mass, arrived = after[:-1], arrived + after[-1]
        by_last: dict[Any, Any] = defaultdict(int)
        for state, row in zip(self.chain.states, mass, strict=True):
            by_last[self.last(state.kind)] += row
        correct = self._classes(arrived, self.last("target"))
        incorrect = [found for last, row in by_last.items() for found in self._classes(row, last)]
        return SequenceClasses(list(correct), incorrect, arrived[-1], mass[:, -1].sum())

    def _classes(self, masses: Iterable[Any], last: Any) -> list[SequenceClass]:
        listed = zip(self.counts, masses, strict=False)  # the last mass is of counts that are not listed
        return [SequenceClass(mass, self.sequences(count, last)) for count, mass in listed if mass]

    def _matrices(self, *, exact: bool) -> tuple[Any, list[tuple[int, Any, Any]]]:
        """The moves that leave the count: a matrix. Those that change it: for each state to which they lead, and each
        change, the columns to which it leads and the probabilities by the state from which.
        """
        size = len(self.chain.states)
        number: Any = object if exact else np.float64
        stay = np.zeros((size + 1, size), dtype=number)
        changes: dict[tuple[int, Count], Any] = {}
        for at, row in enumerate(self.chain.letters):
            for to, p, n in row:
                added = self.change(at, to)
                weights = stay[to] if added is None else changes.setdefault((to, added), np.zeros(size, dtype=number))
                weights[at] += p * n if exact else float(p * n)
        place = {count: i for i, count in enumerate(self.counts)}

        def shift(added: Count) -> Any:
            sums = (tuple(map(operator.add, count, added)) for count in self.counts)
            return np.array([*(place.get(count, len(place)) for count in sums), len(place)])

        listed = [(to, shift(added), weights) for (to, added), weights in changes.items()]
        return (stay if exact else sparse.csr_array(stay)), listed
