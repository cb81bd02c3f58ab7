"""The numerals in a part's words and the numbers in what it states.

Main definitions: `numerals` (of a text), `stated_numbers` (of a part).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from types import CodeType, FunctionType, ModuleType
from typing import Any

import sympy as sp

from backproof.checks.composition import Induction, Theorem
from backproof.checks.formula import Comparison, Connective
from backproof.checks.statement import Derivation, Evidence, Generated, Instance, Obligation

NUMERAL = re.compile(r"(?<![A-Za-z_0-9.@])(?<!\bstep )(?<!\bTheorem )\d+(?:\.\d+)?")
"""A numeral that stands by itself: the 2 of x_2 and the 1 of l1 are parts of names, as is that of step 2."""


def numerals(text: str) -> set[Fraction]:
    return {Fraction(found) for found in NUMERAL.findall(text)}


def unstated(text: str, parts: Iterable[Evidence]) -> set[Fraction]:
    """The numerals of the text that are neither a number that these parts state nor a quotient of two of them."""
    numbers = set().union(*map(stated_numbers, parts))
    return {n for n in numerals(text) if n not in numbers and not set(map(Fraction, n.as_integer_ratio())) <= numbers}


def stated_numbers(part: Evidence) -> set[Fraction]:
    """Every number in the formulas of a part, or in the cases and the code of an instance, without signs.

    The number of cases counts, and so does the 0 of a variable's domain.
    """
    return set(_numbers(part, set()))


def _numbers(value: Any, seen: set[int]) -> Iterator[Fraction]:
    """The numbers in formulas, expressions, texts, collections, and in the code of functions of `checks`."""
    match value:
        case bool():
            return
        case int() | float() | Fraction():
            yield from (abs(n) for n in (Fraction(value), *Fraction(value).as_integer_ratio()))
        case str():
            yield from numerals(value)
        case sp.Basic():
            for number in value.atoms(sp.Rational):
                yield from (Fraction(abs(int(n))) for n in (number.p, number.q))
        case Comparison(left=left, right=right):
            yield from _all((left, right), seen)
        case Connective(parts=parts):
            yield from _all(parts, seen)
        case Generated(of=Theorem()):
            yield from _numbers(value.of, seen)
        case Generated():
            yield from _all((value.goal, *value.premises, value.of), seen)
        case Obligation():
            yield from _all((value.goal, *value.premises), seen)
        case Derivation():
            yield from _all((value.derived, value.stated), seen)
        case Instance():
            yield from _all((len(value.cases), value.cases, value.compute), seen)
        case Induction(over=over):
            yield from _all((value.first, value.predicate, value.hypotheses, over.start, over.following), seen)
        case Theorem():
            steps = [step for run in value.runs() for step in (run.index, run.over.start, run.over.following)]
            said = (0, 1, value.scope.least, value.scope.named, value.goal, value.let)
            yield from _all((*said, *steps), seen)
        case FunctionType():
            yield from _in_code(value, seen)
        case _ if isinstance(value, dict) or hasattr(value, "items"):
            yield from _all((x for item in value.items() for x in item), seen)
        case tuple() | list() | set() | frozenset():
            yield from _all(value, seen)


def _all(values: Iterable[Any], seen: set[int]) -> Iterator[Fraction]:
    for value in values:
        yield from _numbers(value, seen)


def _in_code(function: FunctionType, seen: set[int]) -> Iterator[Fraction]:
    """The constants of a function, of what it closes over, and of what it names in modules of `checks`."""
    if id(function.__code__) in seen:
        return
    seen.add(id(function.__code__))
    yield from _all((cell.cell_contents for cell in function.__closure__ or ()), seen)
    yield from _all(function.__defaults__ or (), seen)
    for code in _codes(function.__code__):
        yield from _all(code.co_consts, seen)
        yield from _all(_named(code, function.__globals__), seen)


def _named(code: CodeType, known: Mapping[str, Any]) -> Iterator[Any]:
    """What the code names in its module, and in modules of `checks` that it names."""
    values = [known.get(name) for name in code.co_names]
    modules = [v for v in values if isinstance(v, ModuleType) and v.__name__.startswith("backproof.checks")]
    yield from map(_of_checks, values)
    yield from (_of_checks(vars(module).get(name)) for module in modules for name in code.co_names)


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The code, and that of the functions within it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _of_checks(value: Any) -> Any:
    """The value, or None if it is a module, a class, or a function of another room."""
    if isinstance(value, ModuleType | type):
        return None
    if isinstance(value, FunctionType) and not value.__module__.startswith("backproof.checks"):
        return None
    return value
