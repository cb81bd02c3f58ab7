"""Claim `unequal-corridors`: if each corridor has its own depth, lanes and rows, then for every policy in (0, 1]
H = 1 + mean over targets k of (A_k + (1 + x_0)_k sum_(i != k) R_i).

A_k and x_0 are those of the crossing recurrence in the target's corridor. R_i = 2 sum_e (p_1 ... p_e) / (q_1 ... q_e)
in corridor i.

1. *Excursion.* R_i is the length of an excursion from the fork into wrong corridor i and back. Beyond vertex v it takes
   r_v steps, and by first steps r_(v-1) = 2 + (p_v/q_v) r_v (`excursion`). This unrolls from r_2K = 2 (`unroll-base`,
   `unroll-step`, `unroll-end`).
2. *Passage.* From the fork it takes eta_0 = 1 + S steps to get into the target's corridor, S the sum of the R_i
   (`fork`). The invariant of `expected-cost` holds for any eta_0; at the ends of the corridor it equals A + (1 + x_0) S
   (`passage`).
3. *Limits.* Each corridor is wrong for W-1 targets (`others-base`, `others-step`). Let n_i = 2K_i+1, and M the sum of
   the n_i. With forward rows of one H_SFT = 1 + M/W + ((W-1)/W) sum R_i (`sft-limit`). A policy that never turns has
   R_i = 2 n_i and costs 1 + (2W-1) M/W (`never-turning`).
4. *Cost ratio* to never turning, for W >= 2. Any one corridor makes it at least 3 R_i / (10 M) (`one-is-enough`). If
   all R_i together are at most c M, it is at most c/2 (`none-deep`). The deepest corridor determines SFT's cost up to a
   factor of about W (`deepest-decides`). From uniform rows R_i >= 2 4^(K_i), whatever its lanes (`frozen-growth`,
   `separation`).

If corridors differ, never turning is not always best: it can pay to turn back at the entrance of a deep one (see the
claim never-turn).

Main results: `unequal_limit_cost`, `evidence`, `controls`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.formula import Model, both, eq, ge, le
from backproof.checks.index import Header
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools.symbols import W, nonnegative, positive
from backproof.theory.chain import mean_hitting_time
from backproof.theory.costs import crossings
from backproof.theory.costs.crossings import excursion_cost
from backproof.theory.costs.excursions import tries
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors, unequal_hitting_time

CLAIM = Header(
    statement=(
        "if each corridor has its own depth, lanes and rows, H = 1 + mean_k (A_k + (1 + x_0)_k sum_(i != k) R_i), "
        "where k is the target's corridor and R_i the cost of an excursion into i; one corridor whose frozen way back "
        "outgrows the total length of all makes the cost ratio exceed every bound"
    ),
    source="new",
    scope="all W, depths, lanes, every policy in (0, 1] (cost ratio: W >= 2)",
    assumptions=(
        "the fork is uniform and not trained; the target is uniform and unknown to the policy",
        (
            "RLVR's optimum costs at most as much as the policy that never turns (it may cost less: control "
            "never-turning-is-best)"
        ),
    ),
    uses=("expected-cost", "zero-gradient", "separation", "frozen-growth"),
    experiments=("unequal-walked",),
)

p, q = positive("p q")
others, length, returns = nonnegative("S M R_sum")

H_SFT = 1 + length / W + (W - 1) / W * returns
H_STRAIGHT = 1 + (2 * W - 1) * length / W

CASES = tuple({"seed": seed} for seed in range(40))


def evidence() -> list[Evidence]:
    return [
        *_excursion(),
        *_passage(),
        *limits(),
        *_gap(),
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


def _excursion() -> list[Obligation]:
    beyond, before, out, again, product, cost = positive("r r_before out again product R")
    (products,) = nonnegative("products")
    one_more = crossings.odds(q, p)[0]
    return [
        Obligation(
            "excursion",
            "from v, reached from the fork's side, it takes `out` steps to be back across the edge before it, from the "
            "leaf's side `again` steps: so an excursion beyond the vertex before takes r_(v-1) = 2 + (p/q) r_v",
            eq(1 + out, 2 + one_more * beyond),
            (
                le(p, 1),
                le(q, 1),
                eq(out, (1 - p) + p * (beyond + again)),
                eq(again, q + (1 - q) * (beyond + again)),
            ),
        ),
        Obligation(
            "unroll-base",
            "at the fork nothing is counted yet: R = r_0",
            eq(cost, 2 * products + product * beyond),
            (eq(products, 0), eq(product, 1), eq(cost, beyond)),
        ),
        Obligation(
            "unroll-step",
            "if R is twice the products so far and the next product times r_(v-1), so it is one vertex on",
            eq(cost, 2 * (products + product) + product * one_more * beyond),
            (eq(cost, 2 * products + product * before), eq(before, 2 + one_more * beyond)),
        ),
        Obligation(
            "unroll-end",
            "the last edge is walked out and back, r_2K = 2: R is twice the sum of all products",
            eq(cost, 2 * (products + product)),
            (eq(cost, 2 * products + product * beyond), eq(beyond, 2)),
        ),
    ]


def _passage() -> list[Obligation]:
    eta, cost, deltas, surplus, total, rest, inner = nonnegative("eta cost deltas x_0 X rest inner")
    return [
        Obligation(
            "fork",
            "the fork leads into the target's corridor with probability 1/W, else into a wrong one, whence an "
            "excursion leads back: it takes 1 + S steps to be across the first edge of the target's corridor",
            eq(eta, 1 + others),
            (le(1, W), eq(W * eta, 1 + others + (W - 1) * eta)),
        ),
        Obligation(
            "passage",
            "with eta_0 = 1 + S at the fork and x_2K = 0 at the leaf, the invariant at both ends gives A + (1 + x_0) S",
            eq(cost, (inner + 1 + 2 * total) + (1 + surplus) * others),
            (
                eq(cost, eta + deltas),
                eq(eta, 1 + others),
                eq(deltas, surplus * eta + rest),
                eq(rest, 2 * total - surplus + inner),
            ),
        ),
    ]


def limits() -> list[Evidence]:
    so_far, partial, own, count, cost = nonnegative("sum partial R n H")
    return [
        Obligation(
            "others-base",
            "over no targets the sum of all other corridors' R is 0",
            eq(so_far, count * returns - partial),
            (eq(so_far, 0), eq(count, 0), eq(partial, 0)),
        ),
        Obligation(
            "others-step",
            "if over n targets it is n times the sum of all R less their own, so it is over n+1",
            eq(so_far + (returns - own), (count + 1) * returns - (partial + own)),
            (eq(so_far, count * returns - partial),),
        ),
        Obligation(
            "sft-limit",
            "forward rows of one leave no surplus: A_t = m_t, one try each, and H = 1 + M/W + (W-1)/W sum R",
            both(
                eq(crossings.next_surplus(sp.Integer(0), sp.Integer(1), q), 0),
                eq(cost, H_SFT),
            ),
            (le(1, W), eq(W * (cost - 1), length + so_far), eq(so_far, W * returns - partial), eq(partial, returns)),
        ),
        Derivation(
            "never-turning",
            "if an excursion is a walk to the leaf and back, R_w = 2 m_w, the cost is 1 + (2W-1) M/W",
            H_SFT.subs(returns, 2 * length),
            H_STRAIGHT,
        ),
    ]


def _gap() -> list[Obligation]:
    (deepest,) = nonnegative("R")
    (bound,) = nonnegative("c")
    return [
        Obligation(
            "one-is-enough",
            "for W >= 2, H_SFT is at least 3 R / (10 M) times the cost of never turning, R of any one corridor",
            ge(10 * length * H_SFT, 3 * deepest * H_STRAIGHT),
            (le(2, W), ge(length, 3 * W), ge(returns, deepest)),
        ),
        Obligation(
            "deepest-decides",
            "with R the greatest, H_SFT is between (W-1) R / W and 1 + M/W + (W-1) R",
            both(ge(H_SFT, (W - 1) * deepest / W), le(H_SFT, 1 + length / W + (W - 1) * deepest)),
            (le(1, W), ge(returns, deepest), le(returns, W * deepest)),
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


def unequal_limit_cost(lengths: Sequence[int], excursions: Sequence[Any]) -> Any:
    """H for forward rows of one, from m_w and R_w of each corridor."""
    width = len(lengths)
    return 1 + Fraction(sum(lengths), width) + Fraction(width - 1, width) * sum(excursions)


def _drawn(seed: int) -> UnequalCorridors:
    """Random corridors whose rows are rationals with denominator 8, the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - not for secrets

    def corridor(depth: int) -> Corridor:
        rows = {name: [Fraction(draw.randint(1, 8), 8) for _ in range(depth)] for name in FAMILIES}
        return Corridor(tuple(draw.randint(1, 3) for _ in range(depth)), Policy(**rows))

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
    lanes, ones = [1] * DOOR, [1] * DOOR
    door = Policy(forward_exit=ones, backward_entry=ones, forward_entry=[model["p"], *ones[1:]], backward_exit=ones)
    short, deep = Corridor.straight([1]), Corridor(tuple(lanes), door)
    found, straight = (
        mean_hitting_time(UnequalCorridors((short, corridor))) for corridor in (deep, Corridor.straight(lanes))
    )
    if found >= straight:
        raise ValueError(f"turning back at the entrance costs {found}, never turning {straight}")
    return f"entering the deep corridor with probability {model['p']} only costs {found}, never turning {straight}"


def _one_deep(depth: int) -> Fraction:
    """The cost ratio with three corridors of one lane."""
    sft, straight = (
        unequal_hitting_time(UnequalCorridors(tuple(make([1] * n) for n in (depth, 1, 1))), exact=True)
        for make in (Corridor.sft_limit, Corridor.straight)
    )
    return sft / straight
