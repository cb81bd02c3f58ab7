"""Counts of passes and turns match the stored trajectories move by move, and the exact cost on average."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from backproof.sim import logit_table as edge_table
from backproof.sim.corridor_walks import corridor_table, reduced_rows
from backproof.sim.exact_cost import expected_moves
from backproof.sim.rollouts import PASS, TURN, roll_out
from backproof.sim.walkers import walk
from backproof.theory.graph import CorridorGraph
from tests.sim.comparisons import mean_excess
from tests.sim.gaps import policy_of, wide_start
from tests.sim.traces import trajectories


def reduced_moves(graph):
    """(row, PASS or TURN) of each pair of edge-states that is a choice, from the full table's gaps."""
    table = edge_table.corridor_logit_table(graph)
    gaps = dict(zip(table.moves(), edge_table.gap_index(graph, table).tolist(), strict=True))
    row = {state: gap for (state, _), gap in gaps.items() if gap >= 0}
    return {move: (row[move[0]], PASS if gap >= 0 else TURN) for move, gap in gaps.items() if move[0] in row}


@pytest.mark.parametrize("budget", [None, 40])
@pytest.mark.parametrize("sizes", [(3, 2, 3), (2, 3, 1), (1, 1, 2)])
def test_counts_match_the_trajectories(sizes, budget):
    graph, episodes = CorridorGraph(*sizes), range(7, 37)
    gaps = wide_start(graph, seed=1) / 3
    table, kind = corridor_table(graph, policy_of(graph, gaps)), reduced_moves(graph)
    counts, elapsed = np.zeros((2, len(episodes), 4 * graph.depth, 2), dtype=np.int64)
    for episode, states in enumerate(trajectories(table, episodes, budget=budget, dtype=torch.float32).tolist()):
        edges = [table.name(state) for state in states if state >= 0]
        for made, move in enumerate(itertools.pairwise(edges), start=1):
            if move in kind:
                counts[episode, *kind[move]] += 1
                elapsed[episode, *kind[move]] += made
    found = roll_out(graph, gaps, episodes, budget=budget)
    np.testing.assert_array_equal(found.counts.reshape(counts.shape), counts)
    np.testing.assert_array_equal(found.elapsed.reshape(elapsed.shape), elapsed)
    walks = walk(table, episodes, budget=budget, dtype=torch.float32)
    np.testing.assert_array_equal(found.steps, walks.steps)
    np.testing.assert_array_equal(found.hit, walks.hit)


def test_every_move_with_a_choice_is_counted():
    """The fixed ones: the first move, each departure from the fork, each return from a leaf."""
    graph = CorridorGraph(3, 2, 2)
    table = corridor_table(graph, policy_of(graph, np.zeros((4, 2))))
    rollouts = roll_out(graph, np.zeros((4, 2)), range(50))
    states = trajectories(table, range(50), dtype=torch.float32)
    row = torch.tensor(reduced_rows(graph)[0])
    fixed = ((row[states[:, :-1]] == 4 * graph.depth) & (states[:, 1:] >= 0)).sum(dim=1) + 1
    np.testing.assert_array_equal(rollouts.counts.sum(axis=(1, 2, 3)), rollouts.steps - fixed.numpy())


def test_counts_do_not_depend_on_lanes_or_batches():
    graph, gaps = CorridorGraph(3, 3, 2), np.full((4, 3), 0.5)
    whole = roll_out(graph, gaps, range(200), seed=3)
    for part in (range(60), range(60, 200)):
        found = roll_out(graph, gaps, part, seed=3, lanes=17)
        np.testing.assert_array_equal(found.counts, whole.counts[part.start : part.stop])
        np.testing.assert_array_equal(found.elapsed, whole.elapsed[part.start : part.stop])


@pytest.mark.parametrize("start", ["base", "wide"])
def test_mean_counts_are_the_expected_moves(start):
    """Null: counts have the means of the exact cost; n = 100 sums of 100 episodes; 2 * 2 * 4K = 48 comparisons, each
    with the false-alarm rate of `mean_excess`, 1e-6.
    """
    graph = CorridorGraph(4, 3, 3)
    gaps = np.zeros((4, 3)) if start == "base" else wide_start(graph, seed=4) / 4
    counts = roll_out(graph, gaps, range(10_000), seed=5).counts.reshape(100, 100, 4, 3, 2).mean(axis=1)
    expected = expected_moves(graph, gaps)
    assert mean_excess(counts[..., PASS], expected.passes).max() <= 1
    assert mean_excess(counts[..., TURN], expected.turns).max() <= 1


def test_the_optimum_never_turns_in_a_walk():
    graph = CorridorGraph(3, 2, 2)
    rollouts = roll_out(graph, np.full((4, 2), np.inf), range(20))
    assert not rollouts.counts[..., TURN].any()
    assert set((rollouts.steps % 10).tolist()) == {6}  # 2K+2 steps, and 2(2K+1) for each wrong corridor
