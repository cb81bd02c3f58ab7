"""pass@k against every walk counted one by one, and against values worked out by other code."""

import itertools
from fractions import Fraction

import pytest

from backproof.theory.companions.pass_at_k import cot_success_probability, crossing, pass_at_k, success_probabilities
from backproof.theory.graph import FORK, PAPER, CorridorGraph
from backproof.theory.policy import POLICIES, Policy
from backproof.theory.relaxations.fork_square_root import zipf_weights
from tests.theory.companions.enumeration import walks
from tests.theory.companions.test_distinct_trajectories import mixed

TINY = CorridorGraph(3, 1, 2)


@pytest.mark.parametrize("fork", [None, [3, 2, 1], [1, 0, 0]])
def test_success_is_that_of_all_walks(fork):
    found = success_probabilities(TINY, mixed(TINY), 9, fork=fork)
    for target in range(3):
        lengths = [(len(w), p) for w, p, ok in walks(TINY, mixed(TINY), 9, target=target, fork=fork) if ok]
        stated = [float(sum(p for length, p in lengths if length <= budget)) for budget in range(10)]
        assert found[target] == pytest.approx(stated, abs=1e-15)


def is_sound(walk):
    corridors = [move.head.corridor for move in walk if move.tail == FORK]
    turns = any(a.tail == b.head and b.tail.kind != "leaf" for a, b in itertools.pairwise(walk))
    return not turns and len({*corridors}) == len(corridors)


@pytest.mark.parametrize(("width", "budget"), [(1, 9), (2, 10), (3, 10)])
def test_sound_success_is_that_of_all_walks(width, budget):
    graph = CorridorGraph(width, 1, 2 if width < 3 else 1)
    stated = sum(p for w, p, ok in walks(graph, mixed(graph), budget) if ok and is_sound(w))
    assert cot_success_probability(graph, mixed(graph), budget, exact=True) == stated > 0


def test_sound_success_at_larger_sizes():
    assert cot_success_probability(PAPER, Policy.optimal(PAPER), 900, exact=True) == Fraction(
        21844512889051, 72081298828125
    )
    small = CorridorGraph(3, 2, 2)
    found = [cot_success_probability(small, build(small), 26) for build in POLICIES.values()]
    assert found == pytest.approx([0.0164876887, 0.3444879112, 17 / 27], abs=1e-10)


def test_pass_at_k_of_trained_forks():
    prior = [float(weight) for weight in zipf_weights(15, 1)]
    likeliest = prior[0] / sum(prior)
    share = [weight / sum(prior) for weight in prior]
    ks = [1, 2, 8, 32, 256]
    assert pass_at_k(share, ks, prior) == pytest.approx(
        [0.1435375018, 0.2542311442, 0.5849719885, 0.8730575365, 0.9996697495], abs=1e-10
    )
    assert pass_at_k([1.0] + [0.0] * 14, ks, prior) == pytest.approx([likeliest] * 5, rel=1e-14)
    assert pass_at_k([1e-20], [3]) == pytest.approx([3e-20], rel=1e-14)


@pytest.mark.parametrize(("budget", "stated"), [(32, 3.9e13), (900, 16.03), (9000, 1.898)])
def test_the_base_model_passes_a_fork_that_takes_one_corridor(budget, stated):
    success = success_probabilities(PAPER, Policy.base(PAPER), budget)[0, -1]
    assert crossing(0.3013655785, success) == pytest.approx(stated, rel=1e-3)


def test_the_base_model_passes_sft_at_a_long_budget():
    """First at 108 steps, at the small size."""
    graph = CorridorGraph(3, 2, 2)
    base, sft = (success_probabilities(graph, build(graph), 120)[0] for build in (Policy.base, Policy.sft_limit))
    assert next(t for t in range(121) if base[t] > sft[t]) == 108
