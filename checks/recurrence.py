"""Recurrences, which inductions are about, and their runs, which theorems speak of.

Main definitions: `Recurrence`, `Trace`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import sympy as sp

from backproof.checks.formula import Formula, smt_text, substituted, variables
from backproof.checks.scope import CompositionError

Values: TypeAlias = Mapping[sp.Symbol, sp.Expr]


@dataclass(frozen=True)
class Recurrence:
    """States by index: their values at index 0, and those at index + 1 from those at the index.

    ``chosen`` are symbols that take new values at each step, any that satisfy the ``constraints``; if these are
    ``determined``, which is proved, there is one choice. All other symbols are parameters.
    """

    words: str
    index: sp.Symbol
    start: Values
    following: Values
    chosen: tuple[sp.Symbol, ...] = ()
    constraints: tuple[Formula, ...] = ()
    determined: bool = False

    def __post_init__(self) -> None:
        own = {self.index, *self.following, *self.chosen}
        if self.start.keys() != self.following.keys():
            raise CompositionError(f"{self.words}: the states at the start must be those that follow")
        if free(self.start.values()) & own:
            raise CompositionError(f"{self.words}: a start must not depend on states, the index or what is chosen")

    @property
    def parameters(self) -> set[sp.Symbol]:
        found = free([*self.start.values(), *self.following.values()]) | set(variables(self.constraints))
        return found - {self.index, *self.following, *self.chosen}

    def extends(self, other: Recurrence) -> bool:
        """Whether the states of ``other`` are among these, and each step here is one there."""
        same = self.start.items() >= other.start.items() and self.following.items() >= other.following.items()
        choice = set(self.chosen) >= set(other.chosen) and set(self.constraints) >= set(other.constraints)
        own = {*self.following, *self.chosen} - {*other.following, *other.chosen}
        return self.index == other.index and same and choice and not other.parameters & own

    def at_index(self, first: int) -> Values:
        """The states at this index, where nothing is chosen on the way."""
        states = dict(self.start)
        for index in range(first):
            if self.chosen:
                raise CompositionError(f"{self.words}: an induction must begin at 0 where values are chosen")
            now = {self.index: sp.Integer(index), **states}
            states = {state: value.xreplace(now) for state, value in self.following.items()}
        return states

    def instantiated(self, at: Values) -> Recurrence:
        """The recurrence with other parameters."""
        inner = {symbol: value for symbol, value in at.items() if symbol in self.parameters}
        if free(inner.values()) & {self.index, *self.following, *self.chosen}:
            raise CompositionError(f"{self.words}: a parameter must not be a state, the index or a chosen value")
        start, following = (
            {state: value.xreplace(inner) for state, value in values.items()} for values in (self.start, self.following)
        )
        constraints = tuple(substituted(formula, inner) for formula in self.constraints)
        return replace(self, start=start, following=following, constraints=constraints)


@dataclass(frozen=True)
class Trace:
    """A run: the states of a recurrence at one index, by the symbols of the theorem that speaks of them."""

    over: Recurrence
    index: sp.Expr
    states: Values

    def __str__(self) -> str:
        """The states and the steps that lead to them: ``P is P after K steps of powers: from P = 1 to P = 2*P``."""
        over = self.over
        names = ", ".join(f"{symbol} is {state}" for state, symbol in self.states.items())
        start, then = (", ".join(f"{x} = {value}" for x, value in v.items()) for v in (over.start, over.following))
        alike = all(symbol.is_positive for symbol in over.chosen)
        chosen = ", ".join(map(str, over.chosen)) + " > 0" if alike else ", ".join(map(_range, over.chosen))
        given = " and ".join(smt_text(formula, reals=False) for formula in over.constraints)
        choice = f", for any {chosen}{' with ' if given else ''}{given}" if over.chosen else ""
        return f"{names} after {self.index} steps of {over.words}: from {start} to {then}{choice}"

    def extends(self, other: Trace) -> bool:
        shared = self.states.items() >= other.states.items()
        return shared and self.index == other.index and self.over.extends(other.over)

    def at(self, at: Values) -> Trace:
        states = {state: symbol.xreplace(at) for state, symbol in self.states.items()}
        return Trace(self.over.instantiated(at), self.index.xreplace(at), states)


def _range(symbol: sp.Symbol) -> str:
    return f"{symbol} > 0" if symbol.is_positive else f"{symbol} >= 0" if symbol.is_nonnegative else str(symbol)


def free(values: Iterable[sp.Expr]) -> set[sp.Symbol]:
    return set().union(*(value.free_symbols for value in values))
