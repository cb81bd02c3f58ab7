"""The joint law of steps and scores agrees with the chain, the exact gradient, and identities of moments."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from backproof.checks.tools.scored_walks import joint_moments
from backproof.checks.tools.walks import expected_visits
from backproof.theory.chain import corridor_chain
from backproof.theory.costs.hitting_law import hitting_time_moments
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.costs.walk_transform import (
    ScoredRow,
    Series,
    decisions,
    score_moments,
    scored_rows,
    walk_transform,
)
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy
from tests.strategies import exact_cases

SMALL = CorridorGraph(2, 2, 2)
ORDERS = ((1, 0), (0, 2), (1, 1), (1, 2), (2, 2))


@settings(max_examples=8, deadline=None)
@given(exact_cases(max_width=2, max_depth=2, max_lanes=2))
def test_moments_match_the_full_multigraph(case):
    graph, policy = case
    for row in scored_rows(graph)[:: graph.depth]:
        found, solved = score_moments(graph, policy, row), joint_moments(graph, policy, row)
        named = (found.steps, found.score_squared, found.slope, found.steps_score_squared, found.both_squared)
        assert named == tuple(solved[order] for order in ORDERS)
        assert solved[0, 1] == 0


@given(exact_cases(max_width=5, max_depth=3, max_lanes=3))
@settings(max_examples=10, deadline=None)
def test_the_slope_matches_the_exact_gradient(case):
    graph, policy = case
    gradient = expected_hitting_time_gradient(graph, policy, exact=True, coordinates="gaps")
    for row in scored_rows(graph):
        found = score_moments(graph, policy, row)
        assert (found.steps, found.slope) == (gradient.cost, getattr(gradient, row.family)[row.diamond])


def test_the_mean_squared_score_is_the_visits_times_their_variance():
    policy = Policy.base(SMALL)
    visits = expected_visits(corridor_chain(SMALL, policy))
    for row in scored_rows(SMALL):
        p = getattr(policy, row.family)[row.diamond]
        at_left, by_lane = row.family in ("forward_entry", "backward_exit"), row.family.endswith("exit")
        here = sum(
            number
            for state, number in visits.items()
            if state.head.kind == ("left" if at_left else "right")
            and state.head.diamond == row.diamond
            and state.is_lane == by_lane
        )
        assert score_moments(SMALL, policy, row).score_squared == here * p * (1 - p)


def test_the_moments_of_the_steps_match_the_hitting_law():
    policy = Policy.base(SMALL)
    p, q = policy.passes()
    walks = walk_transform(2, decisions(p), decisions(q), Series.exponential(steps=1))
    mean, variance = walks.moment(1, 0), walks.moment(2, 0) - walks.moment(1, 0) ** 2
    law = hitting_time_moments(SMALL, policy, exact=True)
    assert (walks.moment(0, 0), mean, variance) == (1, law.mean, law.variance)


def test_no_other_baseline_has_a_lower_variance_than_the_best():
    found = score_moments(SMALL, Policy.base(SMALL), ScoredRow("backward_exit", 1))
    best = found.best_baseline
    spread = [found.variance(best + off) for off in (-1, 0, 1)]
    assert spread[0] == spread[2] > spread[1] > 0
    assert found.variance(found.steps) < found.variance()
    assert found.walks_for_unit_ratio(best) == spread[1] / found.slope**2


def test_floats_agree_with_fractions():
    graph = PAPER
    for row in (ScoredRow("backward_exit", 0), ScoredRow("backward_entry", 14)):
        exact, found = (score_moments(graph, Policy.base(graph), row, exact=kind) for kind in (True, False))
        assert found.both_squared == pytest.approx(float(exact.both_squared), rel=1e-9)
        assert isinstance(exact.slope, Fraction)
        assert isinstance(found.slope, float)


def test_a_row_without_randomness_has_no_score():
    found = score_moments(SMALL, Policy.sft_limit(SMALL), ScoredRow("forward_exit", 0))
    assert (found.score_squared, found.slope, found.best_baseline) == (0, 0, found.steps)
    with pytest.raises(ZeroDivisionError):
        found.walks_for_unit_ratio()


def test_truncated_series_multiply_and_divide_like_polynomials():
    x, y = Series.exponential(steps=2, score=Fraction(1, 3)), Series.exponential(steps=3, score=-1)
    both = x * y
    assert both == Series.exponential(steps=5, score=Fraction(-2, 3))
    assert both / y == x
    assert (1 / x).moment(1, 1) == Fraction(2, 3)
    assert (5 - x).moment(0, 0) == 4
    assert (x - 1 + x).moment(2, 2) == 2 * 4 * Fraction(1, 9)


def test_invalid_policies_are_refused():
    with pytest.raises(ValueError, match="one probability per diamond, got 3 per family for depth=2"):
        score_moments(SMALL, Policy.base(CorridorGraph(2, 3, 2)), ScoredRow("backward_exit", 0))
    with pytest.raises(ValueError, match=r"policy must be a single one, got a batch of shape \(3,\)"):
        score_moments(SMALL, Policy.from_gaps(SMALL, forward_exit=[[0.0] * 2] * 3), ScoredRow("backward_exit", 0))
