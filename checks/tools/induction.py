"""The induction that carries a closed form from the recurrence to every depth K, shared by the cost claims.

A `DiamondPassage` says where the recurrence stands after i diamonds. *Base*: it says 0 for i = 0. *Step*: if the
recurrence stands there, one more diamond of it (the theory's own code, run on symbols) leads where the closed form says
for i+1, powers being carried as P with P' = growth P.

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
