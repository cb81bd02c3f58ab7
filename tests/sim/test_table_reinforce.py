"""REINFORCE on the full table: its step estimates the exact gradient without bias, and sampling tells lanes apart."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from backproof.experiments.parametrisation import exact_lanes, sampled_lanes
from backproof.sim.logit_table import corridor_logit_table, with_gradient
from backproof.sim.table_reinforce import lane_entropies, moves_of, train_table
from backproof.theory.graph import CorridorGraph

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


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_lanes_collapse_under_sampled_gradients_alone(seed):
    """Both runs bring the cost from 31 near to H* = 10. The sampled one loses a fifth of the lanes' entropy or more."""
    torch.set_num_threads(1)
    cost, entropies = sampled_lanes(1000 * seed)
    assert cost < 11.5
    assert entropies.mean() < 0.8 * math.log(2)
    exact_cost, exact = exact_lanes()
    assert exact_cost < 11.5
    assert np.abs(exact - math.log(2)).max() < 1e-9
