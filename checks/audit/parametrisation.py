"""Assumption `parametrisation`: RLVR takes sign steps on the gaps. Gradient flow, on gaps or on all logits, and the
natural gradient have the same limit; what differs is how fast they come near it.
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
from backproof.theory.costs.crossings import hitting_time
from backproof.theory.costs.gradient_signs import w_star
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.costs.learning_curve import curve_costs
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.sign_descent import MAX_STEPS, STEP, sign_descent, sign_steps_until
from backproof.theory.training_flows import Arrival, Way, arrivals, base_gaps, row_visits

_claimed = by_claim("parametrisation")

EXCESSES = (0.05, 0.005, 0.0005, 0.00005)
"""How far above H* to come, relatively."""

FLOWS: tuple[Way, ...] = ("gaps", "logits", "natural")
"""The last of them for W >= 2 only."""

Times: TypeAlias = Mapping[str, Sequence[float | None]]
"""Time or steps by way, one for each of `EXCESSES`; None where it does not come so near, or there is no such way."""


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
            "dD/dt = -H_p p(1-p) on gaps, (1+1/L)/n times that on logits, -H_p/N naturally",
            "(H - H*) t tends to 4K on gaps, to 2WKL on logits; H - H* falls like e^(-2t) naturally",
        ),
        words=_words(graph, times),
        table=_table(graph, times, on_the_curve=times["sign"][0] is not None and times["sign"][0] == curve),
        checks=(_visits_add_up(graph), *_flow_ends(graph, flows["gaps"]), *_sign_steps(graph, times, curve)),
    )


def _breaking_point(graph: CorridorGraph, times: Times) -> Sentence:
    if times["sign"][0] is None:
        return Sentence(
            f"of {MAX_STEPS} sign steps of {STEP} from base none comes within 5% of H* at this size: they are too "
            "coarse; every flow converges",
        )
    return Sentence(
        f"none for the flows, nor, in one run, for sign steps of {STEP} from base at this size; where W is at most "
        "w* = {threshold} steps of finite size can cycle in deep corridors",
        {"threshold": Quantity(w_star(graph.depth, graph.lanes), "gradient-signs")},
    )


def _words(graph: CorridorGraph, times: Times) -> tuple[Sentence, ...]:
    limits = {"gaps": 4 * graph.depth, "logits": 2 * graph.width * graph.depth * graph.lanes}
    return (
        *single_corridor(graph),
        Sentence(
            "Every gap moves against the same slope dH/dp, by a factor that is positive, so that all these flows stand "
            "still at the same points: at the optimum alone. SFT's rows without data stay where they are under each of "
            "them, and the gap is the same.",
        ),
        Sentence(
            "How fast is another matter. Gradient flow fades as it comes near: (H - H*) t tends to {gaps} on gaps and "
            "to {logits} on the logits of the whole table, in which W or W L rows share a slope, so that each digit "
            "takes ten times as long. From 5% above H* to 0.5% it takes {from_gaps} and {from_logits} units of time.",
            {name: _claimed(limit) for name, limit in limits.items()}
            | {f"from_{name}": _claimed(_between(times[name])) for name in limits},
        ),
        _natural(times),
        _sign(graph, times),
    )


def _between(times: Sequence[float | None]) -> float:
    """From the first of `EXCESSES` to the second; NaN where it does not come so near."""
    first, second = (math.nan if time is None else time for time in times[:2])
    return second - first


def _natural(times: Times) -> Sentence:
    if times["natural"][0] is None:
        return Sentence("With a single corridor there is no dead end, and no claim is made of the backward rows.")
    return Sentence(
        "The natural gradient does not fade: it moves a gap at the steps that turning there would waste, at least 2, "
        "so that in the end a digit takes {digit} of its time, and from 5% to 0.5% it takes {taken}.",
        {"digit": _claimed(math.log(10) / 2), "taken": _claimed(_between(times["natural"]))},
    )


def _sign(graph: CorridorGraph, times: Times) -> Sentence:
    soon, late = times["sign"][:2]
    if soon is None or late is None:
        return Sentence(
            f"Sign steps of {STEP} are no flow, and the proof does not cover them. Here the sign protocol does not "
            f"arrive: in one run from base, {MAX_STEPS} steps do not come within "
            f"{'5%' if soon is None else '0.5%'} of H*. The cost of {{optimum}} given for RLVR is the flows', with the "
            "assumption as without it.",
            {"optimum": rlvr_cost(graph)},
        )
    return Sentence(
        f"Nor do sign steps of {STEP} fade: in one run, from {{base}} at base, it takes {soon} of them to 5%, and a "
        f"digit more takes {late - soon}. But they are steps, no flow: the proof does not cover them, and in deep "
        "corridors they can cycle.",
        {"base": base_cost(graph)},
    )


def _table(graph: CorridorGraph, times: Times, *, on_the_curve: bool) -> Curves:
    """Sign steps rest on a claim only where they run on the learning curve, their signs being right."""
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
    """A walk's steps are its arrivals: at inner vertices, at leaves and at the fork, first of all from the source."""
    policy = Policy.base(graph)
    p, q = policy.passes()
    visits = row_visits(graph.width, p, q)
    outward, inward = visits[: len(p)], visits[len(p) :]
    leaves = outward[-1] * p[-1] + inward[-1] * (1 - q[-1])
    forks = 1 + inward[0] * q[0] + outward[0] * (1 - p[0])
    return Check(
        "the natural gradient's visits at base, and the arrivals at leaves and fork they make, add up to the cost",
        Fraction(sum(visits) + leaves + forks),
        expected_hitting_time(graph, policy, exact=True),
    )


def _flow_ends(graph: CorridorGraph, seen: Sequence[Arrival]) -> tuple[Check, ...]:
    """Where the flow on gaps ends, by its last two arrivals."""
    return () if graph.width == 1 else (fades(graph, seen[-2:], EXCESSES[-1], "from base"),)


def _steps_on_the_curve(graph: CorridorGraph, bound: float) -> int | None:
    """How many sign steps the closed learning curve takes to that cost, all signs being right; None where they are not,
    at base.
    """
    if graph.width <= w_star(graph.depth, graph.lanes):
        return None
    costs = curve_costs(graph, [STEP * step for step in range(MAX_STEPS)]).tolist()
    return next((step for step, cost in enumerate(costs) if cost <= bound), None)


def _sign_steps(graph: CorridorGraph, times: Times, expected: int | None) -> tuple[Check, ...]:
    """Where signs are right at base the closed curve says how many steps it takes to 5%, unless a sign turns wrong on
    the way: then exact differences of the cost have to bear that step out.
    """
    steps = times["sign"][0]
    if expected is None or steps is None:
        return ()
    if steps != expected and (left := leaving_the_curve(graph, int(steps))) is not None:
        step, row, sign = left
        words = f"the first sign step off the closed learning curve, {step}: its sign, against an exact difference"
        return (Check(words, sign, exact_sign(graph, math.exp(STEP * step), row)),)
    return (Check("sign steps to 5%, descended and read off the closed learning curve", steps, expected),)


def leaving_the_curve(graph: CorridorGraph, last: int) -> tuple[int, int, int] | None:
    """The first sign step from base, up to ``last``, that does not move all gaps alike: its number, one of the rows
    that it moves the wrong way, and the sign of H's derivative there; None if there is no such step.
    """
    for step, (_, _, signs) in zip(range(last + 1), sign_descent(graph, base_gaps(graph)), strict=False):
        if wrong := [row for row, sign in enumerate(signs) if sign >= 0]:
            return step, wrong[0], int(signs[wrong[0]])
    return None


def exact_sign(graph: CorridorGraph, exp_gap: float, row: int) -> int:
    """Of H's derivative by the probability of that row, of the 4K, on the curve where e^D is ``exp_gap``.

    By a central difference in fractions: by p_v H is a + b/p_v + c p_v, so that its width of 2^-60 changes a sign only
    where the derivative is 2^-120 of its terms.
    """
    here = point(graph, Fraction(exp_gap))
    costs = []
    for side in (1, -1):
        rows = [*here.passes()[0], *here.passes()[1]]
        rows[row] *= 1 + side * Fraction(1, 2**60)
        costs.append(hitting_time(graph.width, rows[: 2 * graph.depth], rows[2 * graph.depth :]))
    return int(costs[0] > costs[1]) - int(costs[0] < costs[1])


ASSUMPTION = Assumption(
    id="parametrisation",
    statement="RLVR follows the sign of the gradient on the gaps",
    used_in="the synthetic experiment (Figure 3); Theorem 3's convergence is for gradient flow on softmax logits",
    relaxation="gradient flow on the gaps or on all L+1 logits, or the natural gradient",
    bearing=Bearing.HARMLESS,
    bearing_why="for flows: all have the same limits, RLVR's and SFT's, only the rates differ; sign steps of finite "
    "size need W > w* to be right-signed at base, and can cycle below it",
    claims=("parametrisation", "global-convergence", "zero-gradient", "learning-curve", "sign-cycle"),
    examine=examine,
)
