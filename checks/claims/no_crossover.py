"""Claim `no-crossover`: no policy with a uniform fork and equal corridors succeeds more often than RLVR's limit, with
any budget, nor has a higher pass@k, for any k. For all W, K, L and every policy in (0, 1].

Let the walker be at the fork, with so few steps left that it can come to g leaves at most: from one leaf to the next it
takes 4K+2 steps or more (`band`). Let S_g be the largest probability to succeed from there. The walker enters a
corridor. With probability a it is back in time without having seen a leaf, and then it succeeds with S_g at most. With
probability e it comes to the leaf. All corridors have the same rows, so that the leaf is the target with probability
1/W, independently of the steps taken. If it is not, the walker can come to g - 1 more, and succeeds with S_(g-1) at
most. So

    S_g <= a S_g + e (1/W + (1 - 1/W) S_(g-1)),   a + e <= 1,   e > 0,

which keeps S_g <= 1 - (1 - 1/W)^g (`visits`). The policy that never turns has a = 0 and e = 1 wherever g >= 1, and
attains the bound. Powers keep the order (`powers`), so the same holds of pass@k (`theorem`).

With T steps from the source, g is the whole part of (T + 2K)/(4K + 2). Between other policies curves do cross as the
budget grows: `sft-above-base` is a control.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Policies, Scope
from backproof.checks.statement import Control, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.instances import random_policy
from backproof.checks.tools.powers import ordered_powers
from backproof.checks.tools.symbols import I, K, L, W, nonnegative, positive, real
from backproof.checks.tools.words import success
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

(back,) = nonnegative("a")
(arrive,) = positive("e")
best, SUCCESS, STRAIGHT, LEFT = nonnegative("best success straight left")
POWER, OTHER_POWER, VISITS, SAMPLES = nonnegative("power other_power g k")
MISS, OTHER_MISS = real("miss other_miss")

EVERY_POLICY = Policies("every policy in (0, 1]", (back, arrive), (le(back + arrive, 1),))
SCOPE = Scope(
    {W: 1, K: 1, L: 1},
    EVERY_POLICY,
    (Given("number of leaf visits", (VISITS,)), Given("number of samples", (SAMPLES,))),
)
ASSUMPTIONS = (
    Assumed("symmetric", "rows are the same in all corridors, the fork is uniform, the target uniform and unseen"),
    Assumed(
        "excursions",
        "S_g is the largest success from the fork with time for g leaf visits at most; an excursion from there ends "
        "without a leaf with probability a, and then S_g bounds the success; it comes to a leaf with probability e, "
        "which is the target with probability 1/W, and if not, S_(g-1) bounds it; a + e < 1 if it can run out of time",
    ),
    Assumed("independent", "k samples all miss with the k-th power of the chance of one"),
)

CLAIM = Header(
    statement=(
        "with a budget for g leaf visits every policy with a uniform fork and equal corridors succeeds with at most "
        "1 - (1 - 1/W)^g, which the limit of RLVR attains; so no such policy has a larger pass@k for any budget and k"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    experiments=("pass-at-k-walked",),
)


def evidence() -> list[Part]:
    return [_band(), _visits(), _powers(), no_crossover_theorem(), _on_graphs()]


def _band() -> Obligation:
    left, used = positive("left used")
    first, apart = 2 * K + 1, 4 * K + 2
    return Obligation(
        "band",
        "whoever has fewer than 2K+1 + (g+1)(4K+2) steps left, and uses 4K+2 or more for a leaf and the way back, has "
        "fewer than 2K+1 + g (4K+2) steps left",
        lt(left - used, first + VISITS * apart),
        (lt(left, first + (VISITS + 1) * apart), ge(used, apart)),
    )


def _visits() -> Induction:
    over = Recurrence(
        "leaf visits that the budget allows",
        I,
        {SUCCESS: sp.Integer(0), STRAIGHT: sp.Integer(0), LEFT: sp.Integer(1)},
        {SUCCESS: best, STRAIGHT: _after_a_leaf(STRAIGHT), LEFT: (1 - 1 / W) * LEFT},
        chosen=(back, arrive, best),
        constraints=(*EVERY_POLICY.constraints, le(best, back * best + arrive * _after_a_leaf(SUCCESS))),
    )
    words = (
        "without a leaf visit no walk succeeds",
        "if S_g is at most 1 - (1 - 1/W)^g, which is the success of the straight policy, so with one visit more",
    )
    predicate = both(le(SUCCESS, 1 - LEFT), eq(STRAIGHT, 1 - LEFT))
    return Induction("visits", words, over, predicate, (ge(W, 1),))


def _after_a_leaf(later: sp.Expr) -> sp.Expr:
    """The success of a walker who comes to a leaf, and succeeds with probability ``later`` if it is a wrong one."""
    return 1 / W + (1 - 1 / W) * later


def _powers() -> Induction:
    return ordered_powers(MISS, OTHER_MISS, POWER, OTHER_POWER)


def no_crossover_theorem() -> Theorem:
    uses = (Use(_visits(), {I: VISITS}), Use(_powers(), {I: SAMPLES}))
    goal = _never_above(le(1 - OTHER_POWER, 1 - POWER))
    return Theorem("no-crossover", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS)


def _never_above(curves: Formula) -> Formula:
    """pass@k is 1 - power for the straight policy and 1 - other_power for the other one."""
    misses = both(eq(MISS, LEFT), eq(OTHER_MISS, 1 - SUCCESS), ge(LEFT, 0))
    return both(le(SUCCESS, 1 - LEFT), eq(STRAIGHT, 1 - LEFT), implies(misses, curves))


# --- instances -------------------------------------------------------------------------------------------------------

CASES: tuple[dict[str, Any], ...] = tuple(
    {"width": width, "depth": depth, "lanes": lanes, "budget": budget}
    for width, depth, lanes in ((1, 1, 1), (2, 1, 1), (3, 1, 2), (2, 2, 1))
    for budget in (3, 4, 7, 9, 10, 12, 16)
)


def _on_graphs() -> Instance:
    return Instance(
        "on-graphs",
        "the straight policy succeeds with 1 - (1 - 1/W)^g, where g is the whole part of (T + 2K)/(4K + 2), and no "
        "random policy succeeds more often",
        CASES,
        lambda width, depth, lanes, budget: (
            _successes(CorridorGraph(width, depth, lanes), budget),
            (1 - (1 - Fraction(1, width)) ** ((budget + 2 * depth) // (4 * depth + 2)), True),
        ),
    )


def _successes(graph: CorridorGraph, budget: int) -> tuple[Fraction, bool]:
    straight = success(graph, Policy.optimal(graph), budget)
    others = (success(graph, random_policy(graph, seed), budget) for seed in range(3))
    return straight, max(others) <= straight


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    return [
        false_theorem(
            no_crossover_theorem(),
            "strictly-below",
            "every policy has a smaller pass@k than the straight one",
            confirm=_confirm_equal,
            goal=_never_above(lt(1 - OTHER_POWER, 1 - POWER)),
        ),
        Control(
            Instance(
                "sft-above-base",
                "SFT's limit succeeds at least as often as base with every budget",
                tuple({"budget": budget} for budget in (4, 40, 128)),
                lambda budget: (_sft_is_above(budget), True),
            ),
            _confirm_base,
        ),
        Control(
            Instance(
                "monotone-in-rows",
                "a row that passes more often makes no success less likely",
                tuple({"budget": budget} for budget in (4, 6)),
                lambda budget: (
                    _success_by_row(budget, Fraction(1, 4)) >= _success_by_row(budget, Fraction(1, 8)),
                    True,
                ),
            ),
            _confirm_row,
        ),
    ]


def _confirm_equal(model: Model) -> str:
    graph = CorridorGraph(2, 1, 1)
    straight, sft = (success(graph, policy(graph), 4) for policy in (Policy.optimal, Policy.sft_limit))
    if sft < straight:
        raise ValueError(f"SFT succeeds with {sft}, the straight policy with {straight}")
    return f"at W=2, K=L=1 and 4 steps SFT's limit succeeds with {sft}, as often as the straight policy"


def _both(budget: int) -> tuple[Fraction, Fraction]:
    graph = CorridorGraph(2, 2, 1)
    return success(graph, Policy.sft_limit(graph), budget), success(graph, Policy.base(graph), budget)


def _sft_is_above(budget: int) -> bool:
    sft, base = _both(budget)
    return sft >= base


def _confirm_base(model: Model) -> str:
    sft, base = _both(128)
    if sft >= base:
        raise ValueError(f"SFT succeeds with {sft}, base with {base}")
    return f"at W=K=2, L=1 and 128 steps SFT's limit succeeds with {float(sft):.4f}, base with {float(base):.4f}"


def _success_by_row(budget: int, exit_: Fraction) -> Fraction:
    """Of base at W = 2, K = L = 1 with another backward exit row."""
    half = [Fraction(1, 2)]
    policy = Policy(forward_exit=half, backward_entry=half, forward_entry=half, backward_exit=[exit_])
    return success(CorridorGraph(2, 1, 1), policy, budget)


def _confirm_row(model: Model) -> str:
    low, high = (_success_by_row(6, exit_) for exit_ in (Fraction(1, 8), Fraction(1, 4)))
    if high >= low:
        raise ValueError(f"the success goes from {low} to {high}")
    return f"at W=2, K=L=1 and 6 steps the success falls from {low} to {high} as d rises from 1/8 to 1/4"
