"""How many different solutions there are among samples: expected numbers of distinct walks, correct and incorrect.

M independent walks of a budget contain on average the sum over all words y of 1 - (1 - p_y)^M distinct ones. Words with
p_y >= 1/M are counted by type: there are at most M of each length. Each of the others adds

    1 - (1 - p)^M = sum_m (-1)^(m+1) C(M, m) p^m,

a series whose terms fall faster than (Mp)^m/m!. So the sums of (M p_y)^m over these words for small m are enough, which
follow from powers of the chain. For m up to M `theory.companions.word_moments` has the same series for all words.

There are four levels of likeness, from the finest to the coarsest:
walks are the same if they take the same edges, or pass the same vertices, or enter the same sequence of corridors, or
try the same sequence of leaves.

Main definitions: `distinct_trajectories`, `distinct_by_budget`, `LEVELS`, `Distinct`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, get_args

import numpy as np

from backproof.theory.companions.fork_sequences import SequenceLaw, corridor_sequences, leaf_sequences
from backproof.theory.companions.word_chain import WordLevel, checked_budget, word_chain
from backproof.theory.companions.word_types import WordCounts, WordType, words_by_budget
from backproof.theory.graph import CorridorGraph, positive_integer
from backproof.theory.policy import Floats, Policy

SEQUENCES = {"corridor": corridor_sequences, "leaf": leaf_sequences}

LEVELS: tuple[str, ...] = (*get_args(WordLevel), *SEQUENCES)
"""From the finest to the coarsest."""

TERMS = 18
"""Of the words with Mp < 1 so many terms of the series are summed: what is left is below 1/19! < 2^-56 of the first."""


class Distinct(NamedTuple):
    """Expected numbers of distinct correct and incorrect walks."""

    correct: Any
    incorrect: Any


def distinct_trajectories(
    graph: CorridorGraph,
    policy: Policy,
    level: str,
    budget: int,
    samples: int,
    *,
    fork: Sequence[Any] | None = None,
    target: int = 0,
    exact: bool = False,
) -> Distinct:
    """Expected numbers of distinct correct and incorrect walks among ``samples`` walks of at most ``budget`` steps.

    Correct walks end at the target, the leaf of corridor ``target``. The fork may have weights, as in
    `theory.companions.word_chain.word_chain`. The results are Fractions if ``exact``, for small graphs, else floats:
    their relative error is about 10 ``budget`` 2^-53. Raises ValueError for an unknown level, if there are too many
    types of words likelier than 1/``samples``, and as `word_chain`.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> for policy in (Policy.base(graph), Policy.sft_limit(graph), Policy.optimal(graph)):
    ...     found = distinct_trajectories(graph, policy, "edge", budget=900, samples=256)
    ...     print(f"{found.correct:.4f} {found.incorrect:.4f}")
    5.6640 250.3360
    17.0667 238.9333
    165.0523 90.9477
    """
    of: dict[str, Any] = {"fork": fork, "target": target, "exact": exact}
    return distinct_by_budget(graph, policy, level, [budget], samples, **of)[budget]


def distinct_by_budget(
    graph: CorridorGraph,
    policy: Policy,
    level: str,
    budgets: Iterable[int],
    samples: int,
    *,
    fork: Sequence[Any] | None = None,
    target: int = 0,
    exact: bool = False,
) -> dict[int, Distinct]:
    """`distinct_trajectories` by budget, from one pass through the longest walks; arguments and errors as there.

    >>> graph = CorridorGraph(width=3, depth=2, lanes=2)
    >>> found = distinct_by_budget(graph, Policy.base(graph), "leaf", [26, 260], samples=256)
    >>> [f"{distinct.correct:.2f}" for distinct in found.values()]
    ['1.58', '8.67']
    """
    samples = positive_integer("samples", samples)
    budgets = sorted({checked_budget(budget) for budget in budgets})
    if not budgets:
        raise ValueError("budgets must not be empty")
    if level not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(LEVELS)}, got level={level!r}")
    if level in SEQUENCES:
        sequences = SEQUENCES[level](graph, policy, budgets, samples, fork=fork, target=target, exact=exact)
        found = [Distinct(*(_of_sequences(law, samples, exact=exact) for law in laws)) for laws in sequences]
    else:
        chain = word_chain(graph, policy, "edge" if level == "edge" else "vertex", fork=fork, target=target)
        counts = words_by_budget([chain], budgets, *(() if exact else (1 / samples, TERMS)))
        found = [Distinct(*(_of_words(*side, samples, exact=exact) for side in _sides(words))) for words in counts]
    return dict(zip(budgets, found, strict=True))


def _sides(words: WordCounts) -> tuple[tuple[tuple[WordType, ...], Floats], ...]:
    """The types of the correct and of the incorrect words, each with the moments of the rest."""
    return (words.correct, words.rest_correct[0]), (words.incorrect, words.rest_incorrect[0])


def _of_words(types: Iterable[WordType], rest: Floats, samples: int, *, exact: bool) -> Any:
    """The expected distinct words of these types, and of those of which ``rest`` has the moments of Mp."""
    if exact:
        return _sum(((p, n) for (p,), n in types), 0, samples, exact=True)
    listed = _sum(((float(p), n) for (p,), n in types), 0.0, samples, exact=False)
    m = np.arange(1, TERMS + 1)
    coefficients = np.cumprod(np.maximum(0, 1 - (m - 1) / samples) / -m)
    return listed - float(coefficients @ rest)


def _sum(classes: Iterable[tuple[Any, int]], rest: Any, samples: int, *, exact: bool) -> Any:
    """The expected distinct words of these (probability, number). Each word of the rest is met once at most."""
    terms = (n * chance_among(p, samples) for p, n in classes)
    return samples * rest + (sum(terms) if exact else math.fsum(terms))


def _of_sequences(law: SequenceLaw, samples: int, *, exact: bool) -> Any:
    """The expected distinct sequences of this law. Those that are not listed count with two terms of the sum each."""
    listed = zip(law.probabilities.tolist(), law.numbers.tolist(), strict=True)
    found = _sum(listed, law.rest, samples, exact=exact) - math.comb(samples, 2) * law.rest_squares
    return found if exact else float(found)


def chance_among(p: Any, samples: int) -> Any:
    """1 - (1 - p)^M: the probability that what one sample gives with probability p is among M. Exact for a Fraction."""
    if isinstance(p, Fraction):
        return 1 - (1 - p) ** samples
    return -math.expm1(samples * math.log1p(-p)) if p < 1 else 1.0
