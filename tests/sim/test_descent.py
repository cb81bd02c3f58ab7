"""Optimisers on gradients of known shape, and the ways in which a descent is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from backproof.sim.descent import DivergedError, descend, gradient_flow, natural, normalised, plain, sign
from backproof.sim.exact_cost import cost_gradient, expected_moves
from backproof.theory.graph import CorridorGraph
from tests.sim.gaps import gap_cases


def bowl(logits):
    with np.errstate(over="ignore"):
        return float((logits**2).sum() / 2), logits


def test_the_directions_of_the_optimisers_worked_out_by_hand():
    gradient, logits = np.array([3.0, -4.0, 0.0]), np.zeros(3)
    assert sign(gradient, logits).tolist() == [1, -1, 0]
    assert plain(gradient, logits) is gradient
    assert normalised(gradient, logits) == pytest.approx(np.array([0.6, -0.8, 0]))
    assert normalised(1e300 * gradient, logits) == pytest.approx(np.array([0.6, -0.8, 0]))
    assert normalised(1e-300 * gradient, logits) == pytest.approx(np.array([0.6, -0.8, 0]))
    assert normalised(0 * gradient, logits).tolist() == [0, 0, 0]


@given(gap_cases())
def test_the_natural_direction_inverts_the_fisher_matrix(case):
    graph, gaps = case
    _, gradient = cost_gradient(graph, gaps)
    moves = expected_moves(graph, gaps)
    visits = moves.passes + moves.turns
    fisher = moves.passes * moves.turns / np.where(visits > 0, visits, 1)
    np.testing.assert_allclose(natural(graph)(gradient, gaps) * fisher, gradient, rtol=1e-9, atol=1e-9)


def test_the_natural_direction_is_minus_the_advantage_of_passing():
    """At the optimum a turn at r_1, coming from the fork, costs a detour; so does one on the way back."""
    graph = CorridorGraph(2, 1, 3)
    gaps = np.full((4, 1), 30.0)
    _, gradient = cost_gradient(graph, gaps)
    # Rows a_1, b_1, c_1, d_1 at v = 2, 2, 1, 1: turning goes back to the near end and returns, 2 (edges to there).
    np.testing.assert_allclose(-natural(graph)(gradient, gaps)[:, 0], [4, 2, 2, 4], rtol=1e-9)


def test_descent_and_flow_on_a_quadratic_loss():
    *points, last = descend(bowl, np.array([4.0]), plain, step=0.5, steps=3)
    assert [point.logits.item() for point in points] == [4, 2, 1]
    assert (last.step, last.logits.item(), last.loss) == (3, 0.5, 0.125)
    flow = gradient_flow(bowl, np.array([4.0]), [0.0, 1.0, 2.0], speed=2.0)
    np.testing.assert_allclose(flow[:, 0], 4 * np.exp([0, -2, -4]), rtol=1e-8)


def test_bad_starts_and_steps_are_refused():
    start = np.zeros(2)
    with pytest.raises(ValueError, match="steps must be an integer >= 1, got steps=0"):
        descend(bowl, start, plain, step=1.0, steps=0)
    for step in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match=f"step must be finite and positive, got step={step}"):
            descend(bowl, start, plain, step=step, steps=1)
    with pytest.raises(ValueError, match="start must hold finite logits, got NaN or inf"):
        descend(bowl, np.array([np.nan]), plain, step=1.0, steps=1)


def test_a_descent_stops_at_a_divergent_step_after_the_good_points():
    points = descend(bowl, np.array([1.0]), plain, step=1e100, steps=9)
    assert [next(points).step, next(points).step] == [0, 1]
    message = r"loss must stay below 1\.8e308, got loss=inf at step 2: lower step=1e\+100"
    with pytest.raises(DivergedError, match=message):
        next(points)


def test_a_gradient_that_is_nan_is_refused():
    points = descend(lambda logits: (0.0, logits * np.nan), np.zeros(3), plain, step=1.0, steps=5)
    with pytest.raises(
        DivergedError, match=r"gradient must be finite, got NaN or inf in it at step 0: lower step=1\.0"
    ):
        next(points)
