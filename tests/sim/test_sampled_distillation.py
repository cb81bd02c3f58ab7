"""Distillation from finite samples: uncleaned traces transfer backtracking, cleaned ones and golden paths do not."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
import torch
from scipy import stats

from backproof.sim import logit_table as edge_table
from backproof.sim.descent import descend, sign
from backproof.sim.exact_cost import BACKWARD_ENTRY, BACKWARD_EXIT, expected_moves
from backproof.sim.logit_table import with_gradient
from backproof.sim.losses import distillation_loss, golden_path_moves, sampled_distillation_loss
from backproof.sim.rollouts import PASS, roll_out
from backproof.sim.trainers.reinforce import ReinforceConfig
from backproof.sim.trainers.sampled_distil import SampledDistilConfig
from backproof.theory.graph import CorridorGraph
from tests.sim.comparisons import mean_excess
from tests.sim.gaps import descended, trained, wide_start
from tests.sim.traces import loop_erased, sampled_golden_paths, sampled_traces

GRAPH = CorridorGraph(width=3, depth=2, lanes=3)
OPTIMUM = 26  # 1 + (2W-1)(2K+1)
BACKWARD = [BACKWARD_ENTRY, BACKWARD_EXIT]
TEACHER = np.full((4, 2), 7.0)


def student(start=None, **settings):
    """The curve of a student trained on a sample of the optimal policy's traces."""
    return trained(SampledDistilConfig, GRAPH, start, step=0.1, steps=100, **settings)


def student_of(teacher, **settings):
    """The cost of a student of 500 traces of another teacher."""
    return descended(GRAPH, sampled_distillation_loss(GRAPH, teacher, 500, **settings), sign, step=0.1, steps=100)[1]


def test_sampled_gradients_have_the_mean_of_the_population():
    """Null: the mean over samples is the population's gradient; n = 100 samples of 50 traces; 8 comparisons at 1e-6."""
    gaps, teacher = wide_start(GRAPH, seed=1), wide_start(GRAPH, seed=2) / 3
    counts = roll_out(GRAPH, teacher, range(5000), seed=4).counts.reshape(100, 50, 4, 2, 2).mean(axis=1)
    passing = expected_moves(GRAPH, gaps)
    p = passing.passes / (passing.passes + passing.turns)
    gradients = counts[..., 1] * p - counts[..., PASS] * (1 - p)
    assert mean_excess(gradients, distillation_loss(GRAPH, teacher)(gaps)[1]).max() <= 1
    pooled = sampled_distillation_loss(GRAPH, teacher, 5000, seed=4)(gaps)[1]
    np.testing.assert_allclose(pooled, gradients.mean(axis=0), rtol=1e-12, atol=1e-12)


def test_the_sample_converges_to_the_population():
    """The error of the loss falls like 1/sqrt(traces): a tenth of the error for 100 times the traces.

    Null: the errors of n = 10 samples of either size are normal with deviations in the ratio 10 to 1, so that the ratio
    of their mean squares is 100 times an F variate. The test is two-sided, with a false-alarm rate of 1e-4.
    """
    gaps, teacher = wide_start(GRAPH, seed=1), 2 + wide_start(GRAPH, seed=2) / 3
    exact = distillation_loss(GRAPH, teacher)(gaps)[0]
    few, many = (
        np.mean([(sampled_distillation_loss(GRAPH, teacher, n, seed=s)(gaps)[0] - exact) ** 2 for s in range(10)])
        for n in (25, 2500)
    )
    assert 5e-5 < stats.f.sf(few / many / 100, 10, 10) < 1 - 5e-5


def test_the_loss_of_a_mixture_is_the_mean_of_the_losses_of_its_parts():
    gaps = wide_start(GRAPH, seed=3)
    mixed, gradient = sampled_distillation_loss(GRAPH, TEACHER, 40, uncleaned=0.25)(gaps)
    walked = sampled_distillation_loss(GRAPH, TEACHER, 10)(gaps)
    cleaned = sampled_distillation_loss(GRAPH, TEACHER, 30, uncleaned=0.0)(gaps)
    assert mixed == pytest.approx(0.25 * walked[0] + 0.75 * cleaned[0], rel=1e-12)
    np.testing.assert_allclose(gradient, 0.25 * walked[1] + 0.75 * cleaned[1], rtol=1e-9, atol=1e-12)


def test_uncleaned_traces_transfer_backtracking():
    curve = student(traces=500)
    assert curve.cost[0] > 2 * OPTIMUM
    assert curve.cost[-1] < 1.05 * OPTIMUM


def test_a_small_share_of_uncleaned_traces_transfers_backtracking_too():
    curve = student(traces=2000, uncleaned=0.1)
    assert curve.cost[-1] < 1.05 * OPTIMUM


def test_cleaned_traces_leave_backward_rows_bit_for_bit():
    start = wide_start(GRAPH, seed=5)
    curve = student(start, traces=500, uncleaned=0.0)
    assert np.array_equal(curve.final[BACKWARD], start[BACKWARD])
    assert (curve.final != start).any()
    assert student(traces=500, uncleaned=0.0).cost[-1] > 2 * OPTIMUM
    assert student_of(TEACHER, uncleaned=0.0) > 2 * OPTIMUM
    assert student_of(TEACHER) < 1.05 * OPTIMUM


# --- on the full table, where samples of golden paths differ ---------------------------------------------------------


def reduced(counts, table):
    """From counts of moves: the passes in each row of the gaps, and all other choices."""
    index = edge_table.gap_index(GRAPH, table)
    passes = torch.zeros(8, dtype=torch.float64).index_add(0, index[index >= 0], counts[index >= 0])
    return passes.reshape(4, 2).numpy()


def test_loop_erasure_leaves_golden_paths():
    """Each cleaned trace is a golden path in the corridor where its walk ended, so it has the counts of one."""
    traces = sampled_traces(GRAPH, wide_start(GRAPH, seed=6) / 3, 60)
    cleaned = [loop_erased(trace) for trace in traces]
    golden = {leaf: set(GRAPH.golden_paths(leaf)) for leaf in GRAPH.leaves()}
    assert max(map(len, traces)) > GRAPH.shortest_path_length
    for trace, path in zip(traces, cleaned, strict=True):
        assert tuple(path) in golden[trace[-1].head]
    table = edge_table.corridor_logit_table(GRAPH)
    np.testing.assert_allclose(reduced(table.count(cleaned), table), golden_path_moves(GRAPH).passes, rtol=1e-12)


def test_traces_are_the_walks_whose_moves_are_counted():
    traces = sampled_traces(GRAPH, TEACHER, 30, seed=9)
    rollouts = roll_out(GRAPH, TEACHER, range(30), seed=9)
    table = edge_table.corridor_logit_table(GRAPH)
    assert [len(trace) for trace in traces] == rollouts.steps.tolist()
    np.testing.assert_allclose(reduced(table.count(traces), table), rollouts.moves().passes, rtol=1e-12)


def test_golden_paths_are_drawn_uniformly():
    """Null: each of the W L**K = 27 paths has probability 1/27; n = 5400; Pearson's statistic, a false-alarm rate of
    1e-6.
    """
    every = [path for leaf in GRAPH.leaves() for path in GRAPH.golden_paths(leaf)]
    drawn = [tuple(path) for path in sampled_golden_paths(GRAPH, 5400, seed=1)]
    assert stats.chisquare([drawn.count(path) for path in every]).pvalue > 1e-6
    assert len(drawn) == sum(drawn.count(path) for path in every)


def test_sft_on_a_finite_sample_leaves_unvisited_rows_unchanged():
    """Three paths on the full table: rows off them, such as backward rows, stay bit for bit; rows on them learn."""
    table = edge_table.corridor_logit_table(GRAPH)
    paths = sampled_golden_paths(GRAPH, 3, seed=2)
    data = table.count(paths)
    start = np.random.default_rng(0).normal(size=len(data))
    points = descend(with_gradient(partial(table.cross_entropy, data=data)), start, sign, step=0.1, steps=50)
    first, *_, final = points
    visited = {state for path in paths for state in path[:-1]}
    off = np.array([state not in visited for state, _ in table.moves()])
    assert np.array_equal(final.logits[off], start[off])
    assert (final.logits != start)[~off].any()
    assert final.loss < first.loss


@pytest.mark.slow
def test_a_teacher_trained_on_walks_teaches_a_student_by_its_traces():
    """Both are trained on samples: the teacher on walks, the student on 500 of its traces, dead ends kept."""
    teacher = trained(ReinforceConfig, GRAPH, step=0.25, steps=40, batch=400)
    assert teacher.cost[-1] < 1.05 * OPTIMUM
    assert student_of(teacher.final, seed=1) < 1.05 * OPTIMUM
    assert student_of(teacher.final, seed=1, uncleaned=0.0) > 2 * OPTIMUM


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match=r"uncleaned must be a fraction in \[0, 1\], got uncleaned=1.5"):
        sampled_distillation_loss(GRAPH, TEACHER, 10, uncleaned=1.5)
    for call in (
        lambda: sampled_distillation_loss(GRAPH, TEACHER, 0),
        lambda: sampled_traces(GRAPH, TEACHER, 0),
    ):
        with pytest.raises(ValueError, match="traces must be an integer >= 1, got traces=0"):
            call()
    with pytest.raises(ValueError, match="paths must be an integer >= 1, got paths=0"):
        sampled_golden_paths(GRAPH, 0)
