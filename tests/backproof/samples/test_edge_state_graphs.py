"""The graphs of edge-states of base, SFT and RLVR at the paper's size: what the page on the companion papers says."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest

from backproof.samples.step_graph import StepGraph, topology
from backproof.sim.trajectories import walk_trajectories
from backproof.theory.graph import PAPER
from backproof.theory.policy import POLICIES

SAMPLES, BUDGET = 256, 900
DECAYS = ("degree", "betweenness")


def edge_state_graph(policy, seed):
    """Of `SAMPLES` walks to the target in the first corridor; a node is a directed edge, lanes apart."""
    walked = walk_trajectories(PAPER, POLICIES[policy](PAPER), SAMPLES, BUDGET, seed=seed)
    ours = walked.walk < SAMPLES
    walk, (states, at) = walked.walk[ours], np.unique(walked.state[ours], return_inverse=True)
    along = walk[:-1] == walk[1:]
    before = np.append(-1, np.where(along, at[:-1], -1))
    after = np.append(np.where(along, at[1:], -1), -1)
    moves, times = np.unique(np.column_stack([before, at, after]), axis=0, return_counts=True)
    return StepGraph(tuple(str(walked.edges[state]) for state in states), moves, times, SAMPLES, 0)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_measures_are_ordered_as_the_page_says(seed):
    graphs = {policy: edge_state_graph(policy, seed) for policy in POLICIES}
    assert [len(graphs[policy].names) for policy in ("base", "rlvr")] == [2730, 2640]
    found = {policy: topology(graph, seed=0) for policy, graph in graphs.items()}
    base, sft, rlvr = (asdict(found[policy]) for policy in ("base", "sft", "rlvr"))
    for one in (base, sft, rlvr):
        one |= {name: one[name]["slope"] for name in DECAYS}
    assert rlvr["modularity"] < base["modularity"] < sft["modularity"]
    assert base["centralisation"] < min(sft["centralisation"], rlvr["centralisation"])
    assert base["degree"] < rlvr["degree"] < sft["degree"]
    assert rlvr["betweenness"] < base["betweenness"] < sft["betweenness"]
    assert sft["assortativity"] < rlvr["assortativity"] < 0 < base["assortativity"]
    assert rlvr["density"] < sft["density"] < base["density"]
    assert sft["path_length"] > max(base["path_length"], rlvr["path_length"])
    assert sft["efficiency"] < rlvr["efficiency"] < base["efficiency"]
