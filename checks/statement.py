"""The parts of a claim: obligations for the solvers, derivations, instances, and controls that must fail.

Main definitions: `Obligation` (decided by both solvers), `Derivation` (an identity of symbolic expressions), `Instance`
(finitely many cases, each computed exactly), `Control` (a false twin of one of these).
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

import sympy as sp

from backproof.checks.formula import Formula, Model, domain, logic, negation, smt_text, sort, variables


@dataclass(frozen=True)
class Obligation:
    """``hypotheses`` imply ``goal`` for all values of the variables.

    It is proved by showing that no values satisfy the hypotheses and the negated goal. The domains of the variables are
    hypotheses too: a positive symbol is > 0.
    """

    id: str
    words: str
    goal: Formula
    hypotheses: tuple[Formula, ...] = ()

    @property
    def symbols(self) -> list[sp.Symbol]:
        return variables([*self.hypotheses, self.goal])

    @property
    def premises(self) -> list[Formula]:
        """The domains of the variables, then the hypotheses."""
        return [*domain(self.symbols), *self.hypotheses]

    def refutation(self) -> str:
        """The SMT-LIB text whose models are the counterexamples."""
        return self._text([*self.premises, negation(self.goal)])

    def vacuity(self) -> str:
        """The SMT-LIB text of the premises alone; a model of it shows that the statement is not vacuous."""
        return self._text(self.premises)

    def _text(self, assertions: Iterable[Formula]) -> str:
        symbols = self.symbols
        language = logic(symbols)
        lines = [f"(set-logic {language})"]
        lines += [f"(declare-const {symbol.name} {sort(symbol)})" for symbol in symbols]
        lines += [f"(assert {smt_text(formula, reals=language == 'QF_NRA')})" for formula in assertions]
        return "\n".join([*lines, "(check-sat)", ""])


@dataclass(frozen=True)
class Derivation:
    """``derived``, which the theory computes, equals ``stated``, which the claim writes down, for all values."""

    id: str
    words: str
    derived: sp.Expr
    stated: sp.Expr


@dataclass(frozen=True)
class Instance:
    """``compute`` returns two equal values for each of finitely many ``cases``, which are its keyword arguments."""

    id: str
    words: str
    cases: tuple[Mapping[str, Any], ...]
    compute: Callable[..., tuple[Any, Any]]


@dataclass(frozen=True)
class Generated(Obligation):
    """An obligation made from an induction or a theorem, ``of``.

    The ``notes`` tell a reader what the formula does not show: the scope of a theorem and what its symbols are.
    """

    of: Any = None
    notes: tuple[str, ...] = ()


Evidence: TypeAlias = Obligation | Derivation | Instance

KINDS = {Obligation: "SMT proof", Generated: "SMT proof", Derivation: "derivation", Instance: "instance"}


@dataclass(frozen=True)
class Control:
    """A false twin: a false statement that must be refuted by an exact counterexample.

    ``confirm`` recomputes the counterexample on a graph, by other means than the solver. It returns a description, and
    raises ValueError if there is no counterexample.
    """

    twin: Evidence
    confirm: Callable[[Model], str] = field(default=lambda model: "")

    @property
    def is_confirmed(self) -> bool:
        """Whether it has a ``confirm`` of its own."""
        return self.confirm is not Control.confirm


def committed_text(claim: str, obligation: Obligation, *, expected: str) -> str:
    """The refutation text with a header that says in words what is asked, as committed under ``checks/smt``."""
    notes = obligation.notes if isinstance(obligation, Generated) else ()
    words = [line for text in (f"In words: {obligation.words}", *notes) for line in textwrap.wrap(text, width=100)]
    header = [f"claim: {claim}", f"obligation: {obligation.id}", *words, f"expected answer: {expected}"]
    return "".join(f"; {line}\n" for line in header) + obligation.refutation()


def asked_text(committed: str) -> str:
    """A committed text as it is put to the solvers, without its header in words."""
    return "".join(line for line in committed.splitlines(keepends=True) if not line.startswith(";"))


def fraction(value: sp.Rational) -> Fraction:
    """A sympy rational as a Fraction."""
    return Fraction(int(value.p), int(value.q))
