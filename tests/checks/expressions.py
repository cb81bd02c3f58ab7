"""The sums of sizes in a part's words, and whether its formulas have them.

``4 (2K+1) H_SFT`` has the sum 4 (2K+1). It is in a formula if sympy finds it there as a sum or as some of the terms of
one. Only sums of numbers and the sizes W, K, L count, since other names in the words may be short for anything.

Main definitions: `sums` (of a text), `missing_sums`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import sympy as sp

from backproof.checks.formula import Comparison, Connective, Formula
from backproof.checks.tools.symbols import K, L, W

SIZES = {"W": W, "K": K, "L": L}
TOKEN = re.compile(r"\d+|[A-Za-z]+(?:_\w+|\*(?=[ ,;.:)]|$))?|[-+*/^()]|\S")
NAME = re.compile(r"[WKL]+|[A-Z]|[A-Za-z]+_\w+|[A-Z]\*|rho|kappa|delta|tau|[b-hj-z]")


def sums(text: str) -> set[sp.Expr]:
    """The largest sums of numbers and sizes in the expressions of a text."""
    return {found for run in _runs(TOKEN.findall(text)) for found in _pure(_parsed(run))}


def _runs(tokens: list[str]) -> Iterator[list[str]]:
    """Stretches of tokens that can be an expression."""
    run: list[str] = []
    for text in (*tokens, "."):
        if text in "-+*/^()" or text.isdigit() or NAME.fullmatch(text):
            run.append(text)
        else:
            yield run
            run = []


def _parsed(tokens: list[str]) -> list[sp.Expr]:
    """The expressions in a stretch of tokens, from left to right; what cannot be read is skipped."""
    found, rest = [], list(tokens)
    while rest:
        before = len(rest)
        value = _sum(rest)
        if value is not None:
            found.append(value)
        if len(rest) == before:
            rest.pop(0)
    return found


def _sum(rest: list[str]) -> sp.Expr | None:
    sign = rest.pop(0) if rest and rest[0] == "-" else "+"
    total = _product(rest)
    total = -total if total is not None and sign == "-" else total
    while total is not None and len(rest) > 1 and rest[0] in "+-":
        sign = rest.pop(0)
        term = _product(rest)
        if term is None:
            return total
        total = total + term if sign == "+" else total - term
    return total


def _product(rest: list[str]) -> sp.Expr | None:
    value = _power(rest)
    while value is not None and rest and rest[0] not in "+-)^":
        divides = rest[0] == "/"
        if rest[0] in "*/":
            rest.pop(0)
        factor = _power(rest)
        if factor is None:
            return value
        value = value / factor if divides else value * factor
    return value


def _power(rest: list[str]) -> sp.Expr | None:
    value = _atom(rest)
    if value is not None and len(rest) > 1 and rest[0] == "^":
        rest.pop(0)
        exponent = _atom(rest)
        return value**exponent if exponent is not None else value
    return value


def _atom(rest: list[str]) -> sp.Expr | None:
    """A number, a name, or a sum in parentheses; None, and nothing read, if there is none."""
    if not rest or rest[0] in "-+*/^)":
        return None
    first = rest.pop(0)
    if first == "(":
        value = _sum(rest)
        if value is None or not rest or rest.pop(0) != ")":
            return None
        return value
    if first.isdigit():
        return sp.Integer(int(first))
    return sp.Mul(*(SIZES[letter] for letter in first)) if set(first) <= set(SIZES) else sp.Symbol(first)


def _pure(expressions: Iterable[sp.Expr]) -> Iterator[sp.Expr]:
    """The largest sums that have no other variables than sizes."""
    for expression in expressions:
        if not expression.free_symbols:
            continue
        if expression.is_Add and expression.free_symbols <= set(SIZES.values()):
            yield expression
        else:
            yield from _pure(expression.args)


def missing_sums(text: str, formulas: Iterable[Formula | sp.Expr]) -> set[sp.Expr]:
    """The sums of the text that none of the formulas has."""
    there = [part for side in _sides(formulas) for part in sp.preorder_traversal(side) if part.is_Add]
    known = [set(sp.Add.make_args(sp.expand(part))) for part in there] + [set(part.args) for part in there]
    return {
        found
        for found in sums(text)
        if not any(set(found.args) <= terms or set(sp.expand(found).args) <= terms for terms in known)
    }


def _sides(formulas: Iterable[Any]) -> Iterator[sp.Expr]:
    for formula in formulas:
        match formula:
            case Comparison(left=left, right=right):
                yield from (left, right)
            case Connective(parts=parts):
                yield from _sides(parts)
            case sp.Basic():
                yield formula
