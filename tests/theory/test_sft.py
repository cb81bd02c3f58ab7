"""SFT in closed form: its implicit equations, its limits, and the least and the break-even time of its cost."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backproof.theory.costs.hitting_time import (
    expected_hitting_time,
    expected_hitting_time_gradient,
    expected_hitting_times,
)
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.sft import GOLDEN, break_even_time, cheapest_time, sft_policy, table_weights


@given(st.integers(1, 50), st.floats(0, 1e9), st.sampled_from([0.5, 1.0, 7.0]))
def test_gaps_solve_the_flow_for_any_row_weights(lanes, time, weight):
    """D + (e^D - 1)/L and D + L (e^D - 1) are the clocks; here they are solved by Lambert's function to 40 digits."""
    policy = sft_policy(CorridorGraph(2, 1, lanes), time, {"forward_exit": 1.0, "forward_entry": weight})
    with mpmath.workdps(40):
        exits = expected_passing(mpmath.mpf(1) / lanes, mpmath.mpf(time))
        entries = expected_passing(mpmath.mpf(lanes), mpmath.mpf(time) * weight)
        # the argument of Wright's function has an error of 2 roundings of the clock, which is like an error of the
        # clock
        found = [policy.forward_exit[0], policy.forward_entry[0]]
        assert [float(abs(p / q - 1)) <= 1e-14 for p, q in zip(found, (exits, entries), strict=True)] == [True, True]


def expected_passing(odds, clock):
    """Probability of passing at the gap D with D + f (e^D - 1) = clock."""
    gap = clock + odds - mpmath.lambertw(odds * mpmath.exp(clock + odds)).real
    return 1 / (1 + mpmath.exp(-gap) / odds)


def test_it_starts_at_base_and_ends_at_the_limit_without_touching_backward_rows():
    policies = sft_policy(PAPER, [0.0, 3.0, math.inf])
    assert policies.batch_shape == (3,)
    for row, known in ((0, Policy.base(PAPER)), (2, Policy.sft_limit(PAPER))):
        for name in FAMILIES:
            assert np.allclose(getattr(policies, name)[row], getattr(known.to_floats(), name), rtol=1e-15, atol=0)
    for name in ("backward_entry", "backward_exit"):
        assert np.ptp(getattr(policies, name)) == 0
    assert expected_hitting_times(PAPER, policies)[0] == pytest.approx(50142, rel=1e-12)


@pytest.mark.parametrize("weights", [GOLDEN, table_weights(PAPER)], ids=["policy", "table"])
def test_at_the_cheapest_time_the_cost_is_stationary_along_the_flow(weights):
    """There dH/dt, the sum of dH/dD dD/dt with dD/dt = w (1 - p), changes its sign."""

    def slope(time):
        policy = sft_policy(PAPER, time, weights)
        gradient = expected_hitting_time_gradient(PAPER, policy, coordinates="gaps")
        return sum(w * getattr(gradient, name) @ (1 - getattr(policy, name)) for name, w in weights.items())

    time = cheapest_time(PAPER, weights)
    # The search stops within about 1e-7 of the interval. Costs have a relative error of 1e-13, which near a minimum is
    # an error of 1e-6 in time.
    assert slope(0.9999 * time) < 0 < slope(1.0001 * time)


def test_the_cost_equals_that_of_base_at_the_break_even_time():
    time = break_even_time(PAPER)
    costs = expected_hitting_times(PAPER, sft_policy(PAPER, np.array([0.999, 1.0, 1.001]) * time))
    assert costs[0] < 50142 < costs[2]
    assert costs[1] == pytest.approx(50142, rel=1e-8)
    assert expected_hitting_time(PAPER, sft_policy(PAPER, cheapest_time(PAPER))) < 50142


@pytest.mark.parametrize("sizes", [(1, 4, 3), (5, 1, 3), (2, 2, 1)])
def test_where_sft_costs_no_more_than_base_there_is_no_break_even(sizes):
    with pytest.raises(ValueError, match=f"which it does not at width={sizes[0]}, depth={sizes[1]}, lanes={sizes[2]}"):
        break_even_time(CorridorGraph(*sizes))


@pytest.mark.parametrize(
    ("time", "weights", "message"),
    [
        (-1.0, GOLDEN, "^time must be >= 0, got time=-1.0$"),
        ([0.0, math.nan], GOLDEN, "^time must be >= 0"),
        (1.0, {"forward_exit": -1.0}, "^weights must be finite, >= 0 and of .*, got forward_exit=-1.0$"),
        (1.0, {"forward_exit": math.inf}, "^weights must be finite"),
        (1.0, {"sideways": 1.0}, "^weights must be .* of forward_exit, .*, got sideways=1.0$"),
    ],
)
def test_invalid_times_and_weights_are_refused(time, weights, message):
    with pytest.raises(ValueError, match=message):
        sft_policy(PAPER, time, weights)
