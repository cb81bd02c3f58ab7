"""How far from H* a policy near the optimum, or a flow on its way to it, may be: tolerances of checks of limits.

Main definitions: `excess_bound`, `fades`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from backproof.checks.audit.assumption import Check
from backproof.checks.audit.standard import rlvr_cost
from backproof.theory.graph import CorridorGraph
from backproof.theory.training_flows import Arrival, turning


def excess_bound(graph: CorridorGraph, error: float) -> float:
    """H/H* - 1 at most, where each row that a walk may visit passes with probability 1 - error or more.

    By the recurrence x_(v-1) <= (x_v + error)/(1 - error), so that x <= 2K error (1 - error)^-2K <= 4K error if
    4K error <= 1, and y as well. An edge is crossed 1 + 2x or 1 + 2y times a passage, at the optimum once. Raises
    ValueError for an error beyond 1/(4K).
    """
    if not 0 <= error <= 1 / (4 * graph.depth):
        raise ValueError(f"error must be from 0 to 1/(4K) = {1 / (4 * graph.depth)}, got error={error}")
    return 8 * graph.depth * error


def fades(graph: CorridorGraph, arrivals: Sequence[Arrival], excess: float, start: str) -> Check:
    """That H - H* goes to zero, for W >= 2: what it is at the last of two arrivals of the flow on gaps, of which
    ``excess`` is H/H* - 1, and what it should be by the rows' errors at the first.

    Of a row with error e and slope -c of H at the optimum, 1/e grows at c and the cost has c e of it: c is 2Wv for p_v
    and 2(W-1)(2K+1-v) for q_v, so that H - H* comes to 4K/t once all rows have moved. `_slack` says how far off that
    may be. The integrator's own error, some 1e-6, is far below it.
    """
    first, last = arrivals
    errors, places = turning(graph, first.gaps).tolist(), range(1, 2 * graph.depth + 1)
    slopes = [*(2 * graph.width * v for v in places), *(2 * (graph.width - 1) * v for v in reversed(places))]
    passed = last.time - first.time
    left = sum(slope / (1 / error + slope * passed) for slope, error in zip(slopes, errors, strict=True))
    return Check(
        f"the gap flow {start}: H - H* falls to zero like 4K/t; at its last arrival, by its rows at the one before",
        excess * float(rlvr_cost(graph).value),
        left,
        _slack(graph, errors),
    )


def _slack(graph: CorridorGraph, errors: Sequence[float]) -> float:
    """How far from one H - H* over the sum of c e may be, for these rows' errors and any smaller ones, and the growth
    of 1/e over c, together; inf where the errors are too large to say.

    With S the sum of all errors, products of the rows' passing probabilities are from 1-S to 1. So x_(v-1) + 1 is from
    1 to 1/(1-S) and s_(v-1) from v (1-S) to v/(1-S), and p_v's 1/e grows at p_v^2 times its slope, which is

        2W (x_(v-1) + 1) s_(v-1) / p_v - 2(W-1) y_(v-1) t_v / q_v:

    at most 2Wv/(1-S)^2; and at least 2Wv times 1 - S - F (2K+1-v)/(v (1-S)), where y_(v-1) is at most F/(1-S), F the
    errors of q_1 ... q_(v-1). So it is for q_v, read from the leaf, with W/(W-1) <= 2. The cost's surpluses are sums of
    e times such products. Where no growth is negative the errors only fall, and the bounds go on to hold.
    """
    rows, total = 2 * graph.depth, sum(errors)
    if total >= 1:
        return math.inf
    against_p, against_q = (
        max((rows + 1 - v) / v * before for v, before in zip(range(1, rows + 1), _sums_before(side), strict=True))
        for side in (errors[rows:], errors[:rows][::-1])
    )
    rates = max((1 - total) ** -2 - 1, total + max(against_p, 2 * against_q) / (1 - total))
    return 1 / ((1 - rates) * (1 - total)) - 1 if rates < 1 else math.inf


def _sums_before(terms: Sequence[float]) -> list[float]:
    return [0.0, *itertools.accumulate(terms[:-1])]
