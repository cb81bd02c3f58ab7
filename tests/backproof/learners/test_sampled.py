"""Sampled descent on unequal corridors: its estimates against the exact gradient, resumed runs, and the optimum."""

from __future__ import annotations

import json

import numpy as np
import pytest

from backproof import UnequalGraph, train
from backproof.learners.gaps_config import ReinforceOnCorridorsConfig
from backproof.learners.sampled import SampledRun
from backproof.sim.policy_gradients import reward_to_go
from backproof.sim.unequal_cost import unequal_cost_gradient
from backproof.theory.relaxations.never_turn import best_first_rows_cost
from tests.sim.comparisons import mean_excess

GRAPH = UnequalGraph([[2], [1, 3]])


def test_its_gradient_is_that_of_the_cost_on_average():
    """Null: the estimates have the mean of the exact gradient; n = 200 batches of 100 episodes; 12 comparisons, each
    with the false-alarm rate of `mean_excess`, 1e-6.
    """
    run = SampledRun(ReinforceOnCorridorsConfig(GRAPH.lanes, "table", batch=100), reward_to_go)
    run.gaps = np.random.default_rng(1).normal(size=run.gaps.shape) / 2
    _, exact = unequal_cost_gradient(GRAPH, run.gaps)
    estimates = np.array([run.gradient() for _ in range(200)])
    assert mean_excess(estimates, exact).max() <= 1


@pytest.mark.parametrize("algorithm", ["reinforce", "grpo"])
def test_it_comes_near_the_least_cost(algorithm):
    """The noise of the last batches leaves it some percent above."""
    found = train(UnequalGraph([[1], [1] * 3]), algorithm, step=0.1, steps=150, batch=256)
    assert found.curve.cost[0] > 3 * found.least_cost
    assert found.least_cost == best_first_rows_cost([1, 3]) < found.cost < 1.1 * found.least_cost


@pytest.mark.parametrize("algorithm", ["reinforce", "grpo"])
def test_a_run_in_parts_ends_with_the_same_numbers(backproof, tmp_path, algorithm):
    arguments = ("--corridors", "1x2,3x1", "--algorithm", algorithm, "--batch", 32, "--seed", 4)
    whole, parts = tmp_path / "whole.json", tmp_path / "parts.json"
    assert backproof("train", *arguments, "--steps", 9, "--out", whole).code == 0
    for steps in (4, 9):
        assert backproof("train", *arguments, "--steps", steps, "--out", parts).code == 0
    for end in ("npz", "safetensors"):
        assert whole.with_name(f"whole.json.{end}").read_bytes() == parts.with_name(f"parts.json.{end}").read_bytes()
    assert json.loads(whole.read_text())["points"][-1]["agent_steps"] > 9 * 32


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--algorithm", "grpo", "--batch", "24"),
            "batch must be a multiple of the group size, got batch=24 for size=16",
        ),
        (("--algorithm", "reinforce", "--batch", "1"), "batch must be at least 2 for a baseline, got batch=1"),
        (("--algorithm", "reinforce", "--corridors", "8x2"), "corridors must be at least 2 for RLVR, got 1"),
        (("--algorithm", "distil", "--uncleaned", "2"), "uncleaned must be from 0 to 1, got uncleaned=2"),
        (("--algorithm", "reinforce", "--fork", "agent"), "algorithm=reinforce takes no fork: leave it out"),
    ],
    ids=str,
)
def test_what_it_cannot_do_is_refused_in_one_line(backproof, arguments, said):
    code, out, err = backproof("train", "--corridors", "1x2,2x2", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
