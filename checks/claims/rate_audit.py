"""Claim `rate-audit`: along a family of sizes SFT's cost is Theta(W L^K), the paper's rate, if and only if K = O(L)
there. Its true rate is W rho^K with rho = (L+1)^2 / L. For all W >= 2 and K, L >= 1.

1. W rho^K <= H_SFT <= 6 W rho^K (`cost`, from the closed form of `sft-cost` and rho^K >= (K+1)^2 of `separation`). So
   up to a factor of 6, H_SFT / (W L^K) is the ratio R = rho^K / L^K, and R = (1+1/L)^(2K) (`factor`).
2. *Unbounded otherwise.* R >= 1 + 2K/L (`linear`), so R <= C implies K <= (C-1) L/2.
3. *Bounded if K = O(L).* (1+1/L)^z <= 1 + z/L + (z/L)^2 <= 3 for z <= L. Cut the 2K factors into blocks of L, the last
   of z <= L factors. With m blocks before the last, 2K = m L + z and R <= 3^m (1 + z/L + (z/L)^2) <= 3^(m+1)
   (`blocks`). If K <= c L then m <= 2c, so this is a constant.

`theorem` says all this of the cost of `sft-cost`. At L = 1, R = 4^K (`one-lane`), while L^K does not grow at all.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import sympy as sp

from backproof.checks.claims import separation, sft_cost
from backproof.checks.composition import Induction, Part, Recurrence, Theorem, Use
from backproof.checks.formula import Formula, both, either, eq, ge, implies, le
from backproof.checks.index import Header
from backproof.checks.scope import Assumed, Scope
from backproof.checks.statement import Control, Derivation, Instance, Obligation, fraction
from backproof.checks.tools.false_theorems import false_theorem
from backproof.checks.tools.induction import S_BACK, SURPLUS, TOTAL, X_BACK, composed_cost
from backproof.checks.tools.symbols import I, K, L, P, W, as_reals, naturals, nonnegative, positive, real, sizes
from backproof.theory.costs import closed_forms
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

SCOPE = Scope({W: 2, K: 1, L: 1})
ASSUMPTIONS = (
    Assumed("sft-converged", "SFT has converged from base"),
    Assumed("powers-of-three", "3^m is at most 3^(2c) where m is at most 2c"),
)

CLAIM = Header(
    statement="H_SFT is Theta(W rho^K); along a family of sizes it is Theta(W L^K) if and only if K = O(L) there",
    source="paper, Theorem 4, whose conditions were not at hand; exact rate new",
    scope=SCOPE.words,
    assumptions=tuple(assumption.words for assumption in ASSUMPTIONS),
    uses=("sft-cost", "separation"),
    experiments=("one-lane-crossed",),
)

FACTOR = 1 + 1 / L
LANES, RATIO, THREES = positive("L_power R threes")
BLOCKS, PLACE = nonnegative("m z")
"""L^i, (1+1/L)^(2i); the blocks before the last, 3 to their number, and the factors in the last block."""

COST, MOST, SLOPE = real("H C c")

RATES = tuple(
    {"depth": depth, "lanes": lanes}
    for depth, lanes in itertools.product((1, 2, 3, 5, 10, 30, 100, 300), (1, 2, 3, 4, 5, 10, 30, 100, 300))
)


def _quadratic(n: sp.Expr, lanes: sp.Expr) -> sp.Expr:
    """1 + z + z^2 with z = n/L."""
    return 1 + n / lanes + n**2 / lanes**2


def evidence() -> list[Part]:
    return [
        _cost(),
        *_ratio_inductions(),
        *_along_a_family(),
        _theorem(),
        Derivation(
            "one-lane",
            "the growth that sympy derives from the recurrence is 4 at L = 1",
            as_reals(closed_forms.sft_form().back.growth).subs(L, 1),
            sp.Integer(4),
        ),
        Instance(
            "ratios",
            "1 + 2K/L <= rho^K / L^K <= 3^ceil(2K/L), in exact arithmetic",
            RATES,
            lambda depth, lanes: (_within(depth, lanes), True),
        ),
        Instance(
            "costs",
            "H_SFT / (W L^K), by the recurrences, lies between rho^K / L^K and six times that",
            separation.LARGE_SIZES,
            lambda width, depth, lanes: (
                1 <= _paper_ratio(CorridorGraph(width, depth, lanes)) / _ratio(depth, lanes) <= 6,
                True,
            ),
        ),
    ]


def _cost() -> Obligation:
    return Obligation(
        "cost",
        "W P <= H_SFT <= 6 W P, with P = rho^K >= (K+1)^2",
        both(le(W * P, COST), le(COST, 6 * W * P)),
        (le(2, W), le(1, K), le(1, L), separation.GROWN, eq(COST, sft_cost.stated_cost(W, K, L, P))),
    )


def _one_factor(before: tuple[sp.Expr, ...], after: tuple[sp.Expr, ...]) -> Formula:
    """One factor more goes into the last block, or into a new one if that has L factors already."""
    (m, threes, z), (m_next, threes_next, z_next) = before, after
    same = both(le(z + 1, L), eq(z_next, z + 1), eq(threes_next, threes), eq(m_next, m))
    new = both(eq(z, L), eq(z_next, 1), eq(threes_next, 3 * threes), eq(m_next, m + 1))
    return either(same, new)


def _powers() -> Recurrence:
    """The way back of `sft-cost`, with L^i, (1+1/L)^(2i) and how its 2i factors lie in blocks of L."""
    _, back = sft_cost.passages()
    now = BLOCKS, THREES, PLACE
    first, second = ((*nonnegative(f"m_{n}"), *positive(f"threes_{n}"), *nonnegative(f"z_{n}")) for n in (1, 2))
    zero, one = sp.Integer(0), sp.Integer(1)
    return Recurrence(
        "the way back, with two factors 1+1/L a diamond in blocks of L",
        I,
        {**back.over.start, LANES: one, RATIO: one, BLOCKS: zero, THREES: one, PLACE: zero},
        {**back.over.following, LANES: L * LANES, RATIO: FACTOR**2 * RATIO, **dict(zip(now, second, strict=True))},
        chosen=(*first, *second),
        constraints=(_one_factor(now, first), _one_factor(first, second)),
        determined=True,
    )


def _ratio_inductions() -> tuple[Induction, Induction, Induction]:
    over = _powers()
    return (
        Induction("factor", ("1 = 1", "rho^(i+1) = L^(i+1) R"), over, eq(P, LANES * RATIO)),
        Induction(
            "linear",
            ("1 >= 1 + 0/L", "if R >= 1 + 2i/L then (1+1/L)^2 R >= 1 + 2(i+1)/L"),
            over,
            ge(RATIO, 1 + 2 * I / L),
        ),
        Induction(
            "blocks",
            (
                "before the first factor there is one block, without factors",
                "if the 2i factors are m blocks of L and one of z <= L, and R <= 3^m (1 + z/L + (z/L)^2), it is so "
                "with two factors more",
            ),
            over,
            both(
                le(PLACE, L),
                eq(2 * I, BLOCKS * L + PLACE),
                le(RATIO, THREES * _quadratic(PLACE, L)),
            ),
            (ge(L, 1),),
        ),
    )


def _along_a_family() -> tuple[Obligation, ...]:
    paper, split = W * LANES, eq(P, LANES * RATIO)
    return (
        Obligation(
            "only-if",
            "if W L^K R <= H <= C W L^K and R >= 1 + 2K/L, then K <= (C-1) L/2",
            le(K, (MOST - 1) / 2 * L),
            (split, le(W * P, COST), ge(RATIO, 1 + 2 * K / L), le(COST, MOST * paper)),
        ),
        Obligation(
            "if",
            "if W L^K R <= H <= 6 W L^K R and 1 <= R <= 3^m (1 + z/L + (z/L)^2) with z <= L, then W L^K <= H <= 6 "
            "3^(m+1) W L^K",
            both(le(paper, COST), le(COST, 18 * THREES * paper)),
            (
                *(split, le(W * P, COST), le(COST, 6 * W * P), ge(RATIO, 1 + 2 * K / L)),
                *(le(RATIO, THREES * _quadratic(PLACE, L)), le(PLACE, L)),
            ),
        ),
        Obligation(
            "few-blocks",
            "if 2K = m L + z and K <= c L, then m <= 2c",
            le(BLOCKS, 2 * SLOPE),
            (eq(2 * K, BLOCKS * L + PLACE), le(K, SLOPE * L)),
        ),
    )


def _theorem() -> Theorem:
    """H <= C W L^K makes K at most (C-1)/2 L; and K <= c L makes H at most 6 times 3^(m+1) W L^K, where m <= 2c."""
    at = {I: K, SURPLUS: X_BACK, TOTAL: S_BACK}
    uses = (
        Use(sft_cost.sft_cost_theorem()),
        Use(separation.growing_power(), at),
        *(Use(induction, at) for induction in _ratio_inductions()),
        *(Use(part) for part in (_cost(), *_along_a_family())),
    )
    goal = both(
        *(le(W * P, COST), le(COST, 6 * W * P)),
        implies(le(COST, MOST * W * LANES), le(K, (MOST - 1) / 2 * L)),
        *(le(W * LANES, COST), le(COST, 18 * THREES * W * LANES)),
        implies(le(K, SLOPE * L), le(BLOCKS, 2 * SLOPE)),
    )
    return Theorem("rate-audit", CLAIM.statement, SCOPE, uses, goal, ASSUMPTIONS, let={COST: composed_cost()})


# --- instances -------------------------------------------------------------------------------------------------------


def _ratio(depth: int, lanes: int) -> Fraction:
    """rho^K / L^K, with rho the growth of SFT's way back that the theory derives."""
    rho = fraction(closed_forms.sft_form().back.growth.subs(closed_forms.L, lanes))
    return (rho / lanes) ** depth


def _within(depth: int, lanes: int) -> bool:
    blocks = math.ceil(Fraction(2 * depth, lanes))
    return 1 + Fraction(2 * depth, lanes) <= _ratio(depth, lanes) <= int(3**blocks)


def _paper_ratio(graph: CorridorGraph) -> Fraction:
    """H_SFT / (W L^K)."""
    cost = expected_hitting_time(graph, Policy.sft_limit(graph), exact=True)
    return cost / int(graph.width * graph.lanes**graph.depth)


# --- controls --------------------------------------------------------------------------------------------------------


def controls() -> list[Control]:
    (lanes,) = sizes("L")
    (n,) = naturals("n")
    one_diamond = (lanes + 1) ** 2 / lanes**2
    return [
        Control(
            Obligation("at-most-3", "rho^K / L^K <= 3 for all K and L, already at K = 1", le(one_diamond, 3)),
            confirm=lambda model: _confirm_ratio(int(model["L"]), _ratio(1, int(model["L"])) <= 3),
        ),
        Control(
            Obligation(
                "bernoulli-doubled",
                "rho^K / L^K >= 1 + 4K/L, already at K = 1",
                ge(one_diamond, 1 + 4 / lanes),
            ),
            confirm=lambda model: _confirm_ratio(int(model["L"]), _ratio(1, int(model["L"])) >= 1 + 4 / model["L"]),
        ),
        Control(
            Obligation(
                "block-without-end",
                "(1+1/L)^n <= 1 + z + z^2 goes from n to n+1 beyond n = L as well",
                le(_quadratic(n, lanes) * (1 + 1 / lanes), _quadratic(n + 1, lanes)),
            ),
            confirm=lambda model: _confirm_block(int(model["L"])),
        ),
        false_theorem(
            _theorem(),
            "whatever-the-family",
            "H_SFT <= 6 W L^K at all sizes",
            lambda model: _confirm_other_rate(CorridorGraph(width=2, depth=5, lanes=1)),
            goal=le(COST, 6 * W * LANES),
        ),
        Control(
            Instance(
                "theta-at-fixed-lanes",
                "at L = 5 and W = 2, H_SFT <= 100 W L^K for all K, as if it were Theta(W L^K)",
                tuple({"depth": depth} for depth in (1, 2, 5, 10, 20, 40)),
                lambda depth: (_paper_ratio(CorridorGraph(2, depth, 5)) <= 100, True),
            )
        ),
    ]


def _confirm_ratio(lanes: int, holds: bool) -> str:
    if holds:
        raise ValueError(f"the control holds at K=1, L={lanes}, where the ratio is {_ratio(1, lanes)}")
    cost = _paper_ratio(CorridorGraph(2, 1, lanes))
    return f"at K=1, L={lanes} the ratio is {_ratio(1, lanes)}, and H_SFT / (W L^K) = {cost} at W=2"


def _confirm_block(lanes: int) -> str:
    """The first n at which the power exceeds the quadratic."""
    for n in range(lanes, 6 * lanes):
        power, bound = (1 + Fraction(1, lanes)) ** n, 1 + Fraction(n, lanes) + Fraction(n, lanes) ** 2
        if power > bound:
            return f"at L={lanes} and n={n}, (1+1/L)^n = {power} > {bound}"
    raise ValueError(f"the power stays below the quadratic at L={lanes} up to n={6 * lanes}")


def _confirm_other_rate(graph: CorridorGraph) -> str:
    ratio = _paper_ratio(graph)
    if ratio <= 6:
        raise ValueError(f"at {graph} H_SFT / (W L^K) = {ratio}, as the control says")
    return f"at W={graph.width}, K={graph.depth}, L={graph.lanes} H_SFT / (W L^K) = {ratio}, the control says at most 6"
