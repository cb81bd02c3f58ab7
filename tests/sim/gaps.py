"""Strategies of logit gaps on small graphs, random wide starts, and training runs from them."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backproof.sim.descent import descend
from backproof.sim.exact_cost import cost_of_gaps
from backproof.sim.training import run_training
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from tests.strategies import graphs


@st.composite
def gap_cases(draw, max_width=6, max_depth=8, max_lanes=5, widest=6.0):
    """A graph with gaps of shape (4, K) in [-widest, widest]."""
    graph = draw(graphs(max_width, max_depth, max_lanes))
    return graph, draw(arrays(np.float64, (4, graph.depth), elements=st.floats(-widest, widest)))


def wide_start(graph: CorridorGraph, seed: int):
    return np.random.default_rng(seed).uniform(-4, 4, (4, graph.depth))


def policy_of(graph: CorridorGraph, gaps) -> Policy:
    return Policy.from_gaps(graph, **dict(zip(FAMILIES, gaps, strict=True)))


def policy_gaps(graph: CorridorGraph, policy: Policy):
    """The gaps of a policy, of shape (4, K); probability one is inf."""
    gaps = policy.gaps(graph)
    return np.stack([gaps[family] for family in FAMILIES], axis=-2)


def config_of(kind, graph: CorridorGraph, start=None, **settings):
    """The configuration of a trainer on a graph, from these gaps; None is the base model."""
    gaps = np.zeros((4, graph.depth)) if start is None else start
    families = {name: tuple(row) for name, row in zip(FAMILIES, gaps.tolist(), strict=True)}
    return kind(graph.width, graph.depth, graph.lanes, families, **settings)


def trained(kind, graph: CorridorGraph, start=None, **settings):
    """The curve of a run."""
    return run_training(config_of(kind, graph, start, **settings))


def descended(graph: CorridorGraph, loss, optimiser, *, step, steps):
    """The gaps after a descent from the base model, and their cost."""
    *_, last = descend(loss, np.zeros((4, graph.depth)), optimiser, step=step, steps=steps)
    return last.logits, float(cost_of_gaps(graph, last.logits))
