"""The walk on a corridor graph as a chain that writes words.

The *edge word* of a walk is the sequence of edges that it takes, and its *vertex word* the sequence of vertices: edge
words that differ in lanes alone have the same vertex word. A letter is one move. Corridors with the same rows are one
*kind* of corridor, and a state of the chain is a last edge, up to its lane and up to the corridor of its kind. So
several letters, with the same probability each, can lead from one state to another.

A corridor has edges e = 0..2K and inner vertices v = 1..2K. Edge e joins v = e to v = e + 1, where 0 is the fork and
2K + 1 the leaf; it is a lane if e is odd.

Main definitions: `WordChain`, `word_chain` (for one target), `fork_law`, `share_of_target`, `CorridorKind`.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import scipy.sparse as sparse

from backproof.theory.companions.numbers_given import law_given
from backproof.theory.graph import CorridorGraph, check_type, index_below, positive_integer
from backproof.theory.policy import Floats, Policy

WordLevel = Literal["edge", "vertex"]

ARRIVED = -1
"""Where a letter leads that ends the word at the target."""


class Place(NamedTuple):
    """A state: the last edge, outward or homeward, of a corridor of this kind. The first state has edge -1."""

    kind: str
    edge: int
    outward: bool


class Letters(NamedTuple):
    """``number`` letters of this ``probability`` each, which lead to state ``to``; a probability may be 0."""

    to: int
    probability: Fraction
    number: int


class CorridorKind(NamedTuple):
    """Corridors that are alike.

    ``at_leaf`` is the kind of the corridor from the arrival at its leaf on, None for the target's. ``fork`` lists the
    moves of a walker who comes back to the fork: kind, probability of each, and how many.
    """

    at_leaf: str | None
    fork: tuple[tuple[str, Fraction, int], ...]


@dataclass(frozen=True, eq=False)
class WordChain:
    """The states, the first one first, and the letters that follow each.

    The probabilities are exact. The first letter of every word, from the source to the fork, has been written.
    """

    states: tuple[Place, ...]
    letters: tuple[tuple[Letters, ...], ...]

    @functools.cached_property
    def matrix(self) -> sparse.csr_array:
        """The probabilities of moves, float64: entry (j, i) is that from state i to j; the last row is `ARRIVED`."""
        return self.matrix_of_powers(1)

    def matrix_of_powers(self, power: int) -> sparse.csr_array:
        """Like `matrix`, with the sums over the letters of a move of this power of their probabilities."""
        size = len(self.states)
        rows = [(to % (size + 1), i, float(n * p**power)) for i, to, p, n in self._all()]
        to, at, weights = np.array(rows).T
        return sparse.csr_array((weights, (to.astype(int), at.astype(int))), shape=(size + 1, size))

    def exact_step(self, mass: Sequence[Any]) -> list[Any]:
        """The masses after one more letter, that of `ARRIVED` last, exactly."""
        found: list[Any] = [0] * (len(self.states) + 1)
        for i, to, p, n in self._all():
            if mass[i]:
                found[to] += mass[i] * p * n
        return found

    def _all(self) -> list[tuple[int, int, Fraction, int]]:
        return [(i, *letters) for i, row in enumerate(self.letters) for letters in row]

    def arrivals(self, budget: int) -> Floats:
        """P(the target is reached at step t) for t = 0..``budget``, float64. The first step goes to the fork."""
        found = np.zeros(budget + 1)
        mass = self.first_mass()
        for t in range(2, budget + 1):
            after = self.matrix @ mass
            mass, found[t] = after[:-1], after[-1]
        return found

    def first_mass(self) -> Floats:
        mass = np.zeros(len(self.states))
        mass[0] = 1
        return mass


def word_chain(
    graph: CorridorGraph,
    policy: Policy,
    level: WordLevel = "edge",
    *,
    fork: Sequence[Any] | None = None,
    target: int = 0,
) -> WordChain:
    """The chain of the words of ``policy`` when the leaf of corridor ``target`` is the target.

    ``fork`` has a weight for each corridor, which the fork takes in proportion to it at every visit; None is the
    uniform fork. A float counts with its exact value. Raises TypeError for a graph, a policy or weights of another
    type; ValueError for an unknown level, a policy that is a batch or does not fit, weights that are no law, and a
    corridor that the graph does not have.
    """
    return aligned_chains(graph, [policy], level, forks=[fork], target=target)[0]


def aligned_chains(
    graph: CorridorGraph,
    policies: Sequence[Policy],
    level: WordLevel,
    *,
    forks: Sequence[Sequence[Any] | None],
    target: int,
) -> list[WordChain]:
    """A chain for each policy with its fork, the letters in the same order; otherwise as `word_chain`."""
    shares = [*zip(*(fork_law(graph, fork) for fork in forks), strict=True)]
    of_target = shares.pop(index_below("target", target, graph.width))
    alike = Counter(shares)
    chains = []
    for i, policy in enumerate(policies):
        row = (("target", of_target[i], 1), *(("wrong", share[i], count) for share, count in alike.items()))
        kinds = {"target": CorridorKind(None, row), "wrong": CorridorKind("wrong", row)}
        chains.append(corridor_words(graph, policy, level, row, kinds))
    return chains


def fork_law(graph: CorridorGraph, fork: Sequence[Any] | None) -> list[Fraction]:
    """The law over the corridors that is proportional to these weights, in exact Fractions; None is the uniform law.

    Errors as for `theory.companions.numbers_given.law_given`.
    """
    check_type("graph", graph, CorridorGraph)
    if fork is None:
        return [Fraction(1, graph.width)] * graph.width
    return law_given("fork", fork, graph.width)


def share_of_target(graph: CorridorGraph, fork: Sequence[Any] | None, target: int) -> Fraction:
    """The share of the target's corridor in the fork's law. Raises ValueError if it is 0: the walk then never ends."""
    law = fork_law(graph, fork)
    share = law[index_below("target", target, len(law))]
    if not share:
        raise ValueError(f"fork must give the target's corridor a weight above 0 for walks to end, got 0 at {target}")
    return share


def exact_passes(graph: CorridorGraph, policy: Policy) -> tuple[Any, Any]:
    """`Policy.single_passes` in Fractions. Raises TypeError for what is no policy or no graph of equal corridors."""
    check_type("policy", policy, Policy)
    return policy.single_passes(graph, exact=True)


def corridor_words(
    graph: CorridorGraph,
    policy: Policy,
    level: WordLevel,
    start: tuple[tuple[str, Fraction, int], ...],
    kinds: Mapping[str, CorridorKind],
) -> WordChain:
    """The chain with these kinds of corridors. ``start`` is the fork's row for the walker who comes from the source."""
    if level not in get_args(WordLevel):
        raise ValueError(f"level must be one of {', '.join(get_args(WordLevel))}, got level={level!r}")
    p, q = exact_passes(graph, policy)
    last = 2 * graph.depth
    places = [Place("start", -1, True)]
    for kind, corridor in kinds.items():
        edges = range(last + 1 if corridor.at_leaf == kind else last)  # who reaches the leaf is in the kind behind it
        places += [Place(kind, e, outward) for outward in (True, False) for e in edges]
    index = {place: i for i, place in enumerate(places)}

    def letters(kind: str, edge: int, outward: bool, probability: Fraction) -> Letters:
        """All letters to one edge, which are as likely as each other and together have this probability."""
        count = graph.lanes if edge % 2 and level == "edge" else 1
        if outward and edge == last:
            kind = kinds[kind].at_leaf or "target"
        return Letters(index.get(Place(kind, edge, outward), ARRIVED), probability / count, count)

    def fork(row: tuple[tuple[str, Fraction, int], ...]) -> tuple[Letters, ...]:
        return tuple(Letters(index[Place(kind, 0, True)], share, count) for kind, share, count in row)

    def follow(place: Place) -> tuple[Letters, ...]:
        kind, e, outward = place
        if e == -1:
            return fork(start)
        if outward and e == last:
            return (letters(kind, e, False, Fraction(1)),)
        if outward:
            return letters(kind, e + 1, True, p[e]), letters(kind, e, False, 1 - p[e])
        if e == 0:
            return fork(kinds[kind].fork)
        return letters(kind, e - 1, False, q[e - 1]), letters(kind, e, True, 1 - q[e - 1])

    return WordChain(tuple(places), tuple(follow(place) for place in places))


def checked_budget(budget: int) -> int:
    """The most steps of a walk, an int >= 1. Raises TypeError or ValueError."""
    return positive_integer("budget", budget)
