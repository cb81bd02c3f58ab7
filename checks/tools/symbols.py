"""The variables of the obligations. Sizes and probabilities are positive reals, so that a proof covers the integers
too.

Main definitions: `W`, `K`, `L` (sizes), `I` (an index i), `P` (a growth factor to the power i), `as_reals`.
"""

from __future__ import annotations

import sympy as sp

from backproof.theory.costs import closed_forms


def positive(names: str) -> tuple[sp.Symbol, ...]:
    """Positive real variables; that they are positive is part of every statement about them."""
    return sp.symbols(names, real=True, positive=True, seq=True)  # type: ignore[no-any-return]


def nonnegative(names: str) -> tuple[sp.Symbol, ...]:
    """Real variables >= 0; this is part of every statement about them."""
    return sp.symbols(names, real=True, nonnegative=True, seq=True)  # type: ignore[no-any-return]


def real(names: str) -> tuple[sp.Symbol, ...]:
    """Real variables."""
    return sp.symbols(names, real=True, seq=True)  # type: ignore[no-any-return]


def naturals(names: str) -> tuple[sp.Symbol, ...]:
    """Integer variables >= 0; this is part of every statement about them."""
    return sp.symbols(names, integer=True, nonnegative=True, seq=True)  # type: ignore[no-any-return]


def sizes(names: str) -> tuple[sp.Symbol, ...]:
    """Integer variables >= 1; this is part of every statement about them."""
    return sp.symbols(names, integer=True, positive=True, seq=True)  # type: ignore[no-any-return]


W, L, P = positive("W L P")
K, I = nonnegative("K i")  # noqa: E741 - the theory's index


def as_reals(expression: sp.Expr) -> sp.Expr:
    """An expression of `theory.costs.closed_forms` in the real variables of this module."""
    theirs = (closed_forms.W, closed_forms.K, closed_forms.L, closed_forms.INDEX, closed_forms.POWER)
    return sp.sympify(expression).xreplace(dict(zip(theirs, (W, K, L, I, P), strict=True)))
