"""A student of mixed traces: SFT on traces of the optimum of which a fraction eps keeps its dead ends.

The rest, 1 - eps, is cleaned to its shortest path. The student is SFT (`theory.sft`, on the same clock) with the row
weights of such traces: eps = 0 is SFT on golden paths, eps = 1 is distillation (claim `distillation`).

Main definitions: `trace_weights`, `student_policy`, `student_cost`, `time_until`, `least_fraction`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.sft import sft_policy

HALVINGS = 60
"""Halvings of an interval of logarithms. From 1e-300 to 1 the value is then known to a relative 1e-15."""


def trace_weights(graph: CorridorGraph, uncleaned: Any) -> dict[str, Any]:
    """Visits per trace to the rows of each family, in the number that the fraction ``uncleaned`` is.

    An uncleaned trace goes into W corridors on average and comes back from W-1 of them. A cleaned one goes into the
    target's alone.
    """
    returns = uncleaned * (graph.width - 1)
    return {name: 1 + returns if name.startswith("forward") else returns for name in FAMILIES}


def student_policy(graph: CorridorGraph, uncleaned: float, time: float) -> Policy:
    """The student with this fraction of uncleaned traces after training for ``time``, in float64.

    Raises ValueError for a fraction outside [0, 1] and for a time that is negative or not finite.
    """
    if not 0 <= uncleaned <= 1:
        raise ValueError(f"uncleaned must be a fraction in [0, 1], got uncleaned={uncleaned}")
    if not 0 <= time < math.inf:
        raise ValueError(f"time must be finite and >= 0, got time={time}")
    return sft_policy(graph, time, trace_weights(graph, uncleaned))


def student_cost(graph: CorridorGraph, uncleaned: float, time: float) -> float:
    """The expected hitting time of that student, float64. Errors as for it; OverflowError beyond float64.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> [f"{student_cost(graph, eps, 1e4):.5g}" for eps in (0.0, 0.001, 1.0)]
    ['4.3064e+14', '1002.9', '900.19']
    """
    return expected_hitting_time(graph, student_policy(graph, uncleaned, time))


def time_until(graph: CorridorGraph, uncleaned: float, bound: float) -> float:
    """A time at which the student's cost falls to ``bound``, as it must for eps > 0 and a bound above H*."""
    late = 1.0
    while student_cost(graph, uncleaned, late) > bound:
        late *= 2
    return _where_it_turns(lambda time: student_cost(graph, uncleaned, time) > bound, late / 2**HALVINGS, late)


def least_fraction(graph: CorridorGraph, time: float, bound: float) -> float | None:
    """The eps at which the cost after ``time`` falls to ``bound``: 0 if eps = 0 is enough, None if eps = 1 is not."""
    if student_cost(graph, 0.0, time) <= bound:
        return 0.0
    if student_cost(graph, 1.0, time) > bound:
        return None
    return _where_it_turns(lambda eps: student_cost(graph, eps, time) > bound, 1e-300, 1.0)


def _where_it_turns(too_small: Callable[[float], bool], low: float, high: float) -> float:
    """Where ``too_small`` turns from true at ``low`` to false at ``high``, by bisection of the logarithm."""
    for _ in range(HALVINGS):
        middle = math.sqrt(low) * math.sqrt(high)
        if too_small(middle):
            low = middle
        else:
            high = middle
    return high
