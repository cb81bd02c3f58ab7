"""The induction on the depth K that proves a closed form of the crossing recurrence, for all cost claims.

The recurrence is the theory's own code, run on symbols: from the surplus x of the edge behind a diamond to that of the
connector before it. Its states are x, the sum S of all surpluses so far, and the power P of the growth. The predicate
says that a `DiamondPassage` gives x and S.

Main results: `diamonds`, `passage_induction`, `through_corridor`, `composed_cost`.
"""

from __future__ import annotations

import sympy as sp

from backproof.checks.composition import Induction, Recurrence, Use
from backproof.checks.formula import both, eq
from backproof.checks.scope import Assumed
from backproof.checks.tools.symbols import I, K, P, W, as_reals, positive, real
from backproof.theory.costs import crossings
from backproof.theory.costs.closed_forms import DiamondPassage, DiamondRows, diamond_step

SURPLUS, TOTAL = real("x S")
X_OUT, S_OUT, X_BACK, S_BACK = real("x_out S_out x_back S_back")
(P_OUT,) = positive("P_out")

TWO_VERTICES = Assumed(
    "two-vertices", "a diamond is two vertices of expected-cost, one after the other, as the theory's code runs them"
)


def diamonds(name: str, rows: DiamondRows, growth: sp.Expr) -> Recurrence:
    """x, S and P after i diamonds with these rows, from 0, 0 and 1."""
    lanes, connector = (as_reals(edge) for edge in diamond_step(rows, SURPLUS))
    return Recurrence(
        f"surplus crossings {name}",
        I,
        {SURPLUS: sp.Integer(0), TOTAL: sp.Integer(0), P: sp.Integer(1)},
        {SURPLUS: connector, TOTAL: TOTAL + lanes + connector, P: growth * P},
    )


def passage_induction(name: str, rows: DiamondRows, passage: DiamondPassage) -> Induction:
    """The closed forms of surplus and total of ``passage``, as polynomial identities in i, P, L."""
    surplus, total, growth = (as_reals(part) for part in (passage.surplus, passage.total, passage.growth))
    return Induction(
        name,
        (
            f"{name}: before the first diamond the closed forms of x and of the sum of x are 0",
            f"{name}: one diamond of the recurrence takes the closed forms at i to those at i+1",
        ),
        diamonds(name, rows, growth),
        both(eq(SURPLUS, surplus), eq(TOTAL, total)),
    )


def through_corridor(out: Induction, back: Induction) -> tuple[Use, Use]:
    """Both passages through all K diamonds, where the power of the way back is P."""
    return (
        Use(out, {I: K, SURPLUS: X_OUT, TOTAL: S_OUT, P: P_OUT}),
        Use(back, {I: K, SURPLUS: X_BACK, TOTAL: S_BACK}),
    )


def composed_cost() -> sp.Expr:
    """H in the symbols of `through_corridor`, from the sums of the surplus crossings of both passages."""
    out, back = (DiamondPassage(sp.Integer(1), sp.Integer(0), total).cost(K, P) for total in (S_OUT, S_BACK))
    return crossings.renewal_cost(W, out, back)
