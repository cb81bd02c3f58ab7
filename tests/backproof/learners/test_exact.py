"""Exact descent on unequal corridors, against the trainers of equal corridors and against the full multigraph.

The trainers compute costs and gradients by other recurrences, and `law_cost` by solving the chain of all edge-states.
"""

from __future__ import annotations

import json
import math
from functools import partial

import numpy as np
import pytest

from backproof import CorridorGraph, UnequalGraph, simulate, train
from backproof.environments.tasks import corridor_task
from backproof.learners.exact import ExactRun, best_gaps, distil_on, rlvr_on, sft_on
from backproof.learners.gaps_config import DistilOnCorridorsConfig, RlvrOnCorridorsConfig, SftOnCorridorsConfig
from backproof.learners.tables import law_cost
from backproof.sim.unequal_cost import unequal_cost
from backproof.theory.relaxations.never_turn import best_first_rows_cost, straight_cost
from tests.backproof.learners.unequal import first_rows

MIXED = ((2,), (1, 3), (2, 2, 1))
KINDS = {
    "rlvr": (RlvrOnCorridorsConfig, rlvr_on),
    "sft": (SftOnCorridorsConfig, sft_on),
    "distil": (DistilOnCorridorsConfig, partial(distil_on, uncleaned=0.3)),
}


@pytest.mark.parametrize(
    ("algorithm", "settings"),
    [("rlvr", {}), ("sft", {}), ("distil", {"uncleaned": 0.3}), ("distil", {"uncleaned": 0.0})],
)
def test_on_equal_corridors_the_costs_are_those_of_the_trainer(algorithm, settings):
    graph = CorridorGraph(3, 2, 2)
    alike = train(UnequalGraph([[2, 2]] * 3), algorithm, steps=150, **settings)
    assert alike.curve.cost == pytest.approx(train(graph, algorithm, steps=150, **settings).curve.cost, rel=1e-9)
    assert alike.curve.cost[0] == pytest.approx(141)


@pytest.mark.parametrize("algorithm", KINDS)
def test_the_law_costs_on_the_full_multigraph_what_the_curve_says(algorithm):
    config, loss = KINDS[algorithm]
    run, task = ExactRun(config(MIXED, "table"), loss), corridor_task(corridors=MIXED)
    assert run.snapshot()["law"].numpy() == pytest.approx([float(share) for share in task.graph.base()], abs=1e-15)
    for _ in range(40):
        run.update()
    assert law_cost(task, run.snapshot()["law"].numpy()) == pytest.approx(run.point().cost, rel=1e-10)


def test_rlvr_learns_to_turn_back_at_the_deep_corridor_only():
    """A sign step of .01 moves a row by .0025 at most."""
    found = train(UnequalGraph([[2], [1] * 4]), steps=1200)
    shallow, deep = first_rows(((2,), (1,) * 4), found.law)
    assert found.least_cost == best_first_rows_cost([1, 4]) < found.cost < 1.001 * found.least_cost
    assert found.cost < straight_cost([1, 4])
    assert shallow > 0.999
    assert deep == pytest.approx(math.sqrt(2 / 4), abs=0.003)


def test_sft_leaves_the_way_back_as_it_was_and_becomes_worse_than_base():
    run = ExactRun(SftOnCorridorsConfig(MIXED, "table", step=0.1), sft_on)
    base = run.point().cost
    for _ in range(100):
        run.update()
    forward_exit, backward_entry, forward_entry, backward_exit = run.gaps
    assert np.concatenate([backward_entry, backward_exit]).tolist() == [0.0] * 12
    assert min(forward_exit.min(), forward_entry.min()) == pytest.approx(10)
    assert run.point().cost > base


def test_students_of_walks_cost_between_the_least_and_never_turning_and_those_of_cleaned_walks_more_than_base():
    """The best policy enters the deep corridor half of the time. Golden paths always do, and mixtures too often."""
    graph, least, straight = UnequalGraph([[1], [1] * 8]), best_first_rows_cost([1, 8]), straight_cost([1, 8])
    whole, few, cleaned = (train(graph, "distil", step=0.1, steps=300, uncleaned=part) for part in (1.0, 0.1, 0.0))
    assert least < whole.cost < 1.001 * least
    assert 1.05 * least < few.cost < straight
    assert cleaned.cost > 252 == pytest.approx(cleaned.curve.cost[0])
    assert cleaned.curve.cost == pytest.approx(train(graph, "sft", step=0.1, steps=300).curve.cost)


def test_the_best_gaps_cost_the_least():
    graph = UnequalGraph([[2], [1] * 4])
    assert unequal_cost(graph, best_gaps(graph)) == pytest.approx(best_first_rows_cost([1, 4]), rel=1e-12)


@pytest.mark.parametrize("loss_on", [sft_on, partial(distil_on, uncleaned=0.3)], ids=["sft", "distil"])
def test_the_gradient_of_imitation_is_that_of_its_loss(loss_on):
    loss, gaps = loss_on(UnequalGraph(MIXED)), np.linspace(-1, 1, 24).reshape(4, 6)
    _, gradient = loss(gaps)
    for place in np.ndindex(gaps.shape):
        moved = gaps.copy()
        moved[place] += 1e-5
        back = gaps.copy()
        back[place] -= 1e-5
        assert gradient[place] == pytest.approx((loss(moved)[0] - loss(back)[0]) / 2e-5, abs=1e-8)


def test_the_command_writes_what_can_be_resumed_and_walked(backproof, tmp_path):
    arguments = ("--corridors", "1x2,3x1", "--algorithm", "rlvr")
    whole, parts = tmp_path / "whole.json", tmp_path / "parts.json"
    assert backproof("train", *arguments, "--steps", 60, "--out", whole).code == 0
    for steps in (20, 60):
        assert backproof("train", *arguments, "--steps", steps, "--out", parts).code == 0
    for end in ("npz", "safetensors"):
        assert whole.with_name(f"whole.json.{end}").read_bytes() == parts.with_name(f"parts.json.{end}").read_bytes()
    policy = whole.with_name("whole.json.safetensors")
    walked = simulate(UnequalGraph([[2], [1] * 3]), str(policy), engine="steps", episodes=4000)
    cost = json.loads(whole.read_text())["points"][-1]["cost"]
    assert abs(walked.estimate.mean - cost) < 6 * walked.estimate.standard_error


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--seed", "1"), "algorithm=rlvr takes no seed: leave it out"),
        (("--fork", "agent"), "algorithm=rlvr takes no fork: leave it out"),
        (("--optimiser", "sign"), "algorithm=rlvr has an optimiser of its own: leave optimiser out"),
        (("--corridors", "8x2"), "corridors must be at least 2 for RLVR, got 1: a single corridor has no dead end"),
        (("--start", "sft"), "--start takes base or the FILE.safetensors of a learner; there is no file 'sft'"),
    ],
    ids=str,
)
def test_what_it_cannot_do_is_refused_in_one_line(backproof, arguments, said):
    code, out, err = backproof("train", "--corridors", "1x2,2x2", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
