"""Walks told by what they try: the sequence of corridors that are entered, and the sequence of leaves that are reached.

The *corridor sequence* lists the corridor of each departure from the fork. The *leaf sequence* lists the leaves that
the walk reaches, immediate repetitions left out: they are the answers that the walker tries.

The corridors are alike and the walker does not know the target. So how long each excursion from the fork takes does
not depend on which wrong corridor it enters, and neither does which one comes next. Hence:

- *Corridors.* Among the walks with w wrong departures, u to the target's corridor, in a given order, each wrong
  departure enters corridor i with probability f_i/(1 - f_t), independently, for fork weights f and the target t.
- *Leaves.* Count an arrival whenever a walk that comes from the fork reaches a leaf. The times of arrivals do not
  depend on the leaves, and these are independent with law f. Leaf i stands for one or more arrivals at i. With
  a_N = P(N arrivals in time) a leaf sequence i_1 ... i_n to the target has the probability
  f_t sum_N a_(N+1) [y^N] prod_j f_(i_j) y/(1 - f_(i_j) y), which does not depend on the order of its leaves.

So sequences of one type are equally likely. Those that are likely enough are listed by type; of the others the sum of
the probabilities and that of their squares are known in closed form.

Main definitions: `corridor_sequences`, `leaf_sequences`, `SequenceLaw`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from backproof.theory.companions.sequence_masses import (
    arrivals_within,
    departure,
    departures,
    leaf_bound,
    masses_by_count,
    one_entry,
    with_repetitions,
)
from backproof.theory.companions.sequence_types import Array, WeightGroups, type_layers, weight_groups
from backproof.theory.companions.word_chain import fork_law, word_chain
from backproof.theory.graph import CorridorGraph, index_below
from backproof.theory.policy import Policy

LISTED = 2.0**-20
"""Of M walks' sequences those are listed that are likelier than LISTED/M.

Of each of the others the first two terms of 1 - (1-p)^M are summed. The third is below the first by a factor of
(Mp)^2/6, which is below 2^-42.
"""

NEGLIGIBLE = 2.0**-53
"""Of M walks' sequences that are less likely than NEGLIGIBLE/M the first term alone is summed."""


class SequenceLaw(NamedTuple):
    """Sequences by type: the probability of one, and how many there are.

    ``rest`` is the sum of the probabilities of those that are not listed, ``rest_squares`` that of their squares.
    """

    probabilities: Array
    numbers: Array
    rest: Any
    rest_squares: Any


def corridor_sequences(
    graph: CorridorGraph,
    policy: Policy,
    budgets: Sequence[int],
    samples: int,
    *,
    fork: Sequence[Any] | None = None,
    target: int = 0,
    exact: bool = False,
) -> Iterator[tuple[SequenceLaw, SequenceLaw]]:
    """The correct and the incorrect corridor sequences within each of these rising budgets.

    If ``exact``, all are listed, in Fractions. Else those likelier than `LISTED` / ``samples`` are, in floats.
    """
    wrong, share = _wrong_and_target(graph, fork, target)
    chain = word_chain(graph, policy, "vertex", fork=fork, target=target)
    negligible, least = (0.0, 0.0) if exact else (NEGLIGIBLE / samples, LISTED / samples)
    counts = departures(max(wrong, default=Fraction(0)), share, budgets[-1] // 2, negligible)
    groups = weight_groups(wrong, exact=exact)
    layers = type_layers(groups, one_entry(groups), _times, lambda rows, _: rows[:, 0], least, repeating=True)
    by_length = list(itertools.islice(layers, 1 + max(w for w, _ in counts)))
    away, square = groups.sizes @ groups.weights, groups.sizes @ groups.weights**2

    def classes(mass: Array, last: str) -> Iterator[SequenceLaw]:
        """By wrong departures and those to the target's corridor, for walks whose last departure is of this kind."""
        for (w, u), together in zip(counts, mass, strict=False):
            if together:
                orders = 1 if last == "start" else math.comb(w + u - 1, u if last == "wrong" else w)
                one, layer = together / (orders * away**w), by_length[w]
                probabilities = one * layer.values[:, 0]
                likely = probabilities > least
                found = _listed(probabilities[likely], orders * layer.numbers[likely])
                all_listed = layer.complete and likely.all()
                yield found if all_listed else _with_rest(found, together, orders * one**2 * square**w)
        yield SequenceLaw(mass[:0], mass[:0], mass[-1], 0)  # the last mass is of counts that are not among `counts`

    kinds = [state.kind for state in chain.states]
    for masses, arrived in masses_by_count(chain, counts, departure, budgets, exact=exact):
        by_last = {last: masses[[kind == last for kind in kinds]].sum(axis=0) for last in ("start", "target", "wrong")}
        incorrect = _joined(law for last, mass in by_last.items() for law in classes(mass, last))
        yield _joined(classes(arrived, "target")), incorrect


def leaf_sequences(
    graph: CorridorGraph,
    policy: Policy,
    budgets: Sequence[int],
    samples: int,
    *,
    fork: Sequence[Any] | None = None,
    target: int = 0,
    exact: bool = False,
) -> Iterator[tuple[SequenceLaw, SequenceLaw]]:
    """The correct and the incorrect leaf sequences within budgets; arguments as for `corridor_sequences`."""
    wrong, share = _wrong_and_target(graph, fork, target)
    groups = weight_groups(wrong, exact=exact)
    for within in arrivals_within(graph, policy, budgets, exact=exact):
        yield _of_arrivals(within, groups, share, samples, exact=exact)


def _of_arrivals(
    within: Array, groups: WeightGroups, share: Fraction, samples: int, *, exact: bool
) -> tuple[SequenceLaw, SequenceLaw]:
    """The leaf sequences, correct and incorrect, if ``within`` has P(N arrivals in time)."""
    at_least = np.cumsum(within[::-1])[::-1]
    sides = (share if exact else float(share)) * np.append(at_least[1:], 0), within
    bound = leaf_bound(groups.weights, at_least)
    start = np.append(one_entry(groups), 0 * within[1:])
    least = 0.0 if exact else LISTED / samples
    probabilities, numbers = [], []
    for layer in type_layers(groups, start, with_repetitions, bound, least, repeating=False):
        if not len(layer.numbers):
            break
        probabilities.append(np.stack([layer.values @ side for side in sides]))
        numbers.append(layer.numbers)
    laws = [_listed(one, np.concatenate(numbers)) for one in np.concatenate(probabilities, axis=1)]
    if not layer.complete:
        never, pairs = float(1 - share) ** np.arange(len(within)), _pairs(groups, len(within))
        laws = [_with_rest(law, side @ never, side @ pairs @ side) for law, side in zip(laws, sides, strict=True)]
    correct, incorrect = laws
    return correct, incorrect


def _wrong_and_target(graph: CorridorGraph, fork: Sequence[Any] | None, target: int) -> tuple[list[Fraction], Fraction]:
    """The fork's law over the other corridors, and the target's share."""
    law, target = fork_law(graph, fork), index_below("target", target, graph.width)
    return law[:target] + law[target + 1 :], law[target]


def _times(rows: Array, weights: Array) -> Array:
    return rows * weights[:, None]


def _pairs(groups: WeightGroups, size: int) -> Array:
    """(size, size) the probability that N and N' independent leaves make the same sequence, none being the target.

    The two walks try the next leaf together; then the one comes back to it, then the other.
    """
    sizes, weights = groups.sizes.astype(np.float64), groups.weights[:, None]
    found = np.zeros((size, size))
    found[0, 0] = 1
    first = np.zeros((len(weights), size))  # by leaf: where the second walk has not come back to it
    ends = np.zeros((len(weights), size))
    lag = np.arange(size)[None, :] - np.arange(size)[:, None]
    back = np.where(lag >= 0, weights[:, :, None] ** np.maximum(lag, 0), 0.0)
    for n in range(1, size):
        tried = weights**2 * (found[n - 1] - ends)
        first = weights * first + np.pad(tried[:, :-1], ((0, 0), (1, 0)))
        ends = (first[:, None, :] @ back)[:, 0, :]
        found[n] = sizes @ ends
    return found


def _listed(probabilities: Array, numbers: Array) -> SequenceLaw:
    return SequenceLaw(probabilities, numbers, 0, 0)


def _with_rest(law: SequenceLaw, total: Any, squares: Any) -> SequenceLaw:
    """The law whose probabilities have this sum and whose squares have that one, listed or not."""
    masses = law.numbers * law.probabilities
    return law._replace(rest=total - math.fsum(masses), rest_squares=squares - math.fsum(masses * law.probabilities))


def _joined(laws: Iterable[SequenceLaw]) -> SequenceLaw:
    probabilities, numbers, rests, squares = zip(*laws, strict=True)
    return SequenceLaw(np.concatenate(probabilities), np.concatenate(numbers), sum(rests), sum(squares))
