"""Claim `rate-audit`: along a family of sizes SFT's cost is Theta(W L^K), the paper's rate, if and only if K = O(L)
there. Its true rate is W rho^K with rho = (L+1)^2 / L. For all W >= 2 and K, L >= 1.

1. W rho^K <= H_SFT <= 6 W rho^K (`cost`, from the closed form of `sft-cost` and rho^K >= (K+1)^2 of `separation`). So
   up to a factor of 6, H_SFT / (W L^K) is the ratio R = rho^K / L^K, and R = (1+1/L)^(2K) (`factor`).
2. *Unbounded otherwise.* (1+1/L)^n >= 1 + n/L, by induction (`lower-base`, `lower-step`), so R <= C implies
   K <= (C-1) L/2 (`linear`).
3. *Bounded if K = O(L).* For n <= L and z = n/L, (1+1/L)^n <= 1 + z + z^2 <= 3 (`block-base`, `block-step`, `block`).
   The 2K factors make ceil(2K/L) blocks of at most L, so R <= 3^ceil(2K/L), by induction (`blocks-base`,
   `blocks-step`). This is a constant if K <= c L.

At L = 1, R = 4^K (`one-lane`), while L^K does not grow at all.

Main results: `evidence`, `controls`.
"""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import sympy as sp

from backproof.checks.claims import separation, sft_cost
from backproof.checks.formula import both, eq, ge, le
from backproof.checks.index import Header
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation
from backproof.checks.tools.symbols import K, L, P, W, as_reals, naturals, nonnegative, sizes
from backproof.theory.costs import closed_forms
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy

CLAIM = Header(
    statement="H_SFT is Theta(W rho^K); along a family of sizes it is Theta(W L^K) if and only if K = O(L) there",
    source="paper, Theorem 4, whose conditions were not at hand; exact rate new",
    scope="all W >= 2, K, L",
    assumptions=("SFT has converged from base",),
    uses=("sft-cost", "separation"),
    experiments=("one-lane-crossed",),
)

H_SFT = sft_cost.stated_cost(W, K, L, P)
FACTOR = 1 + 1 / L

RATES = tuple(
    {"depth": depth, "lanes": lanes}
    for depth, lanes in itertools.product((1, 2, 3, 5, 10, 30, 100, 300), (1, 2, 3, 4, 5, 10, 30, 100, 300))
)


def _quadratic(n: sp.Expr, lanes: sp.Expr) -> sp.Expr:
    """1 + z + z^2 with z = n/L."""
    return 1 + n / lanes + n**2 / lanes**2


def evidence() -> list[Evidence]:
    return [
        Obligation(
            "cost",
            "W P <= H_SFT <= 6 W P, with P = rho^K >= (K+1)^2",
            both(le(W * P, H_SFT), le(H_SFT, 6 * W * P)),
            (le(2, W), le(1, K), le(1, L), separation.GROWN),
        ),
        *_lower(),
        *_upper(),
        Derivation("factor", "rho / L = (1+1/L)^2", sft_cost.RHO / L, FACTOR**2),
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


def _lower() -> list[Obligation]:
    n, power, constant = nonnegative("n power C")
    return [
        Obligation("lower-base", "1 >= 1 + 0/L", ge(power, 1 + n / L), (eq(power, 1), eq(n, 0))),
        Obligation(
            "lower-step",
            "if (1+1/L)^n >= 1 + n/L then (1+1/L)^(n+1) >= 1 + (n+1)/L",
            ge(power * FACTOR, 1 + (n + 1) / L),
            (ge(power, 1 + n / L),),
        ),
        Obligation(
            "linear",
            "if the ratio is at most C then K <= (C-1) L/2",
            le(K, (constant - 1) * L / 2),
            (ge(power, 1 + 2 * K / L), le(power, constant)),
        ),
    ]


def _upper() -> list[Obligation]:
    n, power, product, bound = nonnegative("n power product bound")
    return [
        Obligation("block-base", "1 <= 1 + 0 + 0", le(power, _quadratic(n, L)), (eq(power, 1), eq(n, 0))),
        Obligation(
            "block-step",
            "if n < L and (1+1/L)^n <= 1 + z + z^2 at z = n/L, it is so at n+1",
            le(power * FACTOR, _quadratic(n + 1, L)),
            (le(power, _quadratic(n, L)), le(n + 1, L)),
        ),
        Obligation("block", "1 + z + z^2 <= 3 for n <= L", le(_quadratic(n, L), 3), (le(n, L),)),
        Obligation("blocks-base", "without factors, 1 <= 3^0", le(product, bound), (eq(product, 1), eq(bound, 1))),
        Obligation(
            "blocks-step",
            "if a product is at most 3^m then with n <= L factors more it is at most 3^(m+1)",
            le(product * power, 3 * bound),
            (le(product, bound), le(power, _quadratic(n, L)), le(n, L)),
        ),
    ]


# --- instances -------------------------------------------------------------------------------------------------------


def _ratio(depth: int, lanes: int) -> Fraction:
    """rho^K / L^K."""
    return Fraction(Fraction((lanes + 1) ** 2, lanes) ** depth / lanes**depth)


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
