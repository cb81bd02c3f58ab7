"""Claim `fork-memory`: if the fork's rows may depend on the last edge, a policy can cost less than H*. Going on from
corridor w to corridor w+1, and around, with all inner rows one, costs 1 + W(2K+1). This is the least cost of any blind
agent, and less than H* = 1 + (2W-1)(2K+1) for every W >= 2. With any inner rows that are the same in all corridors,
going on saves (W-1) R/2 steps compared with the uniform fork, less than half of its cost, where an excursion into a
wrong corridor takes R steps. For every W, K, L >= 1.

An excursion into the target's corridor takes E steps on average and ends at the leaf with probability e; otherwise it
returns. Let V_j be the expected steps from the fork if the target's corridor is j corridors ahead.

1. *Around.* V_(j+1) = R + V_j, so V_j = V_0 + j R (`ahead-base`, `ahead-step`). A failed excursion leaves the target
   W-1 corridors ahead: V_0 = E + (1-e) V_(W-1). With A = E/e this is V_0 = A + (W-1) R (1/e - 1) (`around`).
2. *Average.* The target is equally likely to be 0, ..., W-1 corridors ahead. The first n of the V_j add up to
   n V_0 + R n (n-1)/2 (`sum-base`, `sum-step`). So H = 1 + A + (W-1) R (1/e - 1/2) (`cost`).
3. *Comparison.* The uniform fork costs 1 + A + (W-1) R/e, by `unequal-corridors` (`uniform`). The difference is
   (W-1) R/2 (`saving`), less than half of that (`less-than-half`). So SFT's rows stay exponential with such a fork.
4. *All ones.* There e = 1, A = 2K+1 and R = 2(2K+1). The cost is the bound of `blind-lower-bound` (`optimum`), below H*
   if W >= 2 (`below-optimum`).

SFT on golden paths does not learn to go on. The data visit the fork only after the edge from the source, so the rows
after other edges stay uniform, by the same argument as backward rows (`zero-gradient`).

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims import blind_lower_bound, rlvr_optimal
from backproof.checks.formula import Model, eq, ge, gt, le, lt
from backproof.checks.index import Header
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost, random_policy
from backproof.checks.tools.symbols import K, W, nonnegative, positive, sizes
from backproof.checks.tools.walks import best_walk_cost
from backproof.theory.chain import edge_state_chain, mean_hitting_time
from backproof.theory.costs.excursions import Excursions, excursions
from backproof.theory.graph import FORK, START, CorridorGraph, EdgeState
from backproof.theory.policy import Policy
from backproof.theory.relaxations.fork_memory import RememberingFork, cost_of_excursions, fork_memory_cost

CLAIM = Header(
    statement=(
        "a fork that goes on to the next corridor, which takes rows that depend on the last edge, costs 1 + W(2K+1) "
        "with all inner rows one: the least of any blind agent, and less than H* for W >= 2; with any inner rows it "
        "saves less than half"
    ),
    source="new",
    scope="all W, K, L, all inner rows in (0, 1] (less than H*: W >= 2)",
    assumptions=(
        "inner rows are the same in all corridors",
        "the target is uniform and not seen",
    ),
    uses=("blind-lower-bound", "rlvr-optimal", "unequal-corridors"),
)

R, A, E, e = positive("R A E e")
j, n, start, ahead, total, cost = nonnegative("j n V_0 V_j total cost")

STATED = cost_of_excursions(W, Excursions(wrong=R, tries=1 / e, passage=A))
UNIFORM = 1 + A + (W - 1) * R / e

ROWS: dict[str, Callable[[CorridorGraph], Policy]] = {
    "one": Policy.optimal,
    "sft": Policy.sft_limit,
    "base": Policy.base,
    "random": lambda graph: random_policy(graph, 5),
}
"""The inner rows by name."""

CASES: tuple[dict[str, Any], ...] = tuple(
    size | {"rows": rows} for rows in ROWS for size in SMALL_SIZES if size["depth"] < 3 and size["lanes"] < 3
)


def evidence() -> list[Evidence]:
    return [*_around(), *_average(), *_comparison(), *_on_full_multigraph()]


def _around() -> list[Obligation]:
    return [
        Obligation("ahead-base", "V_0 is V_0 + 0 R", eq(ahead, start + j * R), (eq(j, 0), eq(ahead, start))),
        Obligation(
            "ahead-step",
            "if V_j = V_0 + j R, then V_(j+1) = R + V_j is V_0 + (j+1) R",
            eq(R + ahead, start + (j + 1) * R),
            (eq(ahead, start + j * R),),
        ),
        Obligation(
            "around",
            "a failed excursion leaves the target W-1 corridors ahead, so V_0 = A + (W-1) R (1/e - 1), with E = A e",
            eq(start, A + (W - 1) * R * (1 / e - 1)),
            (
                *(le(1, W), le(e, 1), eq(E, A * e)),
                *(eq(ahead, start + (W - 1) * R), eq(start, E + (1 - e) * ahead)),
            ),
        ),
    ]


def _average() -> list[Obligation]:
    twice = 2 * n * start + R * n * (n - 1)
    return [
        Obligation("sum-base", "the sum of no V_j is 0", eq(2 * total, twice), (eq(n, 0), eq(total, 0))),
        Obligation(
            "sum-step",
            "if V_0, ..., V_(n-1) add up to n V_0 + R n (n-1)/2, then with V_n they have the sum for n+1",
            eq(2 * (total + ahead), twice.subs(n, n + 1)),
            (eq(2 * total, twice), eq(ahead, start + n * R)),
        ),
        Obligation(
            "cost",
            "the mean of W of them, after the step from the source, is H = 1 + A + (W-1) R (1/e - 1/2)",
            eq(cost, STATED),
            (
                *(le(1, W), eq(W * (cost - 1), total), eq(2 * total, twice.subs(n, W))),
                eq(start, A + (W - 1) * R * (1 / e - 1)),
            ),
        ),
    ]


def _comparison() -> list[Evidence]:
    ones = {e: sp.Integer(1), A: 2 * K + 1, R: 2 * (2 * K + 1)}
    return [
        Derivation("saving", "the uniform fork costs (W-1) R/2 more", UNIFORM - STATED, (W - 1) * R / 2),
        Obligation(
            "less-than-half",
            "for every e <= 1, going on costs more than half as much as the uniform fork",
            gt(2 * STATED, UNIFORM),
            (le(1, W), le(e, 1)),
        ),
        Derivation(
            "optimum",
            "with all inner rows one, the cost is 1 + W(2K+1), the bound of all blind agents",
            STATED.subs(ones, simultaneous=True),
            blind_lower_bound.BOUND,
        ),
        Obligation(
            "below-optimum",
            "for W >= 2 that is less than H*",
            lt(STATED.subs(ones, simultaneous=True), rlvr_optimal.STATED),
            (le(2, W),),
        ),
    ]


# --- instances -------------------------------------------------------------------------------------------------------


def _on_full_multigraph() -> list[Instance]:
    return [
        Instance(
            "rows",
            "the walk that goes on has the cost of `cost` on the full multigraph, with inner rows of one, of SFT's "
            "limit, of base, or random",
            CASES,
            lambda rows, **size: _chain_and_formula(CorridorGraph(**size), rows),
        ),
        Instance(
            "uniform",
            "on the full multigraph the uniform fork costs 1 + A + (W-1) R/e",
            CASES,
            lambda rows, **size: _uniform_fork(CorridorGraph(**size), rows),
        ),
        Instance(
            "least",
            "with all inner rows one it has the least mean time of first visit to the leaves that any walk can have",
            SMALL_SIZES,
            lambda **size: (remembering_cost(CorridorGraph(**size)), best_walk_cost(CorridorGraph(**size))),
        ),
        Instance(
            "ten-for-sixteen",
            "on the full multigraph going on costs 10 at W = 3, K = L = 1, and the uniform fork 16; at W = 2 it is 7 "
            "and 10, at W = 4, K = L = 2 it is 21 and 36",
            (
                {"size": (3, 1, 1), "costs": (10, 16)},
                {"size": (2, 1, 1), "costs": (7, 10)},
                {"size": (4, 2, 2), "costs": (21, 36)},
            ),
            lambda size, costs: (
                (remembering_cost(CorridorGraph(*size)), _uniform_cost(CorridorGraph(*size))),
                costs,
            ),
        ),
    ]


def remembering_cost(graph: CorridorGraph) -> Fraction:
    """The cost of going on with all inner rows one, by the chains of all targets on the full multigraph."""
    return mean_hitting_time(RememberingFork(graph, Policy.optimal(graph)))


def _uniform_cost(graph: CorridorGraph) -> Fraction:
    return chain_cost(graph, Policy.optimal(graph))


def _chain_and_formula(graph: CorridorGraph, rows: str) -> tuple[Fraction, Fraction]:
    policy = ROWS[rows](graph)
    return mean_hitting_time(RememberingFork(graph, policy)), fork_memory_cost(graph, policy)


def _uniform_fork(graph: CorridorGraph, rows: str) -> tuple[Fraction, Fraction]:
    policy = ROWS[rows](graph)
    found = excursions(policy, exact=True)
    values = {W: graph.width, R: found.wrong, A: found.passage, e: 1 / found.tries}
    stated = UNIFORM.subs({symbol: sp.Rational(value) for symbol, value in values.items()}, simultaneous=True)
    return chain_cost(graph, policy), Fraction(int(stated.p), int(stated.q))


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    width, depth = sizes("W K")
    going_on, optimum = (form.subs({W: width, K: depth}) for form in (blind_lower_bound.BOUND, rlvr_optimal.STATED))
    return [
        Control(
            Obligation(
                "no-table-below-optimum",
                "no policy costs less than H*, whatever the fork's rows depend on, already for W, K <= 3",
                ge(going_on, optimum),
                (le(width, 3), le(depth, 3)),
            ),
            confirm=_confirm_below,
        ),
        Control(
            Instance(
                "any-other-corridor",
                "a fork that takes each corridor but the one just left with the same probability costs 1 + W(2K+1) too",
                tuple({"width": width, "depth": 1, "lanes": 1} for width in (2, 3, 4)),
                lambda **size: (_any_other_cost(CorridorGraph(**size)), remembering_cost(CorridorGraph(**size))),
            )
        ),
        Control(
            Obligation(
                "failing-is-free",
                "an excursion that fails costs nothing more: V_0 = A for every e <= 1",
                eq(start, A),
                (le(2, W), le(e, 1), eq(E, A * e), eq(ahead, start + (W - 1) * R), eq(start, E + (1 - e) * ahead)),
            )
        ),
    ]


def _confirm_below(model: Model) -> str:
    graph = CorridorGraph(int(model["W"]), int(model["K"]), lanes=2)
    found, optimum = remembering_cost(graph), _uniform_cost(graph)
    if found >= optimum:
        raise ValueError(f"at {graph} going on costs {found}, the uniform fork {optimum}")
    return f"at W={graph.width}, K={graph.depth}, L=2 going on costs {found}, the uniform fork {optimum}"


def _any_other_cost(graph: CorridorGraph) -> Fraction:
    """All inner rows are one. The first corridor is drawn uniformly, so the cost is the same for all targets."""

    def row(state: EdgeState) -> dict[EdgeState, Fraction]:
        if state.head != FORK:
            return Policy.optimal(graph).row(graph, state)
        others = [w for w in range(graph.width) if state == START or w != state.tail.corridor]
        return {EdgeState(FORK, graph.corridor(w)[1]): Fraction(1, len(others)) for w in others}

    return 1 + edge_state_chain(START, row, frozenset({graph.leaves()[0]})).expected_hitting_time()
