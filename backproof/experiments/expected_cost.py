"""The crossing recurrences, at policies drawn at random, against walks."""

from __future__ import annotations

import functools

from backproof.experiments.walks import DEEP, DEEP_RANDOM, SMALL, crossed, drawn_policy, walked
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

RANDOM = drawn_policy(2, 4, 0.3)


def by_recurrence(policy: Policy, graph: CorridorGraph) -> float:
    return expected_hitting_time(graph, policy)


EXPERIMENTS = (
    walked("expected-cost", "random-walked", SMALL, RANDOM, functools.partial(by_recurrence, RANDOM)),
    crossed("expected-cost", "random-crossed", DEEP, DEEP_RANDOM, functools.partial(by_recurrence, DEEP_RANDOM)),
)
