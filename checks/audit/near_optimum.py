"""How far from H* a policy near the optimum, or a flow on its way to it, may be: tolerances of checks of limits.

Main definitions: `excess_bound`, `fades`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from checks.audit.assumption import Check
from checks.audit.standard import rlvr_cost
from theory.graph import CorridorGraph


def excess_bound(graph: CorridorGraph, error: float) -> float:
    """H/H* - 1 at most, where each row that a walk may visit passes with probability 1 - error or more.

    By the recurrence x_(v-1) <= (x_v + error)/(1 - error), so that x <= 2K error (1 - error)^-2K <= 4K error if
    4K error <= 1, and y as well. An edge is crossed 1 + 2x or 1 + 2y times a passage, at the optimum once. Raises
    ValueError for an error beyond 1/(4K).
    """
    if not 0 <= error <= 1 / (4 * graph.depth):
        raise ValueError(f"error must be from 0 to 1/(4K) = {1 / (4 * graph.depth)}, got error={error}")
    return 8 * graph.depth * error


def fades(graph: CorridorGraph, times: Sequence[float], excesses: Sequence[float], start: str) -> Check:
    """That H - H* goes to zero: 1/(H - H*) grows by 1/(4K) a unit of time of the flow on gaps, between two arrivals.

    Of a row with error e and slope c of H at the optimum, 1/e grows at c, and the cost has c e of it. It is off by
    what rows near one another change, (1+e)^(+-2) for each row passed: the sum of a corridor's errors, which for
    errors in proportion to 1/c, c about 2Wv at vertex v, is about (1 + ln 2K) times H/H* - 1, twice for both ways.
    """
    optimum = float(rlvr_cost(graph).value)
    first, last = (1 / (excess * optimum) for excess in excesses)
    return Check(
        f"the gap flow {start}: H - H* falls like 4K/t, to zero; 1/(H - H*) between its last two arrivals",
        last - first,
        (times[1] - times[0]) / (4 * graph.depth),
        4 * (1 + math.log(2 * graph.depth)) * excesses[0],
    )
