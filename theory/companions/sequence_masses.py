"""How often a walk leaves the fork, and how often it arrives at leaves: the masses of a chain by these counts.

Main definitions: `masses_by_count`, `departures`, `departure`, `arrivals_within`; for sequences of leaves
`with_repetitions` and `leaf_bound`.
"""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import scipy.sparse as sparse

from backproof.theory.companions.sequence_types import Array, WeightGroups
from backproof.theory.companions.word_chain import ARRIVED, CorridorKind, WordChain, corridor_words
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

Count: TypeAlias = tuple[int, ...]


def arrivals_within(graph: CorridorGraph, policy: Policy, budgets: Sequence[int], *, exact: bool) -> Iterator[Array]:
    """P(N arrivals at leaves within a budget) for N = 0, 1, ..., if no leaf is the target; for rising budgets."""
    anywhere = (("before", Fraction(1), 1),)
    kinds = {"before": CorridorKind("behind", anywhere), "behind": CorridorKind("behind", anywhere)}
    chain = corridor_words(graph, policy, "vertex", anywhere, kinds)
    last = 2 * graph.depth

    def arrival(chain: WordChain, at: int, to: int) -> Count | None:
        before, after = chain.states[at], chain.states[to]
        return (1,) if after.outward and after.edge == last and before.kind == "before" else None

    counts = [(n,) for n in range(_most_arrivals(graph, budgets[-1]) + 1)]
    for budget, (masses, _) in zip(budgets, masses_by_count(chain, counts, arrival, budgets, exact=exact), strict=True):
        yield masses[:, : _most_arrivals(graph, budget) + 1].sum(axis=0)


def _most_arrivals(graph: CorridorGraph, budget: int) -> int:
    """The first takes 2K + 2 steps, and each other 4K + 2 more."""
    return (budget + 2 * graph.depth) // (4 * graph.depth + 2)


def departures(wrong: Fraction, share: Fraction, most: int, least: float) -> list[tuple[int, int]]:
    """The numbers of wrong departures and of those to the target's corridor, ``most`` together.

    Left out are those whose sequences all have probabilities below ``least``, by the largest share of a wrong corridor.
    """

    def longest(share: Fraction, least: float) -> int:
        if not share:
            return 0
        return min(most, math.floor(math.log(least) / math.log(share))) if least and share < 1 else most

    return [
        (w, u)
        for w in range(longest(wrong, least) + 1)
        for u in range(min(most - w, longest(share, least / float(wrong) ** w if least else 0.0)) + 1)
    ]


def departure(chain: WordChain, at: int, to: int) -> Count | None:
    """What a departure from the fork adds to the counts of `departures`."""
    before, after = chain.states[at], chain.states[to]
    from_fork = before.edge == -1 or (before.edge == 0 and not before.outward)
    if to == ARRIVED or not from_fork or after.edge != 0 or not after.outward:
        return None
    return (1, 0) if after.kind == "wrong" else (0, 1)


def masses_by_count(
    chain: WordChain,
    counts: Sequence[Count],
    change: Callable[[WordChain, int, int], Count | None],
    budgets: Sequence[int],
    *,
    exact: bool,
) -> Iterator[tuple[Array, Array]]:
    """The masses by state and count after each of these rising numbers of steps, and what has arrived by count.

    ``change`` says what a move adds to the count, None if nothing. The last column is of counts that are not listed.
    """
    stay, changes = _matrices(chain, counts, change, exact=exact)
    mass = np.zeros((len(chain.states), len(counts) + 1), dtype=object if exact else np.float64)
    mass[0, 0] = 1
    arrived = 0 * mass[0]
    for before, budget in itertools.pairwise((1, *budgets)):
        for _ in range(before, budget):
            after = stay @ mass
            for to, shift, weights in changes:
                np.add.at(after[to], shift, weights @ mass)
            mass, arrived = after[:-1], arrived + after[-1]
        yield mass, arrived


def _matrices(
    chain: WordChain, counts: Sequence[Count], change: Callable[[WordChain, int, int], Count | None], *, exact: bool
) -> tuple[Any, list[tuple[int, Array, Array]]]:
    """The moves that leave the count: a matrix. Those that change it: for each state to which they lead, and each
    change, the columns to which it leads and the probabilities by the state from which.
    """
    size = len(chain.states)
    number: Any = object if exact else np.float64
    stay = np.zeros((size + 1, size), dtype=number)
    changes: dict[tuple[int, Count], Array] = {}
    for at, row in enumerate(chain.letters):
        for to, p, n in row:
            added = change(chain, at, to)
            weights = stay[to] if added is None else changes.setdefault((to, added), np.zeros(size, dtype=number))
            weights[at] += p * n if exact else float(p * n)
    place = {count: i for i, count in enumerate(counts)}

    def shift(added: Count) -> Array:
        sums = (tuple(map(operator.add, count, added)) for count in counts)
        return np.array([*(place.get(count, len(place)) for count in sums), len(place)])

    listed = [(to, shift(added), weights) for (to, added), weights in changes.items()]
    return (stay if exact else sparse.csr_array(stay)), listed


def with_repetitions(rows: Array, weights: Array) -> Array:
    """The coefficients of rows times f y/(1 - f y), for a weight f of each row."""
    found = np.zeros_like(rows)
    for n in range(1, rows.shape[1]):
        found[:, n] = weights * (rows[:, n - 1] + found[:, n - 1])
    return found


def leaf_bound(weights: Array, at_least: Array) -> Callable[[Array, Array], Array]:
    """No continuation of a sequence of wrong leaves is likelier than this, for `type_layers`.

    ``at_least`` has P(N or more arrivals). With a share above 1/2 the heaviest leaf can add a factor above 1, once
    between any two others, before and behind them.
    """
    heaviest = max(weights, default=0)
    again = float(heaviest / (1 - heaviest)) if 0.5 < heaviest < 1 else 1.0
    lighter = weights < heaviest

    def bound(rows: Array, counts: Array) -> Array:
        most = np.maximum(0, 1 + 2 * counts[:, lighter].sum(axis=1) - counts.sum(axis=1))
        found: Array = (rows @ at_least) * again**most
        return found

    return bound


def one_entry(groups: WeightGroups) -> Array:
    """A row of one entry, 1, of the same numbers as the weights."""
    return np.ones(1, dtype=groups.weights.dtype)
