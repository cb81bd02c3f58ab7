"""Attempts to beat the bound of all target-blind agents with learners that choose at the fork themselves.

`backproof.experiments.blind_lower_bound` does the same with the trainers of `sim`.
"""

from __future__ import annotations

import pytest

from backproof.experiments.blind_lower_bound import BOUND, lowest
from backproof.experiments.walks import SMALL
from backproof.learners.algorithms import LEARNERS
from backproof.learners.learner import lanes_of

UPDATES = {"table": 10, "mlp": 2, "transformer": 1}
SMALLER = {"dimension": 16, "layers": 1, "heads": 2, "evaluations": 256}
"""Of a transformer."""

CASES = [
    (learner, policy_class)
    for learner in LEARNERS
    if "fork" in learner.config.settings()
    for policy_class in learner.policy_classes
]


@pytest.mark.slow  # up to half a minute each
@pytest.mark.parametrize(("learner", "policy_class"), CASES, ids=lambda case: getattr(case, "name", case))
def test_no_learner_costs_less_than_the_bound(learner, policy_class):
    """Null: the expected cost is at least the bound. The cost of a table is exact, so that it has no error at all.

    That of other policies is the mean of the learner's evaluation walks, on which it is not trained. It is four
    standard errors too low with probability 3.2e-5 by the normal approximation. Walks are cut at a budget. This keeps
    the hypothesis: a blind walk's first visits to the leaves obey the bound one by one, which is 26 steps at most here.
    """
    settings = {name: value for name, value in SMALLER.items() if name in learner.config.settings()}
    run = learner.begin(learner.config(lanes_of(SMALL), policy_class, fork="agent", seed=4, **settings))
    for _ in range(UPDATES[policy_class]):
        run.update()
    point = run.point()
    assert lowest({learner.name: (point.cost, point.standard_error)}, BOUND - 1e-9).holds
    assert point.cost < 1e6


def test_all_learners_are_tried():
    assert {policy_class for _, policy_class in CASES} == UPDATES.keys()
