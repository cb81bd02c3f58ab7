"""What makes a statement easy: it is linear in its variables, or an identity that needs no hypotheses.

The count of proofs says how many are of either form, since such a proof is no achievement of a solver.

Main definition: `form_of`.
"""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from backproof.checks.formula import Comparison, Connective, Formula
from backproof.checks.statement import Obligation

IDENTITY, LINEAR = "identity", "linear"


def form_of(obligation: Obligation) -> str:
    """*identity* if its goal is one or more equations that hold for all values, else *linear* if it is, else empty.

    It is linear if the two sides of each comparison, in the hypotheses and in the goal, differ by a polynomial of
    degree at most one. As for the solvers, denominators are multiplied out.
    """
    if _is_conjunction_of_equations(obligation.goal) and all(d == 0 for d in _differences([obligation.goal])):
        return IDENTITY
    return LINEAR if all(map(_is_linear, _differences([*obligation.premises, obligation.goal]))) else ""


def _is_conjunction_of_equations(formula: Formula) -> bool:
    match formula:
        case Comparison(relation=relation):
            return relation == "="
        case Connective(operator=operator, parts=parts):
            return operator == "and" and all(map(_is_conjunction_of_equations, parts))
    raise ValueError(f"formula must be a comparison or a connective, got {formula!r}")


def _differences(formulas: Iterable[Formula]) -> Iterable[sp.Expr]:
    """Of each comparison, one side minus the other, expanded, times the denominators."""
    for formula in formulas:
        match formula:
            case Comparison(left=left, right=right):
                (above, below), (over, under) = (sp.fraction(sp.together(side)) for side in (left, right))
                yield sp.expand(above * under - over * below)
            case Connective(parts=parts):
                yield from _differences(parts)


def _is_linear(polynomial: sp.Expr) -> bool:
    symbols = sorted(polynomial.free_symbols, key=str)
    return not symbols or sp.Poly(polynomial, *symbols).total_degree() <= 1
