"""Row `gradient-noise`: numbers of walks compared with joint moments solved on the multigraph."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction

import pytest

from backproof.checks.audit import gradient_noise
from backproof.checks.audit.gradient_noise import ASSUMPTION
from backproof.checks.tools.scored_walks import joint_moments
from backproof.checks.tools.walks_needed import least_walks
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.costs.walk_transform import ScoredRow
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

SMALL = CorridorGraph(3, 2, 2)
PAPER = CorridorGraph(15, 15, 5)


@pytest.fixture(scope="module")
def paper():
    return ASSUMPTION.examine(PAPER)


def brute_walks(policy, row):
    """Variance over squared mean of (T - c) S, where c = E[T S^2] / E[S^2] is inserted before the expectation."""
    found = joint_moments(SMALL, policy, row)
    c = found[1, 2] / found[0, 2]
    return (found[2, 2] - 2 * c * found[1, 2] + c**2 * found[0, 2] - found[1, 1] ** 2) / found[1, 1] ** 2


def test_the_table_agrees_with_the_multigraph():
    (row,) = (row for row in ASSUMPTION.examine(SMALL).table.rows if row[0].value == 2)
    near, far = ScoredRow("backward_exit", 0), ScoredRow("backward_exit", 1)
    policies = (Policy.base(SMALL), Policy.sft_limit(SMALL))
    assert [cell.value for cell in row[1:5]] == [brute_walks(p, place) for p in policies for place in (near, far)]
    assert row[5].value == row[4].value * expected_hitting_time(SMALL, Policy.sft_limit(SMALL), exact=True)


def test_a_diamond_multiplies_the_walks_by_rho_after_sft_but_not_at_base(paper):
    """At L = 5, from K = 8 to 15 the walks grow by rho^7 = 7.2^7 up to a percent, at base by less than 2^4."""
    at = {int(row[0].value): [cell.value for cell in row[1:5]] for row in paper.table.rows}
    assert float(at[15][3] / at[8][3]) == pytest.approx(7.2**7, rel=0.01)
    assert float(at[15][2] / at[8][2]) == pytest.approx(1, rel=1e-3)
    assert at[15][1] / at[8][1] < 16


def test_the_bound_is_below_the_number_of_walks(paper):
    (row,) = (row for row in paper.table.rows if row[0].value == 15)
    assert least_walks(PAPER, 29) <= row[4].value <= 3 * least_walks(PAPER, 29)
    assert least_walks(PAPER, 1) <= row[3].value


def test_better_baselines_need_fewer_walks(paper):
    numbers = paper.words[2].numbers
    assert numbers["checkpoint"].value == pytest.approx(1.83219e5, rel=1e-5)
    assert numbers["best"].value < numbers["mean"].value < numbers["none"].value


def test_a_million_walks_are_not_enough_from_the_stated_depth_on(paper):
    depth = paper.breaking_point.numbers["K"].value
    bounds = [least_walks(CorridorGraph(15, k, 5), 2 * k - 1) for k in (depth - 1, depth)]
    assert bounds[0] <= 10**6 < bounds[1]


def test_costs_are_unchanged_and_all_checks_hold(paper):
    assert paper.held == paper.dropped
    assert [check.holds for check in paper.checks] == [True] * 4


def test_without_a_wrong_corridor_there_is_nothing_to_detect():
    finding = ASSUMPTION.examine(CorridorGraph(1, 2, 1))
    assert [row[3:] for row in finding.table.rows] == [(None, None, None)] * 2
    assert "W = 1" in finding.breaking_point.text
    assert all(check.holds for check in finding.checks)


@pytest.mark.slow
def test_costs_beyond_float64_are_exact():
    finding = ASSUMPTION.examine(CorridorGraph(2, 100, 3))
    far = finding.table.rows[-1]
    assert isinstance(far[5].value, Fraction)
    assert math.log10(far[5].value) == pytest.approx(146.515, abs=0.001)
    assert (far[1], far[2]) == (None, None)


def test_a_wrong_moment_fails_a_check(monkeypatch):
    true = gradient_noise.score_moments

    def wrong(graph, policy, row, **exact):
        found = true(graph, policy, row, **exact)
        return dataclasses.replace(
            found, steps=found.steps + 1, slope=-found.slope, score_squared=2 * found.score_squared
        )

    monkeypatch.setattr(gradient_noise, "score_moments", wrong)
    assert [check.holds for check in ASSUMPTION.examine(SMALL).checks] == [False] * 4
