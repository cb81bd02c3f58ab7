"""Which statements are easy: identities, and linear ones."""

from __future__ import annotations

import pytest
import sympy as sp

from backproof.checks.forms import form_of
from backproof.checks.formula import both, either, eq, ge, gt, implies, le, negation
from backproof.checks.statement import Obligation
from backproof.checks.tools.symbols import K, L, W, real

x, y = real("x y")


@pytest.mark.parametrize(
    ("goal", "hypotheses", "form"),
    [
        (eq((x + y) ** 2, x**2 + 2 * x * y + y**2), (), "identity"),
        (eq(x / L + x, x * (L + 1) / L), (ge(x * y, 1),), "identity"),
        (both(eq(x * (y + 1), x * y + x), eq(x, x)), (), "identity"),
        (both(eq(x, x), eq(x * y, x)), (), ""),
        (both(eq(x, x), eq(x, y)), (), "linear"),
        (either(eq(x, x), eq(x * y, 1)), (), ""),
        (ge(x**2, x**2), (), "linear"),
        (negation(eq(x, x)), (), "linear"),
        (ge(x, y), (ge(x, 3), le(y, 2)), "linear"),
        (ge(x + x * y, x * y + 2), (implies(gt(x, 1), eq(y, x)),), "linear"),
        (ge(x, y), (ge(x * y, 3),), ""),
        (ge(x, y / (L + 1)), (), ""),
        (ge(x / L, y / L), (), ""),
        (ge(x / 2, sp.Rational(1, 3)), (), "linear"),
        (ge(W * K, W), (ge(W, 2),), ""),
        (ge(sp.Integer(2), 1), (), "linear"),
    ],
    ids=str,
)
def test_the_form_is_read_from_the_formulas(goal, hypotheses, form):
    assert form_of(Obligation("", "", goal, hypotheses)) == form


def test_what_is_no_formula_is_refused():
    with pytest.raises(ValueError, match="formula must be a comparison or a connective, got 'x'"):
        form_of(Obligation("", "", both(eq(x, x), "x")))
