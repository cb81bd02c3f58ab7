"""Sampled policy gradients: estimators are biased or unbiased as stated, and zero where all costs are equal."""

from __future__ import annotations

import functools
import math

import numpy as np
import pytest
from scipy.special import expit

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.exact_cost import cost_gradient, cost_of_gaps, logits_of_gaps
from backproof.sim.policy_gradients import (
    discounted,
    group_relative,
    horizon,
    leave_one_out,
    length,
    reward_to_go,
    without_baseline,
)
from backproof.sim.rollouts import PASS, TURN, Rollouts, roll_out
from backproof.theory.costs.hitting_law import hitting_time_variance, log_generating_function
from backproof.theory.graph import CorridorGraph
from tests.sim.comparisons import mean_excess
from tests.sim.gaps import policy_of, wide_start

SMALL = CorridorGraph(width=3, depth=2, lanes=2)
BATCHES, BATCH = 400, 40
STARTS = {"base": np.zeros((4, 2)), "random": wide_start(SMALL, seed=6) / 4, "uneven": wide_start(SMALL, seed=7) / 3}


@functools.cache
def walked(start, budget=None):
    return roll_out(SMALL, STARTS[start], range(BATCHES * BATCH), seed=8, budget=budget)


def part(rollouts, size, index):
    chosen = slice(index * size, (index + 1) * size)
    return Rollouts(*(value[chosen] for value in vars(rollouts).values()))


@functools.cache
def estimates(estimator, start, *, batch=BATCH, cost=length, budget=None):
    """One estimate for each batch of independent episodes."""
    rollouts, passing = walked(start, budget), expit(logits_of_gaps(SMALL, STARTS[start]))
    parts = (part(rollouts, batch, index) for index in range(len(rollouts.steps) // batch))
    return np.stack([estimator(cost(rolled.steps, rolled.hit), rolled, passing) for rolled in parts])


def slope(value, gaps, h=1e-4):
    """Central differences of a function of gaps."""
    found = np.zeros_like(gaps)
    for place in np.ndindex(gaps.shape):
        step = np.zeros_like(gaps)
        step[place] = h
        found[place] = (value(gaps + step) - value(gaps - step)) / (2 * h)
    return found


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("estimator", [without_baseline, leave_one_out, reward_to_go])
def test_an_unbiased_estimator_has_the_exact_gradient_as_its_mean(estimator, start):
    """Null: the estimates' mean is the exact gradient; n = 400 batches of 40 episodes; 8 comparisons in each of 9
    cases, each with the false-alarm rate of `mean_excess`, 1e-6.
    """
    exact = cost_gradient(SMALL, STARTS[start])[1]
    assert mean_excess(estimates(estimator, start), exact).max() <= 1


@pytest.mark.parametrize("estimator", [leave_one_out, reward_to_go])
def test_an_estimator_is_unbiased_on_batches_of_two_as_well(estimator):
    """The same with n = 8000 batches of 2, where a baseline with the episode itself would halve the gradient."""
    exact = cost_gradient(SMALL, STARTS["base"])[1]
    assert mean_excess(estimates(estimator, "base", batch=2), exact).max() <= 1


@pytest.mark.slow
def test_the_comparison_rejects_biased_estimators():
    """Controls. On pairs a baseline that includes the episode itself halves the gradient. Group-relative advantages
    have another scale; and on pairs, where only the order of the costs matters, they are biased on any scale.
    """
    exact = cost_gradient(SMALL, STARTS["base"])[1]
    deviation = math.sqrt(hitting_time_variance(SMALL, policy_of(SMALL, STARTS["base"])))
    assert mean_excess(estimates(leave_one_out, "base", batch=2) / 2, exact).max() > 1
    assert mean_excess(estimates(group_relative(BATCH), "base"), exact).max() > 1
    assert mean_excess(estimates(group_relative(2), "base", batch=2) * deviation, exact).max() > 1


def test_with_one_group_a_batch_group_relative_rescales_leave_one_out():
    """With one group of 16,000 it is leave-one-out divided by the deviation, up to a relative error of 1/n."""
    rollouts, passing = walked("base"), expit(logits_of_gaps(SMALL, STARTS["base"]))
    costs = length(rollouts.steps, rollouts.hit)
    expected = leave_one_out(costs, rollouts, passing) * (1 - 1 / len(costs)) / costs.std()
    np.testing.assert_allclose(group_relative(len(costs))(costs, rollouts, passing), expected, rtol=1e-9)


def test_each_group_is_standardised_separately():
    rollouts, passing = part(walked("base"), 12, 0), expit(logits_of_gaps(SMALL, STARTS["base"]))
    costs = length(rollouts.steps, rollouts.hit)
    pieces = [part(rollouts, 4, index) for index in range(3)]
    each = [group_relative(4)(length(piece.steps, piece.hit), piece, passing) for piece in pieces]
    np.testing.assert_allclose(group_relative(4)(costs, rollouts, passing), np.mean(each, axis=0), rtol=1e-12)


def test_baselines_lower_the_variance():
    """At base, summed over coordinates, with margins for fixed seeds; the benchmark prints the ratios."""
    spread = [estimates(each, "base").var(axis=0).sum() for each in (without_baseline, leave_one_out, reward_to_go)]
    assert spread[0] > 1.5 * spread[1] > 1.5 * spread[2]


def test_discounted_success_has_the_slope_of_the_generating_function():
    """Null: the mean is the derivative of -E[gamma**T]; n = 400 batches of 40; 16 comparisons at 1e-6 each. The error
    of central differences is below 1e-7, a thousandth of the error of the estimates.
    """

    def value(gaps):
        return -math.exp(log_generating_function(SMALL, policy_of(SMALL, gaps), math.log(0.98)))

    exact = slope(value, STARTS["random"])
    for estimator in (without_baseline, leave_one_out):
        assert mean_excess(estimates(estimator, "random", cost=discounted(0.98)), exact).max() <= 1


def success(gaps, budget):
    """The probability of a hit within ``budget`` steps, by powers of the edge-state chain with the target absorbing."""
    table = corridor_table(SMALL, policy_of(SMALL, gaps))
    law = np.zeros(table.states)
    law[0] = 1
    matrix = np.zeros((table.states, table.states))
    np.add.at(matrix, (np.repeat(np.arange(table.states), table.degrees), table.moves), table.weights)
    target = np.flatnonzero(table.goal == 0)
    matrix[target], matrix[target, target] = 0, 1
    return float((law @ np.linalg.matrix_power(matrix, budget - 1))[target].sum())


def test_success_within_a_horizon_has_the_slope_of_the_law():
    """Null: the mean is the derivative of -P(T <= 40); n = 400 batches of 40; 16 comparisons at 1e-6 each."""
    exact = slope(lambda gaps: -success(gaps, 40), STARTS["base"])
    for estimator in (without_baseline, leave_one_out):
        assert mean_excess(estimates(estimator, "base", cost=horizon, budget=40), exact).max() <= 1


def test_a_constant_cost_gives_a_gradient_of_zero():
    """Without penalty, horizon or discount every reward is the same, and its advantage exactly zero."""
    rollouts, passing = part(walked("base"), 300, 0), expit(logits_of_gaps(SMALL, STARTS["base"]))
    same = horizon(rollouts.steps, rollouts.hit)
    assert set(same.tolist()) == {-1.0}
    for costs in (same, np.full(300, 0.1), np.full(300, -1 / 3)):
        for estimator in (leave_one_out, group_relative(20)):
            assert not estimator(costs, rollouts, passing).any()


def test_the_costs_of_episodes_worked_out_by_hand():
    steps, hit = np.array([4, 6]), np.array([True, False])
    assert length(steps, hit).tolist() == [4.0, 6.0]
    assert discounted(0.5)(steps, hit).tolist() == [-0.0625, 0.0]
    assert horizon(steps, hit).tolist() == [-1.0, 0.0]


@pytest.mark.parametrize("gamma", [0.0, 1.0, -0.5, math.nan])
def test_a_bad_gamma_is_refused(gamma):
    with pytest.raises(ValueError, match=r"gamma must be in \(0, 1\), got gamma=.*: for no discount take length"):
        discounted(gamma)


def test_estimators_refuse_bad_batches():
    rollouts, passing = part(walked("base"), 1, 0), expit(logits_of_gaps(SMALL, STARTS["base"]))
    for estimator in (leave_one_out, reward_to_go):
        with pytest.raises(ValueError, match="batch must be at least 2 for a baseline, got batch=1: use more episodes"):
            estimator(np.ones(1), rollouts, passing)
    with pytest.raises(ValueError, match="batch must be a multiple of the group size, got batch=1 for size=4"):
        group_relative(4)(np.ones(1), rollouts, passing)
    with pytest.raises(ValueError, match="size must be at least 2, got size=1: one episode has no group"):
        group_relative(1)
    with pytest.raises(ValueError, match="cost must be the length for reward_to_go, got another: use leave_one_out"):
        reward_to_go(np.ones(2), part(walked("base"), 2, 0), passing)


def test_a_score_worked_out_by_hand():
    """One episode that passed three times and turned once where p = 1/2, of cost 10: 10 (3/2 - 1/2)."""
    counts = np.zeros((1, 4, 1, 2), dtype=np.int64)
    counts[0, 0, 0, PASS], counts[0, 0, 0, TURN] = 3, 1
    rollouts = Rollouts(np.array([10]), np.array([True]), counts, counts)
    assert without_baseline(np.array([10.0]), rollouts, np.full((4, 1), 0.5)).tolist() == [[10.0], [0.0], [0.0], [0.0]]


def test_the_mean_number_of_steps_is_the_exact_cost():
    """Null: mean steps are the exact cost; n = 400 sums of 40 episodes, a false-alarm rate of 1e-6."""
    steps = walked("random").steps.reshape(BATCHES, BATCH).mean(axis=1)
    assert mean_excess(steps, float(cost_of_gaps(SMALL, STARTS["random"]))) <= 1


def test_reward_to_go_worked_out_by_hand():
    """Two episodes of 10 and 4 steps in one row where p = 1/4.

    The first moves at steps 0 (passes) and 6 (turns), with 10 and 4 steps to go; the second at step 1 (passes), with 3.
    The baselines are the means of the other episode: 3 for the first, (10 + 4)/2 = 7 for the second. The advantages are
    7 and 1, and -4: the scores 3/4 (7 - 4)/2 and -1/4 (1)/2.
    """
    counts, elapsed = np.zeros((2, 2, 4, 1, 2), dtype=np.int64)
    counts[0, 0, 0], elapsed[0, 0, 0, TURN] = 1, 6
    counts[1, 0, 0, PASS], elapsed[1, 0, 0, PASS] = 1, 1
    steps = np.array([10, 4])
    found = reward_to_go(
        steps.astype(float), Rollouts(steps, np.array([True, True]), counts, elapsed), np.full((4, 1), 0.25)
    )
    assert found.tolist() == [[0.75 * 1.5 - 0.25 * 0.5], [0.0], [0.0], [0.0]]
