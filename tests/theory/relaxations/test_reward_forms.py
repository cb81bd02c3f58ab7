"""Success within a horizon and at a discount agrees with walks stepped one by one, dense solutions and differences."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from backproof.checks.tools.scored_walks import success_and_slope
from backproof.theory.chain import corridor_chain
from backproof.theory.costs.hitting_law import log_generating_function
from backproof.theory.costs.walk_transform import ScoredRow, scored_rows
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.reward_forms import discounted_success, success_within
from tests.strategies import exact_cases

SMALL = CorridorGraph(3, 2, 2)
GAPS = {name: np.array([0.3, -0.4]) * sign for name, sign in zip(FAMILIES, (1, -1, 2, 0.5), strict=True)}


@settings(max_examples=10, deadline=None)
@given(exact_cases(max_width=3, max_depth=2, max_lanes=2))
def test_success_matches_walks_stepped_one_move_at_a_time(case):
    graph, policy = case
    found = success_within(graph, policy, range(1, 21), exact=True)
    for row in scored_rows(graph)[:: graph.depth]:
        for horizon, (success, slope) in enumerate(success_and_slope(graph, policy, row, 20), start=1):
            assert (found[horizon].success, found[horizon].of_row(row)) == (success, slope)


def slope_by_difference(value, row, h=1e-5):
    """The central difference of a function of the policy in one gap."""
    values = []
    for sign in (1, -1):
        gaps = {name: gap.copy() for name, gap in GAPS.items()}
        gaps[row.family][row.diamond] += sign * h
        values.append(value(Policy.from_gaps(SMALL, **gaps)))
    return (values[0] - values[1]) / (2 * h)


@pytest.mark.parametrize("row", scored_rows(SMALL), ids=str)
def test_derivatives_match_central_differences(row):
    """The third derivatives are below 1, so central differences have an error of h^2, and a rounding error of 1e-16 /
    h.
    """
    policy = Policy.from_gaps(SMALL, **GAPS)
    within = success_within(SMALL, policy, [40])[40].of_row(row)
    assert within == pytest.approx(
        slope_by_difference(lambda p: success_within(SMALL, p, [40])[40].success, row), abs=1e-9
    )
    at_discount = discounted_success(SMALL, policy, 0.97).of_row(row)
    assert at_discount == pytest.approx(
        slope_by_difference(lambda p: discounted_success(SMALL, p, 0.97).success, row), abs=1e-9
    )


def test_the_success_of_the_optimum_is_geometric_over_the_leaves():
    """Every 2(2K+1) steps the walk reaches a leaf, which is the target with probability 1/W."""
    found = success_within(SMALL, Policy.optimal(SMALL), [5, 6, 15, 16, 26], exact=True)
    missed = [1 - found[horizon].success for horizon in (5, 6, 15, 16, 26)]
    assert missed == [1, Fraction(2, 3), Fraction(2, 3), Fraction(4, 9), Fraction(8, 27)]


def test_with_a_far_horizon_success_is_certain_and_its_gradient_vanishes():
    """The tail falls geometrically: at base and these sizes by a factor e every 200 steps, to 1e-17 after 8000."""
    (found,) = success_within(SMALL, Policy.base(SMALL), [8000]).values()
    assert found.success == pytest.approx(1, abs=1e-12)
    assert np.abs([found.by_forward, found.by_backward]).max() < 1e-11


def test_success_is_zero_before_the_shortest_path():
    (found,) = success_within(SMALL, Policy.base(SMALL), [SMALL.shortest_path_length - 1], exact=True).values()
    assert (found.success, set(found.by_forward) | set(found.by_backward)) == (0, {0})
    assert success_within(SMALL, Policy.base(SMALL), [1])[1].success == 0


def test_a_discounted_success_matches_a_dense_solution():
    """V = g (P V + exits) on the full multigraph, and one more step from the source."""
    policy, discount = Policy.base(SMALL), 0.9
    chain = corridor_chain(SMALL, policy)
    size = len(chain.rows)
    moves = np.array([[float(row.get(j, 0)) for j in range(size)] for row in chain.rows])
    value = np.linalg.solve(np.eye(size) - discount * moves, discount * (1 - moves.sum(axis=1)))[0]
    assert discounted_success(SMALL, policy, discount).success == pytest.approx(discount * value, rel=1e-12)


@pytest.mark.parametrize("policy", [Policy.base, Policy.sft_limit])
def test_a_discounted_success_matches_the_generating_function(policy):
    found = discounted_success(PAPER, policy(PAPER), 1 - 1 / 900)
    assert math.log(found.success) == pytest.approx(
        log_generating_function(PAPER, policy(PAPER), math.log1p(-1 / 900)), rel=1e-11
    )


def test_floats_agree_with_fractions_at_the_sft_limit():
    """Derivatives of 1e-12 beside values of 0.07 lose no digits, since their terms do not cancel."""
    graph = CorridorGraph(4, 6, 3)
    exact = discounted_success(graph, Policy.sft_limit(graph), Fraction(99, 100), exact=True)
    found = discounted_success(graph, Policy.sft_limit(graph), 0.99)
    np.testing.assert_allclose(found.by_backward, np.array(exact.by_backward, dtype=float), rtol=1e-11)
    assert set(exact.by_forward) == {0}
    within = [
        success_within(graph, Policy.sft_limit(graph), [40], exact=kind)[40].by_backward for kind in (False, True)
    ]
    np.testing.assert_allclose(within[0], np.array(within[1], dtype=float), rtol=1e-11)


def test_many_horizons_can_be_computed_in_one_pass():
    together = success_within(SMALL, Policy.base(SMALL), [30, 10, 30])
    assert list(together) == [10, 30]
    row = ScoredRow("backward_exit", 1)
    assert together[10].of_row(row) == success_within(SMALL, Policy.base(SMALL), [10])[10].of_row(row)


@pytest.mark.parametrize("discount", [0, 1, 1.5, -0.1, math.nan])
def test_a_discount_outside_0_to_1_is_refused(discount):
    with pytest.raises(ValueError, match=r"discount must be in \(0, 1\), got discount="):
        discounted_success(SMALL, Policy.base(SMALL), discount)


def test_invalid_policies_are_refused():
    with pytest.raises(ValueError, match="horizon must be an integer >= 1, got horizon=0"):
        success_within(SMALL, Policy.base(SMALL), [0])
    with pytest.raises(ValueError, match="one probability per diamond"):
        success_within(SMALL, Policy.base(PAPER), [9])
    with pytest.raises(ValueError, match="policy must be a single one"):
        discounted_success(SMALL, Policy.from_gaps(SMALL, forward_exit=[[0.0] * 2] * 3), 0.5)
