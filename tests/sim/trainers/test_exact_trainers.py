"""The exact trainers: Figure 3, SFT then RLVR, distillation, and convergence from random starts."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from backproof.checks.claims import learning_curve
from backproof.sim.curves import TrainingStoppedError
from backproof.sim.descent import natural, normalised
from backproof.sim.exact_cost import BACKWARD_ENTRY, BACKWARD_EXIT, FORWARD_ENTRY, FORWARD_EXIT
from backproof.sim.losses import distillation_loss, rlvr_loss
from backproof.sim.trainers.rlvr import RlvrConfig
from backproof.sim.trainers.sft import SftConfig
from backproof.theory.graph import CorridorGraph
from tests.sim.gaps import descended, trained, wide_start

FIGURE_3 = CorridorGraph(width=15, depth=15, lanes=5)
FORWARD, BACKWARD = [FORWARD_EXIT, FORWARD_ENTRY], [BACKWARD_EXIT, BACKWARD_ENTRY]


def least(graph):
    return 1 + (2 * graph.width - 1) * (2 * graph.depth + 1)


@pytest.fixture(scope="module")
def figure_3():
    return trained(RlvrConfig, FIGURE_3)


def test_the_run_of_figure_3_follows_the_closed_form_at_every_step(figure_3):
    a, b, depth = learning_curve.a, learning_curve.b, learning_curve.K
    passage = sp.lambdify((a, b, depth), learning_curve.STATED_PASSAGE)
    gap = np.arange(1201) / 100
    passages = passage(1 / (1 + 5 * np.exp(-gap)), 1 / (1 + np.exp(-gap) / 5), 15)
    np.testing.assert_allclose(figure_3.cost, 1 + 29 * passages, rtol=1e-9)
    assert np.array_equal(figure_3.cost, figure_3.loss)
    for extremes in (figure_3.least, figure_3.greatest):
        np.testing.assert_allclose(extremes, np.tile(gap[:, None], 4), rtol=0, atol=1e-11)


def test_the_run_of_figure_3_has_the_known_values(figure_3):
    for step, value in learning_curve.KNOWN_VALUES.items():
        assert f"{figure_3.cost[step]:.7f}" == value


def test_sft_leaves_backward_rows_at_base():
    start = wide_start(FIGURE_3, seed=1) / 4
    curve = trained(SftConfig, FIGURE_3, start, optimiser="plain", step=0.5, steps=300)
    assert curve.final[BACKWARD].tobytes() == start[BACKWARD].tobytes()
    assert np.all(curve.final[FORWARD] > start[FORWARD])
    assert curve.loss[-1] < curve.loss[0]
    assert curve.cost[-1] > 1e6 * least(FIGURE_3)


def test_sft_then_rlvr_starts_with_wrong_signs_and_converges():
    sft = trained(SftConfig, FIGURE_3, optimiser="plain", step=0.5, steps=300)
    loss = rlvr_loss(FIGURE_3)
    assert np.all(loss(np.zeros((4, 15)))[1] < 0)
    assert np.any(loss(sft.final)[1][FORWARD] > 0)
    curve = trained(RlvrConfig, FIGURE_3, sft.final, optimiser="normalised", step=0.5, steps=1500)
    assert curve.least[:, FORWARD].min() < curve.least[0, FORWARD].min()
    assert curve.cost[-1] == pytest.approx(least(FIGURE_3), rel=1e-6)


@pytest.mark.parametrize("seed", range(20))
def test_random_wide_starts_converge(seed):
    sizes = [(2, 8, 3), (3, 12, 1), (2, 1, 1), (5, 4, 3)][seed % 4]
    graph = CorridorGraph(*sizes)
    start = wide_start(graph, seed)
    curve = trained(RlvrConfig, graph, start, optimiser="normalised", step=1.0, steps=250)
    assert curve.cost[-1] == pytest.approx(least(graph), rel=1e-6)


@pytest.mark.parametrize("sizes", [(2, 8, 3), (3, 12, 1)])
def test_wrong_signed_backward_gradients_at_base_do_not_keep_it_from_the_optimum(sizes):
    graph = CorridorGraph(*sizes)
    loss = rlvr_loss(graph)
    assert np.any(loss(np.zeros((4, graph.depth)))[1][BACKWARD] > 0)
    fisher = natural(graph)
    for optimiser in (normalised, lambda gradient, gaps: normalised(fisher(gradient, gaps), gaps)):
        _, cost = descended(graph, loss, optimiser, step=0.5, steps=900)
        assert cost == pytest.approx(least(graph), rel=1e-3)


def test_the_natural_gradient_converges_at_a_geometric_rate():
    graph = CorridorGraph(3, 3, 2)
    curve = trained(RlvrConfig, graph, optimiser="natural", step=0.01, steps=1000)
    # In the limit a gap grows by step * advantage. The least advantage is two steps, so the excess falls by e^-0.02 a
    # step.
    excess = curve.cost - least(graph)
    assert excess[1000] / excess[900] == pytest.approx(np.exp(-2.0), rel=0.02)


def test_distillation_from_a_trained_teacher_teaches_backtracking(figure_3):
    teacher = figure_3.final
    for uncleaned, reaches in ((1.0, True), (0.1, True), (0.0, False)):
        loss = distillation_loss(FIGURE_3, teacher, uncleaned)
        gaps, cost = descended(FIGURE_3, loss, normalised, step=0.5, steps=400)
        assert (cost < 1.05 * least(FIGURE_3)) == reaches
        assert np.all(gaps[BACKWARD] == 0) != reaches


def test_training_stops_at_a_divergent_step_and_keeps_the_curve_before():
    graph = CorridorGraph(2, 400, 5)
    message = r"^cost must stay below 1\.8e308, got cost=(inf|nan) at step \d+: lower step=1\.0"
    with pytest.raises(TrainingStoppedError, match=message) as caught:
        trained(SftConfig, graph, step=1.0, steps=50)
    curve = caught.value.curve
    assert f"the good points before it, {len(curve.cost)}, are lost, since --out was not given" in str(caught.value)
    assert 1 < len(curve.cost) == len(curve.least) < 50
    assert np.isfinite(curve.cost).all()
    assert np.array_equal(curve.final.max(axis=1), curve.greatest[-1])


def test_a_start_of_another_depth_or_beyond_float64_is_refused():
    with pytest.raises(ValueError, match=r"start must have one gap per diamond, depth=15, got \{'forward_exit': 3"):
        trained(RlvrConfig, FIGURE_3, np.zeros((4, 3)))
    with pytest.raises(TrainingStoppedError, match="at step 0") as caught:
        trained(RlvrConfig, FIGURE_3, np.full((4, 15), -800.0))
    assert len(caught.value.curve.cost) == 0
