"""Entropies of trajectories, tokens and answers against every walk counted one by one, and at larger sizes."""

import math
from collections import Counter
from fractions import Fraction

import pytest

from backproof.theory.companions import entropies
from backproof.theory.companions.entropies import (
    READINGS,
    answer_entropy,
    answer_law,
    token_entropy,
    trajectory_entropy,
)
from backproof.theory.graph import FORK, PAPER, CorridorGraph
from backproof.theory.policy import FAMILIES, POLICIES, Policy
from tests.theory.companions.enumeration import walks
from tests.theory.companions.test_distinct_trajectories import mixed

SMALL = CorridorGraph(3, 2, 2)
TINY = CorridorGraph(3, 1, 2)
BUDGET = 8


def entropy(law):
    return -sum(float(p) * math.log(p) for p in law if p)


def row(policy, move, fork):
    """The probabilities of the moves after one."""
    if move.head == FORK:
        return [Fraction(weight, sum(fork)) for weight in fork]
    return policy.row(TINY, move).values()


@pytest.mark.parametrize("fork", [None, [3, 2, 1], [0, 2, 2], [1, 0, 0]])
def test_entropies_are_those_of_all_walks(fork):
    policy = mixed(TINY)
    for target in range(3 if fork else 1):
        listed = [*walks(TINY, policy, BUDGET, target=target, fork=fork)]
        stated = entropy(p for _, p, _ in listed)
        assert trajectory_entropy(TINY, policy, BUDGET, fork=fork, target=target) == pytest.approx(stated, rel=1e-12)
        rows = ((walk, p, (row(policy, move, fork or [1, 1, 1]) for move in walk[:-1])) for walk, p, _ in listed)
        mean = sum(float(p) * sum(map(entropy, along)) / len(walk) for walk, p, along in rows)
        assert token_entropy(TINY, policy, BUDGET, fork=fork, target=target) == pytest.approx(mean, rel=1e-12)


@pytest.mark.parametrize("fork", [[3, 2, 1], [1, 1, 0], [1, 0, 0]])
def test_whole_walks_of_a_trained_fork_are_those_of_a_long_budget(fork):
    long = trajectory_entropy(TINY, mixed(TINY), 4000, fork=fork)
    assert trajectory_entropy(TINY, mixed(TINY), fork=fork) == pytest.approx(long, rel=1e-9)
    with pytest.raises(ValueError, match="a weight above 0 for walks to end"):
        trajectory_entropy(TINY, mixed(TINY), fork=[0, 1, 1])


@pytest.mark.parametrize("fork", [None, [3, 2, 1]])
@pytest.mark.parametrize("target", [0, 2])
def test_answers_are_those_of_all_walks(fork, target):
    laws = {reading: Counter() for reading in READINGS}
    for walk, p, solved in walks(TINY, mixed(TINY), BUDGET, target=target, fork=fork):
        leaves = [move.head.corridor for move in walk if move.head.kind == "leaf"]
        laws["first leaf"][leaves[0] if leaves else 3] += p
        laws["last leaf"][leaves[-1] if leaves else 3] += p
        laws["solved"][target if solved else 3] += p
    for reading, law in laws.items():
        found = answer_law(TINY, mixed(TINY), BUDGET, reading, fork=fork, target=target)
        assert found == pytest.approx([float(law[leaf]) for leaf in range(4)], abs=1e-14)


def test_entropies_at_larger_sizes():
    """Against independent code; and without a budget, which is the sum over rows in O(K)."""
    policies = [POLICIES[name] for name in ("base", "rlvr", "sft")]
    for graph, stated in (
        (SMALL, (145.0168221042, 10.2273086716, 102.9422640284)),
        (PAPER, (89625.1463863334, 740.7262449254, 4.13207823858e14)),
    ):
        assert [trajectory_entropy(graph, build(graph)) for build in policies] == pytest.approx(stated, rel=1e-11)
    assert trajectory_entropy(SMALL, Policy.base(SMALL), 4000) == pytest.approx(145.0168221042, rel=1e-9)
    trained = Policy.from_gaps(PAPER, **dict.fromkeys(FAMILIES, 3.0))
    tokens = [token_entropy(PAPER, policy, 900) for policy in (*(build(PAPER) for build in policies), trained)]
    assert tokens == pytest.approx([1.7971597151, 0.8248857265, 0.9450633935, 1.2004813934], abs=1e-10)


@pytest.mark.parametrize(
    ("reading", "budget", "stated"),
    [
        ("first leaf", 900, (1.5333884682, 2.7080502011, 2.7080502011)),
        ("last leaf", 900, (1.5333884616, 2.7080502011, 1.5882077490)),
        ("last leaf", 9000, (2.6530583469, 2.7080502011, 0.0006169394)),
    ],
)
def test_answer_entropies_at_the_sizes_of_the_paper(reading, budget, stated):
    found = [answer_entropy(PAPER, build(PAPER), budget, reading) for build in POLICIES.values()]
    assert found == pytest.approx(stated, abs=1e-10)


def test_an_unknown_reading_is_refused():
    with pytest.raises(ValueError, match="reading must be one of first leaf, last leaf, solved, got reading='final'"):
        answer_entropy(SMALL, Policy.base(SMALL), 9, "final")


def test_a_sure_answer_has_no_entropy():
    """It is 0, not -0."""
    sure = answer_entropy(SMALL, Policy.optimal(SMALL), 5, "solved")
    assert (sure, math.copysign(1, sure)) == (0, 1)
    with pytest.raises(ValueError, match=r"law\[0\] must be a number in \[0, 1\], got law\[0\]=-0.5"):
        entropies.entropy([-0.5, 1.5])
