"""A student of mixed traces: at training time T, a fraction eps of them with their dead ends, costs what is here.

The traces are those of the all-one policy; the rest, 1 - eps, is cleaned to its shortest path. The student starts at
the base model and follows the gradient flow of its cross-entropy per trace, every edge-state with a row of its own. A
row that a trace visits w times on average then obeys D + m (e^D - 1) = tau = w (1 + 1/L) T, D its logit gap and m its
odds of passing at base (claims `distillation`, `sft-dynamics`). With u = m e^D that reads u + ln u = tau + m + ln m, so
that u is Wright's omega function of the right side, and the row passes with probability u/(1 + u).

eps = 0 is SFT on golden paths at time T; eps = 1 is plain distillation.

Main definitions: `row_weights`, `student`, `student_cost`, `time_until`, `least_fraction`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import ENTRIES, FAMILIES, Policy
from backproof.theory.sft import odds_after

HALVINGS = 60
"""Of an interval, in the logarithm: what is left of one from 1e-300 to 1 is below 1e-15 of the value."""


def row_weights(graph: CorridorGraph, uncleaned: Any) -> dict[str, Any]:
    """Visits per trace to a single row of each family, in the number of ``uncleaned`` (a Fraction stays exact).

    A trace goes once into each corridor on average and comes back from all but the target's; a cleaned one goes into
    the target's alone. The L lanes of a diamond share the visits to its exit rows.
    """
    width = graph.width
    forward, backward = uncleaned + (1 - uncleaned) / width, uncleaned * (width - 1) / width
    weights = {name: forward if name.startswith("forward") else backward for name in FAMILIES}
    return {name: weight if name in ENTRIES else weight / graph.lanes for name, weight in weights.items()}


def passing(base_odds: float, progress: float) -> float:
    """The probability to pass of a row at tau = ``progress``, from odds ``base_odds`` at base.

    >>> passing(5.0, 0.0) == 5 / 6
    True
    """
    odds = float(odds_after(progress, base_odds))
    return odds / (1 + odds)


def student(graph: CorridorGraph, uncleaned: float, time: float) -> Policy:
    """The student of so many uncleaned traces after training for ``time``, in float64.

    Raises ValueError for a fraction outside [0, 1] and for a time that is negative or not finite.
    """
    if not 0 <= uncleaned <= 1:
        raise ValueError(f"uncleaned must be a fraction in [0, 1], got uncleaned={uncleaned}")
    if not (math.isfinite(time) and time >= 0):
        raise ValueError(f"time must be finite and >= 0, got time={time}")
    speed = 1 + 1 / graph.lanes
    odds = {name: float(graph.lanes) if name in ENTRIES else 1 / graph.lanes for name in FAMILIES}
    weights = row_weights(graph, uncleaned)
    rows = {name: passing(odds[name], weights[name] * speed * time) for name in FAMILIES}
    return Policy(**{name: np.full(graph.depth, probability) for name, probability in rows.items()})


def student_cost(graph: CorridorGraph, uncleaned: float, time: float) -> float:
    """Expected hitting time of that student, float64; errors as for `student`, OverflowError beyond float64.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> [f"{student_cost(graph, eps, 1e6):.5g}" for eps in (0.0, 0.001, 1.0)]
    ['4.3139e+14', '938.04', '900.07']
    """
    return expected_hitting_time(graph, student(graph, uncleaned, time))


def time_until(graph: CorridorGraph, uncleaned: float, bound: float) -> float:
    """A time at which the student's cost falls to ``bound``, which it must do in the end: eps > 0 and bound > H*."""
    late = 1.0
    while student_cost(graph, uncleaned, late) > bound:
        late *= 2
    return _crossing(lambda time: student_cost(graph, uncleaned, time) > bound, late / 2**HALVINGS, late)


def least_fraction(graph: CorridorGraph, time: float, bound: float) -> float | None:
    """The eps at which the cost after ``time`` falls to ``bound``: 0 if eps = 0 is enough, None if eps = 1 is not."""
    if student_cost(graph, 0.0, time) <= bound:
        return 0.0
    if student_cost(graph, 1.0, time) > bound:
        return None
    return _crossing(lambda eps: student_cost(graph, eps, time) > bound, 1e-300, 1.0)


def _crossing(too_small: Callable[[float], bool], low: float, high: float) -> float:
    """Where ``too_small`` turns false between ``low`` and ``high``, where it is; by bisection of the logarithm."""
    for _ in range(HALVINGS):
        middle = math.sqrt(low) * math.sqrt(high)
        if too_small(middle):
            low = middle
        else:
            high = middle
    return high
