"""Claim `unequal-corridors`: if each corridor has its own depth, lanes and rows, then for every policy in (0, 1]
H = 1 + mean over targets k of (A_k + (1 + x_0)_k sum_(i != k) R_i).

A_k and x_0 are those of the crossing recurrence in the target's corridor.

1. *Excursion.* R_i is the length of an excursion from the fork into wrong corridor i and back. Beyond vertex v it takes
   r_v steps, and by first steps r_(v-1) = 2 + (p_v/q_v) r_v (`excursion`). This unrolls from r_2K = 2, so that R_i is
   twice the sum of all (p_1 ... p_e) / (q_1 ... q_e) (`unroll`).
2. *Target's corridor.* By first steps an excursion into it reaches the leaf with probability e and takes T steps, where
   e (1+x_0) = 1 and T (1+x_0) = A (`tries`). With S the sum of the other R_i, the first-step equation at the fork gives
   A + (1+x_0) S steps from there (`fork`).
3. *Limits.* Each corridor is wrong for W-1 targets (`sums`). Let n_i = 2K_i+1, and M the sum of the n_i. With forward
   rows of one A_k = n_k and x_0 = 0 (`straight`), so H_SFT = 1 + M/W + ((W-1)/W) sum R_i. A policy that never turns has
   R_i = 2 n_i and costs 1 + (2W-1) M/W.
4. *Cost ratio* to never turning, for W >= 2. Any one corridor makes it at least 3 R_i / (10 M) (`one-is-enough`). If
   all R_i together are at most c M, it is at most c/2 (`none-deep`). The deepest corridor determines SFT's cost up to a
   factor of about W (`deepest-decides`). From uniform rows R_i >= 2 4^(K_i) (`frozen-growth`, `separation`).

`theorem` composes 1 to 3 and the first bound of 4. If corridors differ, never turning is not always best: it can pay to
turn back at the entrance of a deep one (see the claim never-turn).

Main results: `unequal_limit_cost`, `evidence`, `controls`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.claims.expected_cost import EVERY_POLICY, ONE_SOLUTION
from backproof.checks.composition import Part, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Scope
from backproof.checks.statement import Control, Derivation, Instance, Obligation
from backproof.checks.tools import excursions
from backproof.checks.tools import unequal_limits as limits
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.symbols import I, K, L, W, nonnegative, positive, real
from backproof.theory.chain import mean_hitting_time
from backproof.theory.costs import crossings
from backproof.theory.costs.crossings import excursion_cost
from backproof.theory.costs.excursions import target_cost, tries
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors, unequal_hitting_time

p, q = EVERY_POLICY.rows
length, returns, any_one = nonnegative("M R_sum R")
V, OTHERS, BOUND = real("V others c")
A, tried = nonnegative("A tries")
e, T = excursions.SUCCESS, excursions.STEPS
wrong_depth, wrong = nonnegative("K_i R_wrong")

H_SFT = 1 + length / W + (W - 1) / W * returns
H_STRAIGHT = 1 + (2 * W - 1) * length / W

SCOPE = Scope({W: 1, K: 1, L: 1, wrong_depth: 1}, EVERY_POLICY, more=(limits.CORRIDORS,))
ASSUMPTIONS = (
    Assumed(
        "uniform-fork",
        "the fork is uniform and not trained; the target is uniform and unknown to the policy, so that H is the mean "
        "over the targets",
    ),
    ONE_SOLUTION,
    Assumed("sft-converged", "at the limit of SFT forward rows are one (`zero-gradient`: backward rows stay)"),
    Assumed(
        "never-turning",
        "RLVR's optimum costs at most as much as the policy that never turns (it may cost less: control "
        "never-turning-is-best)",
    ),
)

CLAIM = Header(
    statement=(
        "if each corridor has its own depth, lanes and rows, H = 1 + mean_k (A_k + (1 + x_0)_k sum_(i != k) R_i), "
        "where k is the target's corridor and R_i = 2 sum_e (p_1 ... p_e)/(q_1 ... q_e) the cost of an excursion into "
        "i; for W >= 2 SFT's limit costs at least c times as much as never turning if 3 R_i >= 10 c sum_k (2K_k+1) for "
        "any one corridor"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("expected-cost", "zero-gradient", "separation", "frozen-growth"),
    experiments=("unequal-walked",),
)

CASES = tuple({"seed": seed} for seed in range(40))


def evidence() -> list[Part]:
    return [
        *excursions.inside(EVERY_POLICY),
        _fork(),
        *limits.limit_sums(),
        one_is_enough(),
        unequal_theorem(),
        *_deepest(),
        _equal_corridors(),
        Instance(
            "full-multigraph",
            "up to three random corridors, of depths and lanes up to three, cost H by the chains of all targets",
            CASES,
            lambda seed: (mean_hitting_time(_drawn(seed)), unequal_hitting_time(_drawn(seed), exact=True)),
        ),
        Instance(
            "limits",
            "on these corridors SFT's limit and the policy that never turns cost what the formulas of the limits give",
            CASES,
            lambda seed: _limits([corridor.lanes for corridor in _drawn(seed).corridors]),
        ),
    ]


def uniform_first_step(value: sp.Expr, others: sp.Expr, steps: sp.Expr, success: sp.Expr) -> Formula:
    """At the fork: an excursion into the target's corridor, or into a wrong one, and after a return the fork again."""
    return eq(W * value, steps + (1 - success) * value + others + (W - 1) * value)


def _fork() -> Obligation:
    return Obligation(
        "fork",
        "with the wrong corridors' R adding up to `others`, the target is A + (1 + x_0) others steps from the fork",
        eq(V, target_cost(A, tried, OTHERS)),
        (le(1, W), eq(e * tried, 1), eq(T * tried, A), uniform_first_step(V, OTHERS, T, e)),
    )


def uniform_fork(value: sp.Expr, others: sp.Expr, passage: sp.Expr) -> Use:
    """The use of `fork` with 1 + x_0, e and T of the target's corridor."""
    return Use(_fork(), {V: value, OTHERS: others, A: passage, tried: 1 + excursions.SURPLUS})


def unequal_theorem() -> Theorem:
    tries_in, straight, excursion, unroll = excursions.inside(EVERY_POLICY)
    passage, last = 2 * K + 1 + 2 * excursions.TOTAL, {I: 2 * wrong_depth}
    uses = (
        *(Use(part, {I: 2 * K}) for part in (tries_in, straight)),
        uniform_fork(V, OTHERS, passage),
        Use(excursion, {**last, excursions.WRONG: wrong}),
        Use(unroll, {**last, excursions.AT_FORK: excursions.FOUND}),
        *(Use(part, {I: W - 1}) for part in limits.limit_sums()),
        Use(one_is_enough(), {length: limits.LEN, returns: limits.RET, any_one: limits.R_FIRST}),
    )
    target = implies(
        uniform_first_step(V, OTHERS, T, e),
        both(
            eq(V, target_cost(passage, 1 + excursions.SURPLUS, OTHERS)),
            implies(eq(excursions.SHORT, 0), eq(V, target_cost(2 * K + 1, sp.Integer(1), OTHERS))),
        ),
    )
    unrolled = implies(eq(excursions.BEYOND, 2), eq(wrong, 2 * (excursions.PRODUCTS + excursions.PRODUCT)))
    return Theorem("unequal-corridors", CLAIM.statement, SCOPE, uses, both(target, unrolled, _ratio(10)), ASSUMPTIONS)


def _ratio(factor: int) -> Formula:
    """The costs at the limits, and that SFT's is at least c times the other, if 3 R_1 >= ``factor`` c M and W >= 2."""
    sft, straight = 1 + limits.SFT / W, 1 + limits.STRAIGHT / W
    enough = both(ge(W, 2), ge(BOUND, 0), ge(3 * limits.R_FIRST, factor * BOUND * limits.LEN))
    stated = {length: limits.LEN, returns: limits.RET}
    return implies(
        both(eq(limits.R_ALL, limits.RET), eq(limits.M_ALL, limits.LEN), ge(limits.FIRST, 3), ge(limits.R_FIRST, 0)),
        both(
            eq(sft, H_SFT.subs(stated)),
            eq(straight, H_STRAIGHT.subs(stated)),
            implies(enough, ge(sft, BOUND * straight)),
        ),
    )


def one_is_enough() -> Obligation:
    return Obligation(
        "one-is-enough",
        "for W >= 2, H_SFT is at least 3 R / (10 M) times the cost of never turning, R of any one corridor",
        ge(10 * length * H_SFT, 3 * any_one * H_STRAIGHT),
        (le(2, W), ge(length, 3 * W), ge(returns, any_one)),
    )


def _deepest() -> list[Obligation]:
    (bound,) = nonnegative("c")
    return [
        Obligation(
            "deepest-decides",
            "with R the greatest, H_SFT is between (W-1) R / W and 1 + M/W + (W-1) R",
            both(ge(H_SFT, (W - 1) * any_one / W), le(H_SFT, 1 + length / W + (W - 1) * any_one)),
            (le(1, W), ge(returns, any_one), le(returns, W * any_one)),
        ),
        Obligation(
            "none-deep",
            "if the R together are at most c M, c >= 2, then H_SFT is at most c/2 times the cost of never turning",
            le(H_SFT, bound / 2 * H_STRAIGHT),
            (le(1, W), le(2, bound), le(returns, bound * length)),
        ),
    ]


def _equal_corridors() -> Derivation:
    """For equal corridors a passage and W-1 excursions per try equal W passages out and W-1 back."""
    ps, qs = (positive(" ".join(f"{name}{v}" for v in range(1, 3))) for name in "pq")
    out, back = crossings.passage_cost(ps, qs), crossings.passage_cost(qs[::-1], ps[::-1])
    return Derivation(
        "equal-corridors",
        "for equal corridors of K = 1 the theory's 1 + A + (1 + x_0)(W-1) R is 1 + W A + (W-1) B",
        1 + out + tries(ps, qs) * (W - 1) * excursion_cost(ps, qs),
        crossings.renewal_cost(W, out, back),
    )


# --- instances -------------------------------------------------------------------------------------------------------


def unequal_limit_cost(lengths: Sequence[int], wrong_costs: Sequence[Any]) -> Any:
    """H for forward rows of one, from m_w and R_w of each corridor."""
    width = len(lengths)
    return 1 + Fraction(sum(lengths), width) + Fraction(width - 1, width) * sum(wrong_costs)


def drawn_rows(draw: random.Random, depth: int) -> Policy:
    """Rationals with denominator 8."""
    return Policy(**{name: [Fraction(draw.randint(1, 8), 8) for _ in range(depth)] for name in FAMILIES})


def _drawn(seed: int) -> UnequalCorridors:
    """Random corridors whose rows are rationals with denominator 8, the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - not for secrets

    def corridor(depth: int) -> Corridor:
        rows = drawn_rows(draw, depth)
        return Corridor(tuple(draw.randint(1, 3) for _ in range(depth)), rows)

    return UnequalCorridors(tuple(corridor(draw.randint(1, 3)) for _ in range(draw.randint(1, 3))))


def _limits(lanes: Sequence[tuple[int, ...]]) -> tuple[list[Any], list[Any]]:
    lengths = [2 * len(counts) + 1 for counts in lanes]
    sft, straight = (tuple(map(make, lanes)) for make in (Corridor.sft_limit, Corridor.straight))
    frozen = [excursion_cost(*corridor.policy.passes()) for corridor in sft]
    width, total = len(lanes), sum(lengths)
    return (
        [mean_hitting_time(UnequalCorridors(corridors)) for corridors in (sft, straight)],
        [unequal_limit_cost(lengths, frozen), 1 + Fraction((2 * width - 1) * total, width)],
    )


# --- controls --------------------------------------------------------------------------------------------------------

DOOR = 5
"""Diamonds in the deeper of two corridors; the other has one."""


def controls() -> list[Control]:
    return [
        false_theorem(
            unequal_theorem(),
            "a-tenth-is-enough",
            "SFT's limit costs at least c times as much as never turning if 3 R_i >= c M",
            confirm=_confirm_one_deep,
            goal=_ratio(1),
        ),
        Control(
            Instance(
                "own-corridor-counted",
                "H = 1 + mean of (A_t + (1 + x_0)_t sum_w R_w), as if there were excursions into the target's corridor",
                CASES,
                lambda seed: (mean_hitting_time(_drawn(seed)), _cost(_drawn(seed), own=True)),
            )
        ),
        Control(
            Instance(
                "one-try",
                "H = 1 + mean of (A_t + sum_(w != t) R_w), as if the first try at the target's corridor always "
                "succeeded",
                CASES,
                lambda seed: (mean_hitting_time(_drawn(seed)), _cost(_drawn(seed), again=False)),
            )
        ),
        _never_turning_is_best(),
        Control(
            Instance(
                "one-deep-corridor-is-not-enough",
                "with three corridors of which two have depth 1, SFT costs at most 100 times as much as never turning",
                tuple({"depth": depth} for depth in (1, 2, 4, 8, 16)),
                lambda depth: (_one_deep(depth) <= 100, True),
            )
        ),
    ]


def _cost(corridors: UnequalCorridors, *, own: bool = False, again: bool = True) -> Fraction:
    """H computed with a mistake: excursions into the own corridor, or a single try."""
    rows = [corridor.policy.passes() for corridor in corridors.corridors]
    wrong = [excursion_cost(*row) for row in rows]
    total = Fraction(0)
    for row, excursion in zip(rows, wrong, strict=True):
        sent_back = sum(wrong) - (0 if own else excursion)
        total += crossings.passage_cost(*row) + (tries(*row) if again else 1) * sent_back
    return 1 + total / len(rows)


def _never_turning_is_best() -> Control:
    """Two corridors of depth 1 and `DOOR`; all rows are one except at the first vertex of the deep one."""

    def cost(passing: Any) -> Any:
        one, ones = ([sp.Integer(1)] * 2 * depth for depth in (1, DOOR))
        short, deep = (one, one), ([passing, *ones[1:]], ones)
        passages = crossings.passage_cost(*short) + crossings.passage_cost(*deep)
        return 1 + (passages + tries(*short) * excursion_cost(*deep) + tries(*deep) * excursion_cost(*short)) / 2

    return Control(
        Obligation(
            "never-turning-is-best",
            f"two corridors, of depth 1 and {DOOR}: no policy costs less than the one that never turns",
            ge(cost(p), cost(sp.Integer(1))),
            (le(p, 1),),
        ),
        confirm=_confirm_door,
    )


def _confirm_door(model: Model) -> str:
    lanes = [1] * DOOR
    short, deep = Corridor.straight([1]), Corridor.entered(lanes, model["p"])
    found, straight = (
        mean_hitting_time(UnequalCorridors((short, corridor))) for corridor in (deep, Corridor.straight(lanes))
    )
    if found >= straight:
        raise ValueError(f"turning back at the entrance costs {found}, never turning {straight}")
    return f"entering the deep corridor with probability {model['p']} only costs {found}, never turning {straight}"


def _confirm_one_deep(model: Model) -> str:
    rows = Corridor.sft_limit([1] * 4).policy.passes()
    found, stated = _one_deep(4), 3 * Fraction(excursion_cost(*rows)) / (9 + 3 + 3)
    if found >= stated:
        raise ValueError(f"with depths of 4, 1, 1 the cost ratio is {found}, as the control says")
    return f"with depths of 4, 1, 1 and one lane the cost ratio is {found}, the control says at least {stated}"


def _one_deep(depth: int) -> Fraction:
    """The cost ratio with three corridors of one lane."""
    sft, straight = (
        unequal_hitting_time(UnequalCorridors(tuple(make([1] * n) for n in (depth, 1, 1))), exact=True)
        for make in (Corridor.sft_limit, Corridor.straight)
    )
    return sft / straight
