"""The way back in the figures of networks is that of the theorem's rows."""

from __future__ import annotations

import numpy as np
import pytest

from backproof.paper_figures.fig_network_names import way_back
from backproof.paper_figures.network_runs import LANES, SFT_RUNS, ppo_run
from backproof.paper_figures.records import OF_LEARNERS
from backproof.theory.any_graph.reasoning_graph import corridor_reasoning_graph
from backproof.theory.any_graph.tabular import evaluate_law
from backproof.theory.graph import CorridorGraph

GRAPH = corridor_reasoning_graph(CorridorGraph(3, 2, LANES))


def test_the_way_back_at_base_is_that_of_the_theorem():
    base = np.array([float(share) for share in GRAPH.base()])
    assert list(way_back(base)) == pytest.approx([2 / 3, 1 / 3] * 2)
    assert evaluate_law(GRAPH, base).cost == pytest.approx(141)


def test_each_row_on_the_way_back_is_of_its_own_moves():
    """A law that is changed in one row changes one of the four means, or none."""
    base = np.array([float(share) for share in GRAPH.base()])
    usual, changed = np.array(list(way_back(base))), set()
    for state in range(len(GRAPH.states)):
        law = base.copy()
        law[GRAPH.states.first[state] : GRAPH.states.first[state + 1]] += 0.1
        moved = np.flatnonzero(abs(np.array(list(way_back(law))) - usual) > 1e-9)
        assert len(moved) <= 1
        changed |= set(moved.tolist())
    assert changed == {0, 1, 2, 3}


def test_runs_of_learners_have_their_own_schema():
    assert {run.schema for run in (*SFT_RUNS.values(), ppo_run("table", "env", 0))} == {OF_LEARNERS}
