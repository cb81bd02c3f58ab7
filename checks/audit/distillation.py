"""Row `distillation`: the theorem assumes that the data are shortest paths.

Any fraction eps > 0 of traces that keep their dead ends closes the separation in the limit. At training time t this
takes an eps of order 1/t.
"""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Costs, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.near_optimum import excess_bound
from backproof.checks.audit.standard import base_cost, by_claim, rlvr_cost, single_corridor, standard_costs
from backproof.checks.tools.sft_clock import DIGITS, cost_on_the_way
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.relaxations.distillation import (
    least_fraction,
    student_cost,
    student_policy,
    time_until,
    trace_weights,
)

_claimed = by_claim("distillation")

NEAR = 2
"""A student has closed the separation if it costs at most this many times H*."""

HALF, CLOSE = 0.5, 1e-6
"""A fraction eps at which the limit is checked, and the relative tolerance."""

LONGER = 100
"""The factor between the two training times, and at least that between the first and the time that eps = 1 needs."""


def examine(graph: CorridorGraph) -> Examination:
    bound, (soon, late) = _bound(graph), training_times(graph)
    return Examination(
        held=standard_costs(graph),
        dropped=Costs(sft=_claimed(rlvr_cost(graph).value), rlvr=rlvr_cost(graph)),
        dropped_at="any eps > 0, in the limit",
        breaking_point=_breaking_point(graph, soon, late),
        formula=(
            "u + ln u = w t + m + ln m; a row passes with probability u/(1+u), and m = L or 1/L at base",
            "the weight is w = eps (W-1) for backward rows and w = 1 + eps (W-1) for forward rows",
        ),
        words=(
            *single_corridor(graph),
            Sentence(
                "The zero gradient is a property of the data. As soon as a fraction eps of the traces shows the way "
                "back from a dead end, backward rows get a gradient, eps times as large as from such traces alone, and "
                "the student ends at RLVR's {optimum} steps, whatever eps is.",
                {"optimum": rlvr_cost(graph)},
            ),
            Sentence(
                "A larger eps saves time. After training for t = {soon}, at least {longer} times what eps = 1 needs, a "
                "student of clean data costs {clean} steps, and one whose data keep the dead ends in one trace of a "
                "hundred costs {percent}.",
                {
                    "soon": Quantity(soon),
                    "longer": Quantity(LONGER),
                    "clean": _claimed(student_cost(graph, 0.0, soon)),
                    "percent": _claimed(student_cost(graph, 0.01, soon)),
                },
            ),
            Sentence(
                "The same traces do not help if they are cleaned to their shortest paths: they are then golden, and "
                "backward rows stay at base. Without training the model takes {base} steps; trained on cleaned traces "
                "until t = {late} it takes {clean}. This is the flow of the population's gradient: a sample of far "
                "fewer than 1/eps traces probably contains no dead end, and its student freezes too.",
                {"base": base_cost(graph), "late": Quantity(late), "clean": _claimed(student_cost(graph, 0.0, late))},
            ),
        ),
        table=_by_fraction(graph, soon, late),
        checks=(
            _by_lambert(graph, soon),
            *_at_the_threshold(graph, soon, bound),
            *_backward_weight(graph),
            _limit(graph),
        ),
    )


def training_times(graph: CorridorGraph) -> tuple[float, float]:
    """Two powers of ten; the first is at least `LONGER` times the time that a student with eps = 1 needs."""
    needed = time_until(graph, 1.0, _bound(graph))
    soon = 10.0 ** math.ceil(math.log10(LONGER * needed))
    return soon, LONGER * soon


def _bound(graph: CorridorGraph) -> float:
    return float(NEAR * rlvr_cost(graph).value)


def _breaking_point(graph: CorridorGraph, soon: float, late: float) -> Sentence:
    bound = _bound(graph)
    least = [least_fraction(graph, time, bound) for time in (soon, late)]
    if not least[0] or not least[1]:
        return Sentence(
            "none at this size, since SFT without a single dead end costs {clean} at t = {soon}, less than {near} "
            "times H*",
            {"clean": _claimed(student_cost(graph, 0.0, soon)), "soon": Quantity(soon), "near": Quantity(NEAR)},
        )
    return Sentence(
        "eps = 0, since any eps > 0 closes the separation in the limit. To cost {near} H* at time t takes an eps of "
        "order 1/t: {eps_soon} at t = {soon} and {eps_late} at t = {late}, so that eps t is {dose_soon} and "
        "{dose_late}",
        {
            "near": Quantity(NEAR),
            "soon": Quantity(soon),
            "eps_soon": _claimed(least[0]),
            "dose_soon": _claimed(least[0] * soon),
            "late": Quantity(late),
            "eps_late": _claimed(least[1]),
            "dose_late": _claimed(least[1] * late),
        },
    )


def _by_fraction(graph: CorridorGraph, soon: float, late: float) -> Curves:
    names = tuple(f"student at t = {time:g}" for time in (soon, late))
    optimum = rlvr_cost(graph)

    def row(uncleaned: float) -> tuple[Quantity, ...]:
        return (
            Quantity(uncleaned),
            *(_claimed(student_cost(graph, uncleaned, time)) for time in (soon, late)),
            optimum,
        )

    fractions = [10.0**-power for power in range(8, -1, -1)]
    return Curves(("eps", *names, "RLVR"), tuple(map(row, fractions)), x="eps", curves=(*names, "RLVR"), log_x=True)


def _rounding(graph: CorridorGraph) -> float:
    """The relative rounding error of a cost. A cost is a sum of positive terms. Each is a product of at most 4K
    probabilities that are exact to a few units of 2^-53.
    """
    return 40 * (graph.depth + 1) * 2.0**-53


def _by_lambert(graph: CorridorGraph, time: float) -> Check:
    with mpmath.workdps(DIGITS):
        cost = float(cost_on_the_way(graph, time, entry_speed=1))
    words = (
        "cost after cleaned traces at the first t, by Wright's omega in float64 and by Lambert's function to "
        f"{DIGITS} digits"
    )
    return Check(words, student_cost(graph, 0.0, time), cost, _rounding(graph))


def _at_the_threshold(graph: CorridorGraph, time: float, bound: float) -> tuple[Check, ...]:
    uncleaned = least_fraction(graph, time, bound)
    if not uncleaned:
        return ()
    exact = expected_hitting_time(graph, student_policy(graph, uncleaned, time), exact=True)
    words = f"cost at the least eps, in fractions, compared with {NEAR} H*"
    return (Check(words, exact, NEAR * rlvr_cost(graph).value, _rounding(graph)),)


def _backward_weight(graph: CorridorGraph) -> tuple[Check, ...]:
    """All visits of a trace to entries: W departures and W-1 returns, each past K entries."""
    weights = trace_weights(graph, Fraction(1))
    found = graph.depth * (weights["forward_entry"] + weights["backward_entry"])
    departures_and_returns = 2 * graph.width - 1
    return (
        Check(
            "visits of an uncleaned trace to all entry rows, by weights and by counting",
            Fraction(found),
            departures_and_returns * graph.depth,
        ),
    )


def _limit(graph: CorridorGraph) -> Check:
    """The cost at a late time. For w t >= 2L an error is at most 2/(w t), since u + ln u = w t + m + ln m."""
    weights = (weight for weight in trace_weights(graph, HALF).values() if weight)
    error = CLOSE / (8 * graph.depth)
    time = max(2 / error, 2 * graph.lanes) / min(weights)
    words = f"cost at eps = {HALF:g} after so long that no error exceeds {error:.2g}, compared with H*"
    optimum = float(rlvr_cost(graph).value)
    return Check(words, student_cost(graph, HALF, time), optimum, excess_bound(graph, error) + _rounding(graph))


ASSUMPTION = Assumption(
    id="distillation",
    statement="the data are shortest paths, and no trace walks into a dead end",
    used_in="the zero gradient of Theorem 2, and so SFT's cost in Theorem 4; Theorem 5 is about data without this "
    "assumption",
    relaxation="a fraction eps of the traces are RLVR's own walks, with their dead ends",
    bearing=Bearing.CARRIES,
    bearing_why="with any eps > 0 SFT ends at H*; only the time that it takes depends on eps",
    claims=("distillation", "zero-gradient", "sft-dynamics", "rlvr-optimal"),
    examine=examine,
    foremost=True,
)
