"""The corridor of an allocentric student, for the claim `shared-rows`.

Its backward rows have gaps of -ln F, so that b = L/(L+F) and d = 1/(1+LF). Its forward rows a and c are no worse than
at base. All diamonds are alike.

Main definitions: `NO_WORSE_THAN_BASE`, `surplus_steps`, `stays_nonnegative`, `ways`, `allocentric_cost`.
"""

from __future__ import annotations

import sympy as sp

from backproof.checks.composition import Induction, Use
from backproof.checks.formula import both, ge, le
from backproof.checks.statement import Obligation
from backproof.checks.tools.induction import SURPLUS, TOTAL, diamonds
from backproof.checks.tools.symbols import K, L, P, W, as_reals, nonnegative, positive, real
from backproof.theory.costs import closed_forms, crossings
from backproof.theory.costs.closed_forms import DiamondRows

F, a, b, c, d, p, q = positive("F a b c d p q")
on_lanes, before = real("on_lanes before")
y, between, out, back = nonnegative("y between out back")

ROWS = DiamondRows(forward_exit=a, backward_entry=L / (L + F), forward_entry=c, backward_exit=1 / (1 + L * F))
NO_WORSE_THAN_BASE = (le(1, L), ge(F, 1), ge(a * (L + 1), 1), le(a, 1), ge(c * (L + 1), L), le(c, 1))

LEAST = (1 + L * F) * L * P - (L + 1)
"""L + 1 times the least surplus on the lanes after i diamonds of the way back, where P = F^i."""


def surplus_steps() -> tuple[Obligation, Obligation, Obligation]:
    """The way back across the lanes of one diamond and the connector behind them."""
    return (
        Obligation(
            "return-lanes",
            "if the surplus after i diamonds is at least P - 1, that on the next lanes is at least (1 + LF) P L/(L+1) "
            "- 1, forward entries being no worse than base",
            ge(crossings.next_surplus(y, ROWS.backward_exit, c) * (L + 1), LEAST),
            (ge(y, P - 1), ge(c * (L + 1), L)),
        ),
        Obligation(
            "return-growth", "(L + F)(1 + LF) >= F (L+1)^2", ge((L + F) * (1 + L * F), F * (L + 1) ** 2), (ge(F, 1),)
        ),
        Obligation(
            "return-step",
            "hence it is at least F P - 1 after that diamond, forward exits being no worse than base",
            ge(crossings.next_surplus(between, ROWS.backward_entry, a), F * P - 1),
            (
                ge(between * (L + 1), LEAST),
                ge((L + F) * (1 + L * F), F * (L + 1) ** 2),
                ge(a * (L + 1), 1),
                le(a, 1),
            ),
        ),
    )


def stays_nonnegative() -> tuple[Obligation, Obligation]:
    """What a vertex leaves nonnegative, and what a diamond does."""
    return (
        Obligation(
            "no-negative-surplus",
            "no surplus is negative if the one behind it is not",
            ge(crossings.next_surplus(y, p, q), 0),
            (le(p, 1),),
        ),
        Obligation(
            "no-negative-sum",
            "the sum of all surpluses stays at least 0 if two more are added that are not negative",
            ge(TOTAL + on_lanes + before, 0),
            (ge(TOTAL, 0), ge(on_lanes, 0), ge(before, 0)),
        ),
    )


def ways() -> tuple[Induction, Induction]:
    """The way out, and the way back, on which the surplus is at least F^i - 1 after i diamonds."""
    backward = ROWS.reversed()
    lanes, _ = closed_forms.diamond_step(backward, SURPLUS)
    after_lanes, growth, step = surplus_steps()
    return _way_out(), Induction(
        "way-back",
        (
            "before the first diamond of the way back there is no surplus crossing, and P = 1",
            "if the surplus after i diamonds is at least P - 1 and at most the sum of all, so is that after the next, "
            "with F P for P",
        ),
        diamonds("of the way back", backward, F),
        both(ge(SURPLUS, P - 1), ge(SURPLUS, 0), ge(TOTAL, SURPLUS)),
        NO_WORSE_THAN_BASE,
        (Use(after_lanes, {y: SURPLUS}), Use(growth), Use(step, {between: as_reals(lanes)})),
    )


def _way_out() -> Induction:
    rows, (surplus, total) = DiamondRows(a, b, c, d), stays_nonnegative()
    lanes, connector = map(as_reals, closed_forms.diamond_step(rows, SURPLUS))
    return Induction(
        "way-out",
        ("before the first diamond of the way out no surplus is negative", "nor is one after the next diamond"),
        diamonds("of the way out", rows, sp.Integer(1)),
        both(ge(SURPLUS, 0), ge(TOTAL, 0)),
        (le(a, 1), le(c, 1)),
        (
            Use(surplus, {y: SURPLUS, p: a, q: b}),
            Use(surplus, {y: lanes, p: c, q: d}),
            Use(total, {on_lanes: lanes, before: connector}),
        ),
    )


def allocentric_cost(optimum: sp.Expr) -> Obligation:
    return Obligation(
        "allocentric-cost",
        "with passages of 2K+1 steps or more out, and twice the last surplus more than that back, H >= H* + "
        "2(W-1)(P-1)",
        ge(crossings.renewal_cost(W, out, back), optimum + 2 * (W - 1) * (P - 1)),
        (le(1, W), ge(out, 2 * K + 1), ge(back, 2 * K + 1 + 2 * y), ge(y, P - 1)),
    )
