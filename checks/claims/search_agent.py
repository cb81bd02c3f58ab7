"""Claim `search-agent`: an agent that never repeats a directed edge costs 1 + (W-1)/2 (4K+2 + K(L-1)) + 2K+1 =
Theta(WKL) with the rows of the SFT limit, and 1 + W(2K+1) = Theta(WK) with those of RLVR, for every W, K, L >= 1 (the
orders of magnitude for W >= 2). Both are costs at the exact limits, where forward rows are one. Before the limit the
agent gets stuck with a probability of at least the error of the first forward row, so its expected time to the target
is infinite.

The second cost is the least that any blind agent can have (`blind-lower-bound`). At each edge-state the agent follows
the policy's row, renormalised over the moves that it has not made yet. A row can have no probability left: the exit
row at r_j, where a = 1, once the connector was used. It is then replaced by the limit of rows with a < 1, which are
uniform over the unused lanes for every a (`turned-back`). The limit has to be taken row by row.

In both limits the agent walks straight to the leaf of a corridor, and enters no corridor twice. If the leaf is wrong:

1. *A diamond on the way back.* The move back at r_j is used, so the agent takes a lane. At l_j it has n = L-1 unused
   lanes and leaves with probability 1/(n+1) (`leave`). Otherwise it takes a lane to r_j, must come back by another, and
   has n-1 left. By induction on n, leaving takes n + 1 moves on average (`leaving`). With d = 1 it leaves at once.
2. *The way back* is K diamonds and one edge: 2K+1 + K(L-1) moves.
3. *Corridors* are drawn without replacement. By induction on the number n of wrong ones left, the agent expects n/2
   wrong corridors before its passage to the target (`corridors`).
4. *Sums* (`theorem`), their orders of magnitude (`sft-order`, `rlvr-order`), and their ratio, which lies between L/14
   and (L+3)/4 for W >= 2 (`ratio`).
5. *Before the limit.* An agent that turns at its first visit to l_1 of the target's corridor goes back to the fork. The
   connector that it came by is used, and there is no other way in. It can make only finitely many moves, so it gets
   stuck. An agent that never visits l_1 gets stuck as well. So with the error e of that row the probability to get
   stuck is at least e (`theorem`, `stuck`). With a single lane and the error e in all forward rows it is 1 - (1-e)^(2K)
   (`stuck-one-lane`).

Main results: `stated_search_cost`, `evidence`, `controls`.
"""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims import blind_lower_bound
from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Scope
from backproof.checks.statement import Control, Derivation, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.symbols import I, K, L, W, naturals, positive, real, sizes
from backproof.checks.tools.walks import best_walk_cost, search_cost, search_stuck
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations import search_agent

SCOPE = Scope({W: 1, K: 1, L: 1})
ASSUMPTIONS = (
    Assumed(
        "rows",
        "rows are renormalised over the unused moves; a row that gives these no probability is the limit of rows "
        "that give them some",
    ),
    Assumed("fork", "the fork is uniform over the unused corridors, and the source is never re-entered"),
    Assumed(
        "recursions",
        "with forward rows of one the agent's walk follows the recursions of theory.relaxations.search_agent "
        "(compared with all histories on small graphs)",
    ),
    Assumed(
        "stuck",
        "an agent that turns at its first visit to the first vertex of the target's corridor, or never comes there, "
        "gets stuck",
    ),
)

CLAIM = Header(
    statement=(
        "an agent that never repeats a directed edge costs 1 + (W-1)/2 (4K+2 + K(L-1)) + 2K+1 with the rows of SFT's "
        "exact limit, and 1 + W(2K+1), the bound of all blind agents, with those of RLVR's; before the limit it gets "
        "stuck with a probability of at least the error of the first forward row"
    ),
    source="paper, Corollary 1; exact forms new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("blind-lower-bound",),
    experiments=("sft-searched", "rlvr-searched"),
)

LEAVING, VALUE, PASSAGE, BACK, V_SFT, V_RLVR = real("leaving value passage back V_sft V_rlvr")

LIMITS = (le(1, W), le(1, K), le(1, L))

SEARCH_SIZES = tuple(
    {"width": width, "depth": depth, "lanes": lanes}
    for width, depth, lanes in (
        *((1, depth, lanes) for depth in (1, 2, 3) for lanes in (1, 2, 3)),
        *((2, depth, lanes) for depth in (1, 2) for lanes in (1, 2, 3)),
        *((3, 1, lanes) for lanes in (1, 2, 3)),
        *((2, 3, 1), (3, 2, 1), (4, 1, 1), (2, 1, 4)),
    )
)
"""Small sizes only, since the recursion remembers the set of used edges."""


def stated_search_cost(width: Any, depth: Any, lanes: Any) -> Any:
    """Expected cost with the rows of the SFT limit."""
    return 1 + (width - 1) * (4 * depth + 2 + depth * (lanes - 1)) / 2 + 2 * depth + 1


H_SFT, H_RLVR = stated_search_cost(W, K, L), blind_lower_bound.BOUND


STUCK_CASES = tuple(
    {"width": width, "depth": depth, "lanes": lanes, "error": error}
    for width, depth, lanes in ((1, 1, 1), (2, 1, 1), (3, 1, 1), (2, 2, 1), (1, 1, 2), (2, 1, 2), (1, 2, 2))
    for error in (Fraction(1, 10), Fraction(1, 1000))
)


def evidence() -> list[Part]:
    return [_leaving(), _corridors(), search_theorem(), *_orders(), *_rows(), *_on_full_multigraph(), *_before_limit()]


def _leaving() -> Induction:
    lanes = Recurrence(
        "unused lanes at a left vertex",
        I,
        {LEAVING: sp.Integer(1)},
        {LEAVING: search_agent.moves_to_leave(I + 1, LEAVING)},
    )
    words = (
        "without an unused lane, leaving takes 1 move",
        "if leaving takes n + 1 moves on average with n unused lanes, it takes n + 2 with n + 1",
    )
    return Induction("leaving", words, lanes, eq(LEAVING, I + 1))


def _corridors() -> Induction:
    corridors = Recurrence(
        "wrong corridors that are left at the fork",
        I,
        {VALUE: PASSAGE},
        {VALUE: search_agent.moves_from_fork(I + 1, VALUE, PASSAGE, BACK)},
    )
    words = (
        "without a wrong corridor left, the target is a passage away from the fork",
        "if it is n/2 wrong corridors and a passage away with n of them left, it is (n+1)/2 and one with n + 1",
    )
    return Induction("corridors", words, corridors, eq(VALUE, I * (PASSAGE + BACK) / 2 + PASSAGE))


def search_theorem() -> Theorem:
    straight = 2 * K + 1
    uses = (
        Use(_leaving(), {I: L - 1}),
        Use(
            _corridors(),
            {I: W - 1, PASSAGE: straight, BACK: search_agent.moves_back(K, LEAVING), VALUE: V_SFT},
        ),
        Use(_corridors(), {I: W - 1, PASSAGE: straight, BACK: straight, VALUE: V_RLVR}),
    )
    goal = both(eq(1 + V_SFT, H_SFT), eq(1 + V_RLVR, H_RLVR), _stuck())
    return Theorem("search-agent", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


def _stuck() -> Formula:
    """The agent gets stuck if it turns at its first visit, with probability e, and if it never comes there."""
    visited, error, stuck = real("visited e stuck")
    in_range = (le(0, visited), le(visited, 1), le(0, error), le(error, 1))
    return implies(both(*in_range, ge(stuck, visited * error + 1 - visited)), ge(stuck, error))


def _orders() -> list[Obligation]:
    return [
        Obligation(
            "sft-order",
            "for W >= 2 the SFT limit costs between WKL/4 and 7WKL",
            both(ge(4 * H_SFT, W * K * L), le(H_SFT, 7 * W * K * L)),
            (*LIMITS, le(2, W)),
        ),
        Obligation(
            "rlvr-order", "RLVR costs between 2WK and 4WK", both(ge(H_RLVR, 2 * W * K), le(H_RLVR, 4 * W * K)), LIMITS
        ),
        Obligation(
            "ratio",
            "for W >= 2 the SFT limit costs between L/14 and (L+3)/4 times as much as RLVR",
            both(ge(14 * H_SFT, L * H_RLVR), le(4 * H_SFT, (L + 3) * H_RLVR)),
            (*LIMITS, le(2, W)),
        ),
    ]


def _rows() -> list[Derivation]:
    """The renormalised rows: the weight of a move divided by the weight of all unused moves."""
    n, a = positive("n a")
    base_exit = 1 / (L + 1)
    lane, turned_lane = (1 - base_exit) / L, (1 - a) / L
    return [
        Derivation(
            "leave",
            "the base row at l_j, renormalised over n lanes and the connector, leaves with probability 1/(n+1)",
            base_exit / (base_exit + n * lane),
            1 / (n + 1),
        ),
        Derivation(
            "turned-back",
            "a row with a < 1 at r_j, renormalised over n lanes alone, is uniform whatever a is",
            turned_lane / (n * turned_lane),
            1 / n,
        ),
    ]


# --- instances -------------------------------------------------------------------------------------------------------


def _on_full_multigraph() -> list[Instance]:
    return [
        Instance(
            "sft-limit",
            "with the rows of the SFT limit the search agent has the stated cost, as an expectation over every history",
            SEARCH_SIZES,
            lambda width, depth, lanes: (
                sft_search_cost(CorridorGraph(width, depth, lanes)),
                stated_search_cost(Fraction(width), depth, lanes),
            ),
        ),
        Instance(
            "optimal",
            "with the rows of RLVR it has the least cost of all walks",
            SEARCH_SIZES,
            lambda width, depth, lanes: (
                rlvr_search_cost(CorridorGraph(width, depth, lanes)),
                best_walk_cost(CorridorGraph(width, depth, lanes)),
            ),
        ),
    ]


def _before_limit() -> list[Instance]:
    return [
        Instance(
            "stuck",
            "with an error in all forward rows, over every history, the agent gets stuck with at least that "
            "probability; without, never",
            STUCK_CASES,
            lambda width, depth, lanes, error: (
                [
                    search_stuck(graph, _with_forward_error(limit, error)) >= error
                    and search_stuck(graph, _with_forward_error(limit, Fraction(0))) == 0
                    for graph in [CorridorGraph(width, depth, lanes)]
                    for limit in (Policy.sft_limit(graph), Policy.optimal(graph))
                ],
                [True, True],
            ),
        ),
        Instance(
            "stuck-one-lane",
            "at L = 1 that probability is 1 - (1-e)^(2K) with the error e",
            tuple(case for case in STUCK_CASES if case["lanes"] == 1),
            lambda width, depth, lanes, error: (
                _sft_stuck(CorridorGraph(width, depth, lanes), error),
                1 - (1 - error) ** (2 * depth),
            ),
        ),
    ]


def _with_forward_error(limit: Policy, error: Fraction) -> Policy:
    ahead = [1 - error] * limit.depth
    return dataclasses.replace(limit, forward_exit=ahead, forward_entry=ahead)


def _sft_stuck(graph: CorridorGraph, error: Fraction) -> Fraction:
    return search_stuck(graph, _with_forward_error(Policy.sft_limit(graph), error))


def sft_search_cost(graph: CorridorGraph) -> Fraction:
    return search_cost(graph, Policy.sft_limit(graph))


def rlvr_search_cost(graph: CorridorGraph) -> Fraction:
    return search_cost(graph, Policy.optimal(graph))


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    width, depth, lanes = sizes("W K L")
    n, moves, fewer = naturals("n moves fewer")
    return [
        false_theorem(
            search_theorem(),
            "lanes-cost-nothing",
            "with the rows of the SFT limit it costs 1 + W(2K+1) as well, as if lanes made no difference",
            confirm=_confirm_lanes,
            goal=eq(1 + V_SFT, H_RLVR),
        ),
        Control(
            Instance(
                "every-lane-again",
                "with the rows of the SFT limit it costs 1 + (W-1)/2 (4K+2 + KL) + 2K+1, with KL in place of K(L-1)",
                SEARCH_SIZES,
                lambda width, depth, lanes: (
                    sft_search_cost(CorridorGraph(width, depth, lanes)),
                    1 + Fraction(width - 1, 2) * (4 * depth + 2 + depth * lanes) + 2 * depth + 1,
                ),
            )
        ),
        Control(
            Instance(
                "never-stuck",
                "the agent does not get stuck with forward errors of 1/10 or 1/1000 either",
                STUCK_CASES,
                lambda width, depth, lanes, error: (_sft_stuck(CorridorGraph(width, depth, lanes), error), Fraction(0)),
            )
        ),
        Control(
            Obligation(
                "search-replaces-training",
                "search makes the SFT limit as cheap as RLVR, already for W, K <= 2 and L <= 3",
                le(2 * stated_search_cost(width, depth, lanes), 2 * H_RLVR.subs({W: width, K: depth})),
                (le(width, 2), le(depth, 2), le(lanes, 3)),
            ),
            confirm=_confirm_search,
        ),
        Control(
            Obligation(
                "lanes-with-replacement",
                "leaving takes n+1 moves on average where lanes are used again and again, too",
                eq(moves, n + 1),
                (eq(moves, search_agent.moves_to_leave(n, fewer)), eq(fewer, moves)),
            )
        ),
    ]


def _confirm_lanes(model: Model) -> str:
    graph = CorridorGraph(width=2, depth=1, lanes=2)
    found, stated = sft_search_cost(graph), blind_lower_bound.bound(graph.width, graph.depth)
    if found == stated:
        raise ValueError(f"at {graph} search costs {found} with SFT's rows, as the control says")
    return f"at W=2, K=1, L=2 search costs {found} with SFT's rows, the control says {stated}"


def _confirm_search(model: Model) -> str:
    graph = CorridorGraph(int(model["W"]), int(model["K"]), int(model["L"]))
    sft, rlvr = sft_search_cost(graph), rlvr_search_cost(graph)
    if sft <= rlvr:
        raise ValueError(f"at {graph} search costs {sft} with SFT's rows and {rlvr} with RLVR's")
    return (
        f"at W={graph.width}, K={graph.depth}, L={graph.lanes} search costs {sft} with SFT's rows, {rlvr} with RLVR's"
    )
