"""Row `target-seen`: the theorem assumes that the policy cannot see the target.

If it sees the target, SFT on golden paths ends on the shortest path. How soon depends on which rows see it.
"""

from __future__ import annotations

from fractions import Fraction

from backproof.checks.audit.assumption import Assumption, Bearing, Check, Costs, Curves, Examination, Quantity, Sentence
from backproof.checks.audit.standard import by_claim, standard_costs
from backproof.theory.chain import edge_state_chain
from backproof.theory.graph import FORK, START, CorridorGraph, EdgeState
from backproof.theory.policy import Policy
from backproof.theory.relaxations.target_seen import (
    Sight,
    error_at_twice,
    sft_cost_after,
    target_seen_cost,
    time_within_twice,
    wrong_excursion,
)

_claimed = by_claim("target-seen")
CLOSE = 1e-6
"""The relative tolerance of the check of the limit."""

DECADES = 12
"""The table ends at time 10^12."""


def examine(graph: CorridorGraph) -> Examination:
    return Examination(
        held=standard_costs(graph),
        dropped=Costs(sft=_shortest_path(graph), rlvr=_shortest_path(graph)),
        dropped_at="the policy sees the target, SFT to the end",
        breaking_point=_breaking_point(graph),
        formula=(
            "H_SFT = H_RLVR = 2K + 2 in the limit",
            "with an error eps at the fork: 2K+2 + eps/(1-eps) R, R = 2K+1 + g_K = Theta(rho^K), if only the fork sees "
            "the target",
            "2K+2 + W eps R, R = 2(KL+K+1), if every row sees it",
        ),
        words=(_limit(graph), _fork_alone(graph), _every_row(graph)),
        table=_by_time(graph),
        checks=_checks(graph),
    )


def _shortest_path(graph: CorridorGraph) -> Quantity:
    """2K + 2 steps, the limit of SFT and the least that any policy needs."""
    return _claimed(graph.shortest_path_length)


def wrong_corridor(graph: CorridorGraph, sight: Sight) -> Quantity:
    """R, the expected steps of an excursion into a wrong corridor."""
    return _claimed(wrong_excursion(graph, sight))


def error_allowed(graph: CorridorGraph, sight: Sight) -> Quantity:
    """The error of the fork at which converged inner rows cost twice the optimum; W >= 2."""
    return _claimed(error_at_twice(graph, sight))


def time_needed(graph: CorridorGraph, sight: Sight) -> Quantity:
    """The time from which on SFT of all rows together costs at most twice the optimum."""
    return _claimed(time_within_twice(graph, sight))


def _breaking_point(graph: CorridorGraph) -> Sentence:
    if graph.width == 1:
        return Sentence("none, since with one corridor there is nothing to see")
    return Sentence(
        "SFT costs twice the optimum at an error of {fork} at the fork, or time {fork_time}, if only the fork sees the "
        "target, and at an error of {every}, or time {every_time}, if every row does",
        {
            "fork": error_allowed(graph, Sight.FORK),
            "fork_time": time_needed(graph, Sight.FORK),
            "every": error_allowed(graph, Sight.EVERY),
            "every_time": time_needed(graph, Sight.EVERY),
        },
    )


def _limit(graph: CorridorGraph) -> Sentence:
    return Sentence(
        "A policy that sees its target learns from golden paths which corridor to take, and never has to come back. In "
        "the limit SFT takes {steps} steps, and so does RLVR's optimum. No separation is left. Backtracking is worth "
        "learning only for an agent that must search.",
        {"steps": _shortest_path(graph)},
    )


def _fork_alone(graph: CorridorGraph) -> Sentence:
    if graph.width == 1:
        return Sentence(
            "With one corridor the fork cannot err, and SFT reaches the shortest path without seeing the target."
        )
    return Sentence(
        "But backward rows do not change. If only the fork sees the target, each wrong corridor still costs {wrong} "
        "steps, and the fork's error falls no faster than 1/t. SFT needs a time of order rho^K/K, here {time}, to cost "
        "at most twice the optimum. The exponential has moved from the steps walked to the steps trained.",
        {"wrong": wrong_corridor(graph, Sight.FORK), "time": time_needed(graph, Sight.FORK)},
    )


def _every_row(graph: CorridorGraph) -> Sentence:
    if graph.width == 1:
        return Sentence("It makes no difference either whether the rows see it.")
    return Sentence(
        "If every row sees the target, golden paths leave the rows of wrong corridors untrained, including the forward "
        "rows, so the walker drifts back out. A wrong corridor costs {wrong} steps, and SFT costs at most twice the "
        "optimum from time {time} on. SFT is exponential because it is sure of the way in and unsure of the way out.",
        {"wrong": wrong_corridor(graph, Sight.EVERY), "time": time_needed(graph, Sight.EVERY)},
    )


def _by_time(graph: CorridorGraph) -> Curves:
    times = [10**n for n in range(DECADES + 1)]
    curves = [sft_cost_after(graph, times, sight).tolist() for sight in (Sight.NONE, Sight.FORK, Sight.EVERY)]
    rows = (
        (Quantity(time), *(_claimed(cost) for cost in costs), _shortest_path(graph))
        for time, *costs in zip(times, *curves, strict=True)
    )
    columns = ("SFT time t", "blind", "fork sees", "every row sees", "RLVR")
    return Curves(columns, tuple(rows), x=columns[0], curves=columns[1:], log_x=True)


def _checks(graph: CorridorGraph) -> tuple[Check, ...]:
    limit, base = Policy.sft_limit(graph), Policy.base(graph)
    passage, error = 2 * graph.depth + 1, Fraction(1, 100)
    odds = error / (1 - error)
    alone, every = (wrong_excursion(graph, sight) for sight in (Sight.FORK, Sight.EVERY))
    blind = Fraction(graph.width - 1)
    return (
        Check(
            "cost with a fork that errs by 1/100 and alone sees the target, by the formula and by a chain with one "
            "wrong corridor",
            found=target_seen_cost(error, odds, passage, 0, alone),
            expected=lumped_cost(limit, limit, error, odds),
        ),
        Check(
            "the same if every row sees the target",
            found=target_seen_cost(error, blind, passage, 0, every),
            expected=lumped_cost(limit, base, error, blind),
        ),
        *(_reached(graph, sight) for sight in (Sight.FORK, Sight.EVERY)),
    )


def _reached(graph: CorridorGraph, sight: Sight) -> Check:
    """The limit, at a time t = 10^8 W K^2 R, with R the larger cost of a wrong corridor. Each error is at most 2/t.

    A wrong corridor then adds at most 8 W R/t and the inner rows (2K+1) 16K/t, together less than a millionth of 2K+2.
    """
    time = 1e8 * graph.width * graph.depth**2 * float(max(wrong_excursion(graph, each) for each in Sight))
    return Check(
        f"cost of SFT near its limit, seen by {sight.value}, compared with the shortest path",
        found=float(sft_cost_after(graph, time, sight)),
        expected=graph.shortest_path_length,
        tolerance=CLOSE,
    )


def lumped_cost(inside: Policy, elsewhere: Policy, error: Fraction, wrong: Fraction) -> Fraction:
    """The cost by a chain with a single wrong corridor and a single lane, which stand for all of them."""
    graph = CorridorGraph(width=2, depth=inside.depth, lanes=1)

    def row(state: EdgeState) -> dict[EdgeState, Fraction]:
        if state.head == FORK:
            missed = error if state == START else wrong / (1 + wrong)
            law = zip(range(2), (1 - missed, missed), strict=True)
            return {EdgeState(FORK, graph.corridor(w)[1]): chance for w, chance in law if chance}
        return (inside if state.head.corridor == 0 else elsewhere).row(graph, state)

    return 1 + edge_state_chain(START, row, frozenset({graph.leaves()[0]})).expected_hitting_time()


ASSUMPTION = Assumption(
    id="target-seen",
    statement="the policy cannot see the target",
    used_in="Theorem 4, where SFT has to come back from wrong corridors because it cannot know the right one",
    relaxation="the row of the fork, or every row, depends on the target",
    bearing=Bearing.CARRIES,
    bearing_why="SFT ends on the shortest path; if only the fork sees the target, after a time of order rho^K/K",
    claims=("target-seen", "sft-cost", "rlvr-optimal"),
    examine=examine,
)
