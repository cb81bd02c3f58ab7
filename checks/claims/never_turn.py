"""Claim `never-turn`: in unequal corridors never turning is optimal exactly where no corridor is deeper than the mean
depth plus 1/2; else it pays to turn back at the entrance of the deep ones. For all W, all depths and lanes, among all
policies with a uniform fork.

Let corridor w have K_w diamonds, R_w, x_w = x_0 and A_w as in `unequal-corridors`, and let u_w = 1 + x_w be the tries
at it. M is the sum of the K_w.

1. *One corridor.* For any rows R_w >= 2 + 4 K_w / u_w, and the surplus crossings add up to at least x_w (`corridor`).
   Both are equalities if all rows are one except the first inward row c_w = 1/u_w (`inner`, `first`).
2. *Sums.* Hence W (H - 1) >= 2 U T - 2M - W for U = sum u_w and T = W + 2 sum K_w/u_w (`sums`), with equality for
   those rows (`attained`).
3. *Never turning* has u_w = 1, so U T = W (W + 2M). Let 2W K_w <= W + 2M for all w. Then (W + 2M - 2W K_w)(1 - 1/u_w)
   is not negative, and its sum gives W T >= (W + 2M) sum 1/u_w (`shallow`). Since U sum 1/u_w >= W^2 (`means`), U T is
   at least W (W + 2M).
4. *A deep corridor*, of 2W K > W + 2M: turning back at its entrance now and then makes U T less (`turning-pays`).
5. *The optimum.* Let the level l = lambda^2 be such that the s_w = max(0, 2 (l - K_w)) add up to W, and let
   b_w = max(1, sqrt(K_w/l)). Then 2 K_w + s_w = 2 l b_w^2, and so T >= 2 l sum b_w^2/u_w (`poured`). By Cauchy's
   inequality U T >= 2 l (sum b_w)^2 (`cauchy`), which u_w = b_w attains.

The solvers compose the steps in `theorem`.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterable, Sequence
from fractions import Fraction

import sympy as sp

from backproof.checks.claims.expected_cost import EVERY_POLICY, UNIFORM_FORK
from backproof.checks.claims.unequal_corridors import drawn_rows
from backproof.checks.composition import Part, Theorem, Use
from backproof.checks.formula import Formula, Model, both, eq, ge, gt, implies, le, lt
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Given, Scope
from backproof.checks.statement import Control, Instance, Obligation
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.symbols import I, W, positive, real
from backproof.checks.tools.unequal_sums import (
    APART,
    EXTRA,
    LEVEL,
    M_ALL,
    POURED,
    TABLES,
    TOO_DEEP,
    V_BEST,
    A,
    B,
    C,
    D,
    M,
    Q,
    U,
    V,
    Y,
    corridor_bounds,
    first_row,
    inner_rows,
    k,
    one_more,
    sum_bounds,
    two_terms,
    u,
)
from backproof.theory.chain import mean_hitting_time
from backproof.theory.relaxations.never_turn import level, squared_first_rows, straight_cost, straight_is_best
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors

(entered,) = positive("entered")
(H,) = real("H")
DEEP_ONE, DEEP_TRIES, DEEP_ENTERED = real("K_deep u_deep entered_deep")

SCOPE = Scope({W: 1}, TABLES, (Given("level", (LEVEL,)),))
ASSUMPTIONS = (
    UNIFORM_FORK,
    Assumed("each-corridor", "in each corridor u_w, S_w and R_w obey what `corridor` and `first` prove of one"),
    Assumed(
        "roots", "each level l > 0 has b_w >= 1 and s_w >= 0 with 2 K_w + s_w = 2 l b_w^2, where b_w = 1 or s_w = 0"
    ),
)

CLAIM = Header(
    statement=(
        "never turning is optimal exactly where no K_w exceeds the mean depth plus 1/2; at a level l with "
        "sum max(0, 2 (l - K_w)) = W the least cost is 1 + (4 l B^2 - 2M - W)/W, B = sum max(1, sqrt(K_w/l)), which "
        "first inward rows c_w = min(1, sqrt(l/K_w)) attain"
    ),
    source="new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("expected-cost", "unequal-corridors"),
    experiments=("best-walked", "straight-walked", "first-rows-trained"),
)

STRAIGHT = (2 * W - 1) * (W + 2 * M)
"""W (H - 1) of never turning."""

BEST = 4 * LEVEL * B**2 - 2 * M - W
"""W (H - 1) of the best policy."""


def evidence() -> list[Part]:
    alone: list[Part] = [corridor_bounds(EVERY_POLICY), inner_rows(EVERY_POLICY), first_row(), two_terms(), one_more()]
    return [*alone, *sum_bounds(), *_bounds(), _turning_pays(), never_turn_theorem(), *_on_graphs()]


# --- the optimum ------------------------------------------------------------------------------------------------------


def _turning_pays() -> Obligation:
    return Obligation(
        "turning-pays",
        "straight rows but for the first in one corridor of 2W K_w > W + 2M, where a (2u - 1) = 2 K_w (W-1) with "
        "a = W + 2 (M - K_w): the cost is less than that of never turning",
        lt(2 * (W - 1 + u) * (W + 2 * (M - k + entered)) - 2 * M - W, STRAIGHT),
        (le(1, W), *_too_deep(k, u, entered)),
    )


def _too_deep(depth: sp.Expr, tries: sp.Expr, depth_per_try: sp.Expr) -> tuple[Formula, ...]:
    """A corridor deeper than the mean depth plus 1/2, and how often it pays to try it."""
    others = W + 2 * (M - depth)
    return (
        ge(M, depth),
        gt(2 * W * depth, W + 2 * M),
        eq(others * (2 * tries - 1), 2 * depth * (W - 1)),
        eq(depth_per_try * tries, depth),
    )


def _bounds() -> list[Obligation]:
    """On U T, from the sums over all corridors."""
    found = U * (W + 2 * V)
    return [
        Obligation(
            "straight-bound",
            "if 2W sum K_w/u_w >= (W + 2M) (sum 1/u_w - W) + 2W M, then U T >= W (W + 2M)",
            ge(found, W * (W + 2 * M)),
            (le(1, W), ge(M, 0), ge(U, 0), ge(U * Y, W**2), ge(2 * W * V, (W + 2 * M) * (Y - W) + 2 * W * M)),
        ),
        Obligation(
            "level-bound",
            "if T >= 2 l C and U C >= B^2, then U T >= 2 l B^2",
            ge(found, 2 * LEVEL * B**2),
            (ge(U, 0), ge(U * C, B**2), ge(W + 2 * V, 2 * LEVEL * C)),
        ),
        Obligation(
            "level-cost",
            "if T = 2 l B, then B T = 2 l B^2",
            eq(B * (W + 2 * V_BEST), 2 * LEVEL * B**2),
            (eq(W + 2 * V_BEST, 2 * LEVEL * B),),
        ),
    ]


def never_turn_theorem() -> Theorem:
    uses = (
        *(Use(sums, {I: W}) for sums in sum_bounds()),
        *(Use(bound) for bound in _bounds()),
        Use(_turning_pays(), {k: DEEP_ONE, u: DEEP_TRIES, entered: DEEP_ENTERED}),
    )
    return Theorem("never-turn", CLAIM.statement, SCOPE, uses, _optimal(BEST), ASSUMPTIONS)


def _optimal(best: sp.Expr, *, deepest: int = 0) -> Formula:
    """Of W (H - 1): its bounds, and where they are attained."""
    cost, first_only = W * (H - 1), eq(EXTRA, 0)
    deep_one = both(
        *(gt(number, 0) for number in (DEEP_ONE, DEEP_TRIES, DEEP_ENTERED)),
        *_too_deep(DEEP_ONE, DEEP_TRIES, DEEP_ENTERED),
        eq(U, W - 1 + DEEP_TRIES),
        eq(V, M - DEEP_ONE + DEEP_ENTERED),
    )
    return implies(
        both(eq(cost, A + U * Q - D), eq(M_ALL, M)),
        both(
            implies(le(TOO_DEEP, deepest), ge(cost, STRAIGHT)),
            implies(both(first_only, eq(U, W)), eq(cost, STRAIGHT)),
            implies(both(first_only, deep_one), lt(cost, STRAIGHT)),
            implies(eq(POURED, W), ge(cost, best)),
            implies(both(eq(POURED, W), first_only, eq(APART, 0)), eq(cost, best)),
        ),
    )


# --- instances -------------------------------------------------------------------------------------------------------

ROOTS = ((1, 8), (1, 1, 7), (2, 12), (2, 2), (1, 2, 2))
"""Depths whose best rows are rational."""


def _on_graphs() -> list[Instance]:
    return [
        Instance(
            "best-rows",
            "on the full multigraph the first rows of the level cost the least cost, and what never turning costs is "
            "as stated",
            tuple({"depths": depths} for depths in ROOTS),
            lambda depths: (
                [_cost(depths, _first_rows(depths)), _cost(depths, [1] * len(depths))],
                [_least_cost(depths), straight_cost(depths)],
            ),
        ),
        Instance(
            "no-policy-costs-less",
            "random rows cost more",
            tuple({"depths": depths, "seed": seed} for depths in ROOTS[1:] for seed in range(3)),
            lambda depths, seed: (_random_cost(depths, seed) > _least_cost(depths), True),
        ),
        Instance(
            "exactly-where",
            "the level is at least the greatest depth just where that is at most the mean plus 1/2",
            tuple({"depths": depths} for depths in itertools.product((1, 2, 3, 5), repeat=3)),
            lambda depths: (level(depths) >= max(depths), straight_is_best(depths)),
        ),
    ]


def _first_rows(depths: Sequence[int]) -> list[Fraction]:
    """The best first rows, where their squares are squares of fractions."""
    return [
        Fraction(math.isqrt(square.numerator), math.isqrt(square.denominator)) for square in squared_first_rows(depths)
    ]


def _least_cost(depths: Sequence[int]) -> Fraction:
    width, total, tries = len(depths), sum(depths), sum(1 / row for row in _first_rows(depths))
    return 1 + (4 * level(depths) * tries**2 - 2 * total - width) / width


def _cost(depths: Sequence[int], firsts: Iterable[Fraction | int]) -> Fraction:
    """Rows are one but for the first inward row of each corridor; lanes differ."""
    lanes = [[1 + (w + j) % 2 for j in range(depth)] for w, depth in enumerate(depths)]
    corridors = (Corridor.entered(*pair) for pair in zip(lanes, firsts, strict=True))
    return mean_hitting_time(UnequalCorridors(tuple(corridors)))


def _random_cost(depths: Sequence[int], seed: int) -> Fraction:
    draw = random.Random(seed)  # noqa: S311 - not for secrets
    corridors = (Corridor((1,) * depth, drawn_rows(draw, depth)) for depth in depths)
    return mean_hitting_time(UnequalCorridors(tuple(corridors)))


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    return [
        false_theorem(
            never_turn_theorem(),
            "always-straight",
            "never turning is optimal whatever the depths",
            confirm=_confirm_door,
            goal=_optimal(BEST, deepest=10),
        ),
        false_theorem(
            never_turn_theorem(),
            "half-the-surplus",
            "the least cost is 1 + (4 l B^2 - M - W)/W",
            confirm=_confirm_best,
            goal=_optimal(BEST + M),
        ),
        Control(
            Instance(
                "mean-plus-one",
                "never turning is optimal where no K_w exceeds the mean depth plus 1",
                ({"depths": (1, 1)}, {"depths": (1, 3)}),
                lambda depths: (straight_is_best(depths), max(depths) <= Fraction(sum(depths), len(depths)) + 1),
            )
        ),
    ]


def _confirm_door(model: Model) -> str:
    found, straight = _cost((1, 8), [Fraction(1), Fraction(1, 2)]), _cost((1, 8), [Fraction(1)] * 2)
    if found >= straight:
        raise ValueError(f"turning back at the entrance costs {found}, never turning {straight}")
    return f"depths 1 and 8: entering the deep one every other time costs {found}, never turning {straight}"


def _confirm_best(model: Model) -> str:
    found, stated = _cost((1, 8), [Fraction(1), Fraction(1, 2)]), _least_cost((1, 8))
    if found != stated:
        raise ValueError(f"the best rows cost {found}, not {stated}")
    return f"depths 1 and 8: the least cost is {found}, the control says {stated + Fraction(9, 2)}"
