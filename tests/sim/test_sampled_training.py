"""Sampled RLVR from base to near the optimum; a run that has no memory; what is refused."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from backproof.sim.descent import sign
from backproof.sim.exact_cost import hitting_time
from backproof.sim.policy_gradients import discounted, group_relative, horizon, leave_one_out, plain, reward_to_go
from backproof.sim.sampled_training import SampledTraining, train_sampled
from backproof.theory.graph import CorridorGraph

BAR = CorridorGraph(width=5, depth=4, lanes=3)
OPTIMUM = 82  # 1 + (2W-1)(2K+1)
SMALL = CorridorGraph(width=3, depth=2, lanes=2)


def last(points):
    for point in points:
        final = point
    return final


def run(estimator, seed, step, steps, batch):
    config = SampledTraining(BAR, estimator, sign, step=step, steps=steps, batch=batch, seed=seed)
    return float(hitting_time(BAR, last(train_sampled(config)).logits))


def test_the_bar_is_the_exact_optimum():
    assert hitting_time(BAR, np.full((4, 4), np.inf)) == OPTIMUM
    assert hitting_time(BAR, np.zeros((4, 4))) == 970


@pytest.mark.slow
def test_from_base_to_the_optimum():
    """One seed, with a batch that the suite has time for. The exact cost is evaluated, not the sampled one."""
    assert run(reward_to_go, seed=0, step=0.4, steps=28, batch=1024) < 1.05 * OPTIMUM


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("estimator", "step", "steps", "batch"), [(reward_to_go, 0.4, 40, 1024), (leave_one_out, 0.1, 150, 2048)]
)
def test_five_seeds_of_five_reach_the_optimum(estimator, step, steps, batch, seed):
    """Within 5 per cent, exactly evaluated; the benchmark has the seconds."""
    assert run(estimator, seed, step, steps, batch) < 1.05 * OPTIMUM


@pytest.mark.parametrize(
    ("cost", "budget"), [pytest.param(discounted(0.95), None, marks=pytest.mark.slow), (horizon, 30)]
)
def test_variants_learn_to_backtrack_too(cost, budget):
    config = SampledTraining(SMALL, leave_one_out, sign, step=0.25, steps=40, batch=500, cost=cost, budget=budget)
    final = last(train_sampled(config)).logits
    assert hitting_time(SMALL, final) < 1.2 * hitting_time(SMALL, np.full((4, 2), np.inf))


def test_without_penalty_or_horizon_nothing_moves():
    config = SampledTraining(SMALL, group_relative(10), sign, step=0.5, steps=3, batch=50, cost=horizon)
    for point in train_sampled(config):
        assert point.loss == -1
        assert not point.gradient.any()
        assert not point.logits.any()


def test_a_run_goes_on_from_any_point_to_identical_numbers():
    config = SampledTraining(SMALL, reward_to_go, sign, step=0.1, steps=4, batch=64, seed=3)
    whole = list(train_sampled(config))
    assert [point.step for point in whole] == list(range(5))
    for point in whole:
        again = list(train_sampled(config, point.logits, first_step=point.step))
        for left, right in itertools.zip_longest(again, whole[point.step :]):
            assert (left.step, left.loss) == (right.step, right.loss)
            np.testing.assert_array_equal(left.logits, right.logits)
            np.testing.assert_array_equal(left.gradient, right.gradient)


def test_seeds_differ_and_start_is_not_written_to():
    start = np.full((4, 2), 0.5)
    first, second = (
        next(train_sampled(SampledTraining(SMALL, plain, sign, step=0.1, steps=1, batch=64, seed=seed), start))
        for seed in (0, 1)
    )
    assert first.loss != second.loss
    assert (start == 0.5).all()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"graph": CorridorGraph(1, 2, 2)}, "width must be >= 2 for RLVR, got width=1: .* backtracking is undefined"),
        ({"steps": 0}, "steps must be an integer >= 1, got steps=0"),
        ({"batch": 0}, "batch must be an integer >= 1, got batch=0"),
        ({"batch": 1}, "batch must be at least 2 for a baseline, got batch=1: use plain"),
        ({"estimator": group_relative(3)}, "batch must be a multiple of the group size, got batch=8 for size=3"),
        ({"estimator": reward_to_go, "cost": horizon}, "cost must be the length for reward_to_go, got another"),
        ({"step": 0.0}, "step must be finite and positive, got step=0.0"),
        ({"step": math.nan}, "step must be finite and positive, got step=nan"),
    ],
)
def test_settings_are_refused(changes, message):
    settings = {"graph": SMALL, "estimator": leave_one_out, "optimiser": sign, "step": 0.1, "steps": 2, "batch": 8}
    with pytest.raises(ValueError, match=message):
        SampledTraining(**(settings | changes))


def test_starts_are_refused():
    config = SampledTraining(SMALL, plain, sign, step=0.1, steps=2, batch=1)
    for start in (np.zeros((4, 3)), np.full((4, 2), np.inf), np.full((4, 2), np.nan)):
        with pytest.raises(ValueError, match=r"start must hold finite gaps of shape \(4, depth=2\), got shape"):
            train_sampled(config, start)
    for first in (-1, 3):
        with pytest.raises(ValueError, match=f"first_step must be from 0 to steps=2, got first_step={first}"):
            train_sampled(config, first_step=first)


def test_a_budget_below_the_shortest_path_is_refused():
    config = SampledTraining(SMALL, plain, sign, step=0.1, steps=2, batch=4, budget=5)
    with pytest.raises(ValueError, match="budget must be at least the shortest path, 6 steps, got budget=5"):
        next(train_sampled(config))
