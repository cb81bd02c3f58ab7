"""Shared rows agree with the flow of all their parameters, and with the known limits."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.shared_rows import (
    Frame,
    SharedFlow,
    progress_after,
    progress_beyond,
    progress_within_factor_two,
    shared_portion,
    sharing,
)
from backproof.theory.sft import sft_policy

SIZES = [CorridorGraph(*size) for size in ((2, 2, 3), (3, 1, 1), (4, 3, 2))]
each_size = pytest.mark.parametrize("graph", SIZES, ids=str)
each_frame = pytest.mark.parametrize("frame", Frame, ids=lambda frame: frame.name)


def gaps_after(graph, weight, frame, time):
    """The gaps of the four families from the parameters theta_0 to theta_4K, by the chain rule on each row's
    likelihood.
    """
    phi = np.array([1, frame, 1, frame])[:, None]
    golden = np.array([1, 0, 1, 0])[:, None]
    base = np.array([1 / graph.lanes, graph.lanes, graph.lanes, 1 / graph.lanes])[:, None]

    def gaps(parameters):
        return parameters[:-1].reshape(4, graph.depth) + weight * phi * parameters[-1]

    def velocity(_, parameters):
        pull = golden / (1 + base * np.exp(gaps(parameters)))
        return np.append(pull.ravel(), weight * (phi * pull).sum())

    found = solve_ivp(velocity, (0, time), np.zeros(4 * graph.depth + 1), "DOP853", rtol=1e-11, atol=1e-11)
    return dict(zip(FAMILIES, gaps(found.y[:, -1]), strict=True))


@each_size
@each_frame
@pytest.mark.parametrize("weight", [0.0, 0.05, 0.4, 1.5])
@pytest.mark.parametrize("time", [0.1, 3.0, 200.0])
def test_progress_and_gaps_match_the_flow_of_all_parameters(graph, frame, weight, time):
    flow = SharedFlow(graph, weight, progress_after(graph, weight, time))
    progress = flow.progress_at(math.log(time))
    found, expected = flow.policy(progress, frame), Policy.from_gaps(graph, **gaps_after(graph, weight, frame, time))
    for family in FAMILIES:  # both integrations have an error of 1e-11 in each of some hundred steps
        np.testing.assert_allclose(getattr(found, family), getattr(expected, family), rtol=1e-8)
    np.testing.assert_allclose(flow.cost(progress, frame), expected_hitting_time(graph, expected), rtol=1e-7)


@each_size
def test_a_feature_of_weight_0_leaves_sft_as_it_is(graph):
    flow = SharedFlow(graph, 0.0, 10.0)
    for time in (0.1, 1.0, 50.0):
        there = flow.policy(flow.progress_at(math.log(time)), Frame.EGOCENTRIC)
        for name in FAMILIES:
            np.testing.assert_allclose(getattr(there, name), getattr(sft_policy(graph, time), name), rtol=1e-8)


@each_size
@pytest.mark.parametrize("weight", [0.03, 0.3, 2.0])
def test_progress_stays_within_the_bounds_of_the_claim(graph, weight):
    flow = SharedFlow(graph, weight, 12.0)
    for progress in (0.01, 0.5, 3.0, 12.0):
        tau = (1 + sharing(graph, weight)) * math.exp(flow.log_time(progress))
        assert 1 + tau / (1 + graph.lanes) <= math.exp(progress) * (1 + 1e-9)
        assert math.exp(progress) <= (1 + graph.lanes * tau) * (1 + 1e-9)


def test_the_portion_of_fractions_is_exact():
    graph = CorridorGraph(2, 3, 2)
    assert shared_portion(sharing(graph, Fraction(1, 3))) == Fraction(2, 5)


@each_size
def test_errors_fall_like_powers_of_time(graph):
    """Forward errors go to 1/((1+sigma) t); d's error to L ((1+sigma) t)^-alpha."""
    weight = 0.5
    flow, sigma = SharedFlow(graph, weight, 40.0), sharing(graph, weight)
    there, scale = flow.policy(40.0, Frame.EGOCENTRIC), (1 + sigma) * math.exp(flow.log_time(40.0))
    assert scale == pytest.approx(math.exp(40.0), rel=1e-6)
    backward = (1 - there.backward_exit[0]) * scale ** shared_portion(sigma) / graph.lanes
    assert backward == pytest.approx(1, rel=1e-2)


@each_size
@pytest.mark.parametrize("weight", [0.1, 1.0])
def test_the_egocentric_cost_tends_to_the_optimum_and_the_allocentric_cost_diverges(graph, weight):
    optimum, table = (expected_hitting_time(graph, policy(graph)) for policy in (Policy.optimal, Policy.sft_limit))
    learning = SharedFlow(graph, weight, 4 * progress_within_factor_two(graph, weight))
    assert learning.cost(learning.last / 4, Frame.EGOCENTRIC) <= 2 * optimum
    assert learning.cost(learning.last, Frame.EGOCENTRIC) <= 1.01 * optimum
    until = learning.last_at(2 * optimum, Frame.EGOCENTRIC)
    assert learning.cost(until, Frame.EGOCENTRIC) == pytest.approx(2 * optimum, rel=1e-9)
    unlearning = SharedFlow(graph, weight, progress_beyond(graph, weight, 1e6 * table))
    assert unlearning.cost(unlearning.last, Frame.ALLOCENTRIC) > 1e6 * table


def test_the_worst_cost_is_not_exceeded_on_a_fine_grid():
    flow = SharedFlow(PAPER, 0.1, 18.0)
    costs = flow.cost(np.linspace(0, 18, 20001), Frame.EGOCENTRIC)
    assert costs.max() == pytest.approx(flow.worst(Frame.EGOCENTRIC), rel=1e-6)
    assert costs.max() > 1e5 * costs[0]


def test_the_progress_to_a_cost_that_is_never_reached_is_0():
    flow = SharedFlow(CorridorGraph(2, 1, 1), 0.1, 3.0)
    assert flow.last_at(1.0, Frame.ALLOCENTRIC) == 0


@pytest.mark.parametrize(("weight", "last"), [(-0.1, 1.0), (0.1, -1.0), (math.nan, 1.0), (0.1, math.inf)])
def test_negative_and_infinite_numbers_are_refused(weight, last):
    with pytest.raises(ValueError, match="must be finite and >= 0, got"):
        SharedFlow(CorridorGraph(2, 1, 1), weight, last)


def test_a_time_beyond_the_end_is_refused():
    with pytest.raises(ValueError, match="log_time must be at most"):
        SharedFlow(CorridorGraph(2, 1, 1), 0.1, 1.0).progress_at(50.0)
