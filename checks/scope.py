"""The scope of a claim as data, from which both its words and the hypotheses of its theorem are made.

Main definitions: `Scope`, `Policies`, `Given`, `Assumed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from backproof.checks.formula import Formula, both, either, eq, ge, le


class CompositionError(ValueError):
    """Statements that cannot be composed in this way."""


@dataclass(frozen=True)
class Policies:
    """The policies of a scope: the symbols of their rows, and what holds of these."""

    words: str
    rows: tuple[sp.Symbol, ...]
    constraints: tuple[Formula, ...]


@dataclass(frozen=True)
class Given:
    """Other numbers that a theorem is about: any of this kind, as large as they are declared and at most ``most``."""

    kind: str
    symbols: tuple[sp.Symbol, ...]
    most: int | None = None

    def __post_init__(self) -> None:
        if len({_least(symbol) for symbol in self.symbols}) != 1:
            raise CompositionError(f"{self.kind}: symbols that are given together must be declared alike")

    @property
    def words(self) -> str:
        """The kind, the symbols and their range, as they are declared: ``every weight w > 0``."""
        least = _least(self.symbols[0])
        above = {"(0": " > 0", "[0": " >= 0", "": ""}[least]
        if self.most is not None:
            above = f" in {least}, {self.most}]" if least else f" <= {self.most}"
        return f"every {self.kind} {', '.join(str(symbol) for symbol in self.symbols)}{above}"

    @property
    def constraints(self) -> tuple[Formula, ...]:
        return () if self.most is None else tuple(le(symbol, self.most) for symbol in self.symbols)


def _least(symbol: sp.Symbol) -> str:
    """The lower end of the range in which the symbol is declared."""
    return "(0" if symbol.is_positive else "[0" if symbol.is_nonnegative else ""


@dataclass(frozen=True)
class Scope:
    """The least size of each kind, the policies, and other numbers. A size with no bound in the words is at least 1.

    ``more`` are policies of other kinds, for other parts of the theorem. If there are ``named`` values of sizes and
    other numbers, the theorem is about these alone.
    """

    least: Mapping[sp.Symbol, int]
    policies: Policies | None = None
    given: tuple[Given, ...] = ()
    more: tuple[Policies, ...] = ()
    named: tuple[Mapping[sp.Symbol, sp.Rational], ...] = ()

    @property
    def kinds(self) -> tuple[Policies, ...]:
        return (*([self.policies] if self.policies else []), *self.more)

    @property
    def words(self) -> str:
        """The scope column of the claim: ``all W >= 2, K, L``."""
        sizes = [f"{size}" if least == 1 else f"{size} >= {least}" for size, least in self.least.items()]
        others = [*(policies.words for policies in self.kinds), *(given.words for given in self.given)]
        if self.named:
            cases = (", ".join(f"{name} = {value}" for name, value in case.items()) for case in self.named)
            return ", ".join([" or ".join(cases), *others])
        return ", ".join([f"all {sizes[0]}", *sizes[1:], *others])

    @property
    def hypotheses(self) -> tuple[Formula, ...]:
        bounds = (bound for given in self.given for bound in given.constraints)
        cases = [both(*(eq(name, value) for name, value in case.items())) for case in self.named]
        named = (either(*cases),) if cases else ()
        return (*(ge(size, least) for size, least in self.least.items()), *bounds, *named)

    @property
    def symbols(self) -> set[sp.Symbol]:
        """The sizes and what is given besides."""
        named = (name for case in self.named for name in case)
        return {*self.least, *(symbol for given in self.given for symbol in given.symbols), *named}


@dataclass(frozen=True)
class Assumed:
    """What a claim rests on and nobody proves here. It shows in the report of every claim that uses the claim."""

    id: str
    words: str
