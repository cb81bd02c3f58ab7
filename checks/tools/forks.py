"""Forks and priors on small graphs, and by trial the best of all forks in steps of 1/12.

Main definitions: `law_of`, `prior_of`, `cheapest_fork`, `best_for_one_visit`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

from backproof.checks.tools.walks import first_leaf_success, fork_cost
from backproof.theory.graph import CorridorGraph


def law_of(weights: Sequence[int]) -> list[Fraction]:
    """The law over the corridors that is proportional to these weights."""
    return [Fraction(weight, sum(weights)) for weight in weights]


def prior_of(roots: Sequence[int]) -> list[Fraction]:
    """The prior with these square roots, up to a factor."""
    return law_of([root**2 for root in roots])


def forks_in_twelfths(width: int, least: int) -> Iterator[list[Fraction]]:
    """Every law over the corridors in steps of 1/12, with at least ``least`` steps each."""
    return (law_of(parts) for parts in itertools.product(range(least, 13), repeat=width) if sum(parts) == 12)


def cheapest_fork(roots: Sequence[int]) -> Fraction:
    graph, prior = CorridorGraph(len(roots), 1, 1), prior_of(roots)
    return min(fork_cost(graph, prior, fork) for fork in forks_in_twelfths(graph.width, 1))


def best_for_one_visit(graph: CorridorGraph, prior: Sequence[Fraction]) -> tuple[object, object]:
    successes = [(first_leaf_success(graph, prior, fork), fork) for fork in forks_in_twelfths(graph.width, 0)]
    best = max(success for success, _ in successes)
    likeliest = [fork for _, fork in successes if all(pi == max(prior) for pi, f in zip(prior, fork, strict=True) if f)]
    return (best, [fork for success, fork in successes if success == best]), (max(prior), likeliest)
