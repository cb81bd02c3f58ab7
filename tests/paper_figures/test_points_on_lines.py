"""The measured points of the figures lie on the derived lines: records are compared with formulas.

The records are fixed, so nothing here is random. A false-alarm rate is the probability that a new record would miss a
true line.
"""

import math

import numpy as np
import pytest
from scipy import stats

from backproof.paper_figures import fig_occupancy, fig_phase, fig_sft_then_rl, fig_sft_time, fig_tail
from backproof.paper_figures.records import load_record
from backproof.paper_figures.sft_runs import CHECKPOINTS, checkpoint
from backproof.theory.chain import hitting_time_survival
from backproof.theory.costs.gradient_signs import w_star
from backproof.theory.costs.hitting_time import (
    expected_hitting_time,
    expected_hitting_time_gradient,
    expected_hitting_times,
)
from backproof.theory.graph import PAPER
from backproof.theory.policy import Policy
from backproof.theory.sft import sft_policy
from tests.paper_figures.small import table

pytestmark = pytest.mark.xdist_group("figures")  # their tables are computed once

AHEAD = 0.02
"""How far training may run ahead of the flow, as a fraction of the time; the captions state it."""


def standard_error(rows):
    """The standard error in each row, from its 95% interval."""
    return (rows.column("high") - rows.column("low")) / 2 / stats.norm.ppf(0.975)


@pytest.mark.parametrize("name", fig_occupancy.POLICIES)
def test_mean_crossings_match_the_derived_line(name):
    """Means of 100000 walks, nearly normal: the false-alarm rate of 5 errors at any of 31 edges is below 1e-4."""
    found, line = (table(fig_occupancy.FIGURE).where(series=series) for series in (f"{name} sampled", name))
    error = standard_error(found)
    assert np.all(np.abs(found.column("homeward") - line.column("homeward")) <= 5 * error)
    assert np.all(error / found.column("homeward") < 0.005)
    share = line.column("share")
    assert share[-1] == pytest.approx(1, rel=1e-11)
    assert (share[26] < 0.02) == (name == "sft")  # the caption's 98% in the last two diamonds


@pytest.mark.parametrize("name", fig_tail.POLICIES)
def test_survival_matches_the_derived_curve(name):
    """Each count among 20000 walks is binomial. False-alarm rate: 1e-6 a point, below 1e-4 for three curves."""
    found = table(fig_tail.FIGURE).where(series=f"{name} observed")
    steps = found.column("steps").astype(int)
    law = hitting_time_survival(fig_tail.GRAPH, fig_tail.POLICIES[name](fig_tail.GRAPH), steps.tolist())
    survivors = np.rint(20_000 * found.column("survival")).astype(int)
    values = [stats.binomtest(int(k), 20_000, p).pvalue for k, p in zip(survivors, law, strict=True)]
    assert len(values) > 8
    assert min(values) > 1e-6


def test_training_dips_as_derived():
    """The runs are ahead by a few 1e-5 of times up to 0.08, during which costs change by 1%."""
    found = table(fig_sft_time.FIGURE).where(series="dip trained")
    costs = expected_hitting_times(PAPER, sft_policy(PAPER, found.column("time")))
    assert np.allclose(found.column("cost"), costs, rtol=1e-5, atol=0)


@pytest.mark.parametrize("depth", fig_sft_time.GRAPHS)
def test_the_costs_of_trained_sft_match_the_flow(depth):
    graph = fig_sft_time.GRAPHS[depth]
    found = table(fig_sft_time.FIGURE).where(series=f"K={depth} trained")
    time, cost = found.column("time"), found.column("cost")
    low, high = (expected_hitting_times(graph, sft_policy(graph, factor * time)) for factor in (1 - 1e-6, 1 + AHEAD))
    assert len(time) >= 9
    assert np.all(low <= cost)
    assert np.all(cost <= high)


def test_trained_gaps_match_the_flow():
    for time in CHECKPOINTS:
        gaps = load_record(checkpoint(time)).document["points"][-1]["gaps"]
        reached = [sft_policy(PAPER, time * factor).gaps(PAPER) for factor in (1, 1 + AHEAD)]
        for family in ("forward_exit", "forward_entry"):
            assert reached[0][family][0] <= gaps[family][0] <= gaps[family][1] <= reached[1][family][0]


def test_mean_walks_of_trained_policies_match_the_derived_costs():
    """Means of 20000 walks: the false-alarm rate of 5 errors at any of 5 points is below 1e-5."""
    graph = PAPER
    found = table(fig_sft_time.FIGURE).where(series="K=15 sampled")
    time, cost, error = found.column("time"), found.column("cost"), standard_error(found)
    least, most = (expected_hitting_times(graph, sft_policy(graph, factor * time)) for factor in (1, 1 + AHEAD))
    assert np.all((cost >= least - 5 * error) & (cost <= most + 5 * error))


@pytest.mark.parametrize("time", fig_sft_then_rl.LINES)
def test_rlvr_from_checkpoints_matches_the_derived_lines(time):
    """From base up to rounding; from a checkpoint within 5%, which is the effect of 2% of its time on the cost."""
    graph = PAPER
    line, found = (
        table(fig_sft_then_rl.FIGURE).where(series=series, time=time) for series in ("descent", "descent trained")
    )
    derived = dict(zip(line.column("step"), line.column("cost"), strict=True))
    expected = [derived[step] for step in found.column("step")]
    assert np.allclose(found.column("cost"), expected, rtol=1e-10 if time == 0 else 0.05, atol=0)
    assert found.column("cost")[-1] == pytest.approx(expected_hitting_time(graph, Policy.optimal(graph)), rel=1e-3)


@pytest.mark.parametrize("time", fig_sft_then_rl.GRADIENTS)
@pytest.mark.parametrize("family", fig_sft_then_rl.SHOWN)
def test_one_plain_step_has_the_derived_gradient(time, family):
    graph = PAPER
    found = table(fig_sft_then_rl.FIGURE).where(series="gradient trained", family=family, time=time)
    gradient = expected_hitting_time_gradient(graph, sft_policy(graph, time), coordinates="gaps")
    slopes = getattr(gradient, family) / gradient.cost
    ((least,), (greatest,)) = (found.column(name) for name in ("least", "greatest"))
    # slopes of ln H change by less than 1 per unit of ln t, and the runs are ahead by less than 2%
    assert [least, greatest] == pytest.approx([slopes.min(), slopes.max()], abs=AHEAD)


def test_first_steps_are_right_signed_only_above_the_threshold():
    found = table(fig_phase.FIGURE)
    right, wrong = (found.where(series=f"first step {sign}") for sign in ("right", "wrong"))
    assert len(right.rows) == len(wrong.rows) == sum(map(len, fig_phase.DEPTHS.values()))
    for rows, beyond in ((right, True), (wrong, False)):
        sizes = zip(*(rows.column(name).astype(int).tolist() for name in "WKL"), strict=True)
        assert [width > w_star(depth, lanes) for width, depth, lanes in sizes] == [beyond] * len(rows.rows)


def test_the_wide_path_stays_in_its_slice_and_has_the_slices_cost():
    graph = fig_phase.SLICES["wide"]
    path = table(fig_phase.FIGURE).where(series="path wide")
    gaps = [path.column(name) for name in ("forward", "forward_to", "backward", "backward_to")]
    assert np.ptp(gaps, axis=0).max() == 0
    for gap, log_cost in zip(gaps[0], path.column("log_cost"), strict=True):
        policy = Policy.from_gaps(graph, forward_exit=gap, forward_entry=gap, backward_exit=gap, backward_entry=gap)
        assert log_cost == pytest.approx(math.log10(expected_hitting_time(graph, policy)), abs=1e-9)


def test_the_narrow_path_leaves_its_slice():
    path = table(fig_phase.FIGURE).where(series="path narrow")
    assert path.column("backward")[1] < 0 < path.column("backward_to")[1]
    assert np.all(np.diff(path.column("log_cost")) < 0)
