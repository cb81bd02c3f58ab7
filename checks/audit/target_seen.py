"""Assumption `target-seen`: the policy cannot see the target. If it sees it, SFT on golden paths ends on the shortest
path; how soon depends on which rows see.
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
"""How near to the shortest path the limit is checked, relatively."""

DECADES = 12
"""The table goes to the time 10^12."""


def examine(graph: CorridorGraph) -> Examination:
    return Examination(
        held=standard_costs(graph),
        dropped=Costs(sft=_shortest_path(graph), rlvr=_shortest_path(graph)),
        dropped_at="the policy sees the target, SFT to the end",
        breaking_point=_breaking_point(graph),
        formula=(
            "H_SFT = H_RLVR = 2K + 2 in the limit",
            "with an error eps at the fork: 2K+2 + eps/(1-eps) R, R = 2K+1 + g_K = Theta(rho^K), if it alone sees",
            "2K+2 + W eps R, R = 2(KL+K+1), if every row sees",
        ),
        words=(_limit(graph), _fork_alone(graph), _every_row(graph)),
        table=_by_time(graph),
        checks=_checks(graph),
    )


def _shortest_path(graph: CorridorGraph) -> Quantity:
    """2K + 2 steps: what SFT goes to, and the least that any policy needs."""
    return _claimed(graph.shortest_path_length)


def wrong_turn(graph: CorridorGraph, sight: Sight) -> Quantity:
    """R: expected steps that a wrong turn at the fork takes, until the walker is back."""
    return _claimed(wrong_excursion(graph, sight))


def error_allowed(graph: CorridorGraph, sight: Sight) -> Quantity:
    """The fork's error at which converged inner rows cost twice the optimum; W >= 2."""
    return _claimed(error_at_twice(graph, sight))


def time_needed(graph: CorridorGraph, sight: Sight) -> Quantity:
    """The time from which on SFT, of all its rows together, costs at most twice the optimum."""
    return _claimed(time_within_twice(graph, sight))


def _breaking_point(graph: CorridorGraph) -> Sentence:
    if graph.width == 1:
        return Sentence("none: with one corridor there is nothing to see")
    return Sentence(
        "SFT costs twice the optimum at a fork's error of {fork}, or time {fork_time}, if the fork alone sees the "
        "target; at {every}, or time {every_time}, if every row does",
        {
            "fork": error_allowed(graph, Sight.FORK),
            "fork_time": time_needed(graph, Sight.FORK),
            "every": error_allowed(graph, Sight.EVERY),
            "every_time": time_needed(graph, Sight.EVERY),
        },
    )


def _limit(graph: CorridorGraph) -> Sentence:
    return Sentence(
        "A policy that sees its target learns from golden paths which corridor to take, and never has to come back: in "
        "the limit SFT takes {steps} steps, and so does RLVR's optimum. No separation is left. Backtracking is worth "
        "learning only where one must search.",
        {"steps": _shortest_path(graph)},
    )


def _fork_alone(graph: CorridorGraph) -> Sentence:
    if graph.width == 1:
        return Sentence("With one corridor the fork cannot err, and SFT comes to the shortest path without seeing.")
    return Sentence(
        "But backward rows stay as they were. If only the fork sees the target, each wrong turn still costs {wrong} "
        "steps, and the fork's error falls no faster than 1/t: SFT needs a time of order rho^K/K, here {time}, to come "
        "within twice the optimum. The exponential has moved from the steps walked to the steps trained.",
        {"wrong": wrong_turn(graph, Sight.FORK), "time": time_needed(graph, Sight.FORK)},
    )


def _every_row(graph: CorridorGraph) -> Sentence:
    if graph.width == 1:
        return Sentence("Nor does it matter whether the rows see it.")
    return Sentence(
        "If every row sees the target, golden paths leave the rows of wrong corridors untrained, forward ones too, and "
        "the walker drifts back out: a wrong turn costs {wrong} steps, and SFT is there at time {time}. What makes SFT "
        "exponential is to be sure of the way in and unsure of the way out.",
        {"wrong": wrong_turn(graph, Sight.EVERY), "time": time_needed(graph, Sight.EVERY)},
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
            "a fork that errs by 1/100 and alone sees, against the chain with one wrong corridor for all",
            found=target_seen_cost(error, odds, passage, 0, alone),
            expected=lumped_cost(limit, limit, error, odds),
        ),
        Check(
            "the same where every row sees",
            found=target_seen_cost(error, blind, passage, 0, every),
            expected=lumped_cost(limit, base, error, blind),
        ),
        *(_reached(graph, sight) for sight in (Sight.FORK, Sight.EVERY)),
    )


def _reached(graph: CorridorGraph, sight: Sight) -> Check:
    """After a time t = 10^8 W K^2 R, R the larger of the two wrong turns: each row errs by 2/t at most.

    A wrong turn then costs at most 8 W R/t, the inner rows add (2K+1) 16K/t: together less than a millionth of 2K+2.
    """
    time = 1e8 * graph.width * graph.depth**2 * float(max(wrong_excursion(graph, each) for each in Sight))
    return Check(
        f"SFT after so long that it is near its limit, seen by {sight.value}, against the shortest path",
        found=float(sft_cost_after(graph, time, sight)),
        expected=graph.shortest_path_length,
        tolerance=CLOSE,
    )


def lumped_cost(inside: Policy, elsewhere: Policy, error: Fraction, wrong: Fraction) -> Fraction:
    """The chain's cost where one wrong corridor stands for all, and one lane for all of a diamond."""
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
    used_in="Theorem 4: SFT has to come back from wrong corridors because it cannot know the right one",
    relaxation="the fork's row, or every row, depends on the target",
    bearing=Bearing.CARRIES,
    bearing_why="SFT goes to the shortest path; if the fork alone sees the target, after a time of order rho^K/K",
    claims=("target-seen", "sft-cost", "rlvr-optimal"),
    examine=examine,
)
