"""The sampled trainers reach the optimum from base; runs can be resumed; bad settings are refused."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import expit

from backproof.sim.descent import Point, sign, stepped
from backproof.sim.exact_cost import cost_of_gaps, logits_of_gaps
from backproof.sim.policy_gradients import discounted, group_relative, horizon, leave_one_out, length
from backproof.sim.rollouts import roll_out
from backproof.sim.trainers import TRAINERS
from backproof.sim.trainers.grpo import GROUP, GrpoConfig
from backproof.sim.trainers.reinforce import ReinforceConfig, train_reinforce
from backproof.theory.graph import CorridorGraph
from tests.sim.gaps import config_of, trained

BAR = CorridorGraph(width=5, depth=4, lanes=3)
OPTIMUM = 82  # 1 + (2W-1)(2K+1)
SMALL = CorridorGraph(width=3, depth=2, lanes=2)


def sampled_descent(graph, estimator, cost, *, step, steps, batch, seed=0, budget=None):
    """Sign descent with any estimator and cost; the trainers do not offer all of them."""
    gaps = np.zeros((4, graph.depth))
    for index in range(steps + 1):
        walks = roll_out(graph, gaps, range(index * batch, (index + 1) * batch), seed=seed, budget=budget)
        costs = cost(walks.steps, walks.hit)
        gradient = estimator(costs, walks, expit(logits_of_gaps(graph, gaps)))
        yield Point(index, gaps, float(costs.mean()), gradient)
        gaps = stepped(gaps, gradient, sign, step)


def test_the_goal_of_these_tests_is_the_exact_optimum():
    assert cost_of_gaps(BAR, np.full((4, 4), np.inf)) == OPTIMUM
    assert cost_of_gaps(BAR, np.zeros((4, 4))) == 970


@pytest.mark.slow
def test_training_from_base_reaches_the_optimum():
    """One seed, with a batch small enough for the suite. The exact cost is tested, not the sampled one."""
    assert trained(ReinforceConfig, BAR, step=0.4, steps=28).cost[-1] < 1.05 * OPTIMUM


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_all_of_five_seeds_reach_the_optimum(seed):
    """Within 5 per cent by the exact cost; the benchmark measures the seconds."""
    assert trained(ReinforceConfig, BAR, step=0.4, steps=40, seed=seed).cost[-1] < 1.05 * OPTIMUM
    *_, last = sampled_descent(BAR, leave_one_out, length, step=0.1, steps=150, batch=2048, seed=seed)
    assert cost_of_gaps(BAR, last.logits) < 1.05 * OPTIMUM


@pytest.mark.parametrize(
    ("cost", "budget"), [pytest.param(discounted(0.95), None, marks=pytest.mark.slow), (horizon, 30)]
)
def test_other_costs_teach_backtracking_too(cost, budget):
    *_, last = sampled_descent(SMALL, leave_one_out, cost, step=0.25, steps=40, batch=500, budget=budget)
    assert cost_of_gaps(SMALL, last.logits) < 1.2 * cost_of_gaps(SMALL, np.full((4, 2), np.inf))


def test_without_penalty_or_horizon_training_changes_nothing():
    for point in sampled_descent(SMALL, group_relative(10), horizon, step=0.5, steps=3, batch=50):
        assert point.loss == -1
        assert not point.gradient.any()
        assert not point.logits.any()


def test_a_run_continues_from_any_point_to_identical_numbers():
    config = config_of(ReinforceConfig, SMALL, step=0.1, steps=4, batch=64, seed=3)
    whole = list(train_reinforce(config, config.gaps(), 0))
    assert [point.step for point in whole] == list(range(5))
    for point in whole:
        again = list(train_reinforce(config, point.logits, point.step))
        for left, right in zip(again, whole[point.step :], strict=True):
            assert (left.step, left.loss) == (right.step, right.loss)
            np.testing.assert_array_equal(left.logits, right.logits)
            np.testing.assert_array_equal(left.gradient, right.gradient)


@pytest.mark.parametrize("name", ["grpo", "reinforce"])
def test_each_step_walks_the_next_episodes_of_the_seed(name):
    config = config_of(TRAINERS[name].config, SMALL, step=0.1, steps=2, batch=32, seed=3)
    for point in TRAINERS[name].train(config, config.gaps(), 0):
        walks = roll_out(SMALL, point.logits, range(32 * point.step, 32 * point.step + 32), seed=3)
        assert point.loss == walks.steps.mean()


def test_other_seeds_give_other_runs():
    start = np.full((4, 2), 0.5)
    configs = [config_of(ReinforceConfig, SMALL, start, step=0.1, steps=1, batch=64, seed=seed) for seed in (0, 1)]
    first, second = (next(train_reinforce(config, start, 0)) for config in configs)
    assert first.loss != second.loss
    assert (start == 0.5).all()


@pytest.mark.parametrize(
    ("kind", "changes", "message"),
    [
        (ReinforceConfig, {"steps": 0}, "steps must be an integer >= 1, got steps=0"),
        (ReinforceConfig, {"batch": 0}, "batch must be an integer >= 1, got batch=0"),
        (ReinforceConfig, {"batch": 1}, "batch must be at least 2 for a baseline, got batch=1: use more episodes"),
        (GrpoConfig, {"batch": GROUP + 1}, "batch must be a multiple of the group size, got batch=17 for size=16"),
        (GrpoConfig, {"optimiser": "natural"}, "optimiser=natural needs the exact number of visits"),
        (ReinforceConfig, {"seed": -1}, "seed must be an integer from 0"),
        (ReinforceConfig, {"device": "abacus"}, "device must be cpu or cuda, got device=abacus"),
        (ReinforceConfig, {"step": 0.0}, "step must be finite and positive, got step=0.0"),
        (ReinforceConfig, {"step": math.nan}, "step must be finite and positive, got step=nan"),
    ],
)
def test_bad_settings_are_refused(kind, changes, message):
    with pytest.raises(ValueError, match=message):
        config_of(kind, SMALL, **{"batch": 64, **changes})


@pytest.mark.parametrize("kind", [ReinforceConfig, GrpoConfig])
def test_a_graph_without_a_dead_end_is_refused(kind):
    with pytest.raises(ValueError, match=r"width must be >= 2 for RLVR, got width=1: .* backtracking is undefined"):
        config_of(kind, CorridorGraph(1, 2, 2))
