"""The induction on the depth K that proves a closed form of the crossing recurrence, for all cost claims.

A `DiamondPassage` gives the state of the recurrence after i diamonds. *Base*: for i = 0 it gives 0. *Step*: from its
state at i, one more diamond of the recurrence (the theory's own code, run on symbols) leads to its state at i+1. Powers
are carried as P with P' = growth P.

Main result: `passage_induction`.
"""

from __future__ import annotations

from backproof.checks.formula import both, eq
from backproof.checks.statement import Obligation
from backproof.checks.tools.symbols import I, P, as_reals
from backproof.theory.costs.closed_forms import DiamondPassage, DiamondRows, diamond_step


def passage_induction(name: str, rows: DiamondRows, passage: DiamondPassage) -> list[Obligation]:
    """Base and step for surplus and total of ``passage``, both as polynomial identities in i, P, L."""
    surplus, total, growth = (as_reals(part) for part in (passage.surplus, passage.total, passage.growth))
    lanes, connector = (as_reals(edge) for edge in diamond_step(rows, surplus))
    following = {I: I + 1, P: growth * P}
    return [
        Obligation(
            f"{name}-base",
            f"{name}: before the first diamond the closed forms of x and of the sum of x are 0",
            both(*(eq(form, 0) for form in (surplus, total))),
            (eq(I, 0), eq(P, 1)),
        ),
        Obligation(
            f"{name}-step",
            f"{name}: one diamond of the recurrence takes the closed forms at i to those at i+1",
            both(
                eq(connector, surplus.subs(following, simultaneous=True)),
                eq(total + lanes + connector, total.subs(following, simultaneous=True)),
            ),
        ),
    ]
