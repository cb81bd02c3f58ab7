"""backproof: a machine-checked theorem on learning to backtrack.

>>> from backproof import CorridorGraph, Policy, expected_hitting_time
>>> graph = CorridorGraph(width=15, depth=15, lanes=5)
>>> expected_hitting_time(graph, Policy.optimal(graph), exact=True)
Fraction(900, 1)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backproof.graphs.files import load_graph as load_graph
    from backproof.graphs.findings import examine_graph as examine_graph
    from backproof.theory.any_graph.golden import rows_without_gradient as rows_without_gradient
    from backproof.theory.any_graph.networkx_graphs import from_networkx as from_networkx
    from backproof.theory.any_graph.reasoning_graph import Edge as Edge
    from backproof.theory.any_graph.reasoning_graph import ReasoningGraph as ReasoningGraph
    from backproof.theory.costs.hitting_time import expected_hitting_time as expected_hitting_time
    from backproof.theory.costs.hitting_time import expected_hitting_time_gradient as expected_hitting_time_gradient
    from backproof.theory.costs.hitting_time import expected_hitting_times as expected_hitting_times
    from backproof.theory.costs.hitting_time import log10_expected_hitting_time as log10_expected_hitting_time
    from backproof.theory.graph import CorridorGraph as CorridorGraph
    from backproof.theory.policy import Policy as Policy

__version__ = "0.1.0"

_HOMES = {
    "CorridorGraph": "backproof.theory.graph",
    "Edge": "backproof.theory.any_graph.reasoning_graph",
    "Policy": "backproof.theory.policy",
    "ReasoningGraph": "backproof.theory.any_graph.reasoning_graph",
    "examine_graph": "backproof.graphs.findings",
    "expected_hitting_time": "backproof.theory.costs.hitting_time",
    "expected_hitting_time_gradient": "backproof.theory.costs.hitting_time",
    "expected_hitting_times": "backproof.theory.costs.hitting_time",
    "from_networkx": "backproof.theory.any_graph.networkx_graphs",
    "load_graph": "backproof.graphs.files",
    "log10_expected_hitting_time": "backproof.theory.costs.hitting_time",
    "rows_without_gradient": "backproof.theory.any_graph.golden",
}

__all__ = [
    "CorridorGraph",
    "Edge",
    "Policy",
    "ReasoningGraph",
    "examine_graph",
    "expected_hitting_time",
    "expected_hitting_time_gradient",
    "expected_hitting_times",
    "from_networkx",
    "load_graph",
    "log10_expected_hitting_time",
    "rows_without_gradient",
]


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])


def __getattr__(name: str) -> Any:
    """Import a public name on first use: the command line starts without numpy and sympy."""
    if name not in _HOMES:
        raise AttributeError(f"backproof has no public name {name!r}: it has {', '.join(_HOMES)}")
    return getattr(importlib.import_module(_HOMES[name]), name)
