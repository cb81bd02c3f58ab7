"""Imitation: the data of SFT and distillation, the speed of the gaps, and what cleaned traces cannot teach."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backproof.sim import exact_cost
from backproof.sim.descent import gradient_flow
from backproof.sim.exact_cost import BACKWARD_ENTRY, BACKWARD_EXIT, FORWARD_ENTRY, FORWARD_EXIT
from backproof.sim.logit_table import gap_speed
from backproof.sim.losses import cross_entropy, distillation_loss, golden_path_moves, rlvr_loss, sft_loss
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from tests.sim.gaps import gap_cases, policy_gaps

FORWARD, BACKWARD = [FORWARD_EXIT, FORWARD_ENTRY], [BACKWARD_EXIT, BACKWARD_ENTRY]
# The integrator is asked for 1e-11 a step in D; the law multiplies by e^D/L + 1, which stays below 1e3 here, and a few
# hundred steps add up.
FLOW = 1e-6


def optimum(graph):
    return policy_gaps(graph, Policy.optimal(graph))


def clock(graph, gaps):
    """D + m (e^D - 1), with m = 1/L at exits and L at entries: under the flow of a row it grows at a constant rate."""
    odds = np.array([[1 / graph.lanes], [graph.lanes], [graph.lanes], [1 / graph.lanes]])
    return gaps + odds * np.expm1(gaps)


@given(gap_cases(), st.floats(0, 1))
def test_the_gradient_is_the_slope_of_the_loss(case, uncleaned):
    graph, gaps = case
    teacher = np.flip(gaps, axis=1)
    loss = distillation_loss(graph, teacher, uncleaned)
    value, gradient = loss(gaps)
    direction = np.cos(np.arange(gaps.size)).reshape(gaps.shape)
    h = 1e-5
    slope = (loss(gaps + h * direction)[0] - loss(gaps - h * direction)[0]) / (2 * h)
    # The central difference errs by h^2/6 times the third derivative, below the counts, and by rounding value/h.
    assert (gradient * direction).sum() == pytest.approx(slope, rel=1e-6, abs=1e-9 * (1 + value))


@given(gap_cases())
def test_the_gradient_is_zero_at_the_gaps_of_the_teacher(case):
    graph, gaps = case
    value, gradient = distillation_loss(graph, gaps)(gaps)
    assert np.abs(gradient).max() <= 1e-12 * max(value, 1)


@given(gap_cases())
def test_sft_has_no_gradient_on_backward_rows(case):
    graph, gaps = case
    _, gradient = sft_loss(graph)(gaps)
    assert np.all(gradient[BACKWARD] == 0)
    assert np.all(gradient[FORWARD] < 0)


@given(gap_cases())
def test_cleaned_traces_of_any_teacher_are_golden_paths(case):
    graph, gaps = case
    cleaned, sft = distillation_loss(graph, gaps, uncleaned=0.0)(gaps), sft_loss(graph)(gaps)
    assert cleaned[0] == sft[0]
    assert np.array_equal(cleaned[1], sft[1])


def test_the_loss_of_sft_at_base_is_the_entropy_of_uniform_rows():
    graph = CorridorGraph(2, 3, 4)
    value, _ = cross_entropy(graph, golden_path_moves(graph), np.zeros((4, 3)))
    assert value == pytest.approx(2 * 3 * np.log(5), rel=1e-14)  # each of 2K moves is one of L + 1


@pytest.mark.parametrize("rows_tied", [True, False])
@pytest.mark.parametrize("sizes", [(3, 2, 5), (2, 4, 1)])
def test_sft_follows_the_implicit_law(sizes, rows_tied):
    graph = CorridorGraph(*sizes)
    times = [0.0, 0.1, 1.0, 10.0, 100.0]
    speed = gap_speed(graph, rows_tied=rows_tied)
    flow = gradient_flow(sft_loss(graph), np.zeros((4, graph.depth)), times, speed=speed)
    # A row that is tied to no other has the weight of a golden path's visits to it: 1/W, and at an exit 1/(W L).
    exits = np.array([[1], [0], [0], [1]])
    weight = np.ones((4, 1)) if rows_tied else 1 / graph.width / np.where(exits, graph.lanes, 1)
    for time, gaps in zip(times, flow, strict=True):
        predicted = weight * (1 + 1 / graph.lanes) * time * np.ones_like(gaps)
        np.testing.assert_allclose(clock(graph, gaps)[FORWARD], predicted[FORWARD], rtol=FLOW, atol=FLOW)
        assert np.all(gaps[BACKWARD] == 0)


def test_gaps_as_parameters_follow_the_law_without_the_factor_of_the_logits():
    graph = CorridorGraph(3, 2, 5)
    flow = gradient_flow(sft_loss(graph), np.zeros((4, 2)), [0.0, 10.0])
    np.testing.assert_allclose(clock(graph, flow[-1])[FORWARD], 10.0, rtol=FLOW)


def test_distillation_of_uncleaned_traces_reaches_the_optimum_in_the_predicted_time():
    graph = CorridorGraph(3, 2, 2)
    delta = 1e-3
    # The weight w of the rows of a corridor is 1 forward and (W-1)/W backward; at exits L lanes share it. The error of
    # a row is below delta from time L/(w delta) on, and the least weight is (W-1)/(W L).
    time = graph.lanes / ((graph.width - 1) / graph.width / graph.lanes * delta)
    speed = gap_speed(graph, rows_tied=False)
    start = np.zeros((4, graph.depth))
    flow = gradient_flow(distillation_loss(graph, optimum(graph)), start, [0.0, time], speed=speed)
    best = 1 + (2 * graph.width - 1) * (2 * graph.depth + 1)
    errors = 1 / (1 + np.exp(exact_cost.logits_of_gaps(graph, flow[-1])))
    assert errors.max() <= delta
    share = 2 * graph.depth * delta
    excess = 2 * (2 * graph.width - 1) * (2 * graph.depth + 1) * share / (1 - share)
    assert best < exact_cost.cost_of_gaps(graph, flow[-1]) <= best + excess
    frozen = gradient_flow(distillation_loss(graph, optimum(graph), 0.0), start, [0.0, time], speed=speed)
    assert np.all(frozen[-1][BACKWARD] == 0)
    assert exact_cost.cost_of_gaps(graph, frozen[-1]) > 3 * best


@pytest.mark.parametrize("eps", [0.5, 0.1, 0.01])
def test_a_fraction_eps_of_uncleaned_traces_takes_1_over_eps_times_as_long(eps):
    graph = CorridorGraph(3, 2, 2)
    start = np.zeros((4, graph.depth))
    whole = gradient_flow(distillation_loss(graph, optimum(graph)), start, [0.0, 20.0])
    mixed = gradient_flow(distillation_loss(graph, optimum(graph), eps), start, [0.0, 20.0 / eps])
    np.testing.assert_allclose(mixed[-1][BACKWARD], whole[-1][BACKWARD], rtol=FLOW)


def test_bad_arguments_of_a_loss_are_refused():
    graph = CorridorGraph(2, 3, 1)
    for eps in (-0.1, 1.5, float("nan")):
        with pytest.raises(ValueError, match=rf"uncleaned must be a fraction in \[0, 1\], got uncleaned={eps}"):
            distillation_loss(graph, optimum(graph), eps)
    with pytest.raises(ValueError, match="width must be >= 2 for RLVR, got width=1: a single corridor has no dead end"):
        rlvr_loss(CorridorGraph(1, 3, 2))
    with pytest.raises(ValueError, match="teacher must have traces of finite mean length"):
        distillation_loss(graph, np.full((4, 3), -800.0))
