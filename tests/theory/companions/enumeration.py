"""Every walk of a budget, one by one on the full multigraph, with its exact probability."""

from __future__ import annotations

import itertools
from collections import defaultdict
from fractions import Fraction

from backproof.theory.graph import FORK, START


def walks(graph, policy, budget, target=0, fork=None):
    """(edges, probability, whether the target is reached) of every walk of at most ``budget`` steps."""
    goal = graph.leaves()[target]
    open_walks = [((START,), Fraction(1))]
    for _ in range(budget - 1):
        longer = []
        for walk, probability in open_walks:
            for move, share in policy.row(graph, walk[-1]).items():
                weight = share
                if fork is not None and walk[-1].head == FORK:
                    weight = Fraction(fork[move.head.corridor], sum(fork))
                if not weight:
                    continue
                longer_walk = (*walk, move), probability * weight
                if move.head == goal:
                    yield *longer_walk, True
                else:
                    longer.append(longer_walk)
        open_walks = longer
    for walk, probability in open_walks:
        yield walk, probability, False


def spelt(walk, level):
    """What the walk is at a level."""
    match level:
        case "edge":
            return walk
        case "vertex":
            return tuple(move.head for move in walk)
        case "corridor":
            return tuple(move.head.corridor for move in walk if move.tail == FORK)
        case "leaf":
            leaves = (move.head.corridor for move in walk if move.head.kind == "leaf")
            return tuple(leaf for leaf, _ in itertools.groupby(leaves))


def laws(graph, policy, level, budget, **fork):
    """The probabilities of the correct and of the incorrect words of a level."""
    found = defaultdict(Fraction), defaultdict(Fraction)
    for walk, probability, is_correct in walks(graph, policy, budget, **fork):
        found[not is_correct][spelt(walk, level)] += probability
    return found
