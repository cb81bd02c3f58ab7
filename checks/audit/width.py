"""Assumption `width`: W is large. Where W <= w*(K, L) backward gradients start wrong-signed; gradient flow converges
all the same, while sign steps of finite size can cycle.
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
"""A training has arrived at so many times H*."""

NARROW = 2


def examine(graph: CorridorGraph) -> Examination:
    narrow = CorridorGraph(NARROW, graph.depth, graph.lanes)
    return Examination(
        held=standard_costs(graph),
        dropped=standard_costs(narrow),
        dropped_at=f"W = {NARROW}",
        breaking_point=Sentence(
            "w*({K}, {L}) = {threshold}: at base every backward gradient points the right way only if W is larger",
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
    """Of each backward row, the width above which its gradient at base points the right way."""
    return [
        Fraction(*threshold(before, graph.depth - 1 - before, graph.lanes))
        for before in range(graph.depth)
        for threshold in (w_left, w_right)
    ]


def not_right(graph: CorridorGraph) -> int:
    """How many of the 2K backward gradients at base do not point the right way."""
    return sum(graph.width <= threshold for threshold in _thresholds(graph))


def _steps(graph: CorridorGraph) -> int | None:
    (steps,) = sign_steps_until(graph, base_gaps(graph), [NEAR * float(rlvr_cost(graph).value)])
    return steps


def _words(graph: CorridorGraph, narrow: CorridorGraph) -> tuple[Sentence, ...]:
    steps = _steps(narrow)
    (time,) = times_until("gaps", narrow, [NEAR * float(rlvr_cost(narrow).value)])
    here = Sentence(
        "Backward rows serve two ends: they bring a walker home from a dead end, and they hamper one that was turned "
        "round on its way to the leaf. With few corridors the second weighs more: at W = {narrow}, {wrong} of {rows} "
        "backward gradients at base do not point the right way; at W = {W}, {here}.",
        {
            "narrow": Quantity(NARROW),
            "wrong": _claimed(not_right(narrow)),
            "rows": Quantity(2 * graph.depth),
            "W": Quantity(graph.width),
            "here": _claimed(not_right(graph)),
        },
    )
    flow = Sentence(
        "That is no trap: exact gradient flow converges for every W >= 2, and at W = {narrow} comes within 5% of H* in "
        "{time} units of time of gradient flow on the gaps. SFT pays {sft} there, RLVR {rlvr}.",
        {
            "narrow": Quantity(NARROW),
            "time": Quantity(time, "parametrisation"),
            "sft": sft_cost(narrow),
            "rlvr": rlvr_cost(narrow),
        },
    )
    if steps is None:
        last = Sentence(
            f"The paper's own sign steps of {STEP} do not come there at W = {{narrow}}, in one run. The verdict is of "
            "the flow: for steps of that size width matters.",
            {"narrow": Quantity(NARROW)},
        )
    else:
        last = Sentence(
            f"Sign steps of {STEP} come there in {steps} steps at this depth, in one run. In deep corridors, where W "
            "is at most w*, they can come to a cycle: the descent from base at W = 15, K = 60, L = 5 does, in float64, "
            "and the cycle is exact in its limit. The verdict is of the flow: for steps of finite size width can "
            "matter.",
        )
    return *single_corridor(graph), here, flow, last


def _by_width(graph: CorridorGraph) -> Curves:
    columns = ("W", "backward rows not right-signed", f"sign steps of {STEP} to {NEAR} H*", "SFT", "RLVR")
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
            "backward gradients at W = 2 that are not right-signed, by thresholds and by the exact gradient",
            not_right(narrow),
            sum(int(slope >= 0) for slope in slopes),
        ),
        Check("w* is the largest threshold", w_star(narrow.depth, narrow.lanes), max(_thresholds(narrow))),
    )


ASSUMPTION = Assumption(
    id="width",
    statement="W is large against K: W > w*(K, L)",
    used_in="the signs of backward gradients at base, from which Theorem 3 and sign gradient start",
    relaxation="few corridors, down to W = 2",
    bearing=Bearing.PROOF,
    bearing_why="gradient flow has the same limit for every W >= 2, and the gap its growth; "
    "the verdict is of the flow, since sign steps of finite size can cycle where W <= w*",
    claims=("gradient-signs", "global-convergence", "parametrisation", "sign-cycle"),
    examine=examine,
)
