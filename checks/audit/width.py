"""Row `width`: the theorem assumes that W is large.

If W <= w*(K, L), some backward gradients have the wrong sign at base. Gradient flow converges all the same, while sign
steps of finite size can cycle.
"""

from __future__ import annotations

import math
from fractions import Fraction

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.standard import by_claim, rlvr_cost, sft_cost, single_corridor, standard_costs
from backproof.theory.costs.gradient_signs import w_left, w_right, w_star
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.sign_descent import STEP, sign_steps_until
from backproof.theory.training_flows import base_gaps, times_until

_claimed = by_claim("gradient-signs")

NEAR = 1.05
"""Training has arrived when it costs this many times H*."""

NARROW = 2


def examine(graph: CorridorGraph) -> Examination:
    narrow = CorridorGraph(NARROW, graph.depth, graph.lanes)
    return Examination(
        held=standard_costs(graph),
        dropped=standard_costs(narrow),
        dropped_at=f"W = {NARROW}",
        breaking_point=Sentence(
            "w*({K}, {L}) = {threshold}: at base every backward gradient has the right sign only if W is larger",
            {
                "K": Quantity(graph.depth),
                "L": Quantity(graph.lanes),
                "threshold": _claimed(w_star(graph.depth, graph.lanes)),
            },
        ),
        formula=(
            "w_l = (u+1)(m+1)M^2/(M L (m+1) + u M + 1), w_r = ((u+1)M + L)(1 + m M)/((u+1)M + L + L m M), M = L+1",
            "w* = the largest of them over u + m = K - 1",
        ),
        words=_words(graph, narrow),
        table=_by_width(graph),
        checks=_checks(narrow),
    )


def _thresholds(graph: CorridorGraph) -> list[Fraction]:
    """For each backward row, the width above which its gradient at base has the right sign."""
    return [
        Fraction(*threshold(before, graph.depth - 1 - before, graph.lanes))
        for before in range(graph.depth)
        for threshold in (w_left, w_right)
    ]


def not_right(graph: CorridorGraph) -> int:
    """How many of the 2K backward gradients at base do not have the right sign."""
    return sum(graph.width <= threshold for threshold in _thresholds(graph))


def _steps(graph: CorridorGraph) -> int | None:
    (steps,) = sign_steps_until(graph, base_gaps(graph), [NEAR * float(rlvr_cost(graph).value)])
    return steps


def _words(graph: CorridorGraph, narrow: CorridorGraph) -> tuple[Sentence, ...]:
    steps = _steps(narrow)
    (time,) = times_until("gaps", narrow, [NEAR * float(rlvr_cost(narrow).value)])
    here = Sentence(
        "Backward rows have two effects: they bring a walker home from a dead end, and they hinder one that was turned "
        "on its way to the leaf. With few corridors the second effect is stronger. At W = {narrow}, {wrong} of {rows} "
        "backward gradients at base do not have the right sign; at W = {W}, {here} do not.",
        {
            "narrow": Quantity(NARROW),
            "wrong": _claimed(not_right(narrow)),
            "rows": Quantity(2 * graph.depth),
            "W": Quantity(graph.width),
            "here": _claimed(not_right(graph)),
        },
    )
    flow = Sentence(
        "This is no trap. Exact gradient flow converges for every W >= 2, and at W = {narrow} it comes within 5% of H* "
        "in {time} units of time of gradient flow on the gaps. There SFT costs {sft} and RLVR {rlvr}.",
        {
            "narrow": Quantity(NARROW),
            "time": Quantity(time, "parametrisation"),
            "sft": sft_cost(narrow),
            "rlvr": rlvr_cost(narrow),
        },
    )
    if steps is None:
        last = Sentence(
            f"The paper's own sign steps of {STEP} do not get there at W = {{narrow}}, in one run. The verdict is "
            "about the flow; for steps of that size the width matters.",
            {"narrow": Quantity(NARROW)},
        )
    else:
        last = Sentence(
            f"Sign steps of {STEP} get there in {steps} steps at this depth, in one run. In deep corridors with W "
            "at most w* they can end in a cycle. The descent from base at W = 15, K = 60, L = 5 does, in float64, and "
            "the cycle is exact in its limit. The verdict is about the flow; for steps of finite size the width can "
            "matter.",
        )
    return *single_corridor(graph), here, flow, last


def _by_width(graph: CorridorGraph) -> Curves:
    columns = ("W", "backward rows without the right sign", f"sign steps of {STEP} to {NEAR} H*", "SFT", "RLVR")
    limit = math.floor(w_star(graph.depth, graph.lanes))
    widths = sorted({width for width in (2, 4, limit, limit + 1, graph.width) if width > 1})

    def row(width: int) -> tuple[Quantity | str | None, ...]:
        there = CorridorGraph(width, graph.depth, graph.lanes)
        steps, costs = _steps(there), standard_costs(there)
        counted = None if steps is None else str(steps)
        return (Quantity(width), _claimed(not_right(there)), counted, costs.sft, costs.rlvr)

    return Curves(columns, tuple(map(row, widths)), x="W", curves=("SFT", "RLVR"), log_x=True)


def _checks(narrow: CorridorGraph) -> tuple[Check, ...]:
    gradient = expected_hitting_time_gradient(narrow, Policy.base(narrow), exact=True)
    slopes = (*gradient.backward_entry, *gradient.backward_exit)
    return (
        Check(
            "backward gradients at W = 2 without the right sign, by thresholds and by the exact gradient",
            not_right(narrow),
            sum(int(slope >= 0) for slope in slopes),
        ),
        Check("w*, compared with the largest threshold", w_star(narrow.depth, narrow.lanes), max(_thresholds(narrow))),
    )


ASSUMPTION = Assumption(
    id="width",
    statement="W is large against K: W > w*(K, L)",
    used_in="the signs of backward gradients at base, from which Theorem 3 and sign descent start",
    relaxation="there are few corridors, down to W = 2",
    bearing=Bearing.PROOF,
    bearing_why="gradient flow has the same limit for every W >= 2, and the cost ratio the same growth; the verdict is "
    "about the flow, since sign steps of finite size can cycle if W <= w*",
    claims=("gradient-signs", "global-convergence", "parametrisation", "sign-cycle"),
    examine=examine,
)
