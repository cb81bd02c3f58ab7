"""Distinct walks among samples: against every walk counted one by one, and at sizes worked out by other code."""

from fractions import Fraction

import pytest

from backproof.theory.companions import distinct_trajectories as distinct
from backproof.theory.companions.word_chain import word_chain
from backproof.theory.companions.word_moments import alternating_sum, word_moments
from backproof.theory.graph import PAPER, CorridorGraph
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


@pytest.mark.parametrize("fork", [[3, 2, 1], [1, 0, 0], [0, 1, 1]])
@pytest.mark.parametrize("level", ["edge", "vertex"])
def test_a_fork_with_weights_takes_them(fork, level):
    graph = CorridorGraph(3, 1, 2)
    for target in range(3):
        stated = counted(graph, mixed(graph), level, 8, 5, fork=fork, target=target)
        found = distinct.distinct_trajectories(graph, mixed(graph), level, 8, 5, fork=fork, target=target, exact=True)
        assert found == stated


def test_moments_and_types_agree():
    graph = CorridorGraph(2, 2, 2)
    for level in ("edge", "vertex"):
        chain = word_chain(graph, mixed(graph), level)
        exact = distinct.distinct_trajectories(graph, mixed(graph), level, 20, 40, exact=True)
        assert tuple(map(alternating_sum, word_moments(chain, 20, 40, exact=True))) == exact
        assert distinct.by_moments(chain, 20, 40) == pytest.approx([float(x) for x in exact], rel=2**-52)


def test_the_sum_of_moments_refuses_floats():
    """In floats it is worthless: 8.092... comes out as 1e15."""
    chain = word_chain(SMALL, Policy.sft_limit(SMALL), "vertex")
    moments = word_moments(chain, 26, 256).correct
    assert float(alternating_sum(moments)) == pytest.approx(8.0921111237, abs=1e-10)
    with pytest.raises(TypeError, match="moments must be Fractions, got floats"):
        alternating_sum([float(moment) for moment in moments])


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
        ({"level": "leaf", "fork": [1, 1, 1]}, "fork must be uniform at the level 'leaf'"),
        ({"fork": [1, 1]}, "fork must hold 3 weights >= 0"),
        ({"fork": [1, 1, float("nan")]}, "fork must hold finite weights"),
        ({"samples": 0}, "samples must be an integer >= 1"),
        ({"budget": 0}, "budget must be an integer >= 1"),
        ({"target": 3}, "target must be an integer from 0 to 2"),
    ],
)
def test_what_makes_no_sense_is_refused(change, message):
    given = {"level": "edge", "budget": 9, "samples": 2} | change
    with pytest.raises(ValueError, match=message):
        distinct.distinct_trajectories(SMALL, Policy.base(SMALL), **given)
