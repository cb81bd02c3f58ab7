"""SFT's limit from a start at random, by the products of its backward rows, against walks."""

from __future__ import annotations

from backproof.experiments.walks import DEEP, DEEP_RANDOM, crossed
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import frozen_policy
from backproof.theory.relaxations.frozen_growth import frozen_cost

FROZEN = frozen_policy(DEEP_RANDOM.backward_entry, DEEP_RANDOM.backward_exit)


def by_products(graph: CorridorGraph) -> float:
    return float(frozen_cost(graph.width, FROZEN.passes()[1]))


EXPERIMENTS = (crossed("frozen-growth", "frozen-crossed", DEEP, FROZEN, by_products),)
