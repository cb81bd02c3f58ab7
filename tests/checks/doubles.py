"""Stand-ins: claims made of parts with given verdicts, and solvers with given answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.formula import eq, ge, negation
from backproof.checks.index import Claim
from backproof.checks.kernel import Answer, Finding, Verdict
from backproof.checks.statement import Control, Evidence, Obligation
from backproof.checks.tools.symbols import real

(X,) = real("x")
SQUARE = Obligation("square", "a square is not negative", ge(X**2, 0))
HARD = Obligation(
    "cubes",
    "42 is no sum of three cubes (it is one, of numbers with 17 digits)",
    negation(eq(sum(n**3 for n in sp.symbols("k m n", integer=True)), 42)),
)
"""A problem on which both solvers work for seconds, up to their resource limits."""


@dataclass(frozen=True)
class MadeUpClaim(Claim):
    """A claim whose parts are given and not built by a module."""

    evidence: tuple[Evidence, ...] = ()
    twins: tuple[Evidence, ...] = ()
    confirm: Callable[[Mapping[str, Fraction]], str] = lambda model: "confirmed"

    def build_evidence(self) -> list[Evidence]:
        return list(self.evidence)

    def build_controls(self) -> list[Control]:
        return [Control(twin, self.confirm) for twin in self.twins]


def part(name: str) -> Obligation:
    """An obligation that is looked up by its id."""
    return Obligation(name, f"the words of {name}", SQUARE.goal)


def claim(id: str, evidence: tuple[str, ...], twins: tuple[str, ...] = (), **others: Any) -> MadeUpClaim:  # noqa: A002
    return MadeUpClaim(
        id,
        statement=f"the statement of {id}",
        source="new",
        scope="all",
        assumptions=(),
        evidence=tuple(map(part, evidence)),
        twins=tuple(map(part, twins)),
        **others,
    )


def finding(verdict: str) -> Finding:
    """A finding with this verdict, and a counterexample if it is refuted."""
    example = {"x": Fraction(-1)} if verdict == Verdict.REFUTED else None
    return Finding(Verdict(verdict), f"detail of {verdict}", example)


def solvers_saying(**answers: str | tuple[str, Mapping[str, Fraction | None]]) -> Callable[[str, str], Answer]:
    """A double of `kernel.ask`: z3=..., cvc5=..., each an answer or an answer with a model."""

    def ask(solver: str, text: str) -> Answer:
        said = answers[solver]
        answer, model = said if isinstance(said, tuple) else (said, {})
        return Answer(solver, answer, "as told", model, version="0")

    return ask
