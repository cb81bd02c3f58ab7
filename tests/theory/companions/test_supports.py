"""Supports of correct words and of solved problems."""

from fractions import Fraction
from itertools import product

import pytest

from backproof.theory.companions import supports
from backproof.theory.companions.distinct_trajectories import LEVELS
from backproof.theory.companions.supports import Supports, expected_supports, fair_chance, word_supports
from backproof.theory.companions.word_chain import word_chain
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy
from tests.theory.companions.enumeration import laws
from tests.theory.companions.test_distinct_trajectories import mixed

SMALL = CorridorGraph(3, 2, 2)
LEAST = 3.6569e-4


def shares(graph, base, tuned, budget, level, *, fork=None, tuned_fork=None, target=0):
    """The probability of each correct word by either model."""
    walkers = (base, fork), (tuned, tuned_fork or fork)
    by_base, by_tuned = (laws(graph, p, level, budget, fork=f, target=target)[0] for p, f in walkers)
    return [(by_base[word], by_tuned[word]) for word in {*by_base, *by_tuned}]


def counted(words, least):
    common = [(by_base > least, by_tuned > least) for by_base, by_tuned in words]
    return tuple(common.count(both) for both in ((True, True), (False, True), (True, False)))


@pytest.mark.parametrize("level", LEVELS)
def test_words_are_those_of_the_full_enumeration(level):
    graph = CorridorGraph(2, 1, 2)
    base, tuned = Policy.base(graph), mixed(graph)
    words = shares(graph, base, tuned, 9, level)
    for least in (0.001, 0.01, 0.2, Fraction(1, 64), Fraction(1, 16)):
        assert word_supports(graph, base, tuned, 9, least, level) == counted(words, least)


FORKS = [
    {"fork": [3, 2, 1]},
    {"fork": [0, 1, 1]},
    {"fork": [8, 1, 1], "tuned_fork": [1, 8, 2]},
    {"tuned_fork": [0, 1, 0]},
    {"tuned_fork": [2, 1, 1]},
]


@pytest.mark.parametrize("forks", FORKS, ids=str)
@pytest.mark.parametrize("level", LEVELS)
def test_words_of_trained_forks_are_those_of_the_full_enumeration(forks, level, monkeypatch):
    """In fractions and in floats; most probabilities are 0 in one of the models for a fork of one corridor."""
    graph = CorridorGraph(3, 1, 1)
    models = Policy.base(graph), Policy.optimal(graph)
    for target in range(3):
        words = shares(graph, *models, 10, level, **forks, target=target)
        for small in (0, supports.SMALL):
            with monkeypatch.context() as patch:
                patch.setattr(supports, "SMALL", small)
                for least in (0.0003, 0.0101, 0.07):
                    found = word_supports(graph, *models, 10, least, level, **forks, target=target)
                    assert found == counted(words, least), (small, least)


def test_a_small_graph_worked_out_by_other_code():
    graph = CorridorGraph(2, 1, 1)
    given = graph, Policy.base(graph), Policy.optimal(graph), 9, 0.01
    assert word_supports(*given, "leaf") == (1, 0, 0)
    assert word_supports(*given, "corridor") == (1, 0, 2)


def test_sequences_of_the_optimum_at_the_sizes_of_the_paper():
    """A sequence of n corridors has the probability 15^-n; the n - 1 wrong leaves of one may be tried again at once, so
    that it has up to 1/15 14^-(n-1).
    """
    optimal = Policy.optimal(PAPER)
    assert word_supports(PAPER, optimal, optimal, 900, 15**-2.5, "corridor") == (15, 0, 0)
    assert word_supports(PAPER, optimal, optimal, 900, 15**-2.5, "leaf") == (15, 0, 0)
    with pytest.raises(ValueError, match="least must not be within 1e-09 of the probability of a sequence"):
        word_supports(PAPER, optimal, optimal, 900, 1 / 225, "corridor")


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


@pytest.mark.parametrize("bad", [0, 1, -1, float("nan")])
def test_thresholds_are_in_range(bad):
    assert fair_chance(8192, 0.05) < LEAST
    with pytest.raises(ValueError, match=r"missed must be a number in \(0, 1\), got missed="):
        fair_chance(9, bad)
    with pytest.raises(ValueError, match=r"least must be a number in \(0, 1\), got least="):
        word_supports(SMALL, Policy.base(SMALL), Policy.base(SMALL), 9, bad)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"level": "foo"}, "level must be one of edge, vertex, corridor, leaf, got level='foo'"),
        ({"level": None}, "level must be one of edge, vertex, corridor, leaf, got level=None"),
        ({"tuned_fork": [1, 1]}, "fork must hold 3 weights >= 0"),
        ({"target": 3}, "target must be an integer from 0 to 2"),
        ({"tuned": Policy.base(CorridorGraph(3, 4, 2))}, "policy must have one probability per diamond, got 4"),
        ({"budget": 0}, "budget must be an integer >= 1"),
    ],
)
def test_supports_that_make_no_sense_are_refused(change, message):
    given = {"base": Policy.base(SMALL), "tuned": Policy.optimal(SMALL), "budget": 9, "least": 0.1}
    for level in LEVELS:
        with pytest.raises(ValueError, match=message):
            word_supports(SMALL, **(given | {"level": level} | change))
    for level in LEVELS:
        with pytest.raises(TypeError, match="graph must be a CorridorGraph, got graph=None"):
            word_supports(None, given["base"], given["tuned"], 9, 0.1, level)
        with pytest.raises(TypeError, match="policy must be a Policy, got policy=None"):
            word_supports(SMALL, given["base"], None, 9, 0.1, level)
    with pytest.raises(ValueError, match="level must be one of edge, vertex, got level='leaf'"):
        word_chain(SMALL, Policy.base(SMALL), "leaf")


@pytest.mark.parametrize(
    ("base", "tuned", "message"),
    [
        ([0.5, float("nan")], [0.5, 0.5], r"base\[1\] must be a number in \[0, 1\], got base\[1\]=nan"),
        ([0.5], [1.5], r"tuned\[0\] must be a number in \[0, 1\], got tuned\[0\]=1.5"),
        ([0.5], [0.5, 0.5], "base and tuned must have a probability for each problem, got 1 and 2"),
        ([], [], "base must hold at least one number, got none"),
    ],
)
def test_chances_that_make_no_sense_are_refused(base, tuned, message):
    with pytest.raises(ValueError, match=message):
        expected_supports(base, tuned, 2)
