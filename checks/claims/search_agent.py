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
   has n-1 left. By induction on n, leaving takes n + 1 moves on average, that is n/2 extra pairs (`diamond-base`,
   `diamond-step`). With d = 1 it leaves at once.
2. *The way back* is K diamonds and one edge: 2K+1 + K(L-1) moves (`return-base`, `return-step`).
3. *Corridors* are drawn without replacement. By induction on the number n of wrong ones left, the agent expects n/2
   wrong corridors before its passage to the target (`fork-base`, `fork-step`).
4. *Sums* (`sft`, `rlvr`), their orders of magnitude (`sft-order`, `rlvr-order`), and their ratio, which lies between
   L/14 and (L+3)/4 for W >= 2 (`ratio`).
5. *Before the limit.* An agent that turns at its first visit to l_1 of the target's corridor goes back to the fork. The
   connector that it came by is used, and there is no other way in. It can make only finitely many moves, so it gets
   stuck. An agent that never visits l_1 gets stuck as well. So with the error e of that row the probability to get
   stuck is at least e (`stuck`). With a single lane and the error e in all forward rows it is 1 - (1-e)^(2K)
   (`stuck-one-lane`).

Main results: `stated_search_cost`, `evidence`, `controls`.
"""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims import blind_lower_bound
from backproof.checks.formula import Model, both, eq, ge, le
from backproof.checks.index import Header
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools.symbols import K, L, W, naturals, nonnegative, positive, sizes
from backproof.checks.tools.walks import best_walk_cost, search_cost, search_stuck
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

CLAIM = Header(
    statement=(
        "an agent that never repeats a directed edge costs 1 + (W-1)/2 (4K+2 + K(L-1)) + 2K+1 with the rows of SFT's "
        "exact limit, and 1 + W(2K+1), the least possible, with those of RLVR's; before the limit it gets stuck with "
        "positive probability"
    ),
    source="paper, Corollary 1; exact forms new",
    scope="all W, K, L (orders of magnitude for SFT: W >= 2)",
    assumptions=(
        (
            "rows are renormalised over the unused moves; a row that gives these no probability is the limit of rows "
            "that give them some"
        ),
        "the fork is uniform over the unused corridors, and the source is never re-entered",
    ),
    uses=("blind-lower-bound",),
    experiments=("sft-searched", "rlvr-searched"),
)

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


def _stated_return(depth: Any, lanes: Any) -> Any:
    """Expected moves from a wrong leaf back to the fork with the rows of the SFT limit."""
    return 2 * depth + 1 + depth * (lanes - 1)


def stated_search_cost(width: Any, depth: Any, lanes: Any) -> Any:
    """Expected cost with the rows of the SFT limit."""
    return 1 + (width - 1) * (4 * depth + 2 + depth * (lanes - 1)) / 2 + 2 * depth + 1


H_SFT, H_RLVR = stated_search_cost(W, K, L), blind_lower_bound.BOUND


STUCK_CASES = tuple(
    {"width": width, "depth": depth, "lanes": lanes, "error": error}
    for width, depth, lanes in ((1, 1, 1), (2, 1, 1), (3, 1, 1), (2, 2, 1), (1, 1, 2), (2, 1, 2), (1, 2, 2))
    for error in (Fraction(1, 10), Fraction(1, 1000))
)


def evidence() -> list[Evidence]:
    return [*_way_back(), *_corridors(), *_sums(), *_rows(), *_on_full_multigraph(), *_before_the_limit()]


def _way_back() -> list[Obligation]:
    n, k, moves, fewer, back, leave = nonnegative("n k moves fewer back leave")
    return [
        Obligation(
            "diamond-base",
            "without an unused lane, leaving takes 1 move",
            eq(moves, 1),
            (_diamond(n, moves, fewer), eq(n, 0)),
        ),
        Obligation(
            "diamond-step",
            "if leaving takes n moves on average with n-1 unused lanes, it takes n+1 with n",
            eq(moves, n + 1),
            (_diamond(n, moves, fewer), le(1, n), eq(fewer, n)),
        ),
        Obligation(
            "return-base",
            "across no diamond, the way back is the edge from the leaf",
            eq(back, _stated_return(k, L)),
            (eq(k, 0), eq(back, 1)),
        ),
        Obligation(
            "return-step",
            "across k+1 diamonds it is that across k, a lane, and the moves to leave with L-1 unused lanes",
            eq(back + 1 + leave, _stated_return(k + 1, L)),
            (eq(back, _stated_return(k, L)), eq(leave, (L - 1) + 1)),
        ),
    ]


def _diamond(n: sp.Symbol, moves: sp.Expr, fewer: sp.Expr) -> Any:
    """First step at l_j with n unused lanes: leave with probability 1/(n+1), else return with one lane less."""
    return eq((n + 1) * moves, 1 + n * (2 + fewer))


def _corridors() -> list[Obligation]:
    n, value, fewer, back = nonnegative("n value fewer back")
    first_step = eq((n + 1) * value, (2 * K + 1) + n * ((2 * K + 1) + back + fewer))
    return [
        Obligation(
            "fork-base",
            "without a wrong corridor left, the target is a passage away from the fork",
            eq(value, _fork_value(n, back)),
            (first_step, eq(n, 0)),
        ),
        Obligation(
            "fork-step",
            "if it is (n-1)/2 wrong corridors and a passage away with n-1 of them left, it is n/2 and one with n",
            eq(value, _fork_value(n, back)),
            (first_step, le(1, n), eq(fewer, _fork_value(n - 1, back))),
        ),
    ]


def _fork_value(wrong: sp.Expr, back: sp.Expr) -> sp.Expr:
    """Expected moves from the fork with this many wrong corridors left, each ``back`` moves to return from."""
    return wrong * (2 * K + 1 + back) / 2 + 2 * K + 1


def _sums() -> list[Obligation]:
    return [
        Obligation(
            "sft",
            "with the way back of the SFT limit the W-1 wrong corridors make the stated cost",
            eq(1 + _fork_value(W - 1, _stated_return(K, L)), H_SFT),
        ),
        Obligation(
            "rlvr",
            "with a way back of 2K+1 moves they make 1 + W(2K+1), the lower bound of all blind agents",
            eq(1 + _fork_value(W - 1, 2 * K + 1), H_RLVR),
        ),
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


def _before_the_limit() -> list[Instance]:
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
                (_diamond(n, moves, fewer), eq(fewer, moves)),
            )
        ),
    ]


def _confirm_search(model: Model) -> str:
    graph = CorridorGraph(int(model["W"]), int(model["K"]), int(model["L"]))
    sft, rlvr = sft_search_cost(graph), rlvr_search_cost(graph)
    if sft <= rlvr:
        raise ValueError(f"at {graph} search costs {sft} with SFT's rows and {rlvr} with RLVR's")
    return (
        f"at W={graph.width}, K={graph.depth}, L={graph.lanes} search costs {sft} with SFT's rows, {rlvr} with RLVR's"
    )
