"""Row `reward-forms`: gradients of rewards compared with walks on the multigraph and with the recurrences."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction

import numpy as np
import pytest

from backproof.checks.audit import reward_forms
from backproof.checks.audit.reward_forms import ASSUMPTION, largest_blind_horizon
from backproof.checks.tools.reward_slopes import slope_bound
from backproof.checks.tools.scored_walks import success_and_slope
from backproof.theory.costs.hitting_time import expected_hitting_time, expected_hitting_time_gradient
from backproof.theory.costs.walk_transform import scored_rows
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.reward_forms import discounted_success

SMALL = CorridorGraph(2, 1, 2)
PAPER = CorridorGraph(15, 15, 5)


@pytest.fixture(scope="module")
def paper():
    return ASSUMPTION.examine(PAPER)


def cells(finding, reward):
    return [row[1:] for row in finding.table.rows if row[0] == reward]


def test_without_a_charge_rlvr_stays_at_base(paper):
    assert (paper.held.rlvr.value, paper.dropped.rlvr.value) == (900, 50142)
    assert paper.held.sft == paper.dropped.sft
    assert [check.holds for check in paper.checks] == [True, True]


def test_horizons_agree_with_the_walk_on_the_multigraph():
    """Lengths of the backward gradient at W = 2, K = 1, L = 2, where H* = 10, by stepping each row."""
    finding = ASSUMPTION.examine(SMALL)
    rows = [row for row in scored_rows(SMALL) if not row.is_forward]
    assert [int(horizon.value) for horizon, _, _ in cells(finding, "horizon")] == [10, 20, 40]
    for horizon, *lengths in cells(finding, "horizon"):
        for policy, found in zip((Policy.base(SMALL), Policy.sft_limit(SMALL)), lengths, strict=True):
            slopes = [list(success_and_slope(SMALL, policy, row, horizon.value))[-1][1] for row in rows]
            assert found.value == pytest.approx(math.hypot(*map(float, slopes)), rel=1e-12)


def test_the_charge_has_the_gradient_of_the_hitting_time(paper):
    ((_, base, sft),) = cells(paper, "charge per step")
    for policy, found in ((Policy.base(PAPER), base), (Policy.sft_limit(PAPER), sft)):
        slopes = expected_hitting_time_gradient(PAPER, policy, coordinates="gaps")
        assert found.value == pytest.approx(
            float(np.linalg.norm([*slopes.backward_entry, *slopes.backward_exit])), rel=1e-10
        )
    assert [cell.value for cell in cells(paper, "outcome alone")[0][1:]] == [0, 0]


def test_at_the_sft_limit_the_gradient_is_a_billionth_of_that_at_base(paper):
    for _, base, sft in cells(paper, "horizon") + cells(paper, "discount"):
        assert 0 < sft.value < 1e-8 * base.value


def test_the_bound_passes_a_millionth_at_the_breaking_point(paper):
    horizon = paper.breaking_point.numbers["N"].value
    assert horizon == largest_blind_horizon(PAPER) == 18627814
    steepest = Fraction(1, 6)
    assert slope_bound(PAPER, steepest, horizon) <= Fraction(1, 10**6) < slope_bound(PAPER, steepest, horizon + 1)


def test_at_a_discount_of_that_horizon_the_gradient_is_below_a_millionth():
    graph = CorridorGraph(3, 12, 2)
    horizon = largest_blind_horizon(graph)
    found = discounted_success(graph, Policy.sft_limit(graph), 1 - Fraction(1, horizon), exact=True)
    assert 0 < max(found.by_backward) <= Fraction(1, 10**6)


def test_without_a_wrong_corridor_there_is_nothing_to_learn():
    finding = ASSUMPTION.examine(CorridorGraph(1, 1, 1))
    assert finding.breaking_point.text.startswith("none at W = 1")
    assert finding.held.sft.value == finding.held.rlvr.value == 4
    assert "no dead end" in finding.words[0].text


def test_words_follow_the_numbers(paper):
    """At W = 2, K = L = 1 SFT lowers the cost from 28 to 18, and a horizon teaches its limit more than base."""
    small = ASSUMPTION.examine(CorridorGraph(2, 1, 1))
    assert small.breaking_point.text.startswith("none at this size")
    for finding, worse in ((paper, True), (small, False)):
        assert ("costs more than no training" in finding.words[-1].text) is worse
        assert ("hardly ever comes back in time" in finding.words[-2].text) is worse


@pytest.mark.parametrize("size", [(2, 100, 3), (1000, 15, 5)])
def test_large_sizes_are_examined(size):
    """With 1000 corridors H* is too long for a computation over a horizon, and the discount is used."""
    graph = CorridorGraph(*size)
    finding = ASSUMPTION.examine(graph)
    assert all(check.holds for check in finding.checks)
    assert finding.dropped.rlvr.value == expected_hitting_time(graph, Policy.base(graph), exact=True)
    assert len(cells(finding, "horizon")) == (2 if size[1] == 100 else 0)


def test_a_wrong_transform_fails_a_check(monkeypatch):
    def wrong(graph, policy, discount):
        found = discounted_success(graph, policy, discount)
        return found._replace(success=found.success * (1 + 1e-9))

    monkeypatch.setattr(reward_forms, "discounted_success", wrong)
    assert [check.holds for check in ASSUMPTION.examine(SMALL).checks] == [False, True]
    true = reward_forms.score_moments
    monkeypatch.setattr(reward_forms, "score_moments", lambda *a: dataclasses.replace(true(*a), slope=-true(*a).slope))
    assert [check.holds for check in ASSUMPTION.examine(SMALL).checks] == [False, False]
