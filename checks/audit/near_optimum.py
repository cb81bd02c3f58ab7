"""How far the cost of a policy near the optimum, or of a flow on its way there, can be from H*. The audit's checks of
limits take their tolerances from this.

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
    """An upper bound of H/H* - 1 if each row that a walk can visit has at most this error.

    By the recurrence x_(v-1) <= (x_v + error)/(1 - error), x <= 2K error (1 - error)^-2K <= 4K error if 4K error <= 1,
    and the same holds for y. A passage crosses an edge 1 + 2x or 1 + 2y times, at the optimum once. Raises ValueError
    for an error above 1/(4K).
    """
    if not 0 <= error <= 1 / (4 * graph.depth):
        raise ValueError(f"error must be from 0 to 1/(4K) = {1 / (4 * graph.depth)}, got error={error}")
    return 8 * graph.depth * error


def fades(graph: CorridorGraph, arrivals: Sequence[Arrival], excess: float, start: str) -> Check:
    """The check that H - H* goes to zero along the flow on gaps, for W >= 2.

    It compares H - H* at the last of two arrivals, where ``excess`` is H/H* - 1, with a prediction from the errors of
    the rows at the first. Let a row have error e, and let -c be the slope of H at the optimum: c is 2Wv for p_v and
    2(W-1)(2K+1-v) for q_v. Then 1/e grows at c, and the row adds c e to the cost, so that H - H* approaches 4K/t. The
    tolerance is `_slack`; the integrator's error of about 1e-6 is far below it.
    """
    first, last = arrivals
    errors, places = turning(graph, first.gaps).tolist(), range(1, 2 * graph.depth + 1)
    slopes = [*(2 * graph.width * v for v in places), *(2 * (graph.width - 1) * v for v in reversed(places))]
    passed = last.time - first.time
    left = sum(slope / (1 / error + slope * passed) for slope, error in zip(slopes, errors, strict=True))
    return Check(
        f"H - H* at the last arrival of the gap flow {start}, compared with the prediction from the arrival before",
        excess * float(rlvr_cost(graph).value),
        left,
        _slack(graph, errors),
    )


def _slack(graph: CorridorGraph, errors: Sequence[float]) -> float:
    """The relative tolerance of the prediction in `fades`, for these errors and any smaller ones.

    It bounds both how far the sum of c e is from H - H* and how far the growth of 1/e is from c. It is inf if the
    errors are too large for a bound.

    Let S be the sum of all errors. Products of passing probabilities lie between 1-S and 1, so x_(v-1) + 1 lies between
    1 and 1/(1-S), and s_(v-1) between v (1-S) and v/(1-S). For p_v, 1/e grows at p_v^2 times its slope, which is

        2W (x_(v-1) + 1) s_(v-1) / p_v - 2(W-1) y_(v-1) t_v / q_v:

    at most 2Wv/(1-S)^2. It is at least 2Wv times 1 - S - F (2K+1-v)/(v (1-S)), because y_(v-1) <= F/(1-S) with F the
    errors of q_1 ... q_(v-1). The same holds for q_v, read from the leaf, with W/(W-1) <= 2. The surpluses in the cost
    are sums of e times such products. As long as no growth is negative, errors only fall and the bounds still hold.
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
