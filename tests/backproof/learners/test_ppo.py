"""PPO reaches the least cost of each fork, and nothing but the exact cost of its policy says so.

All costs are exact: each statement is about the policies that these seeds give. `test_command` compares such a cost
with walks that training did not use.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from backproof.environments.tasks import corridor_task
from backproof.learners.exact import ExactRun, rlvr_on
from backproof.learners.gaps_config import RlvrOnCorridorsConfig
from backproof.learners.learner import lanes_of
from backproof.learners.ppo import PPOConfig
from backproof.learners.report import least_blind_cost
from backproof.learners.sb3_ppo import PPORun
from backproof.learners.tables import law_cost, law_of_rows
from backproof.learners.training import LearnerProgress
from backproof.sim.training import train_further
from backproof.theory.any_graph.reasoning_graph import unequal_reasoning_graph
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.never_turn import best_first_rows_cost, squared_first_rows, straight_cost
from tests.backproof.learners.unequal import first_rows

SMALL = PPOConfig(lanes_of(CorridorGraph(3, 2, 2)), "table")
REDUCED = PPOConfig(
    lanes_of(CorridorGraph(5, 5, 3)),
    "table",
    observation="row",
    walkers=256,
    rollout=128,
    minibatch=8192,
    epochs=4,
    step=0.02,
    discount=0.999,
    gae_lambda=0.99,
    steps=120,
)
FIRST = PPOConfig(((1,),), "table", rollout=64, minibatch=4096, gae_lambda=0.9, step=0.02, budget=1000, steps=200)
"""From base, on unequal corridors. With a small lambda the gradient has less noise, but c_1 is off."""
SECOND = PPOConfig(
    ((1,),),
    "table",
    rollout=256,
    minibatch=65536,
    gae_lambda=1.0,
    step=0.05,
    half_life=20,
    budget=1000,
    steps=30,
)
"""From there on. Lambda 1 takes what followed each move as it was, without the critic's estimate: the critic sees the
last edge alone, and does not know which corridors were tried before."""
DEEP = PPOConfig(
    lanes_of(CorridorGraph(8, 8, 3)),
    "table",
    observation="row",
    walkers=1024,
    rollout=256,
    minibatch=32768,
    epochs=3,
    step=0.02,
    discount=0.999,
    gae_lambda=0.995,
    steps=150,
)
SEEDS = [pytest.param(seed, marks=[pytest.mark.slow] if seed else []) for seed in range(5)]
"""The first seed is in every run of the tests, all five in the slow ones."""


def trained(config):
    progress = LearnerProgress(config)
    train_further(progress)
    return progress


def updated(run, updates):
    for _ in range(updates):
        run.update()
    return run


# --- what is reached -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("fork", "least"), [("env", 1 + 5 * 5), ("agent", 1 + 3 * 5)])
def test_a_table_reaches_the_least_cost_of_its_fork(fork, least, seed):
    config = replace(SMALL, fork=fork, seed=seed, steps=40)
    assert least_blind_cost(config) == least
    cost = trained(config).curve().cost
    assert cost[0] == pytest.approx(141)
    assert least < cost[-1] <= 1.05 * least


@pytest.mark.slow  # half a minute each
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(5))
def test_reduced_rows_reach_the_optimum_of_a_larger_graph(seed):
    cost = trained(replace(REDUCED, seed=seed)).curve().cost
    assert least_blind_cost(REDUCED) == 100 < cost[-1] <= 105


@pytest.mark.slow  # some minutes
@pytest.mark.timeout(3600)
def test_reduced_rows_reach_the_optimum_at_depth_8():
    cost = trained(DEEP).curve().cost
    assert least_blind_cost(DEEP) == 256 < cost[-1] <= 1.1 * 256


@pytest.mark.slow  # 40 s each on a quiet core
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(5, 10))  # the settings were chosen on others
@pytest.mark.parametrize("corridors", [((1,), (1,) * 8), ((1,), (1,), (1,) * 10)], ids=["1,8", "1,1,10"])
def test_in_unequal_corridors_it_finds_the_best_first_rows(corridors, seed):
    """The cost is flat at the optimum: at c_1 off by .05 it is at most 1.005 times the least cost."""
    depths = [len(corridor) for corridor in corridors]
    first, second = (PPORun(replace(config, corridors=corridors, seed=seed)) for config in (FIRST, SECOND))
    updated(first, FIRST.steps)
    second.adopt(first.snapshot())
    cost, best = updated(second, SECOND.steps).point().cost, best_first_rows_cost(depths)
    assert best < cost <= 1.03 * best < straight_cost(depths)
    assert first_rows(corridors, second.law()) == pytest.approx(
        [math.sqrt(square) for square in squared_first_rows(depths)], abs=0.05
    )


def test_a_policy_that_hardly_ever_turns_learns_to_turn_back_at_the_deep_corridor():
    """In small: it begins with all gaps 4, which cost 1.13 times what never turning costs."""
    corridors, depths = ((1,), (1,) * 8), (1, 8)
    config = replace(
        SECOND, corridors=corridors, walkers=256, rollout=64, minibatch=16384, epochs=4, step=0.1, half_life=12
    )
    run, begin = PPORun(config), ExactRun(RlvrOnCorridorsConfig(corridors, "table"), rlvr_on)
    begin.gaps[:] = 4
    adopt_law(run, begin.snapshot()["law"])
    assert run.point().cost == pytest.approx(begin.point().cost, rel=1e-5)
    cost = updated(run, SECOND.steps).point().cost
    shallow, deep = first_rows(corridors, run.law())
    assert best_first_rows_cost(depths) < cost < 1.05 * best_first_rows_cost(depths) < straight_cost(depths)
    assert shallow > 0.98
    assert deep == pytest.approx(0.5, abs=0.2)


def adopt_law(run, law):
    """Begin with the table that has these probabilities."""
    held, table = run.snapshot(), run.task.table
    logits = law[torch.as_tensor(run.task.order)].log().float()
    for state in range(table.states):
        row = slice(table.first[state], table.first[state + 1])
        held["policy.action_net.weight"][: row.stop - row.start, state] = logits[row]
    run.adopt(held)


# --- what is trained -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fork", ["env", "agent"])
@pytest.mark.parametrize("observation", ["id", "row"])
def test_a_table_begins_as_the_base_model(fork, observation):
    """Rows shorter than the longest one are uniform too: the moves that they lack have probability 0."""
    for corridors in (lanes_of(CorridorGraph(4, 1, 2)), ((2,), (1, 1, 3))):
        run = PPORun(PPOConfig(corridors, "table", fork=fork, observation=observation, walkers=4, minibatch=8))
        graph = unequal_reasoning_graph(corridors)
        if observation == "id" or len(set(corridors)) == 1:
            assert run.law() == pytest.approx([float(share) for share in graph.base()], abs=1e-12)
        assert len(run.law()) == len(graph.states.to)


def test_rows_that_are_not_visited_do_not_move():
    """Rows share no parameter. In a walk of at most 6 steps on a graph of depth 3 nobody meets the last leaf."""
    run = PPORun(PPOConfig(lanes_of(CorridorGraph(2, 3, 2)), "table", walkers=64, minibatch=512, budget=8, step=0.5))
    before = run.law()
    run.update()
    changed = np.abs(run.law() - before) > 0
    states = run.task.graph.states
    names = {run.task.name(state) for state in np.unique(states.row[changed])}
    assert names
    far = {name for name in names if name.startswith("leaf")}
    assert far == set()


@pytest.mark.parametrize(
    ("corridors", "fork", "least"),
    [
        (((2,), (1,) * 8), "env", best_first_rows_cost([1, 8])),
        (((2,), (1,) * 8), "agent", 14),
        (((1,), (1,), (1,) * 10), "agent", 16),
        (((4,), (2,) * 3, (1,) * 5), "agent", 50 / 3),
    ],
)
def test_the_least_cost_is_that_of_the_best_order_or_of_the_best_first_rows(corridors, fork, least):
    assert least_blind_cost(PPOConfig(corridors, "table", fork=fork)) == pytest.approx(least)


def test_rows_that_are_alike_over_arrivals_cannot_go_through_the_corridors_in_turn():
    config = replace(SMALL, fork="agent", observation="row")
    assert least_blind_cost(config) == 26


# --- the exact cost --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fork", ["env", "agent"])
def test_the_cost_of_a_table_is_that_of_its_policy(fork):
    """Base, at any numbering of the moves; an action beyond its row counts modulo the row's length."""
    graph = CorridorGraph(4, 2, 2)
    task = corridor_task(4, 2, 2, fork=fork)
    uniform = np.zeros((task.table.states, 12))
    for state, degree in enumerate(task.table.degrees):
        uniform[state, : degree * (12 // degree)] = 1
    law = law_of_rows(task, uniform / uniform.sum(1, keepdims=True))
    assert law_cost(task, law) == pytest.approx(expected_hitting_time(graph, Policy.base(graph)), rel=1e-12)


@pytest.mark.parametrize("rows", [np.ones((3, 2)), np.ones(44), np.full((44, 2), 0.4)])
def test_rows_that_are_no_probabilities_are_refused(rows):
    with pytest.raises(ValueError, match="probabilities must be rows that sum to 1, one for each of 44 states"):
        law_of_rows(corridor_task(3, 2, 2), rows)
