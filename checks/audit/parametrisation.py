"""Assumption `parametrisation`: RLVR takes sign steps on the gaps. Gradient flow, on gaps or on all logits, and the
natural gradient have the same limit; what differs is how fast they come near it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from checks.audit.assumption import Assumption, Bearing, Check, Finding, Number, Quantity, Sentence, Table
from checks.audit.near_optimum import fades
from checks.audit.standard import base_cost, rlvr_cost, single_corridor, standard_costs
from checks.claims.learning_curve import float_costs
from theory.gradient_signs import w_star
from theory.graph import CorridorGraph
from theory.hitting_time import expected_hitting_time
from theory.parametrisations import MAX_STEPS, STEP, Way, base_gaps, row_visits, sign_steps_until, times_until
from theory.policy import Policy

EXCESSES = (0.05, 0.005, 0.0005, 0.00005)
"""How far above H* to come, relatively."""

FLOWS: tuple[Way, ...] = ("gaps", "logits", "natural")
"""The last of them for W >= 2 only."""

Arrivals: TypeAlias = Mapping[str, Sequence[float | None]]
"""Time or steps by way, one for each of `EXCESSES`; None where it does not come so near, or there is no such way."""


def examine(graph: CorridorGraph) -> Finding:
    arrivals = _arrivals(graph)
    return Finding(
        held=standard_costs(graph),
        dropped=standard_costs(graph),
        dropped_at="gradient flow on all logits, in the limit",
        breaking_point=_breaking_point(graph, arrivals),
        formula=(
            "dD/dt = -H_p p(1-p) on gaps, (1+1/L)/n times that on logits, -H_p/N naturally",
            "(H - H*) t tends to 4K on gaps, to 2WKL on logits; H - H* falls like e^(-2t) naturally",
        ),
        words=_words(graph, arrivals),
        table=_table(graph, arrivals),
        checks=(_visits_add_up(graph), *_flow_ends(graph, arrivals), *_on_the_curve(graph, arrivals)),
    )


def _arrivals(graph: CorridorGraph) -> Arrivals:
    """When each way has come so near to H*, from base."""
    bounds = [float(rlvr_cost(graph).value) * (1 + excess) for excess in EXCESSES]
    flows: dict[str, Sequence[float | None]] = {
        way: times_until(way, graph, bounds) for way in FLOWS[: 2 + (graph.width > 1)]
    }
    return {"natural": [None] * len(bounds), **flows, "sign": sign_steps_until(graph, base_gaps(graph), bounds)}


def _said(value: Number) -> Quantity:
    return Quantity(value, "parametrisation")


def _breaking_point(graph: CorridorGraph, arrivals: Arrivals) -> Sentence:
    if arrivals["sign"][0] is None:
        return Sentence(
            f"of {MAX_STEPS} sign steps of {STEP} from base none comes within 5% of H* at this size: they are too "
            "coarse; every flow converges",
        )
    return Sentence(
        f"none for the flows, nor, in one run, for sign steps of {STEP} from base at this size; where W is at most "
        "w* = {threshold} steps of finite size can cycle in deep corridors",
        {"threshold": Quantity(w_star(graph.depth, graph.lanes), "gradient-signs")},
    )


def _words(graph: CorridorGraph, arrivals: Arrivals) -> tuple[Sentence, ...]:
    limits = {"gaps": 4 * graph.depth, "logits": 2 * graph.width * graph.depth * graph.lanes}
    return (
        *single_corridor(graph),
        Sentence(
            "Every gap moves against the same slope dH/dp, by a factor that is positive, so that all these flows "
            "stand still at the same points: at the optimum alone. SFT's rows without data stay where they are under "
            "each of them, and the gap is the same.",
        ),
        Sentence(
            "How fast is another matter. Gradient flow fades as it comes near: (H - H*) t tends to {gaps} on gaps and "
            "to {logits} on the logits of the whole table, in which W or W L rows share a slope, so that each digit "
            "takes ten times as long. From 5% above H* to 0.5% it takes {from_gaps} and {from_logits} units of time.",
            {name: _said(limit) for name, limit in limits.items()}
            | {f"from_{name}": _said(_between(arrivals[name])) for name in limits},
        ),
        _natural(arrivals),
        _sign(graph, arrivals),
    )


def _between(times: Sequence[float | None]) -> float:
    """From the first of `EXCESSES` to the second; NaN where it does not come so near."""
    first, second = (math.nan if time is None else time for time in times[:2])
    return second - first


def _natural(arrivals: Arrivals) -> Sentence:
    if arrivals["natural"][0] is None:
        return Sentence("With a single corridor there is no dead end, and no claim is made of the backward rows.")
    return Sentence(
        "The natural gradient does not fade: it moves a gap at the steps that turning there would waste, at least 2, "
        "so that in the end a digit takes {digit} of its time, and from 5% to 0.5% it takes {taken}.",
        {"digit": _said(math.log(10) / 2), "taken": _said(_between(arrivals["natural"]))},
    )


def _sign(graph: CorridorGraph, arrivals: Arrivals) -> Sentence:
    soon, late = arrivals["sign"][:2]
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


def _table(graph: CorridorGraph, arrivals: Arrivals) -> Table:
    """Sign steps rest on a claim only where they run on the learning curve, all signs being right at base."""
    columns = ("H/H* - 1", "gap flow, time", "logit flow, time", "natural flow, time", f"sign steps of {STEP}")

    def cell(way: str, place: int) -> Quantity | str | None:
        time = arrivals[way][place]
        if time is None or way != "sign":
            return None if time is None else _said(time)
        return Quantity(time, "learning-curve") if _on_the_curve(graph, arrivals) else f"{time:g}"

    rows = tuple(
        (Quantity(excess), *(cell(way, place) for way in (*FLOWS, "sign"))) for place, excess in enumerate(EXCESSES)
    )
    return Table(columns, rows, x=columns[0], curves=columns[1:], log_x=True, y="time, or steps")


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


def _flow_ends(graph: CorridorGraph, arrivals: Arrivals) -> tuple[Check, ...]:
    """Where the flow on gaps ends, by its last two arrivals."""
    if graph.width == 1:
        return ()
    times = [time for time in arrivals["gaps"][-2:] if time is not None]
    return (fades(graph, times, EXCESSES[-2:], "from base"),)


def _on_the_curve(graph: CorridorGraph, arrivals: Arrivals) -> tuple[Check, ...]:
    """Where all signs are right at base, the closed learning curve says how many sign steps it takes."""
    steps = arrivals["sign"][0]
    if graph.width <= w_star(graph.depth, graph.lanes) or steps is None:
        return ()
    bound = float(rlvr_cost(graph).value) * (1 + EXCESSES[0])
    costs = float_costs(graph, [STEP * step for step in range(2 * int(steps) + 2)])
    expected = next(step for step, cost in enumerate(costs) if cost <= bound)
    return (Check("sign steps to 5%, descended and read off the closed learning curve", steps, expected),)


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
