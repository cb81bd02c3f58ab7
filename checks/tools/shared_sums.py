"""Sums over rows that share a feature, for the claim `shared-rows`: their gaps, and how fast the cost falls.

The gap of row r is theta_r + lambda phi_r theta_0. Here s is what theta_0 adds to a forward gap, divided by lambda.

Main definitions: `forward_rows`, `portion`, `backward_gap`, `descent`, `falls`, `EVERY_ROW`.
"""

from __future__ import annotations

import sympy as sp

from backproof.checks.composition import Induction, Recurrence
from backproof.checks.formula import Formula, both, eq, ge, implies
from backproof.checks.scope import Policies
from backproof.checks.statement import Obligation
from backproof.checks.tools.symbols import I, positive, real
from backproof.theory.relaxations.shared_rows import shared_portion

lam, N = positive("lam N")
phi, s, mean, backward = real("phi s mean backward")
own, theta, GAPS, PUSHED = real("theta_r theta gaps pushed")
"""theta of one forward row; the sums of these, of the gaps, and of what the rows add to theta_0."""

phi_r, slope, C = real("phi_r g C")
FALL, SQUARES, PART = real("fall squares part")

EVERY_ROW = (
    Policies("every theta of a forward row", (own,), ()),
    Policies("every feature and slope of a row", (phi_r, slope), ()),
)

SHARED = (eq(s, lam * theta), eq(N * mean, theta + N * lam * s), eq(backward, phi * lam * s))
"""theta is the sum over the N forward rows."""


def forward_rows() -> Induction:
    rows = Recurrence(
        "forward rows",
        I,
        dict.fromkeys((theta, GAPS, PUSHED), sp.Integer(0)),
        {theta: theta + own, GAPS: GAPS + own + lam * s, PUSHED: PUSHED + lam * own},
        chosen=(own,),
    )
    words = (
        "without a row all sums are 0",
        "if i rows add lambda times the sum of theta to theta_0, and their gaps are that sum + i lambda s, so with one "
        "row more",
    )
    return Induction("forward-rows", words, rows, both(eq(PUSHED, lam * theta), eq(GAPS, theta + I * lam * s)))


def portion() -> Obligation:
    return Obligation(
        "portion",
        "with s = lambda sum theta, a backward gap phi lambda s is phi sigma/(1+sigma) times the mean forward gap",
        eq(backward, phi * shared_portion(N * lam**2) * mean),
        SHARED,
    )


def backward_gap(stated: sp.Expr) -> Formula:
    """A backward gap where theta_0 is what the forward rows have added."""
    return implies(both(eq(s, PUSHED), eq(N * mean, GAPS), eq(backward, phi * lam * s)), eq(backward, stated))


def descent() -> Induction:
    """C is the sum of phi g over all rows."""
    rows = Recurrence(
        "rows",
        I,
        dict.fromkeys((FALL, SQUARES, PART), sp.Integer(0)),
        {
            FALL: FALL + slope * (slope + lam**2 * phi_r * C),
            SQUARES: SQUARES + slope**2,
            PART: PART + phi_r * slope,
        },
        chosen=(phi_r, slope),
    )
    words = (
        "without a row all sums are 0",
        "if the cost falls at the sum of g^2 plus lambda^2 C times that of phi g, so with one row more",
    )
    return Induction("descent", words, rows, eq(FALL, SQUARES + lam**2 * C * PART))


def falls(more: sp.Expr) -> Formula:
    """The cost falls faster than without sharing, by ``more``, or as fast."""
    return implies(eq(C, PART), both(eq(FALL, SQUARES + more), ge(FALL, SQUARES)))
