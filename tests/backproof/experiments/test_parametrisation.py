"""Rates near the optimum: a wrong rate, or another descent, is rejected."""

from __future__ import annotations

from backproof.experiments.parametrisation import GRAPH, excess_times_time, falls_geometrically, growth_on_gaps
from backproof.sim.descent import natural, sign


def test_a_growth_that_is_two_percent_off_is_rejected():
    assert not excess_times_time(1.0, 1.02 * growth_on_gaps()).holds
    assert not excess_times_time(1.0, growth_on_gaps() / 1.02).holds


def test_the_rate_of_sign_steps_differs_from_that_of_the_natural_gradient():
    assert not falls_geometrically(sign).holds
    assert falls_geometrically(natural(GRAPH)).holds
