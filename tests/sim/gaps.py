"""Strategies of logit gaps on small graphs, and random wide starts."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

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
