"""Row `fork-memory`: the theorem assumes that the fork's rows do not depend on the last edge.

If they do, RLVR can go on from corridor to corridor without repeating one, and costs less than H*. SFT on golden paths
does not learn that, so the separation grows, by a factor below two.
"""

from __future__ import annotations

from fractions import Fraction

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Costs, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.standard import by_claim, rlvr_cost, sft_cost, single_corridor, standard_costs
from backproof.checks.claims import blind_lower_bound
from backproof.theory.chain import mean_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.fork_memory import RememberingFork, fork_memory_cost

_claimed = by_claim("fork-memory")


def examine(graph: CorridorGraph) -> Examination:
    going_on = _claimed(fork_memory_cost(graph, Policy.optimal(graph)))
    return Examination(
        held=standard_costs(graph),
        dropped=Costs(sft=sft_cost(graph), rlvr=going_on),
        dropped_at="RLVR's fork goes on to the next corridor, SFT's stays uniform",
        breaking_point=Sentence("none, since a fork that goes on saves less than half of the cost, whatever the rows"),
        formula=("H = 1 + A + (W-1) R (1 + x_0 - 1/2)", "1 + W(2K+1) with all inner rows one"),
        words=_words(graph, going_on),
        table=_by_width(graph),
        checks=_checks(graph),
    )


def _words(graph: CorridorGraph, going_on: Quantity) -> tuple[Sentence, ...]:
    return (
        *single_corridor(graph),
        Sentence(
            "H* is the least cost of policies with a uniform fork. A fork that knows which corridor it comes from can "
            "go on to the next one, and around. With all inner rows one that costs {going_on} steps instead of "
            "{optimum}. No agent that does not see the target needs less.",
            {"going_on": going_on, "optimum": rlvr_cost(graph)},
        ),
        Sentence(
            "Golden paths visit the fork only once, on the way from the source. So SFT leaves the fork's other rows "
            "uniform, and its cost as it is. If it were given the fork that goes on, its rows would still cost {given} "
            "steps instead of {sft}.",
            {"given": _claimed(fork_memory_cost(graph, Policy.sft_limit(graph))), "sft": sft_cost(graph)},
        ),
    )


def _by_width(graph: CorridorGraph) -> Curves:
    def row(width: int) -> tuple[Quantity, ...]:
        at = CorridorGraph(width, graph.depth, graph.lanes)
        going_on = [_claimed(fork_memory_cost(at, rows(at))) for rows in (Policy.sft_limit, Policy.optimal)]
        return (Quantity(width), sft_cost(at), rlvr_cost(at), *going_on)

    columns = ("W", "SFT", "RLVR", "SFT's rows, going on", "RLVR, going on")
    return Curves(columns, tuple(map(row, sorted({1, 2, 3, 5, 10, 30, graph.width}))), x="W", curves=columns[1:])


def _checks(graph: CorridorGraph) -> tuple[Check, ...]:
    small = CorridorGraph(min(graph.width, 3), min(graph.depth, 2), min(graph.lanes, 2))
    return (
        Check(
            "cost of going on with all inner rows one, by its excursions and by the bound of all blind agents",
            fork_memory_cost(graph, Policy.optimal(graph)),
            blind_lower_bound.bound(graph.width, graph.depth),
        ),
        Check(
            f"cost of going on with SFT's rows, by its excursions and by the chain at W={small.width}, "
            f"K={small.depth}, L={small.lanes}",
            fork_memory_cost(small, Policy.sft_limit(small)),
            mean_hitting_time(RememberingFork(small, Policy.sft_limit(small))),
        ),
        Check(
            "twice what going on saves with SFT's rows, against what the uniform fork spends beyond the shortest path",
            2 * (Fraction(sft_cost(graph).value) - fork_memory_cost(graph, Policy.sft_limit(graph))),
            Fraction(sft_cost(graph).value) - (2 * graph.depth + 2),
        ),
    )


ASSUMPTION = Assumption(
    id="fork-memory",
    statement="the fork's rows do not depend on the last edge",
    used_in="H*, the least cost of any policy, with which Theorem 3 and Theorem 4 compare",
    relaxation="the fork goes on from the corridor just left to the next one",
    bearing=Bearing.HARMLESS,
    bearing_why="RLVR can save up to half of H*, SFT does not learn to go on",
    claims=("fork-memory", "blind-lower-bound", "sft-cost", "rlvr-optimal"),
    examine=examine,
)
