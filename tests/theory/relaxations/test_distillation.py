"""Students of mixed traces: rows agree with the integrated flow, and weights with solved visits."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.special import expit

from backproof.checks.tools.walks import visits_per_trace
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import ENTRIES, FAMILIES, Policy
from backproof.theory.relaxations.distillation import (
    least_fraction,
    student_cost,
    student_policy,
    time_until,
    trace_weights,
)
from backproof.theory.sft import GOLDEN, sft_policy, table_weights

SMALL = CorridorGraph(3, 2, 2)


def family_of(state):
    """The family of a row of the full table."""
    forward = state.head.diamond >= max(state.tail.diamond, 0) and state.tail.kind != "leaf"
    if state.tail.kind in ("left", "right") and state.tail.diamond == state.head.diamond:
        return "forward_exit" if state.head.kind == "right" else "backward_exit"
    return "forward_entry" if forward and state.head.kind == "left" else "backward_entry"


def test_weights_match_the_solved_visits_of_the_optimum():
    """Equal rows of the full table are one row of a policy, and their visits add up."""
    summed = Counter()
    for state, visits in visits_per_trace(SMALL).items():
        summed[family_of(state), state.head.diamond] += visits
    weights = trace_weights(SMALL, Fraction(1))
    assert summed == {(name, diamond): weights[name] for name in FAMILIES for diamond in range(SMALL.depth)}


def test_weights_of_cleaned_traces_match_golden_paths():
    assert {name: weight for name, weight in trace_weights(SMALL, 0.0).items() if weight} == GOLDEN


def integrated(graph, uncleaned, time):
    """The student by the flow of all rows of the full table, on connector and lane logits, without gaps."""
    alike = {name: graph.width * (1 if name in ENTRIES else graph.lanes) for name in FAMILIES}
    weights = {name: weight / alike[name] for name, weight in trace_weights(graph, uncleaned).items()}
    lanes = graph.lanes
    rows = {}
    for name in FAMILIES:
        entry, weight = name in ENTRIES, float(weights[name])

        def velocity(t, logits, entry=entry, weight=weight):
            connector = expit(logits[0] - logits[1] - np.log(lanes))
            taken = 0.0 if entry else 1.0
            return [weight * (taken - connector), weight * ((1 - taken) - (1 - connector)) / lanes]

        found = solve_ivp(velocity, (0, time), [0.0, 0.0], "LSODA", rtol=1e-11, atol=1e-11)
        connector = float(expit(found.y[0, -1] - found.y[1, -1] - np.log(lanes)))
        rows[name] = [1 - connector if entry else connector] * graph.depth
    return Policy(**rows)


@pytest.mark.parametrize(("uncleaned", "time"), [(0.0, 3.0), (0.2, 50.0), (1.0, 0.1), (0.01, 1e4)])
def test_the_closed_form_matches_the_integrated_flow_on_the_full_table(uncleaned, time):
    found = sft_policy(SMALL, time, table_weights(SMALL, trace_weights(SMALL, uncleaned)))
    expected = integrated(SMALL, uncleaned, time)
    for name in FAMILIES:
        # the integrator's tolerance times the number of its steps
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), atol=1e-8)


def test_the_student_starts_at_base_and_ends_at_one_of_the_two_limits():
    base = expected_hitting_time(SMALL, Policy.base(SMALL))
    assert student_cost(SMALL, 0.3, 0.0) == pytest.approx(base, rel=1e-13)
    # at t = 1e12 an error is below 2 / (eps t) < 1e-10, and the cost is within 100 times that of its limit
    assert student_cost(SMALL, 0.1, 1e12) == pytest.approx(float(4 * 3 * 2 + 2 * 3 - 2 * 2), rel=1e-8)
    assert student_cost(SMALL, 0.0, 1e12) == pytest.approx(
        expected_hitting_time(SMALL, Policy.sft_limit(SMALL)), rel=1e-8
    )


def test_cleaned_traces_leave_backward_rows_at_base():
    frozen = student_policy(SMALL, 0.0, 1e9)
    np.testing.assert_allclose(frozen.backward_entry, 2 / 3, rtol=1e-15)
    np.testing.assert_allclose(frozen.backward_exit, 1 / 3, rtol=1e-15)


def test_at_a_threshold_the_costs_are_equal_and_thresholds_fall_like_1_over_time():
    bound = 2 * 26.0
    doses = []
    for time in (1e4, 1e6):
        eps = least_fraction(SMALL, time, bound)
        assert student_cost(SMALL, eps * (1 + 1e-9), time) < bound < student_cost(SMALL, eps * (1 - 1e-9), time)
        doses.append(eps * time)
    assert doses[0] == pytest.approx(doses[1], rel=1e-2)
    needed = time_until(SMALL, 1.0, bound)
    assert student_cost(SMALL, 1.0, needed * (1 + 1e-9)) < bound < student_cost(SMALL, 1.0, needed * (1 - 1e-9))
    assert least_fraction(SMALL, needed / 2, bound) is None
    assert least_fraction(CorridorGraph(1, 2, 2), 1e4, 20.0) == 0


@pytest.mark.parametrize(
    ("uncleaned", "time", "message"),
    [
        (1.5, 1.0, r"uncleaned must be a fraction in \[0, 1\], got uncleaned=1.5"),
        (0.5, -1.0, "time must be finite and >= 0, got time=-1.0"),
        (0.5, float("nan"), "time must be finite and >= 0, got time=nan"),
    ],
)
def test_bad_input_is_refused(uncleaned, time, message):
    with pytest.raises(ValueError, match=message):
        student_policy(SMALL, uncleaned, time)
