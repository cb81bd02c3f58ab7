"""The costs of the policies, exact or rounded."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from backproof.reports.costs import PolicyCost, policy_costs
from backproof.theory.graph import CorridorGraph

COSTS = policy_costs(CorridorGraph(15, 15, 5))


def test_the_costs_at_the_sizes_of_the_paper():
    assert [str(cost) for cost in COSTS] == ["50142", "about 4.318448e14", "900"]
    assert [cost.policy for cost in COSTS] == ["base", "sft", "rlvr"]


def test_the_report_says_that_costs_at_depth_400_are_rounded():
    base, sft, rlvr = policy_costs(CorridorGraph(15, 400, 5))
    assert str(base) == str(1 + 29 * (400 * 5 + 401) * (80 + 401))
    assert re.fullmatch(r"about \d\.\d+e344", str(sft))
    assert str(rlvr) == str(1 + 29 * 801)


@pytest.mark.parametrize(
    ("graph", "text"),
    [
        (CorridorGraph(10**15, 1, 1), "5.999999999999997e15"),
        (CorridorGraph(2 * 10**13, 8, 2), "6.8e14"),
    ],
    ids=["past 1e15", "below"],
)
def test_the_report_says_that_costs_above_1e15_are_rounded(graph, text):
    optimum = policy_costs(graph)[-1]
    assert ("about" in str(optimum)) == (optimum.exact >= 10**15)
    assert float(str(optimum).removeprefix("about ")) == pytest.approx(float(text), rel=1e-6)


def test_costs_of_too_many_digits_are_given_by_their_logarithm():
    found = policy_costs(CorridorGraph(2, 5001, 2))
    assert [cost.exact for cost in found] == [None] * 3
    assert all("about " in str(cost) for cost in found)


@pytest.mark.parametrize("log10", [5.9999999999, 299.99999999999, 0.0, 15.5])
def test_a_rounded_cost_has_one_digit_before_the_point(log10):
    mantissa, _, exponent = str(PolicyCost("sft", None, log10)).removeprefix("about ").partition("e")
    assert 1 <= float(mantissa) < 10 or not exponent
    assert float(mantissa) * 10 ** (int(exponent or 0) - log10) == pytest.approx(1, rel=1e-6)


def test_a_recurrence_that_fails_is_reported_and_the_rest_of_the_report_stays(monkeypatch):
    monkeypatch.setattr("backproof.theory.costs.crossings.renewal_cost", lambda width, out, back: -1 - out - back)
    found = policy_costs(CorridorGraph(2, 2, 2))
    assert {str(cost) for cost in found} == {"not a cost: the recurrence fails"}


def test_a_short_decimal_is_not_called_rounded():
    assert str(PolicyCost("base", Fraction(36, 5), 0.857)) == "7.2"
    assert str(PolicyCost("base", Fraction(1, 3), -0.477)) == "about 0.3333333"
