"""REINFORCE on the full table: its step estimates the exact gradient without bias, and sampling tells lanes apart."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from backproof.experiments.parametrisation import exact_lanes, sampled_lanes
from backproof.sim import table_reinforce
from backproof.sim.logit_table import corridor_logit_table, with_gradient
from backproof.sim.table_reinforce import lane_entropies, moves_of, train_table
from backproof.sim.trajectories import table_trajectories
from backproof.theory.companions.distinct_trajectories import distinct_trajectories
from backproof.theory.graph import START, CorridorGraph, Vertex
from backproof.theory.policy import Policy

GRAPH = CorridorGraph(2, 1, 2)


def test_a_step_is_that_of_the_exact_gradient_on_average():
    """From uniform rows, 40 first steps of batches of 600 walks; the budget cuts no walk of those that were seen.

    Log-probabilities after a step h move by -h times the gradient's part that changes the row, up to h^2. The means are
    within 6 standard errors: with 28 entries a false alarm in 10^7.
    """
    exact = corridor_logit_table(GRAPH)
    _, gradient = with_gradient(exact.hitting_time)(np.zeros(len(exact.row)))
    places = {move: i for i, move in enumerate(exact.moves())}
    step, found = 1e-4, []
    for seed in range(40):
        first, after = train_table(GRAPH, step=step, steps=1, walks=300, budget=2000, seed=1000 + seed)
        found.append(np.log(after.weights / first.weights) / -step)
    means, errors = np.mean(found, axis=0), np.std(found, axis=0, ddof=1) / math.sqrt(40)
    moves = moves_of(first)
    stated = np.array([gradient[places[move]] for move in moves])
    for i, (before, _) in enumerate(moves):
        row = [j for j, (other, _) in enumerate(moves) if other == before]
        if before.head.kind in ("left", "right"):
            assert abs(means[i] - (stated[i] - stated[row].mean())) < 6 * errors[i] + 0.01
        else:
            assert means[i] == 0


def test_entropies_of_lanes_are_those_of_the_rows_that_enter_a_diamond():
    (table,) = train_table(GRAPH, step=0.1, steps=0, walks=1, budget=10, seed=0)
    assert lane_entropies(moves_of(table), table.weights) == pytest.approx([math.log(2)] * 4)
    skewed = np.array([3.0 if after.lane else 1.0 for _, after in moves_of(table)])
    assert lane_entropies(moves_of(table), skewed) == pytest.approx([math.log(4) - 0.75 * math.log(3)] * 4)


def test_no_batch_of_a_seed_is_one_of_another_seed(monkeypatch):
    """With `seed + update` neighbouring seeds shared all batches but one."""
    used = []

    def recorded(table, walks, budget, *, seed):
        used.append(seed)
        return table_trajectories(table, walks, budget, seed=seed)

    monkeypatch.setattr(table_reinforce, "table_trajectories", recorded)
    for seed in (0, 1, 2):
        for _ in train_table(GRAPH, step=0.1, steps=5, walks=2, budget=10, seed=seed):
            pass
    assert len(used) == len({*used}) == 15


def distinct_correct(probabilities, budget, samples):
    """Expected distinct correct edge words among samples for the target in corridor 0, all words enumerated."""
    after = {}
    for (before, move), probability in probabilities.items():
        after.setdefault(before, []).append((move, probability))
    found, words = 0.0, [(START, 1, 1.0)]
    while words:
        state, length, probability = words.pop()
        if state.head == Vertex("leaf", 0):
            found -= math.expm1(samples * math.log1p(-probability))
        elif length < budget:
            words += [(move, length + 1, probability * chance) for move, chance in after[state]]
    return found


def test_distinct_correct_words_are_those_of_the_theory():
    base = train_table(GRAPH, step=0.1, steps=0, walks=1, budget=10, seed=0)
    probabilities = {move: float(p) for table in base for move, p in zip(moves_of(table), table.weights, strict=True)}
    stated = distinct_trajectories(GRAPH, Policy.base(GRAPH), "edge", budget=10, samples=16).correct
    assert distinct_correct(probabilities, 10, 16) == pytest.approx(stated, rel=1e-12)


@pytest.mark.slow
def test_lanes_collapse_under_sampled_gradients_alone():
    """All runs bring the cost from 31 near to H* = 10. Those from walks lose entropy of lanes, and correct words."""
    torch.set_num_threads(1)
    exact_cost, exact = exact_lanes()
    assert exact_cost < 11.5
    assert entropy_of(exact) == pytest.approx(math.log(2), abs=1e-9)
    sampled = [sampled_lanes(seed) for seed in range(5)]
    assert all(cost < exact_cost for cost, _ in sampled)
    assert np.mean([entropy_of(trained) for _, trained in sampled]) < 0.5 * math.log(2)
    assert all(entropy_of(trained) < 0.9 * math.log(2) for _, trained in sampled)
    words = [distinct_correct(trained, 10, 16) for trained in (exact, *(trained for _, trained in sampled))]
    assert max(words[1:]) < words[0]


def entropy_of(probabilities):
    return lane_entropies([*probabilities], np.array([*probabilities.values()])).mean()
