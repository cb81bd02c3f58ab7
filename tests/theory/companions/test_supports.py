"""Supports of correct words and of solved problems."""

from fractions import Fraction
from itertools import product

import pytest

from backproof.theory.companions.supports import Supports, expected_supports, fair_chance, word_supports
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy
from tests.theory.companions.enumeration import laws
from tests.theory.companions.test_distinct_trajectories import mixed

SMALL = CorridorGraph(3, 2, 2)
LEAST = 3.6569e-4


@pytest.mark.parametrize("least", [0.001, 0.01, 0.2])
@pytest.mark.parametrize("level", ["edge", "vertex"])
def test_words_are_those_of_the_full_enumeration(least, level):
    graph = CorridorGraph(2, 1, 2)
    base, tuned = Policy.base(graph), mixed(graph)
    (by_base, _), (by_tuned, _) = (laws(graph, policy, level, 9) for policy in (base, tuned))
    common = [(by_base[word] > least, by_tuned[word] > least) for word in {*by_base, *by_tuned}]
    stated = tuple(common.count(both) for both in ((True, True), (False, True), (True, False)))
    assert word_supports(graph, base, tuned, 9, least, level) == stated


@pytest.mark.parametrize(
    ("level", "build", "counts"),
    [
        ("edge", Policy.sft_limit, (4, 0, 48)),
        ("edge", Policy.optimal, (4, 128, 48)),
        ("vertex", Policy.optimal, (1, 6, 31)),
        ("vertex", Policy.sft_limit, (1, 18, 31)),
    ],
)
def test_words_of_a_larger_graph(level, build, counts):
    assert word_supports(SMALL, Policy.base(SMALL), build(SMALL), 26, LEAST, level) == counts


def test_at_the_sizes_of_the_paper_no_edge_word_has_a_fair_chance():
    base, tuned = Policy.base(PAPER), Policy.optimal(PAPER)
    assert word_supports(PAPER, base, tuned, 900, LEAST) == (0, 0, 0)
    assert word_supports(PAPER, base, tuned, 900, LEAST, "vertex") == (0, 15, 0)


def test_rates():
    counts = Supports(4, 128, 48)
    rates = (counts.retention, counts.discovery, counts.net_change)
    assert rates == (Fraction(1, 13), Fraction(32, 33), Fraction(4, 9))
    assert counts.dynamics == 2 / (1 / counts.retention + 1 / counts.discovery)
    assert Supports(0, 0, 0).retention is None


def test_expected_supports_are_those_of_all_outcomes():
    """Two problems, each solved or not by either model."""
    base, tuned, samples = [0.25, 0.5], [0.125, 0.75], 2
    solved = [[1 - (1 - p) ** samples for p in model] for model in (base, tuned)]
    total = [0.0, 0.0, 0.0]
    for outcome in product((False, True), repeat=4):
        weight = 1.0
        for chance, did in zip(solved[0] + solved[1], outcome, strict=True):
            weight *= chance if did else 1 - chance
        pairs = [*zip(outcome[:2], outcome[2:], strict=True)]
        for i, both in enumerate(((True, True), (False, True), (True, False))):
            total[i] += weight * pairs.count(both)
    assert expected_supports(base, tuned, samples) == pytest.approx(total, rel=1e-14)


def test_identical_models_seem_to_expand_and_to_shrink():
    p = [0.02212503857934] * 15
    null = expected_supports(p, p, 32)
    assert null.expansion == null.shrinkage == pytest.approx(3.7480938314, abs=1e-9)
    assert null.retention == pytest.approx(0.5112728837, abs=1e-9)
    assert null.net_change == 0


def test_bad_input():
    assert fair_chance(8192, 0.05) < LEAST
    for bad in (0, 1, float("nan")):
        with pytest.raises(ValueError, match="missed must be a probability"):
            fair_chance(9, bad)
        with pytest.raises(ValueError, match="least must be a probability"):
            word_supports(SMALL, Policy.base(SMALL), Policy.base(SMALL), 9, bad)
