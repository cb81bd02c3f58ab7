"""Claim `fork-memory`: if the fork's rows may depend on the last edge, a policy can cost less than H*. Going on from
corridor w to corridor w+1, and around, with all inner rows one, costs 1 + W(2K+1). This is the least cost of any blind
agent, and less than H* = 1 + (2W-1)(2K+1) for every W >= 2. With any inner rows that are the same in all corridors,
going on saves (W-1) R/2 steps compared with the uniform fork, less than half of its cost, where an excursion into a
wrong corridor takes R steps. For every W, K, L >= 1.

An excursion into the target's corridor takes E steps on average and ends at the leaf with probability e; otherwise it
returns. Let V_j be the expected steps from the fork if the target's corridor is j corridors ahead.

1. *Excursions.* e, E and R follow from first steps inside a corridor, with A = E/e and x_0 = 1/e - 1 the numbers of the
   crossing recurrence (`tries`, `excursion`).
2. *Around.* V_(j+1) = R + V_j, so V_j = V_0 + j R, and the first n of them add up to n V_0 + R n (n-1)/2 (`ahead`). A
   failed excursion leaves the target W-1 corridors ahead: V_0 = E + (1-e) V_(W-1), so V_0 = A + (W-1) R x_0 (`around`).
3. *Average.* The target is equally likely to be 0, ..., W-1 corridors ahead. So H = 1 + A + (W-1) R (x_0 + 1/2)
   (`cost`).
4. *Comparison.* The uniform fork costs 1 + A + (W-1) R (1 + x_0), by the first-step equation of `unequal-corridors`.
   The difference is (W-1) R/2, less than half of that (`saving`). So SFT's rows stay exponential with such a fork.
5. *All ones.* There x_0 = 0, A = 2K+1 and R = 2(2K+1) (`there-and-back`). The cost is the bound of `blind-lower-bound`,
   below H* if W >= 2.

`theorem` composes the five.

SFT on golden paths does not learn to go on. The data visit the fork only after the edge from the source, so the rows
after other edges stay uniform, by the same argument as backward rows (`zero-gradient`).

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims import blind_lower_bound, rlvr_optimal
from backproof.checks.claims.expected_cost import EVERY_POLICY, ONE_SOLUTION
from backproof.checks.claims.unequal_corridors import uniform_first_step, uniform_fork
from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, gt, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Scope
from backproof.checks.statement import Control, Instance, Obligation
from backproof.checks.tools import excursions
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost, random_policy
from backproof.checks.tools.symbols import I, K, L, W, nonnegative, real, sizes
from backproof.checks.tools.walks import best_walk_cost
from backproof.theory.chain import edge_state_chain, mean_hitting_time
from backproof.theory.costs.excursions import Excursions, target_cost
from backproof.theory.costs.excursions import excursions as excursions_of
from backproof.theory.graph import FORK, START, CorridorGraph, EdgeState
from backproof.theory.policy import Policy
from backproof.theory.relaxations.fork_memory import RememberingFork, cost_of_excursions, fork_memory_cost

p, q = EVERY_POLICY.rows
V_0, V_J, V_SUM, TURNS, A = real("V_0 V_j V_sum turns A")
(R,) = nonnegative("R_wrong")
AHEAD, SUM_AHEAD, LAST, TOTAL, UNIFORM, H = real("V_ahead sum_ahead V_last sum_V V_uniform H")

SCOPE = Scope({W: 1, K: 1, L: 1}, EVERY_POLICY)
ASSUMPTIONS = (
    Assumed("tied-corridors", "inner rows are the same in all corridors"),
    Assumed(
        "target", "the target is uniform and not seen: it is 0, ..., W-1 corridors ahead with probability 1/W each"
    ),
    ONE_SOLUTION,
)

CLAIM = Header(
    statement=(
        "a fork that goes on to the next corridor, which takes rows that depend on the last edge, costs 1 + W(2K+1) "
        "with all inner rows one: the bound of all blind agents, and less than H* for W >= 2; with any inner rows it "
        "saves (W-1) R/2 steps, less than half of what the uniform fork costs"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("expected-cost", "blind-lower-bound", "rlvr-optimal", "unequal-corridors"),
)

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


def evidence() -> list[Part]:
    proved: list[Part] = [*_corridor(), _there_and_back(), _ahead(), _around(), *_comparison()]
    return [*proved, fork_theorem(), *_on_full_multigraph()]


def _corridor() -> tuple[Induction, ...]:
    return tuple(made(EVERY_POLICY) for made in (excursions.target_tries, excursions.straight, excursions.excursion))


def _there_and_back() -> Induction:
    """R of a wrong corridor where no row turns: the sum of all 1 - p and 1 - q is 0."""
    corridor = excursions.excursion(EVERY_POLICY).over
    over = replace(
        corridor,
        start={**corridor.start, TURNS: sp.Integer(0)},
        following={**corridor.following, TURNS: TURNS + (1 - p) + (1 - q)},
    )
    words = ("without vertices R is 2", "if no row turns, an excursion over one vertex more takes two steps more")
    straight = implies(eq(TURNS, 0), eq(excursions.WRONG, 2 * (I + 1)))
    return Induction("there-and-back", words, over, both(ge(TURNS, 0), straight))


def _ahead() -> Induction:
    """V_j, and the sum of those before."""
    over = Recurrence(
        "corridors that the target is ahead",
        I,
        {V_J: V_0, V_SUM: sp.Integer(0)},
        {V_J: R + V_J, V_SUM: V_SUM + V_J},
    )
    words = (
        "V_0 is V_0 + 0 R, and the sum of none is 0",
        "if V_j = V_0 + j R and those before add up to j V_0 + R j (j-1)/2, so it is one corridor further ahead",
    )
    return Induction("ahead", words, over, both(eq(V_J, V_0 + I * R), eq(2 * V_SUM, 2 * I * V_0 + R * I * (I - 1))))


def _around() -> Obligation:
    success, steps, tried = excursions.SUCCESS, excursions.STEPS, 1 + excursions.SURPLUS
    return Obligation(
        "around",
        "a failed excursion leaves the target W-1 corridors ahead, so V_0 = A + (W-1) R x_0, with A = E (1+x_0)",
        eq(V_0, A + (W - 1) * R * excursions.SURPLUS),
        (
            *(le(1, W), eq(success * tried, 1), eq(steps * tried, A)),
            eq(V_0, steps + (1 - success) * (V_0 + (W - 1) * R)),
        ),
    )


def _comparison() -> list[Obligation]:
    """H from the sum of all V_j, and the uniform fork."""
    cost = eq(H, cost_of_excursions(W, Excursions(wrong=R, tries=1 + excursions.SURPLUS, passage=A)))
    uniform = eq(UNIFORM, target_cost(A, 1 + excursions.SURPLUS, (W - 1) * R))
    return [
        Obligation(
            "cost",
            "the mean of all V_j, after the step from the source, is H = 1 + A + (W-1) R (x_0 + 1/2)",
            cost,
            (
                *(le(1, W), eq(W * (H - 1), TOTAL), eq(2 * TOTAL, 2 * W * V_0 + R * W * (W - 1))),
                eq(V_0, A + (W - 1) * R * excursions.SURPLUS),
            ),
        ),
        Obligation(
            "saving",
            "the uniform fork costs (W-1) R/2 more, and going on more than half as much",
            both(eq(2 * (1 + UNIFORM - H), (W - 1) * R), gt(2 * H, 1 + UNIFORM)),
            (le(1, W), ge(A, 0), cost, uniform),
        ),
    ]


def fork_theorem() -> Theorem:
    passage = 2 * K + 1 + 2 * excursions.TOTAL
    ahead, wrong = _ahead(), {excursions.WRONG: R}
    tries_in, straight, excursion = _corridor()
    uses = (
        *(Use(part, {I: 2 * K}) for part in (tries_in, straight)),
        *(Use(part, {I: 2 * K, **wrong}) for part in (excursion, _there_and_back())),
        Use(ahead, {I: W - 1, V_J: AHEAD, V_SUM: SUM_AHEAD}),
        Use(ahead, {I: W, V_J: LAST, V_SUM: TOTAL}),
        *(Use(part, {A: passage}) for part in (_around(), *_comparison())),
        uniform_fork(UNIFORM, (W - 1) * R, passage),
    )
    return Theorem("fork-memory", CLAIM.statement, SCOPE, uses, _going_on(*_stated(passage)), ASSUMPTIONS)


def _stated(passage: sp.Expr) -> tuple[Formula, ...]:
    """H, what it saves, and what it is with all inner rows one."""
    tried, uniform = 1 + excursions.SURPLUS, 1 + UNIFORM
    all_ones = both(eq(excursions.SHORT, 0), eq(TURNS, 0))
    return (
        eq(H, cost_of_excursions(W, Excursions(wrong=R, tries=tried, passage=passage))),
        eq(2 * (uniform - H), (W - 1) * R),
        gt(2 * H, uniform),
        implies(all_ones, eq(H, blind_lower_bound.BOUND)),
        implies(both(all_ones, ge(W, 2)), lt(H, rlvr_optimal.STATED)),
    )


def _going_on(*goals: Formula) -> Formula:
    """First-step equations at both forks, and the mean over the targets."""
    success, steps = excursions.SUCCESS, excursions.STEPS
    return implies(
        both(
            eq(V_0, steps + (1 - success) * AHEAD),
            eq(W * (H - 1), TOTAL),
            uniform_first_step(UNIFORM, (W - 1) * R, steps, success),
        ),
        both(*goals),
    )


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
            "on the full multigraph the uniform fork costs 1 + A + (W-1) R (1 + x_0)",
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
    found = excursions_of(policy, exact=True)
    return chain_cost(graph, policy), 1 + target_cost(found.passage, found.tries, (graph.width - 1) * found.wrong)


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
        false_theorem(
            fork_theorem(),
            "failing-is-free",
            "an excursion that fails costs nothing more: V_0 = A for every e <= 1",
            confirm=_confirm_failing,
            goal=_going_on(eq(V_0, 2 * K + 1 + 2 * excursions.TOTAL)),
        ),
    ]


def _confirm_failing(model: Model) -> str:
    graph = CorridorGraph(width=2, depth=1, lanes=1)
    policy = random_policy(graph, 5)
    found, parts = mean_hitting_time(RememberingFork(graph, policy)), excursions_of(policy, exact=True)
    stated = 1 + parts.passage + (graph.width - 1) * parts.wrong / 2
    if found == stated:
        raise ValueError(f"at {graph} going on costs {found}, as the control says")
    return f"at W=2, K=L=1 going on costs {found} with random rows, the control says {stated}"


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
