"""Row `parametrisation`: the theorem's experiment assumes that RLVR takes sign steps on the gaps.

Gradient flow on gaps, gradient flow on all logits and the natural gradient have the same limit. They differ in how fast
they approach it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.near_optimum import fades
from backproof.checks.audit.standard import base_cost, by_claim, rlvr_cost, single_corridor, standard_costs
from backproof.checks.claims.learning_curve import point
from backproof.theory.costs.crossings import walk_cost
from backproof.theory.costs.gradient_signs import w_star
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.costs.learning_curve import curve_costs
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.sign_descent import MAX_STEPS, STEP, sign_descent, sign_steps_until
from backproof.theory.training_flows import Arrival, Way, arrivals, base_gaps, row_visits

_claimed = by_claim("parametrisation")

EXCESSES = (0.05, 0.005, 0.0005, 0.00005)
"""Relative excesses over H* whose times are recorded."""

FLOWS: tuple[Way, ...] = ("gaps", "logits", "natural")
"""The flows; the last one for W >= 2 only."""

Times: TypeAlias = Mapping[str, Sequence[float | None]]
"""Times or steps by flow, one for each of `EXCESSES`; None if it does not get that close, or there is no such flow."""


def examine(graph: CorridorGraph) -> Examination:
    bounds = [float(rlvr_cost(graph).value) * (1 + excess) for excess in EXCESSES]
    flows = {way: arrivals(way, graph, bounds) for way in FLOWS[: 2 + (graph.width > 1)]}
    times: dict[str, Sequence[float | None]] = {way: [at.time for at in found] for way, found in flows.items()}
    times = {"natural": [None] * len(bounds), **times, "sign": sign_steps_until(graph, base_gaps(graph), bounds)}
    curve = _steps_on_the_curve(graph, bounds[0])
    return Examination(
        held=standard_costs(graph),
        dropped=standard_costs(graph),
        dropped_at="gradient flow on all logits, in the limit",
        breaking_point=_breaking_point(graph, times),
        formula=(
            "dD/dt = -H_p p(1-p) on gaps, (1+1/L)/n times that on logits, -H_p/N for the natural gradient",
            "(H - H*) t tends to 4K on gaps and to 2WKL on logits; H - H* falls like e^(-2t) for the natural gradient",
        ),
        words=_words(graph, times),
        table=_table(graph, times, on_the_curve=times["sign"][0] is not None and times["sign"][0] == curve),
        checks=(_visits_add_up(graph), *_flow_ends(graph, flows["gaps"]), *_sign_steps(graph, times, curve)),
    )


def _breaking_point(graph: CorridorGraph, times: Times) -> Sentence:
    if times["sign"][0] is None:
        return Sentence(
            f"no flow, but sign steps of {STEP} are too coarse at this size: in {MAX_STEPS} steps from base none "
            "comes within 5% of H*",
        )
    return Sentence(
        f"none for the flows, and at this size none for sign steps of {STEP} from base, in one run; if W is at "
        f"most w* = {{threshold}}, steps of finite size can cycle in deep corridors",
        {"threshold": Quantity(w_star(graph.depth, graph.lanes), "gradient-signs")},
    )


def _words(graph: CorridorGraph, times: Times) -> tuple[Sentence, ...]:
    limits = {"gaps": 4 * graph.depth, "logits": 2 * graph.width * graph.depth * graph.lanes}
    return (
        *single_corridor(graph),
        Sentence(
            "Every gap moves against the same slope dH/dp, with a positive factor, so all these flows are stationary "
            "at the same point, the optimum. SFT's rows without data do not move under any of them, and the cost ratio "
            "is the same.",
        ),
        Sentence(
            "Their speeds differ. Gradient flow slows down near the optimum: (H - H*) t tends to {gaps} on gaps and to "
            "{logits} on the logits of the whole table, where W or W L rows share a slope. So each further digit takes "
            "ten times as long. From 5% above H* to 0.5% it takes {from_gaps} and {from_logits} units of time.",
            {name: _claimed(limit) for name, limit in limits.items()}
            | {f"from_{name}": _claimed(_between(times[name])) for name in limits},
        ),
        _natural(times),
        _sign(graph, times),
    )


def _between(times: Sequence[float | None]) -> float:
    """The time from the first of `EXCESSES` to the second; NaN if it does not get that close."""
    first, second = (math.nan if time is None else time for time in times[:2])
    return second - first


def _natural(times: Times) -> Sentence:
    if times["natural"][0] is None:
        return Sentence("With a single corridor there is no dead end, and the claim says nothing about backward rows.")
    return Sentence(
        "The natural gradient does not slow down. It moves a gap at the number of steps that a turn there would waste, "
        "at least 2. In the end a digit takes {digit} units of its time, and from 5% to 0.5% it takes {taken}.",
        {"digit": _claimed(math.log(10) / 2), "taken": _claimed(_between(times["natural"]))},
    )


def _sign(graph: CorridorGraph, times: Times) -> Sentence:
    soon, late = times["sign"][:2]
    if soon is None or late is None:
        return Sentence(
            f"Sign steps of {STEP} are not a flow, and the proof does not cover them. Here they do not arrive: in "
            f"one run from base, {MAX_STEPS} steps do not come within {'5%' if soon is None else '0.5%'} of H*. "
            f"The cost of {{optimum}} for RLVR, with and without the assumption, is that of the flows.",
            {"optimum": rlvr_cost(graph)},
        )
    return Sentence(
        f"Sign steps of {STEP} do not slow down either: in one run from base, at {{base}}, it takes {soon} steps "
        f"to come within 5%, and {late - soon} more for the next digit. But they are not a flow: the proof does "
        "not cover them, and in deep corridors they can cycle.",
        {"base": base_cost(graph)},
    )


def _table(graph: CorridorGraph, times: Times, *, on_the_curve: bool) -> Curves:
    """Sign steps rest on a claim only if all signs are right, so that they follow the learning curve."""
    columns = ("H/H* - 1", "gap flow, time", "logit flow, time", "natural flow, time", f"sign steps of {STEP}")

    def cell(way: str, place: int) -> Quantity | str | None:
        time = times[way][place]
        if time is None or way != "sign":
            return None if time is None else _claimed(time)
        return Quantity(time, "learning-curve") if on_the_curve else f"{time:g}"

    rows = tuple(
        (Quantity(excess), *(cell(way, place) for way in (*FLOWS, "sign"))) for place, excess in enumerate(EXCESSES)
    )
    return Curves(columns, rows, x=columns[0], curves=columns[1:], log_x=True, y="time, or steps")


def _visits_add_up(graph: CorridorGraph) -> Check:
    """The steps of a walk are its arrivals at inner vertices, at leaves and at the fork."""
    policy = Policy.base(graph)
    p, q = policy.passes()
    visits = row_visits(graph.width, p, q)
    outward, inward = visits[: len(p)], visits[len(p) :]
    leaves = outward[-1] * p[-1] + inward[-1] * (1 - q[-1])
    forks = 1 + inward[0] * q[0] + outward[0] * (1 - p[0])
    return Check(
        "the visits at base, with the arrivals at leaves and at the fork that they imply, add up to the cost",
        Fraction(sum(visits) + leaves + forks),
        expected_hitting_time(graph, policy, exact=True),
    )


def _flow_ends(graph: CorridorGraph, seen: Sequence[Arrival]) -> tuple[Check, ...]:
    """The check of the limit of the flow on gaps, from its last two arrivals."""
    return () if graph.width == 1 else (fades(graph, seen[-2:], EXCESSES[-1], "from base"),)


def _steps_on_the_curve(graph: CorridorGraph, bound: float) -> int | None:
    """How many sign steps the closed learning curve takes to this cost; None if some signs are wrong at base."""
    if graph.width <= w_star(graph.depth, graph.lanes):
        return None
    costs = curve_costs(graph, [STEP * step for step in range(MAX_STEPS)]).tolist()
    return next((step for step, cost in enumerate(costs) if cost <= bound), None)


def _sign_steps(graph: CorridorGraph, times: Times, expected: int | None) -> tuple[Check, ...]:
    """The steps to 5%, compared with the closed curve if all signs are right at base.

    If a sign turns wrong on the way, that step is compared with exact differences of the cost instead.
    """
    steps = times["sign"][0]
    if expected is None or steps is None:
        return ()
    if steps != expected and (left := leaving_the_curve(graph, int(steps))) is not None:
        step, row, sign = left
        words = (
            f"the first sign step off the closed learning curve, {step}: its sign, compared with an exact difference"
        )
        return (Check(words, sign, exact_sign(graph, math.exp(STEP * step), row)),)
    return (Check("sign steps to 5%, by descent and by the closed learning curve", steps, expected),)


def leaving_the_curve(graph: CorridorGraph, last: int) -> tuple[int, int, int] | None:
    """The first sign step from base, up to ``last``, that does not move all gaps alike; None if there is none.

    Returns its number, a row that it moves the wrong way, and the sign of H's derivative there.
    """
    for step, (_, _, signs) in zip(range(last + 1), sign_descent(graph, base_gaps(graph)), strict=False):
        if wrong := [row for row, sign in enumerate(signs) if sign >= 0]:
            return step, wrong[0], int(signs[wrong[0]])
    return None


def exact_sign(graph: CorridorGraph, exp_gap: float, row: int) -> int:
    """The sign of H's derivative by the probability of this row, one of 4K, on the curve where e^D is ``exp_gap``.

    It is a central difference in fractions. As a function of p_v, H is a + b/p_v + c p_v, so a width of 2^-60 changes
    the sign only if the derivative is 2^-120 of its terms.
    """
    here = point(graph, Fraction(exp_gap))
    costs = []
    for side in (1, -1):
        rows = [*here.passes()[0], *here.passes()[1]]
        rows[row] *= 1 + side * Fraction(1, 2**60)
        costs.append(walk_cost(graph.width, rows[: 2 * graph.depth], rows[2 * graph.depth :]))
    return int(costs[0] > costs[1]) - int(costs[0] < costs[1])


ASSUMPTION = Assumption(
    id="parametrisation",
    statement="RLVR follows the sign of the gradient on the gaps",
    used_in="the synthetic experiment (Figure 3); Theorem 3's convergence is for gradient flow on softmax logits",
    relaxation="gradient flow on the gaps or on all L+1 logits, or the natural gradient",
    bearing=Bearing.HARMLESS,
    bearing_why="all flows have the same limits, RLVR's and SFT's, and only their rates differ; sign steps of finite "
    "size have the right signs at base only for W > w*, and can cycle otherwise",
    claims=("parametrisation", "global-convergence", "zero-gradient", "learning-curve", "sign-cycle"),
    examine=examine,
)
