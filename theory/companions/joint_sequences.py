"""Correct sequences of corridors and of leaves by type, each with its probability under two policies.

The type of a sequence does not depend on the policy, if corridors count as alike that have the same weight under both
forks. Its probabilities are those of `theory.companions.fork_sequences`.

Main definitions: `joint_sequences`.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from backproof.theory.companions.sequence_masses import (
    arrivals_within,
    departure,
    departures,
    leaf_bound,
    masses_by_count,
    with_repetitions,
)
from backproof.theory.companions.sequence_types import Array, WeightGroups, type_layers
from backproof.theory.companions.word_chain import checked_budget, fork_law, word_chain
from backproof.theory.graph import CorridorGraph, index_below
from backproof.theory.policy import Policy


class ForkedPolicy(NamedTuple):
    """A policy and its fork."""

    policy: Policy
    fork: Sequence[Any] | None


def joint_sequences(
    graph: CorridorGraph,
    walkers: Sequence[ForkedPolicy],
    level: str,
    budget: int,
    least: float,
    target: int,
    *,
    exact: bool,
) -> list[tuple[Array, int]]:
    """(probabilities by walker, number) of the types of correct sequences likelier than ``least`` under a walker.

    Some others are listed too; a probability below ``least`` may be stated as 0. Fractions if ``exact``, for small
    graphs, else floats. Errors as for `theory.companions.word_chain.word_chain`.
    """
    laws = [fork_law(graph, walker.fork) for walker in walkers]
    target = index_below("target", target, graph.width)
    alike = Counter(shares for i, shares in enumerate(zip(*laws, strict=True)) if i != target and any(shares))
    number = Fraction if exact else float
    weights = np.array([[number(share) for share in shares] for shares in alike], dtype=object if exact else np.float64)
    groups = WeightGroups(weights.reshape(-1, len(walkers)), np.array(list(alike.values()), dtype=object))
    of_level = _corridors if level == "corridor" else _leaves
    return of_level(graph, walkers, groups, checked_budget(budget), least, target, exact=exact)


def _corridors(
    graph: CorridorGraph,
    walkers: Sequence[ForkedPolicy],
    groups: WeightGroups,
    budget: int,
    least: float,
    target: int,
    *,
    exact: bool,
) -> list[tuple[Array, int]]:
    ones: list[dict[tuple[int, int], Any]] = []  # by wrong departures and those to the target: of any one order
    for walker, weights in zip(walkers, groups.weights.T, strict=True):
        share = fork_law(graph, walker.fork)[target]
        counts = departures(Fraction(max(weights, default=0)), share, budget // 2, least)
        chain = word_chain(graph, walker.policy, "vertex", fork=walker.fork, target=target)
        ((_, arrived),) = masses_by_count(chain, counts, departure, [budget], exact=exact)
        away = groups.sizes @ weights
        masses = ((w, u, mass) for (w, u), mass in zip(counts, arrived, strict=False) if mass)
        ones.append({(w, u): mass / (math.comb(w + u - 1, w) * away**w) for w, u, mass in masses})
    first = np.ones(len(walkers), dtype=groups.weights.dtype)
    layers = type_layers(groups, first, np.multiply, lambda rows, _: rows.max(axis=1), least, repeating=True)
    keys = {key: None for one in ones for key in one}
    by_length = list(itertools.islice(layers, 1 + max((w for w, _ in keys), default=0)))
    found: list[tuple[Array, int]] = []
    for w, u in keys:
        orders, layer = math.comb(w + u - 1, w), by_length[w]
        probabilities = layer.values * [one.get((w, u), 0) for one in ones]
        found += zip(probabilities, orders * layer.numbers, strict=True)
    return found


def _leaves(
    graph: CorridorGraph,
    walkers: Sequence[ForkedPolicy],
    groups: WeightGroups,
    budget: int,
    least: float,
    target: int,
    *,
    exact: bool,
) -> list[tuple[Array, int]]:
    within = np.concatenate([[*arrivals_within(graph, walker.policy, [budget], exact=exact)] for walker in walkers])
    shares = np.array([fork_law(graph, walker.fork)[target] for walker in walkers])[:, None]
    at_least = np.cumsum(within[:, ::-1], axis=1)[:, ::-1]
    at_target = np.pad(at_least[:, 1:], ((0, 0), (0, 1))) * (shares if exact else shares.astype(np.float64))
    bounds = [leaf_bound(*side) for side in zip(groups.weights.T, at_least, strict=True)]
    first = 0 * within
    first[:, 0] += 1

    def follow(rows: Array, weights: Array) -> Array:
        return with_repetitions(rows.reshape(-1, rows.shape[2]), weights.ravel()).reshape(rows.shape)

    def bound(rows: Array, counts: Array) -> Array:
        return np.asarray(np.max([one(rows[:, i], counts) for i, one in enumerate(bounds)], axis=0))

    found: list[tuple[Array, int]] = []
    for layer in type_layers(groups, first, follow, bound, least, repeating=False):
        if not len(layer.numbers):
            return found
        found += zip((layer.values * at_target).sum(axis=2), layer.numbers, strict=True)
    return found
