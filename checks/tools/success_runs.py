"""Success and its derivatives, vertex by vertex: the inductions of `reward-forms`.

Main results: `success_values`, `passing_gain`, `product_of_rows`, `adjoint_growth`.
"""

from __future__ import annotations

import sympy as sp

from backproof.checks.composition import Induction, Recurrence
from backproof.checks.formula import Formula, both, eq, ge, le
from backproof.checks.scope import Policies
from backproof.checks.tools.symbols import I, P, as_reals, nonnegative, positive, real
from backproof.theory.costs import closed_forms, crossings

ALPHA, BETA, OUTWARD, INWARD, ALPHA_NEXT, BETA_NEXT, AT_FORK = real("alpha beta out in alpha_next beta_next V_fork")
THROUGH, REACH, ESCAPE, ADJOINT = positive("t Q escape s")
Y, TURNED = nonnegative("y V_turn")
VALUE, WITHIN = real("V V_within")


def both_moves(p: sp.Symbol, q: sp.Symbol) -> tuple[Formula, ...]:
    """alpha behind a vertex and beta there by first steps, from alpha and beta before it."""
    return eq(ALPHA, p * ALPHA_NEXT + (1 - p) * BETA), eq(BETA_NEXT, q * BETA + (1 - q) * ALPHA_NEXT)


def success_values(policies: Policies) -> Induction:
    """alpha, beta and how much more passing gains than turning at the last vertex, outward and inward."""
    p, q = policies.rows
    words = (
        "at the fork alpha and beta are equal",
        "if alpha and beta are V before a vertex, they are V behind it, and passing gains nothing",
    )
    over = Recurrence(
        "probabilities of success from the fork",
        I,
        {ALPHA: AT_FORK, BETA: AT_FORK, OUTWARD: sp.Integer(0), INWARD: sp.Integer(0)},
        {ALPHA: ALPHA_NEXT, BETA: BETA_NEXT, OUTWARD: ALPHA_NEXT - BETA, INWARD: BETA - ALPHA_NEXT},
        chosen=(p, q, ALPHA_NEXT, BETA_NEXT),
        constraints=(*policies.constraints, *both_moves(p, q)),
    )
    predicate = both(eq(ALPHA, AT_FORK), eq(BETA, AT_FORK), eq(OUTWARD, 0), eq(INWARD, 0))
    return Induction("values", words, over, predicate)


def passing_gain(policies: Policies) -> Induction:
    """On the way in at the SFT limit: t, y, and V of a walker there and of one that has turned there."""
    p, q = policies.rows
    (turned_next,) = nonnegative("turned_next")
    words = (
        "at the fork V is at most one, and t = 1",
        "if V <= t + (1-t) V_turn, it is so at the next vertex, where who turns is back at the leaf sooner",
    )
    over = Recurrence(
        "vertices on the way in at the SFT limit",
        I,
        {THROUGH: sp.Integer(1), Y: sp.Integer(0), VALUE: WITHIN, TURNED: sp.Integer(0)},
        {
            THROUGH: q * THROUGH,
            Y: crossings.next_surplus(Y, q, sp.Integer(1)),
            VALUE: q * VALUE + (1 - q) * turned_next,
            TURNED: turned_next,
        },
        chosen=(p, q, turned_next),
        constraints=(*policies.constraints, le(TURNED, turned_next), le(turned_next, 1)),
    )
    predicate = both(
        le(VALUE, THROUGH + (1 - THROUGH) * TURNED), le(THROUGH, 1), le(TURNED, 1), eq((Y + 1) * THROUGH, 1)
    )
    return Induction("gain", words, over, predicate, (le(WITHIN, 1),))


def product_of_rows(rho: sp.Expr) -> Induction:
    """The product of all q, that is of b d over the diamonds."""
    rows = closed_forms.SFT_ROWS
    over = Recurrence(
        "diamonds at the SFT limit",
        I,
        {P: sp.Integer(1), ESCAPE: sp.Integer(1)},
        {P: rho * P, ESCAPE: as_reals(rows.backward_entry * rows.backward_exit) * ESCAPE},
    )
    return Induction("escape", ("1 = 1", "rho b d = 1"), over, eq(ESCAPE * P, 1))


def adjoint_growth(policies: Policies) -> Induction:
    """The adjoint of y and the product of q, from the leaf on."""
    p, q = policies.rows
    over = Recurrence(
        "vertices from the leaf at the SFT limit",
        I,
        {ADJOINT: sp.Integer(2), REACH: sp.Integer(1)},
        {ADJOINT: crossings.next_adjoint(ADJOINT, 1 / q), REACH: q * REACH},
        chosen=(p, q),
        constraints=policies.constraints,
    )
    words = ("s Q = 2 at the leaf", "s Q >= 2 gives (2 + s/q) (Q q) >= 2")
    return Induction("adjoint", words, over, ge(ADJOINT * REACH, 2))
