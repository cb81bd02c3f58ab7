"""The environments: what Gymnasium and stable-baselines3 ask of one, and that walks in them cost what the theory says.

Statistical tests: the null is that the mean is the exact cost; the first walk of each walker counts, with a fixed seed,
and a mean may be 4.5 standard errors off (false-alarm rate 7e-6 each).
"""

from __future__ import annotations

import gymnasium
import numpy as np
import pytest
import torch
from gymnasium.utils.env_checker import check_env
from stable_baselines3.common.env_checker import check_env as check_for_sb3

import backproof.environments  # noqa: F401, which registers them
from backproof.environments.sb3 import WalkVecEnv
from backproof.environments.single import CorridorEnv
from backproof.environments.tasks import corridor_task, graph_task
from backproof.theory.any_graph.reasoning_graph import Edge, ReasoningGraph
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

KINDS = [
    {},
    {"fork": "agent"},
    {"observation": "row"},
    {"observation": "egocentric", "fork": "agent"},
    {"corridors": [[1], [2, 3, 4], [1, 1, 1, 1, 1]]},
]
TRIANGLE = ReasoningGraph(
    ("s", "a", "b", "t"), (Edge("s", "a"), Edge("a", "b"), Edge("b", "t"), Edge("a", "t")), "s", ("b", "t"), (1, 3)
)


def first_walks(env, choose, steps=20_000):
    """(walkers,): the steps of each walker's first walk, its actions chosen by the number of its row's moves."""
    _, info = env.reset(seed=5)
    found = np.zeros(env.num_envs)
    for _ in range(steps):
        _, _, _, _, info = env.step(choose(env, info["action_mask"]))
        if "steps" in info:
            found = np.where((found == 0) & info["_steps"], info["steps"], found)
        if found.all():
            return found
    raise AssertionError("a walk does not end")


def uniform(env, mask):
    rng = env.np_random
    return (rng.random(len(mask)) * mask.sum(1)).astype(np.int64)


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("check", [check_env, check_for_sb3])
def test_the_checkers_pass(check, kind):
    assert check(gymnasium.make("backproof/Corridor-v0", **kind).unwrapped) is None  # it raises what it finds


@pytest.mark.parametrize("check", [check_env, check_for_sb3])
def test_the_checkers_pass_any_graph(check):
    assert check(gymnasium.make("backproof/Graph-v0", graph=TRIANGLE).unwrapped) is None


def test_uniform_moves_cost_what_the_base_model_costs():
    graph = CorridorGraph(3, 2, 2)
    env = gymnasium.make_vec(
        "backproof/Corridor-v0", num_envs=4000, budget=10**9, vectorization_mode="vector_entry_point"
    )
    costs = first_walks(env, uniform)
    exact = float(expected_hitting_time(graph, Policy.base(graph)))
    assert abs(costs.mean() - exact) < 4.5 * costs.std() / np.sqrt(len(costs))


def test_egocentric_walkers_that_take_move_0_never_turn():
    """H* where the environment draws at the fork, whichever way the walkers come."""
    env = gymnasium.make_vec(
        "backproof/Corridor-v0",
        num_envs=4000,
        width=4,
        depth=3,
        lanes=3,
        observation="egocentric",
        vectorization_mode="vector_entry_point",
    )
    costs = first_walks(env, lambda env, mask: np.zeros(len(mask), np.int64))
    optimal = 1 + (2 * 4 - 1) * (2 * 3 + 1)
    assert abs(costs.mean() - optimal) < 4.5 * costs.std() / np.sqrt(len(costs))


def test_an_agent_that_chooses_the_fork_in_turn_meets_the_bound():
    """After corridor w it takes corridor w + 1: 1 + W(2K+1) on average, over uniform targets."""
    task = corridor_task(3, 2, 2, fork="agent", observation="id")
    walks = task.episodes(3000, budget=10_000, seed=2)
    head_level = [task.name(state) for state in range(task.table.states)]
    last = torch.tensor([int(name.partition("@")[2][:1] or 0) if name.endswith("-> f") else 0 for name in head_level])
    onward = torch.tensor([name.startswith("l1") and name.endswith("-> f") for name in head_level])
    passing = torch.zeros(task.table.states, dtype=torch.int64)
    for state, name in enumerate(head_level):
        moves = task.table.moves[task.table.first[state] : task.table.first[state + 1]].tolist()
        came = name.partition(" -> ")[0]
        ahead = [i for i, move in enumerate(moves) if f"-> {came}" not in head_level[move]]
        passing[state] = ahead[0] if ahead else 0
    found = torch.zeros(3000, dtype=torch.int64)
    while not found.all():
        state = walks.state
        action = torch.where(onward[state], last[state] % 3, passing[state])
        _, hit, cut = walks.act(action)
        assert not cut.any()
        found = torch.where((found == 0) & hit, walks.steps, found)
        walks.restart(hit.nonzero()[:, 0])
    mean, deviation = found.double().mean().item(), found.double().std().item()
    assert abs(mean - (1 + 3 * 5)) < 4.5 * deviation / np.sqrt(3000)


def test_the_prior_of_a_graph_is_that_of_its_walks():
    walks = graph_task(TRIANGLE).episodes(20_000, budget=100, seed=3)
    share = (walks.goal == 1).double().mean().item()
    assert abs(share - 0.75) < 4.5 * np.sqrt(0.75 * 0.25 / 20_000)


def test_a_seed_repeats_a_walk():
    env = gymnasium.make("backproof/Corridor-v0", fork="agent")
    seen = []
    for _ in range(2):
        walk = [env.reset(seed=11)[0]]
        walk += [env.step(number % 2)[0] for number in range(20)]
        seen.append(walk)
    assert seen[0] == seen[1]


def test_actions_beyond_the_row_are_taken_modulo_or_refused():
    graph = ReasoningGraph(
        ("s", "a", "b", "t"), (Edge("s", "a"), Edge("a", "b"), Edge("b", "t"), Edge("a", "t")), "s", ("t",)
    )
    env = gymnasium.make("backproof/Graph-v0", graph=graph, beyond="refuse").unwrapped
    env.reset(seed=0)
    assert env.action_masks().tolist() == [True, True, True]
    env.step(0)
    assert env.action_masks().tolist() == [True, True, False]
    with pytest.raises(ValueError, match="action must be an integer from 0 to 1 here, got action=2"):
        env.step(2)
    loose = gymnasium.make("backproof/Graph-v0", graph=graph).unwrapped
    seen = []
    for action in (0, 2):
        loose.reset(seed=0)
        loose.step(0)
        seen.append(loose.step(action)[0])
    assert seen[0] == seen[1]
    with pytest.raises(ValueError, match="action must be an integer from 0 to 2"):
        loose.step(3)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"width": 0}, "width must be an integer >= 1, got width=0"),
        ({"depth": 1.5}, "depth must be an integer >= 1"),
        ({"corridors": [[2], []]}, "corridors must hold a list of lanes"),
        ({"fork": "both"}, "fork must be env or agent, got fork='both'"),
        ({"observation": "pixels"}, "observation must be id, row or egocentric"),
        ({"budget": 3}, "budget must be at least a shortest path, 6 steps, got budget=3"),
        ({"beyond": "wrap"}, "beyond must be modulo or refuse"),
        ({"render_mode": "human"}, "render_mode must be ansi or rgb_array"),
    ],
)
def test_bad_arguments_are_refused(wrong, message):
    with pytest.raises((TypeError, ValueError), match=message):
        CorridorEnv(**wrong)


def test_a_target_is_chosen_by_its_number():
    env = gymnasium.make("backproof/Corridor-v0").unwrapped
    env.reset(seed=0, options={"target": 2})
    assert int(env.episodes.goal) == 2
    with pytest.raises(ValueError, match="target must be an integer from 0 to 2, got target=3"):
        env.reset(options={"target": 3})


def test_renderings():
    env = gymnasium.make("backproof/Corridor-v0", render_mode="ansi", fork="agent", disable_env_checker=True)
    env.reset(seed=0)
    env.step(1)
    assert env.render() == "f -> l1@2, 2 steps\n"
    drawn = gymnasium.make("backproof/Corridor-v0", render_mode="rgb_array", fork="agent", disable_env_checker=True)
    drawn.reset(seed=0)
    before = drawn.render()
    drawn.step(1)
    after = drawn.render()
    assert before.shape == after.shape == (450, 800, 3)
    assert (before != after).any()


def test_the_walks_of_sb3_are_the_same():
    task = corridor_task(3, 2, 2)
    walks, ours = WalkVecEnv(task, 50, seed=4), task.episodes(50, 10_000, seed=4)
    ours.restart(torch.arange(50))
    seen = walks.reset()
    for _ in range(40):
        assert (seen == task.observed(ours)).all()
        seen, rewards, over, infos = walks.step(np.ones(50, np.int64))
        moved, hit, _ = ours.act(torch.ones(50, dtype=torch.int64))
        assert (rewards == -moved.numpy()).all()
        assert (over == hit.numpy()).all()
        assert [info["episode"]["l"] for info in infos if info] == ours.steps[hit].tolist()
        ours.restart(hit.nonzero()[:, 0])
