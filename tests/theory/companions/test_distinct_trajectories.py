"""Distinct walks among samples: against every walk counted one by one, and at sizes worked out by other code."""

import math
from fractions import Fraction

import numpy as np
import pytest

from backproof.theory.companions import distinct_trajectories as distinct
from backproof.theory.companions import fork_sequences, word_types
from backproof.theory.companions.word_chain import fork_law, word_chain
from backproof.theory.companions.word_moments import alternating_sum, word_moments
from backproof.theory.companions.word_types import count_words
from backproof.theory.graph import PAPER, CorridorGraph, UnequalGraph
from backproof.theory.policy import FAMILIES, POLICIES, Policy
from tests.theory.companions.enumeration import laws

SMALL = CorridorGraph(3, 2, 2)


def mixed(graph):
    """A policy whose rows all differ; the first of one family is 1."""
    firsts = dict(zip(FAMILIES, (Fraction(3, 4), Fraction(2, 5), Fraction(2, 3), Fraction(1)), strict=True))
    return Policy(**{name: [first / (j + 1) for j in range(graph.depth)] for name, first in firsts.items()})


def counted(graph, policy, level, budget, samples, **fork):
    found = laws(graph, policy, level, budget, **fork)
    return tuple(sum(1 - (1 - p) ** samples for p in law.values()) for law in found)


GRAPHS = [CorridorGraph(w, k, lanes) for w in (1, 2) for k in (1, 2) for lanes in (1, 2)]
BUILDERS = {**POLICIES, "mixed": mixed}


def assert_counts_agree(graph, budget, builders=BUILDERS):
    for build in builders.values():
        policy = build(graph)
        for level in distinct.LEVELS:
            stated = counted(graph, policy, level, budget, samples=3)
            assert distinct.distinct_trajectories(graph, policy, level, budget, 3, exact=True) == stated
            floats = distinct.distinct_trajectories(graph, policy, level, budget, 3)
            assert floats == pytest.approx([float(x) for x in stated], rel=1e-13, abs=1e-300)


@pytest.mark.parametrize(("graph", "budget"), [(GRAPHS[0], 12), (GRAPHS[3], 8), (GRAPHS[-1], 8), (GRAPHS[5], 7)])
def test_distinct_walks_are_those_of_the_full_enumeration(graph, budget):
    assert_counts_agree(graph, budget)


@pytest.mark.parametrize("width", [3, 4])
def test_with_several_wrong_corridors_too(width):
    assert_counts_agree(CorridorGraph(width, 1, 1), 10 if width == 3 else 8)


@pytest.mark.slow
@pytest.mark.parametrize("graph", GRAPHS, ids=str)
@pytest.mark.parametrize("budget", range(1, 13))
def test_distinct_walks_are_those_of_the_full_enumeration_everywhere(graph, budget):
    assert_counts_agree(graph, budget)


@pytest.mark.parametrize("fork", [[3, 2, 1], [1, 0, 0], [0, 1, 1], [1, 8, 2]])
@pytest.mark.parametrize("level", distinct.LEVELS)
def test_a_fork_with_weights_takes_them(fork, level):
    graph = CorridorGraph(3, 1, 2)
    for target in range(3):
        stated = counted(graph, mixed(graph), level, 8, 5, fork=fork, target=target)
        found = distinct.distinct_trajectories(graph, mixed(graph), level, 8, 5, fork=fork, target=target, exact=True)
        assert found == stated


@pytest.mark.parametrize("fork", [[3, 2, 1, 1], [20, 1, 3, 1], [1, 20, 3, 1], [50, 1, 49, 0]])
@pytest.mark.parametrize(("level", "budget"), [("corridor", 16), ("leaf", 44)])
def test_what_is_not_listed_counts_with_two_terms(fork, level, budget, monkeypatch):
    """With a high threshold the rest is large: the third term of a sequence bounds what is left out."""
    graph, samples, listed = CorridorGraph(4, 1, 2), 64, 2.0**-6
    for policy in (Policy.base(graph), Policy.optimal(graph), mixed(graph)):
        given = graph, policy, level, budget, samples
        stated = np.array(distinct.distinct_trajectories(*given, fork=fork, exact=True), dtype=float)
        assert distinct.distinct_trajectories(*given, fork=fork) == pytest.approx(stated, rel=2e-13)
        with monkeypatch.context() as patch:
            patch.setattr(fork_sequences, "LISTED", listed)
            errors = np.array(distinct.distinct_trajectories(*given, fork=fork)) / stated - 1
        assert np.all(errors < 2e-13)
        assert np.all(errors > -(listed**2) / 6 - 2e-13)


def by_corridor_moments(graph, budget, samples, fork, target):
    """Correct corridor sequences of RLVR's limit by their moments, in Fractions.

    A sequence of g departures takes 1 + (4K+2)g - 2K - 1 steps and is correct if the last one goes to the target.
    """
    law = fork_law(graph, fork)
    longest = (budget + 2 * graph.depth) // (4 * graph.depth + 2)
    moments = []
    for m in range(1, samples + 1):
        wrong = sum(f**m for f in law) - law[target] ** m
        moments.append(law[target] ** m * sum(wrong**g for g in range(longest)))
    return float(alternating_sum(moments))


def test_a_fork_with_fifteen_weights_at_the_papers_sizes():
    """RLVR's limit reaches a leaf with each departure: corridor sequences then have a law in closed form."""
    zipf = [Fraction(1, rank) for rank in range(1, 16)]
    found = distinct.distinct_trajectories(PAPER, Policy.optimal(PAPER), "corridor", 900, 64, fork=zipf, target=2)
    stated = by_corridor_moments(PAPER, 900, 64, zipf, 2)
    assert found.correct == pytest.approx(stated, rel=1e-12)


def test_moments_and_types_agree():
    graph = CorridorGraph(2, 2, 2)
    for level in ("edge", "vertex"):
        chain = word_chain(graph, mixed(graph), level)
        exact = distinct.distinct_trajectories(graph, mixed(graph), level, 20, 40, exact=True)
        assert tuple(map(alternating_sum, word_moments(chain, 20, 40, exact=True))) == exact
        by_moments = [float(alternating_sum(moments)) for moments in word_moments(chain, 20, 40)]
        assert by_moments == pytest.approx([float(x) for x in exact], rel=2**-52)


@pytest.mark.parametrize("level", ["edge", "vertex"])
@pytest.mark.parametrize("fork", [None, [1, 0], [9, 1]])
def test_words_below_one_in_m_count_with_their_moments(level, fork):
    """Against each type by itself; with 256 samples many words are left out, with 10^6 few."""
    graph, budget = CorridorGraph(2, 2, 2), 16
    words = count_words([word_chain(graph, mixed(graph), level, fork=fork)], budget)
    for samples in (1, 2, 17, 256, 10**4, 10**6):
        stated = [
            math.fsum(n * distinct.chance_among(float(p), samples) for (p,), n in side)
            for side in (words.correct, words.incorrect)
        ]
        found = distinct.distinct_trajectories(graph, mixed(graph), level, budget, samples, fork=fork)
        assert found == pytest.approx(stated, rel=5e-15 * budget)


def test_many_samples_of_rows_of_many_kinds():
    """By all moments in fixed point, which takes a minute: no row has the same probabilities as another."""
    assert distinct.distinct_trajectories(SMALL, gaps(SMALL, 1.0), "edge", 26, 4000) == pytest.approx(
        (859.3775006775192, 2659.286739251663), rel=1e-13
    )


@pytest.mark.parametrize("level", distinct.LEVELS)
@pytest.mark.parametrize("exact", [True, False])
def test_several_budgets_at_once_give_what_each_gives_alone(level, exact):
    graph, budgets = CorridorGraph(3, 1, 2), (15, 1, 4, 9, 9, 3)
    given = {"fork": [3, 2, 1], "target": 1, "exact": exact}
    found = distinct.distinct_by_budget(graph, mixed(graph), level, budgets, 5, **given)
    assert list(found) == [1, 3, 4, 9, 15]
    for budget, stated in found.items():
        alone = distinct.distinct_trajectories(graph, mixed(graph), level, budget, 5, **given)
        assert stated == (alone if exact else pytest.approx(alone, rel=1e-13))
    with pytest.raises(ValueError, match="budgets must not be empty"):
        distinct.distinct_by_budget(graph, mixed(graph), level, [], 5)


def test_too_many_types_are_refused(monkeypatch):
    monkeypatch.setattr(word_types, "MOST_UPDATES", 1000)
    with pytest.raises(ValueError, match="words of up to 13 letters are of too many types to be counted, more"):
        distinct.distinct_trajectories(SMALL, gaps(SMALL, 1.0), "edge", 26, 10**6)


def test_chains_are_of_one_graph():
    chains = [word_chain(graph, Policy.base(graph)) for graph in (SMALL, CorridorGraph(3, 1, 2))]
    for wrong in (chains, []):
        with pytest.raises(ValueError, match="chains must have the same states"):
            count_words(wrong, 9)
    for least in (-1, float("nan")):
        with pytest.raises(ValueError, match=r"least must be a number in \[0, 1\], got least="):
            count_words(chains[:1], 9, least)


def test_the_sum_of_moments_refuses_floats():
    """In floats it is worthless: 8.092... comes out as 1e15."""
    chain = word_chain(SMALL, Policy.sft_limit(SMALL), "vertex")
    moments = word_moments(chain, 26, 256).correct
    assert float(alternating_sum(moments)) == pytest.approx(8.0921111237, abs=1e-10)
    for kind in (float, np.float32):
        with pytest.raises(TypeError, match="moments must be Fractions, got floats"):
            alternating_sum([kind(moment) for moment in moments])


def gaps(graph, gap, **given):
    return Policy.from_gaps(graph, **dict.fromkeys(FAMILIES, gap) | given)


REFERENCE = [
    (SMALL, Policy.base(SMALL), "edge", 26, (49.5927927577, 204.4436554312)),
    (SMALL, Policy.sft_limit(SMALL), "vertex", 26, (8.0921111237, 146.2264988256)),
    (SMALL, gaps(SMALL, 1.0), "edge", 26, (68.1603642715, 170.1945506215)),
    (SMALL, gaps(SMALL, 3.0), "corridor", 26, (13.2250203279, 43.4572348179)),
    (SMALL, Policy.optimal(SMALL), "leaf", 26, (4.9998726252, 5.9997452449)),
    (SMALL, Policy.sft_limit(SMALL), "leaf", 260, (8.1109199641, 8.6232831221)),
    (PAPER, Policy.base(PAPER), "edge", 9000, (44.068616755375, 211.931383244625)),
    (PAPER, Policy.sft_limit(PAPER), "edge", 9000, (17.066666666519, 238.933333328728)),
    (PAPER, Policy.optimal(PAPER), "vertex", 9000, (232.931787985183, 0.011576374704)),
    (PAPER, Policy.base(PAPER), "corridor", 900, (5.42936283, 244.92229685)),
    (
        PAPER,
        gaps(PAPER, 3.0, forward_exit=float("inf"), forward_entry=float("inf")),
        "corridor",
        900,
        (17.53098191, 164.5872736),
    ),
]
"""Computed by independent code, 256 samples; digits as given there."""


@pytest.mark.parametrize(("graph", "policy", "level", "budget", "stated"), REFERENCE)
def test_distinct_walks_of_larger_graphs(graph, policy, level, budget, stated):
    found = distinct.distinct_trajectories(graph, policy, level, budget, 256)
    assert found == pytest.approx(stated, abs=6e-9)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"level": "turn"}, "level must be one of edge, vertex, corridor, leaf, got level='turn'"),
        ({"level": "leaf", "fork": [1, 1]}, "fork must hold 3 weights >= 0"),
        ({"level": "corridor", "target": 3}, "target must be an integer from 0 to 2"),
        ({"fork": [1, 1]}, "fork must hold 3 weights >= 0"),
        ({"fork": []}, "fork must hold at least one number, got none"),
        ({"fork": [0, 0, 0]}, "fork must hold 3 weights >= 0 of which one is above 0, one per corridor, got "),
        ({"fork": [1, 1, float("nan")]}, r"fork\[2\] must be a number in \[0, inf\), got fork\[2\]=nan"),
        ({"fork": [1, -1, 1]}, r"fork\[1\] must be a number in \[0, inf\), got fork\[1\]=-1"),
        ({"samples": 0}, "samples must be an integer >= 1"),
        ({"budget": 0}, "budget must be an integer >= 1"),
        ({"target": 3}, "target must be an integer from 0 to 2"),
        ({"policy": Policy.base(CorridorGraph(3, 4, 2))}, "policy must have one probability per diamond, got 4"),
    ],
)
@pytest.mark.parametrize("level", ["edge", "corridor", "leaf"])
def test_what_makes_no_sense_is_refused(level, change, message):
    given = {"policy": Policy.base(SMALL), "level": level, "budget": 9, "samples": 2} | change
    with pytest.raises(ValueError, match=message):
        distinct.distinct_trajectories(SMALL, **given)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"fork": weights}, r"fork(\[\d\])? must be a (list of numbers|number) in \[0, inf\), got fork(\[\d\])?=")
        for weights in (
            {1, 2, 3},
            {0: 1},
            "123",
            1,
            np.array(2.0),
            [1, None, 1],
            [1, [1], 1],
            [1, "1", 1],
            [1, True, 1],
            [1, 1j, 1],
            iter([1, 1, 1]),
            np.ones((3, 2))[:, :1].T,
        )
    ]
    + [
        ({"policy": "base"}, "policy must be a Policy, got policy='base'"),
        ({"graph": UnequalGraph([[2, 2], [2]])}, "graph must be a CorridorGraph, got graph="),
        ({"graph": None}, "graph must be a CorridorGraph, got graph=None"),
    ],
)
@pytest.mark.parametrize("level", ["edge", "corridor", "leaf"])
def test_what_is_of_another_type_is_refused(level, change, message):
    given = {"graph": SMALL, "policy": Policy.base(SMALL), "level": level, "budget": 9, "samples": 2} | change
    with pytest.raises(TypeError, match=message) as refusal:
        distinct.distinct_trajectories(**given)
    assert "\n" not in str(refusal.value)


def test_a_hardly_likely_target_is_found_hardly_ever():
    """Its words have hardly any probability, and not none: 64 bits hold numbers down to 1e-308."""
    given = SMALL, mixed(SMALL), "edge", 9, 2
    likely, unlikely = (distinct.distinct_trajectories(*given, fork=[w, 1, 1]).correct for w in (1e-9, 1e-300))
    assert unlikely == pytest.approx(1e-291 * likely, rel=1e-8)


def test_weights_of_numpy_are_counted_exactly():
    """As Python's own: with whole numbers of 64 bits powers would overflow."""
    graph = CorridorGraph(3, 1, 2)
    given = graph, mixed(graph), "vertex", 20, 20
    stated = distinct.distinct_trajectories(*given, fork=[5, 7, 11], exact=True)
    for weights in (np.array([5, 7, 11]), [np.int64(5), np.float32(7), np.int8(11)], (5, 7, 11)):
        assert distinct.distinct_trajectories(*given, fork=weights, exact=True) == stated
