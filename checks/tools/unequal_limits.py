"""Sums over the targets of unequal corridors, at the limits of SFT and of never turning.

Target i has a corridor of length n_i = 2K_i+1 and an excursion cost R_i. With forward rows of one its passage takes n_i
steps, and the first try succeeds. A policy that never turns has R_i = 2 n_i besides.

Main results: `CORRIDORS`, `limit_sums`.
"""

from __future__ import annotations

import sympy as sp

from backproof.checks.composition import Induction, Recurrence
from backproof.checks.formula import both, eq, ge
from backproof.checks.scope import Policies
from backproof.checks.tools.symbols import I, nonnegative, real
from backproof.theory.costs.excursions import target_cost

length_of, R_of = nonnegative("n_i R_i")
FIRST, R_FIRST, R_ALL, M_ALL = real("n_1 R_1 R_all M_all")
"""m and R of the first corridor, which is any one, and the sums of all R and m."""

LEN, RET, SFT, STRAIGHT = real("len ret sft straight")
"""The sums so far of m, of R, and of the costs at both limits."""

CORRIDORS = Policies("corridors of any lengths n_i >= 3", (length_of, R_of), (ge(length_of, 3),))


def limit_sums() -> tuple[Induction, Induction]:
    """What the sums are over the first corridor and i others, and what they are at least."""
    one = sp.Integer(1)

    def costs(m: sp.Expr, r: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
        return target_cost(m, one, R_ALL - r), target_cost(m, one, 2 * M_ALL - 2 * m)

    start = dict(zip((LEN, RET, SFT, STRAIGHT), (FIRST, R_FIRST, *costs(FIRST, R_FIRST)), strict=True))
    added = zip((LEN, RET, SFT, STRAIGHT), (length_of, R_of, *costs(length_of, R_of)), strict=True)
    over = Recurrence(
        "corridors after the first",
        I,
        start,
        {state: state + term for state, term in added},
        chosen=(length_of, R_of),
        constraints=CORRIDORS.constraints,
    )
    sums = Induction(
        "sums",
        (
            "for one target the sum of all other R is the sum of all R less its own",
            "if over n targets it is n times the sum of all R less their own, so it is over n+1",
        ),
        over,
        both(eq(SFT, LEN + (I + 1) * R_ALL - RET), eq(STRAIGHT, LEN + 2 * (I + 1) * M_ALL - 2 * LEN)),
    )
    least = Induction(
        "least",
        ("the first corridor has 2K+1 >= 3", "n corridors have M >= 3n, and all R add up to at least that of one"),
        over,
        both(ge(LEN, 3 * (I + 1)), ge(RET, R_FIRST)),
        hypotheses=(ge(FIRST, 3),),
    )
    return sums, least
