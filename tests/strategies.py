"""Hypothesis strategies that the rooms share: corridor graphs, and policies on them, exact or float64."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy


def graphs(max_width: int = 4, max_depth: int = 3, max_lanes: int = 3) -> st.SearchStrategy[CorridorGraph]:
    """Corridor graphs from (1, 1, 1) up to the sizes given."""
    return st.builds(
        CorridorGraph,
        width=st.integers(1, max_width),
        depth=st.integers(1, max_depth),
        lanes=st.integers(1, max_lanes),
    )


def exact_probabilities() -> st.SearchStrategy[Fraction]:
    """Fractions in (0, 1] with denominators up to 12, one included."""
    return st.fractions(Fraction(1, 12), 1, max_denominator=12)


def float_probabilities() -> st.SearchStrategy[float]:
    """Floats from a thousandth to one, one included: deep corridors stay far from overflow."""
    return st.floats(2**-10, 1)


def exact_policies(graph: CorridorGraph) -> st.SearchStrategy[Policy]:
    """Policies on ``graph`` with a fraction in each row."""
    return _policies(graph, exact_probabilities())


def float_policies(graph: CorridorGraph) -> st.SearchStrategy[Policy]:
    """Policies on ``graph`` with a float in each row."""
    return _policies(graph, float_probabilities())


@st.composite
def exact_cases(
    draw: st.DrawFn, max_width: int = 4, max_depth: int = 3, max_lanes: int = 3
) -> tuple[CorridorGraph, Policy]:
    """A graph with an exact policy on it."""
    graph = draw(graphs(max_width, max_depth, max_lanes))
    return graph, draw(exact_policies(graph))


@st.composite
def float_cases(
    draw: st.DrawFn, max_width: int = 20, max_depth: int = 12, max_lanes: int = 6
) -> tuple[CorridorGraph, Policy]:
    """A graph with a float64 policy on it."""
    graph = draw(graphs(max_width, max_depth, max_lanes))
    return graph, draw(float_policies(graph))


def _policies(graph: CorridorGraph, probabilities: st.SearchStrategy) -> st.SearchStrategy[Policy]:
    family = st.lists(probabilities, min_size=graph.depth, max_size=graph.depth)
    return st.builds(Policy, **dict.fromkeys(FAMILIES, family))
