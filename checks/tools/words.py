"""The words of walks on small graphs, for claims about what tuning does to solutions.

Main definitions: `success`, `majorises`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

from backproof.theory.companions.word_chain import word_chain
from backproof.theory.companions.word_types import count_words
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy


def success(
    graph: CorridorGraph, policy: Policy, budget: int, *, fork: Sequence[Fraction] | None = None, target: int = 0
) -> Fraction:
    """The exact probability of the correct words of a budget, summed over their types."""
    words = count_words([word_chain(graph, policy, fork=fork, target=target)], budget)
    return sum((t.number * t.probabilities[0] for t in words.correct), Fraction(0))


def majorises(more: Sequence[Fraction], less: Sequence[Fraction]) -> bool:
    """Whether the m largest of ``more`` add up to at least as much as those of ``less``, for each m."""
    sums = (itertools.accumulate(sorted(law, reverse=True)) for law in (more, less))
    return all(above >= below for above, below in zip(*sums, strict=True))
