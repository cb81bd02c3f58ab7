"""Statements that a solver can decide: comparisons of sympy expressions, joined by and, or, not and implies.

sympy is only used to write expressions down. Comparisons are never simplified, and each side's denominator is
multiplied out as it stands, so that the solver decides the statement. A denominator is accepted only if it is certainly
positive: its coefficients are positive, its variables are declared nonnegative, and at least one of its terms cannot
vanish.

Main definitions: `Formula`, `eq`, `le`, `lt`, `ge`, `gt`, `both`, `either`, `implies`, `negation`; `smt_text`,
`is_true`, `substituted`, `with_sides`, `domain`.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import sympy as sp

Model: TypeAlias = Mapping[str, Fraction]
"""A value for each variable, by name."""


@dataclass(frozen=True)
class Comparison:
    """``left relation right``; the relation is one of SMT-LIB's = < <= > >=."""

    relation: str
    left: sp.Expr
    right: sp.Expr


@dataclass(frozen=True)
class Connective:
    """``(operator part ...)``; the operator is one of SMT-LIB's and, or, not, =>."""

    operator: str
    parts: tuple[Formula, ...]


Formula: TypeAlias = Comparison | Connective

_RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _comparison(relation: str) -> Callable[[Any, Any], Comparison]:
    def compare(left: Any, right: Any) -> Comparison:
        return Comparison(relation, sp.sympify(left), sp.sympify(right))

    return compare


eq, lt, le, gt, ge = (_comparison(relation) for relation in ("=", "<", "<=", ">", ">="))


def both(*parts: Formula) -> Connective:
    """All of the parts."""
    return Connective("and", parts)


def either(*parts: Formula) -> Connective:
    """At least one of the parts."""
    return Connective("or", parts)


def implies(condition: Formula, conclusion: Formula) -> Connective:
    return Connective("=>", (condition, conclusion))


def negation(part: Formula) -> Connective:
    return Connective("not", (part,))


def variables(formulas: Iterable[Formula]) -> list[sp.Symbol]:
    """The variables that occur, ordered by name."""
    found: set[sp.Symbol] = set()
    stack = list(formulas)
    while stack:
        match stack.pop():
            case Comparison(left=left, right=right):
                found |= left.free_symbols | right.free_symbols
            case Connective(parts=parts):
                stack.extend(parts)
    return sorted(found, key=lambda symbol: str(symbol.name))


def substituted(formula: Formula, at: Mapping[sp.Symbol, sp.Expr]) -> Formula:
    """The formula with these values for its variables, all at once."""
    return with_sides(formula, lambda side: side.xreplace(at))


def with_sides(formula: Formula, change: Callable[[sp.Expr], sp.Expr]) -> Formula:
    """The formula with each side of each comparison changed so."""
    match formula:
        case Comparison(left=left, right=right):
            return Comparison(formula.relation, change(left), change(right))
        case Connective(parts=parts):
            return Connective(formula.operator, tuple(with_sides(part, change) for part in parts))
    raise ValueError(f"formula must be a comparison or a connective, got {formula!r}")


def domain(symbols: Iterable[sp.Symbol]) -> list[Comparison]:
    """The assumptions that sympy has about the symbols: > 0 for positive ones, >= 0 for nonnegative ones.

    They belong to every statement, since sympy may have used them.
    """
    return [
        Comparison(">" if symbol.is_positive else ">=", symbol, sp.Integer(0))
        for symbol in symbols
        if symbol.is_nonnegative
    ]


def is_true(formula: Formula, model: Model) -> bool:
    """Whether ``formula`` holds under ``model``, in exact fractions. Raises ValueError if a side has no value."""
    match formula:
        case Comparison():
            left, right = (_value(side, model) for side in (formula.left, formula.right))
            return _RELATIONS[formula.relation](left, right)
        case Connective(operator="not"):
            return not is_true(formula.parts[0], model)
        case Connective(operator="=>"):
            return not is_true(formula.parts[0], model) or is_true(formula.parts[1], model)
        case Connective(operator="and"):
            return all(is_true(part, model) for part in formula.parts)
        case Connective(operator="or"):
            return any(is_true(part, model) for part in formula.parts)
    raise ValueError(f"formula must be a comparison or one of and, or, not, =>, got {formula!r}")


def _value(expression: sp.Expr, model: Model) -> Fraction:
    point = {x: sp.Rational(model[x.name].numerator, model[x.name].denominator) for x in expression.free_symbols}
    value = expression.xreplace(point)
    if not value.is_Rational:
        raise ValueError(f"{expression} has no rational value at {point}")
    return Fraction(int(value.p), int(value.q))


# --- SMT-LIB ---------------------------------------------------------------------------------------------------------


def sort(symbol: sp.Symbol) -> str:
    return "Int" if symbol.is_integer else "Real"


def logic(symbols: Iterable[sp.Symbol]) -> str:
    """The SMT-LIB logic for these variables: nonlinear arithmetic on integers or on reals.

    A mixture raises ValueError, since cvc5 may not return on one. Sizes can be real; this only strengthens a proof.
    """
    sorts = {sort(symbol) for symbol in symbols}
    if len(sorts) > 1:
        raise ValueError("variables must be all integer or all real: make the sizes of this statement real")
    return "QF_NIA" if sorts == {"Int"} else "QF_NRA"


def smt_text(formula: Formula, *, reals: bool) -> str:
    """``formula`` in SMT-LIB 2 as polynomials; with ``reals``, numerals are written as decimals."""
    match formula:
        case Comparison():
            return _comparison_text(formula, reals)
        case Connective(operator="and" | "or", parts=(part,)):  # standard SMT-LIB needs two parts or more
            return smt_text(part, reals=reals)
        case Connective(operator=name, parts=parts):
            return f"({name} {' '.join(smt_text(part, reals=reals) for part in parts)})"
    raise ValueError(f"formula must be a comparison or a connective, got {formula!r}")


@functools.cache
def _comparison_text(comparison: Comparison, reals: bool) -> str:
    """Cached, since a premise occurs in many statements, and each statement is asked for several times."""
    left, right = _polynomials(comparison)
    return f"({comparison.relation} {_term(left, reals)} {_term(right, reals)})"


def _polynomials(comparison: Comparison) -> tuple[sp.Expr, sp.Expr]:
    """Both sides times both denominators, after a check that everything they divide by is positive."""
    for power in comparison.left.atoms(sp.Pow) | comparison.right.atoms(sp.Pow):
        if power.exp.is_negative:
            _require_positive(power.base)
    (left, below), (right, under) = (sp.fraction(sp.together(side)) for side in (comparison.left, comparison.right))
    return _times(left, under), _times(right, below)


def _times(side: sp.Expr, denominator: sp.Expr) -> sp.Expr:
    return side if denominator == 1 else sp.Mul(side, denominator, evaluate=False)


def _require_positive(denominator: sp.Expr) -> None:
    """Raise ValueError unless no coefficient is negative, no variable can be negative, and at least one term has only
    positive variables.
    """
    if denominator.is_Number:
        return
    polynomial = sp.Poly(denominator)
    terms = polynomial.terms()
    strict = (all(x.is_positive for x, k in zip(polynomial.gens, powers, strict=True) if k) for powers, _ in terms)
    if all(c > 0 for _, c in terms) and all(x.is_nonnegative for x in polynomial.gens) and any(strict):
        return
    raise ValueError(f"denominator must be visibly positive, got {denominator}: clear it by hand under a hypothesis")


def _term(expression: sp.Expr, reals: bool) -> str:
    if expression.is_Symbol:
        return str(expression.name)
    if expression.is_Integer:
        digits = f"{abs(int(expression))}.0" if reals else f"{abs(int(expression))}"
        return digits if expression >= 0 else f"(- {digits})"
    if expression.is_Pow and expression.exp.is_Integer and expression.exp > 0:
        return _apply("*", [_term(expression.base, reals)] * int(expression.exp))
    if expression.is_Add or expression.is_Mul:
        ordered = sorted(expression.args, key=sp.default_sort_key)
        return _apply("+" if expression.is_Add else "*", [_term(part, reals) for part in ordered])
    raise ValueError(f"term must be a polynomial with integer coefficients, got {expression}")


def _apply(name: str, parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({name} {' '.join(parts)})"
