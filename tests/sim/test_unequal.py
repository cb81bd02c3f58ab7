"""Walks, drawn crossings and exact costs on corridors that differ, against the theory and against equal corridors."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from scipy.special import expit

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.exact_cost import cost_gradient, expected_moves
from backproof.sim.rollouts import PASS, TURN, roll_out
from backproof.sim.run_config import UnequalRunConfig
from backproof.sim.runs import run_simulation
from backproof.sim.unequal_cost import unequal_cost, unequal_cost_gradient, unequal_logits, unequal_moves
from backproof.sim.unequal_crossings import sample_unequal_times
from backproof.sim.unequal_walks import unequal_rows, unequal_table
from backproof.sim.walk_table import NO_GOAL, NeverHitsError
from backproof.theory.graph import START, CorridorGraph, UnequalGraph
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.unequal_corridors import UnequalCorridors, UnequalLaw, unequal_hitting_time
from backproof.unequal_policies import UNEQUAL_POLICIES
from tests.sim.comparisons import mean_excess

GRAPH = UnequalGraph([[2], [3, 1], [2] * 4])
SAMPLES = 1000
BLOCKS = 40
FALSE_ALARM = 1e-6


def drawn(graph, seed=0):
    """A policy with every probability from 0.3 to 1, and its families."""
    rng = np.random.default_rng(seed)
    families = {name: tuple(rng.uniform(0.3, 1, graph.diamonds).tolist()) for name in FAMILIES}
    return UnequalCorridors.of(graph, Policy(**families)), families


def test_the_table_has_the_rows_of_the_theory():
    corridors, families = drawn(GRAPH)
    table = unequal_table(GRAPH, families)
    names = [table.name(state) for state in range(table.states)]
    assert names[0] == START
    assert len(set(names)) == len(names)
    for state, edge in enumerate(names):
        cells = range(table.first[state], table.first[state + 1])
        found = {names[table.moves[cell]]: table.weights[cell] for cell in cells if table.weights[cell] > 0}
        assert found == pytest.approx({move: float(p) for move, p in corridors.row(edge).items()})
        leaf = edge.head.corridor if edge.head.kind == "leaf" else NO_GOAL
        assert table.goal[state] == leaf


def test_the_table_of_equal_corridors_is_that_of_the_equal_graph():
    graph = CorridorGraph(3, 2, 4)
    policy = {name: list(map(float, getattr(Policy.sft_limit(graph), name))) for name in FAMILIES}
    alike = unequal_table(
        UnequalGraph([[graph.lanes] * graph.depth] * graph.width),
        {name: family * graph.width for name, family in policy.items()},
    )
    known = corridor_table(graph, policy)
    assert all(np.array_equal(getattr(alike, name), getattr(known, name)) for name in ("first", "moves", "goal"))
    np.testing.assert_allclose(alike.weights, known.weights, rtol=1e-15)
    assert [alike.name(state) for state in range(alike.states)] == [known.name(state) for state in range(known.states)]


def test_a_policy_that_does_not_fit_or_never_arrives_is_refused():
    _, families = drawn(GRAPH)
    with pytest.raises(ValueError, match="forward_exit must hold 7 probabilities"):
        unequal_table(GRAPH, {**families, "forward_exit": [0.5] * 6})
    with pytest.raises(NeverHitsError, match="never reaches its target"):
        unequal_table(GRAPH, {**families, "forward_exit": [0.0] * 7}).check_hits()


@pytest.mark.parametrize("policy", ["base", "sft", "straight", "rlvr", "drawn"])
def test_drawn_times_have_the_law_of_the_theory(policy):
    """Null: the mean of 40 000 times is within Chernoff's interval for the law; false alarms 1e-6 for each policy."""
    corridors = drawn(GRAPH)[0] if policy == "drawn" else UNEQUAL_POLICIES[policy](GRAPH)
    families = {name: list(map(float, getattr(corridors.policy(), name))) for name in FAMILIES}
    generator = torch.Generator().manual_seed(5)
    times = torch.cat([sample_unequal_times(GRAPH, families, SAMPLES, generator=generator) for _ in range(BLOCKS)])
    low, high = UnequalLaw(corridors).mean_time_interval(SAMPLES * BLOCKS, FALSE_ALARM)
    assert low < unequal_hitting_time(corridors) < high
    assert low < times.mean().item() < high


@pytest.mark.parametrize("graph", [GRAPH, UnequalGraph([[3, 2]]), UnequalGraph([[1], [1] * 6])], ids=str)
def test_the_cost_and_its_gradient(graph):
    """The cost is the theory's up to rounding; the gradient that of differences, whose error is 1e-10 of its size."""
    gaps = np.random.default_rng(1).normal(size=(4, graph.diamonds))
    cost, gradient = unequal_cost_gradient(graph, gaps)
    passing = 1 / (1 + np.exp(-unequal_logits(graph, gaps)))
    policy = Policy(**dict(zip(FAMILIES, passing, strict=True)))
    assert cost == pytest.approx(unequal_hitting_time(UnequalCorridors.of(graph, policy)), rel=1e-13)
    step = 1e-5
    for place in np.ndindex(gaps.shape):
        moved = np.zeros_like(gaps)
        moved[place] = step
        slope = (unequal_cost(graph, gaps + moved) - unequal_cost(graph, gaps - moved)) / (2 * step)
        assert gradient[place] == pytest.approx(slope, abs=1e-7 * np.abs(gradient).max())


def test_a_corridor_that_is_entered_far_more_often_does_not_hide_the_others():
    """The first corridor is entered some 1e17 times in a walk, the second about once: their difference would be 0."""
    graph, gaps = UnequalGraph([[2, 2], [2]]), np.zeros((4, 3))
    gaps[:2, :2], gaps[2:, :2], gaps[:, 2] = -40, 25, 5
    _, gradient = unequal_cost_gradient(graph, gaps)
    assert abs(gradient[0, 2]) > 0.01


def test_equal_corridors_have_the_gradient_of_the_equal_graph():
    graph, gaps = CorridorGraph(4, 3, 2), np.random.default_rng(2).normal(size=(4, 3))
    alike = UnequalGraph([[2] * 3] * 4)
    cost, gradient = unequal_cost_gradient(alike, np.tile(gaps, (1, 4)))
    known, slopes = cost_gradient(graph, gaps)
    assert cost == pytest.approx(float(known), rel=1e-13)
    np.testing.assert_allclose(sum(np.split(gradient, 4, axis=1)), slopes, rtol=1e-12, atol=1e-11)
    for moves, expected in zip(unequal_moves(alike, np.tile(gaps, (1, 4))), expected_moves(graph, gaps), strict=True):
        np.testing.assert_allclose(sum(np.split(moves, 4, axis=1)), expected, rtol=1e-12)


def test_equal_corridors_have_the_moves_of_the_equal_graph():
    graph, gaps = CorridorGraph(4, 3, 2), np.random.default_rng(2).normal(size=(4, 3))
    alike = unequal_moves(UnequalGraph([[2] * 3] * 4), np.tile(gaps, (1, 4)))
    for found, known in zip(alike, expected_moves(graph, gaps), strict=True):
        np.testing.assert_allclose(sum(np.split(found, 4, axis=1)), known, rtol=1e-12)


@pytest.mark.parametrize("graph", [GRAPH, UnequalGraph([[3, 2]])], ids=str)
def test_the_moves_are_those_of_the_chain_of_all_edge_states(graph):
    gaps = np.random.default_rng(3).normal(size=(4, graph.diamonds))
    table = unequal_table(graph, dict(zip(FAMILIES, expit(unequal_logits(graph, gaps)), strict=True)))
    row, by_lane = unequal_rows(graph)
    before = np.repeat(np.arange(table.states), table.degrees)
    passes, turns = np.zeros((2, 4 * graph.diamonds + 1))
    for goal in range(graph.width):
        chain = np.zeros((table.states, table.states))
        np.add.at(chain, (before, table.moves), np.where(table.goal[before] == goal, 0.0, table.weights))
        visits = np.linalg.solve((np.eye(table.states) - chain).T, np.eye(table.states)[0])
        made = np.where(table.goal[before] == goal, 0.0, visits[before] * table.weights) / graph.width
        passing = by_lane[before] != by_lane[table.moves]
        np.add.at(passes, row[before], made * passing)
        np.add.at(turns, row[before], made * ~passing)
    for found, known in zip(unequal_moves(graph, gaps), (passes, turns), strict=True):
        np.testing.assert_allclose(found.ravel(), known[:-1], rtol=1e-10)


def test_equal_corridors_are_walked_alike_and_counted_each_for_itself():
    graph, gaps = CorridorGraph(3, 2, 2), np.random.default_rng(2).normal(size=(4, 2))
    alike, known = (
        roll_out(UnequalGraph([[2] * 2] * 3), np.tile(gaps, (1, 3)), range(50)),
        roll_out(graph, gaps, range(50)),
    )
    assert np.array_equal(alike.steps, known.steps)
    for name in ("counts", "elapsed"):
        of_corridors = getattr(alike, name).reshape(50, 4, 3, 2, 2)
        assert np.array_equal(of_corridors.sum(axis=2), getattr(known, name))
        assert all(of_corridors[:, :, corridor].any() for corridor in range(3))


def test_mean_counts_on_unequal_corridors_are_the_expected_moves():
    """Null: counts have the means of the theory; n = 100 sums of 100 episodes; 2 * 4 * 7 = 56 comparisons, each with
    the false-alarm rate of `mean_excess`, 1e-6.
    """
    gaps = np.random.default_rng(1).normal(size=(4, GRAPH.diamonds)) / 2
    counts = roll_out(GRAPH, gaps, range(10_000), seed=5).counts.reshape(100, 100, 4, GRAPH.diamonds, 2).mean(axis=1)
    expected = unequal_moves(GRAPH, gaps)
    assert mean_excess(counts[..., PASS], expected.passes).max() <= 1
    assert mean_excess(counts[..., TURN], expected.turns).max() <= 1


@pytest.mark.parametrize("engine", ["steps", "crossings"])
def test_a_run_made_longer_has_the_numbers_of_one_in_one_go(tmp_path, engine):
    _, families = drawn(GRAPH)
    short, long = (UnequalRunConfig(GRAPH.lanes, families, engine, episodes, seed=3) for episodes in (1500, 2500))
    kept = tmp_path / "run.safetensors"
    run_simulation(short, checkpoint=kept)
    longer, whole = run_simulation(long, checkpoint=kept), run_simulation(long)
    for found, known in itertools.zip_longest(longer.times(), whole.times()):
        assert np.array_equal(found, known)
    assert longer.walked == whole.walked


def test_search_on_unequal_corridors_is_refused():
    with pytest.raises(ValueError, match="engine=search needs equal corridors: use engine=steps or crossings"):
        UnequalRunConfig(GRAPH.lanes, drawn(GRAPH)[1], "search", 10)
