"""Row `converged`: the theorem assumes that SFT is trained to the end.

Stopped at its best time, SFT costs a little less than the base model. But that time shrinks as corridors get deeper,
and at any fixed time the cost is exponential in K.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Costs, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.standard import base_cost, rlvr_cost, single_corridor, standard_costs
from backproof.theory.costs.crossings import return_growth
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.sft import ODDS_ERROR, base_odds, break_even_time, cheapest_time, odds_after, sft_policy


def examine(graph: CorridorGraph) -> Examination:
    held, best = standard_costs(graph), _best_time(graph)
    stopped = sft_at(graph, best)
    return Examination(
        held=held,
        dropped=Costs(sft=stopped, rlvr=held.rlvr),
        dropped_at="the limit, since SFT never costs more than base" if math.isinf(best) else f"t* = {best:.5g}",
        breaking_point=_breaking_point(graph),
        formula=(
            "D + (e^D - 1)/L = t at exits, D + L (e^D - 1) = t at entries",
            "H(t) = 1 + W A + (W-1) B, with b and d at base",
        ),
        words=(
            *single_corridor(graph),
            Sentence(
                "SFT's forward errors fall like 1/t, while its backward rows do not change. As long as forward rows "
                "err, a walker that is sent back is soon turned again and reaches the target by chance, as under the "
                "base model, which takes {base} steps. Once they do not err, it has to cross every diamond of the dead "
                "end against backward rows at base.",
                {"base": base_cost(graph)},
            ),
            _at_best(graph, best, stopped),
            _deeper(graph, best),
            Sentence(
                "So early stopping avoids the exponential cost if the best time is known, but it gains almost nothing "
                "over no training at all. A cost ratio of {ratio} remains, which is polynomial in K.",
                {"ratio": Quantity(float(stopped.value) / float(held.rlvr.value), "sft-worse-than-base")},
            ),
        ),
        table=_by_time(graph, best),
        checks=_checks(graph),
    )


def _best_time(graph: CorridorGraph) -> float:
    """The time at which SFT costs least; inf if the cost falls all the way to the limit."""
    try:
        return cheapest_time(graph)
    except ValueError:
        return math.inf


def sft_at(graph: CorridorGraph, time: float) -> Quantity:
    return Quantity(expected_hitting_time(graph, sft_policy(graph, time)), "sft-dynamics")


def _breaking_point(graph: CorridorGraph) -> Sentence:
    try:
        time = break_even_time(graph)
    except ValueError:
        return Sentence("none at this size, since the limit of SFT does not cost more than base")
    return Sentence(
        "t = {time}, where SFT's cost rises above that of base; at any fixed t the cost is exponential in K",
        {"time": Quantity(time, "sft-worse-than-base")},
    )


def _at_best(graph: CorridorGraph, best: float, stopped: Quantity) -> Sentence:
    if math.isinf(best):
        return Sentence("At this size SFT's limit costs no more than base: {sft} steps.", {"sft": stopped})
    return Sentence(
        "The least cost during training is {least} steps, at t* = {best}; that is {share} times the cost of base.",
        {
            "least": stopped,
            "best": Quantity(best, "sft-worse-than-base"),
            "share": Quantity(float(stopped.value) / float(base_cost(graph).value), "sft-worse-than-base"),
        },
    )


def _deeper(graph: CorridorGraph, best: float) -> Sentence:
    """What becomes of the best time at twice the depth."""
    deep = CorridorGraph(graph.width, 2 * graph.depth, graph.lanes)
    later = _best_time(deep)
    if math.isinf(best) or math.isinf(later):
        return Sentence("In deeper corridors the limit costs more than base, and there is a best time to stop.")
    fixed = float(sft_at(deep, 10 * best).value) / float(base_cost(deep).value)
    return Sentence(
        "No fixed time works at every depth: at each, a diamond multiplies the way back by a factor of more than "
        f"one, at t* by {{growth}}. At K = {deep.depth} the best time is {{later}}. The time {{fixed_time}}, ten "
        f"times t*, costs {{fixed}} times as much as base there, and {{here}} times as much at K = {graph.depth}.",
        {
            "growth": Quantity(float(return_growth(*sft_policy(graph, best).passes())), "sft-worse-than-base"),
            "later": Quantity(later, "sft-worse-than-base"),
            "fixed_time": Quantity(10 * best),
            "fixed": Quantity(fixed, "sft-dynamics"),
            "here": Quantity(float(sft_at(graph, 10 * best).value) / float(base_cost(graph).value), "sft-dynamics"),
        },
    )


def _by_time(graph: CorridorGraph, best: float) -> Curves:
    times = {0.0, *(float(10**n) for n in range(-2, 9)), math.inf, best}

    def row(time: float) -> tuple[Quantity, ...]:
        return (Quantity(time), sft_at(graph, time), base_cost(graph), rlvr_cost(graph))

    columns = ("t", "SFT", "base", "RLVR")
    return Curves(columns, tuple(map(row, sorted(times))), x="t", curves=columns[1:], log_x=True)


def _checks(graph: CorridorGraph) -> tuple[Check, ...]:
    start, end = sft_at(graph, 0.0).value, sft_at(graph, math.inf).value
    limit = expected_hitting_time(graph, Policy.sft_limit(graph), exact=True)
    rounding = _rounding(graph)
    return (
        Check("cost of SFT at t = 0, compared with the closed form for base", start, base_cost(graph).value, rounding),
        Check("cost of SFT at t = infinity, compared with its exact limit", end, limit, rounding),
        *(check for time in (0.1, 1.0, 10.0) for check in _clocks(graph, time)),
    )


def _rounding(graph: CorridorGraph) -> float:
    """The relative rounding error of a cost. A change of p_v or q_v at most doubles in the cost of a passage.

    For p_v dA/dp_v = -2 (x_(v-1) + 1) s_(v-1), and s_(v-1) is a sum over the edges e before v of products of q/p, each
    at most (x_e + 1)/(x_(v-1) + 1) since x_(u-1) + 1 >= (q_u/p_u) (x_u + 1). So it is at most 2A, and less for q_v.
    The recurrence has some 20 operations per diamond, with positive terms.
    """
    return 8 * graph.depth * ODDS_ERROR + 20 * (graph.depth + 1) * 2.0**-53


def _clocks(graph: CorridorGraph, time: float) -> Iterator[Check]:
    """D + m (e^D - 1) computed from its solution, where m are the odds at base and m e^D those found."""
    for family in ("forward_exit", "forward_entry"):
        base = base_odds(graph, family)
        odds = float(odds_after(time, base))
        terms = abs(math.log(odds)) + abs(math.log(base)) + odds + base
        yield Check(
            f"the clock of the {family.removeprefix('forward_')} gap at t = {time:g}, compared with its equation",
            math.log(odds / base) + (odds - base),
            time,
            2 * ODDS_ERROR * (1 + terms) / time,
        )


ASSUMPTION = Assumption(
    id="converged",
    statement="SFT is trained to the end",
    used_in="Theorem 4: the policy compared with RLVR is the limit of SFT",
    relaxation="SFT is stopped at time t, at best at t*",
    bearing=Bearing.CARRIES,
    bearing_why="stopped at t*, which shrinks with K, SFT costs about as much as base, which is polynomial in K",
    claims=("sft-worse-than-base", "sft-dynamics", "base-cost", "sft-cost"),
    examine=examine,
    foremost=True,
)
