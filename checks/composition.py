"""Composition: the last step from what is proved to what a claim says, as a statement that the solvers decide.

A claim ends in a `Theorem`. Its hypotheses are its scope and the statements that it uses, and nothing else. A statement
is used by reference: nobody writes a premise down a second time. An `Induction` has one predicate, from which base,
step and every use of it are made.

*Runs.* An induction is about the states of a `Recurrence` of `checks.recurrence`. A theorem that uses it is about the
same states, which it calls by symbols of its own. Each of these symbols belongs to one run: to one recurrence at one
index, or to one that extends it by more states.

*No hidden scope.* A symbol of a theorem that is declared positive or nonnegative must be in its scope or the state of a
run. Definitions (`Theorem.let`) are of real symbols and cannot contradict each other.

Statements contain the statements that they use, so no statement can rest on itself.

Main definitions: `Induction`, `Use`, `Theorem`, `Part`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TypeAlias

import sympy as sp

from backproof.checks.formula import (
    Comparison,
    Connective,
    Formula,
    both,
    domain,
    eq,
    ge,
    implies,
    substituted,
    variables,
    with_sides,
)
from backproof.checks.recurrence import Recurrence as Recurrence
from backproof.checks.recurrence import Trace, Values, free
from backproof.checks.scope import Assumed, CompositionError, Policies, Scope
from backproof.checks.statement import Evidence, Generated, Obligation


@dataclass(frozen=True)
class Use:
    """A proved statement becomes a premise, with these values for its symbols; the others keep their names."""

    of: Obligation | Induction | Theorem
    at: Values = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The id of the statement, with that of its claim if it is a theorem."""
        return f"{self.of.claim}/{self.of.id}" if isinstance(self.of, Theorem) else self.of.id

    def formula(self) -> Formula:
        """Its hypotheses imply its goal. The domains of symbols that got a value are hypotheses too."""
        of, at = self.of, self.at
        hypotheses, goal = of.statement() if not isinstance(of, Obligation) else (of.hypotheses, of.goal)
        self._check([*variables([*hypotheses, goal]), *self._parameters(), *self._states()], at)
        replaced = {symbol for symbol, value in at.items() if value != symbol} - set(self._states())
        needed = [*domain(sorted(replaced, key=str)), *hypotheses]
        premises = [substituted(formula, at) for formula in needed]
        conclusion = substituted(goal, at)
        return implies(both(*premises), conclusion) if premises else conclusion

    def runs(self) -> tuple[Trace, ...]:
        return () if isinstance(self.of, Obligation) else tuple(run.at(self.at) for run in self.of.runs())

    def _parameters(self) -> set[sp.Symbol]:
        runs = () if isinstance(self.of, Obligation) else self.of.runs()
        return set().union(*(run.over.parameters | run.index.free_symbols for run in runs))

    def _states(self) -> list[sp.Symbol]:
        """The symbols of states, which are in their domains already."""
        return [] if isinstance(self.of, Obligation) else [s for run in self.of.runs() for s in run.states.values()]

    def _check(self, symbols: Collection[sp.Symbol], at: Values) -> None:
        if strange := [symbol for symbol in at if symbol not in symbols]:
            raise CompositionError(f"{self.of.id} has no {strange[0]} (or one with other assumptions): give its own")
        for symbol, value in at.items():
            if symbol.is_integer and not value.is_integer:
                raise CompositionError(f"{self.of.id} needs an integer {symbol}, got {value}")


@dataclass(frozen=True)
class Induction:
    """``predicate`` holds of the states of ``over`` at every index from ``first`` on, if the hypotheses hold.

    ``words`` say what base and step ask. The hypotheses are about parameters. A predicate that gives states as
    expressions in other symbols is used by replacing them.
    """

    id: str
    words: tuple[str, str]
    over: Recurrence
    predicate: Formula
    hypotheses: tuple[Formula, ...] = ()
    uses: tuple[Use, ...] = ()
    first: int = 0

    def __post_init__(self) -> None:
        over = self.over
        moving = {over.index, *over.following, *over.chosen}
        if moving & set(variables(self.hypotheses)):
            raise CompositionError(f"{self.id}: a hypothesis of an induction must be about parameters alone")
        if set(over.chosen) & set(variables([self.predicate])):
            raise CompositionError(f"{self.id}: the predicate must not be about what is chosen at a step")
        if any((run,) != self.runs() for use in self.uses for run in use.runs()):
            raise CompositionError(f"{self.id}: its step may use inductions over the same recurrence alone")

    def runs(self) -> tuple[Trace, ...]:
        return (Trace(self.over, self.over.index, {state: state for state in self.over.following}),)

    def statement(self) -> tuple[tuple[Formula, ...], Formula]:
        beyond = (ge(self.over.index, self.first),) if self.first else ()
        return (*self.hypotheses, *beyond), self.predicate

    def parts(self) -> list[Generated]:
        return [self._base(), self._step(), *self._domain(), *self._choice()]

    def _base(self) -> Generated:
        forms = closed_forms_of(self.predicate, self.over)
        start = self.over.at_index(self.first)
        at = [eq(self.over.index, self.first), *(eq(s, value) for s, value in start.items() if s not in forms)]
        goal = both(*(eq(form, start[state]) for state, form in forms.items())) if forms else self.predicate
        return Generated(f"{self.id}-base", self.words[0], goal, (*self.hypotheses, *at), of=self)

    def _step(self) -> Generated:
        over, forms = self.over, closed_forms_of(self.predicate, self.over)
        then = {over.index: over.index + 1, **over.following}
        hypotheses, _ = self.statement()
        premises = (*hypotheses, *over.constraints, *(use.formula() for use in self.uses))
        if not forms:
            premises = (*premises, self.predicate)
        goal = substituted(substituted(self.predicate, then), forms)
        premises = tuple(substituted(premise, forms) for premise in premises)
        return Generated(f"{self.id}-step", self.words[1], goal, premises, of=self)

    def _domain(self) -> list[Generated]:
        """States that are declared positive or nonnegative are so."""
        over = self.over
        goals = [
            substituted(sign, values) for values in (over.start, over.following) for sign in domain(over.following)
        ]
        if not goals:
            return []
        words = f"{over.words}: what is declared positive is so at the start, and stays so"
        return [Generated(f"{self.id}-domain", words, both(*goals), (*self.hypotheses, *over.constraints), of=self)]

    def _choice(self) -> list[Generated]:
        """What is chosen is determined by the states, where the predicate holds of these."""
        over = self.over
        if not over.determined:
            return []
        other = {symbol: sp.Symbol(f"{symbol}_other", **symbol.assumptions0) for symbol in over.chosen}
        again = tuple(substituted(formula, other) for formula in over.constraints)
        words = f"{over.words}: the constraints leave one choice"
        goal = both(*(eq(symbol, copy) for symbol, copy in other.items()))
        premises = (*self.statement()[0], self.predicate, *over.constraints, *again)
        return [Generated(f"{self.id}-choice", words, goal, premises, of=self)]


@dataclass(frozen=True)
class Theorem:
    """What the claim with this id says: ``goal`` follows from the scope and from what is used.

    ``let`` names terms, in what is used too. ``words`` are the claim's statement, and the words of ``scope`` its scope.
    """

    claim: str
    words: str
    scope: Scope
    uses: tuple[Use, ...]
    goal: Formula
    assumptions: tuple[Assumed, ...] = ()
    let: Values = field(default_factory=dict)
    id: str = "theorem"

    def __post_init__(self) -> None:
        if not self.uses:
            raise CompositionError(f"{self.id}: a theorem must use what was proved; without uses, write an Obligation")
        _check_definitions(self)
        _check_runs(self)
        _check_policies(self)
        given = {*self.scope.symbols, *(symbol for run in self.runs() for symbol in run.states.values())}
        if hidden := [symbol for symbol in self.parts()[0].symbols if domain([symbol]) and symbol not in given]:
            raise CompositionError(f"{self.id}: {hidden[0]} is declared positive or nonnegative: put it in the scope")

    def runs(self) -> tuple[Trace, ...]:
        return tuple(run for use in self.uses for run in use.runs())

    def statement(self) -> tuple[tuple[Formula, ...], Formula]:
        return (*self.scope.hypotheses, *(eq(name, value) for name, value in self.let.items())), self.goal

    def parts(self) -> list[Generated]:
        hypotheses, goal = self.statement()
        names = {value: name for name, value in self.let.items() if not value.is_Atom}
        named = (with_sides(use.formula(), lambda side: side.subs(names, simultaneous=True)) for use in self.uses)
        premises = (*hypotheses, *named)
        return [Generated(self.id, self.words, goal, premises, of=self, notes=self._notes())]

    def _notes(self) -> tuple[str, ...]:
        """The scope, and what each symbol of a run is."""
        runs = {tuple(run.states.values()): run for run in self.runs()}
        return (f"Scope: {self.scope.words}", *(f"Where {run}" for run in runs.values()))


def _check_definitions(theorem: Theorem) -> None:
    known: set[sp.Symbol] = {symbol for run in theorem.runs() for symbol in run.states.values()}
    known |= theorem.scope.symbols
    for name, value in theorem.let.items():
        if domain([name]) or name.is_integer or name in known or name in value.free_symbols:
            raise CompositionError(f"{theorem.id}: a definition must be of a real symbol that is new, got {name}")
        known |= {name, *value.free_symbols}


def _check_runs(theorem: Theorem) -> None:
    """Each state has a symbol of its own, which belongs to one run and is declared no narrower than the state."""
    belongs: dict[sp.Symbol, Trace] = {}
    for run in theorem.runs():
        symbols = list(run.states.values())
        if len(set(symbols)) < len(symbols) or not all(symbol.is_Symbol for symbol in symbols):
            raise CompositionError(f"{theorem.id}: the states of {run.over.words} must be different symbols")
        for state, symbol in run.states.items():
            signs = [[sign.relation for sign in domain([x])] for x in (symbol, state)]
            if (signs[0] and signs[0] != signs[1]) or symbol.is_integer != state.is_integer:
                raise CompositionError(f"{theorem.id}: {symbol} is declared narrower than the state {state}")
            if symbol in theorem.scope.symbols or symbol in run.over.parameters or symbol in run.index.free_symbols:
                raise CompositionError(f"{theorem.id}: {symbol} is a size or parameter and cannot be a state too")
            known = belongs.setdefault(symbol, run)
            if known.extends(run):
                belongs[symbol] = run
            elif not run.extends(known):
                raise CompositionError(f"{theorem.id}: {symbol} is a state of {run.over.words} and of another run")


def _check_policies(theorem: Theorem) -> None:
    """The policies of the scope are those of the runs."""
    kinds = theorem.scope.kinds
    choosing = [run.over for run in theorem.runs() if run.over.chosen and not run.over.determined]
    if bool(choosing) != bool(kinds):
        raise CompositionError(f"{theorem.id}: the scope must name policies where rows are chosen, and only there")
    for over in choosing:
        concerned = [policies for policies in kinds if set(policies.rows) & set(over.chosen) or not policies.rows]
        if not concerned or not all(_is_about(over, policies) for policies in concerned):
            raise CompositionError(f"{theorem.id}: {over.words} is not about {' or '.join(p.words for p in kinds)}")
    for policies in kinds:
        if not any(_is_about(over, policies) for over in choosing):
            raise CompositionError(f"{theorem.id}: no run is about {policies.words}")


def _is_about(over: Recurrence, policies: Policies) -> bool:
    of_rows = {c for c in over.constraints if set(variables([c])) <= set(policies.rows)}
    return of_rows == set(policies.constraints) and set(policies.rows) <= set(over.chosen)


def closed_forms_of(predicate: Formula, over: Recurrence) -> dict[sp.Symbol, sp.Expr]:
    """The states that the predicate gives as expressions in other symbols, if it does nothing else."""
    parts = predicate.parts if isinstance(predicate, Connective) and predicate.operator == "and" else (predicate,)
    equations = [part for part in parts if isinstance(part, Comparison) and part.relation == "="]
    forms = {equation.left: equation.right for equation in equations}
    whole = len(forms) == len(parts) and forms.keys() <= over.following.keys()
    return forms if whole and not free(forms.values()) & forms.keys() else {}


Part: TypeAlias = Evidence | Induction | Theorem
"""What the module of a claim may give as evidence."""
