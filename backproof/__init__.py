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
    from theory.graph import CorridorGraph as CorridorGraph
    from theory.hitting_time import expected_hitting_time as expected_hitting_time
    from theory.hitting_time import expected_hitting_time_gradient as expected_hitting_time_gradient
    from theory.hitting_time import expected_hitting_times as expected_hitting_times
    from theory.hitting_time import log10_expected_hitting_time as log10_expected_hitting_time
    from theory.policy import Policy as Policy

__version__ = "0.1.0"

_HOMES = {
    "CorridorGraph": "theory.graph",
    "Policy": "theory.policy",
    "expected_hitting_time": "theory.hitting_time",
    "expected_hitting_time_gradient": "theory.hitting_time",
    "expected_hitting_times": "theory.hitting_time",
    "log10_expected_hitting_time": "theory.hitting_time",
}

__all__ = [
    "CorridorGraph",
    "Policy",
    "expected_hitting_time",
    "expected_hitting_time_gradient",
    "expected_hitting_times",
    "log10_expected_hitting_time",
]


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])


def __getattr__(name: str) -> Any:
    """Import a public name on first use: the command line starts without numpy and sympy."""
    if name not in _HOMES:
        raise AttributeError(f"backproof has no public name {name!r}: it has {', '.join(_HOMES)}")
    return getattr(importlib.import_module(_HOMES[name]), name)
