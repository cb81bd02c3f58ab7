"""The scope of a claim as data, from which both its words and the hypotheses of its theorem are made.

Main definitions: `Scope`, `Policies`, `Assumed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from backproof.checks.formula import Formula, ge


class CompositionError(ValueError):
    """Statements that cannot be composed in this way."""


@dataclass(frozen=True)
class Policies:
    """The policies of a scope: the symbols of their rows, and what holds of these."""

    words: str
    rows: tuple[sp.Symbol, ...]
    constraints: tuple[Formula, ...]


@dataclass(frozen=True)
class Scope:
    """The least size of each kind, and the policies. A size without a bound in the words is at least 1."""

    least: Mapping[sp.Symbol, int]
    policies: Policies | None = None

    @property
    def words(self) -> str:
        """The scope column of the claim: ``all W >= 2, K, L``."""
        sizes = [f"{size}" if least == 1 else f"{size} >= {least}" for size, least in self.least.items()]
        return ", ".join([f"all {sizes[0]}", *sizes[1:], *([self.policies.words] if self.policies else [])])

    @property
    def hypotheses(self) -> tuple[Formula, ...]:
        return tuple(ge(size, least) for size, least in self.least.items())


@dataclass(frozen=True)
class Assumed:
    """What a claim rests on and nobody proves here. It shows in the report of every claim that uses the claim."""

    id: str
    words: str
