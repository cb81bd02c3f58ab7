"""Composition: the last step from what is proved to what a claim says, as a statement that the solvers decide.

A claim ends in a `Theorem`. Its hypotheses are its scope and the statements that it uses, and nothing else. A statement
is used by reference: nobody writes a premise down a second time. An `Induction` has one predicate, from which base,
step and every use of it are made.

*Runs.* An induction is about the states of a `Recurrence`. A theorem that uses it is about the same states, which it
calls by symbols of its own. Each of these symbols belongs to one run: to one recurrence at one index.

*No hidden scope.* A symbol of a theorem that is declared positive or nonnegative must be a size of its scope or the
state of a run. Definitions (`Theorem.let`) are of real symbols and cannot contradict each other.

Statements contain the statements that they use, so no statement can rest on itself.

Main definitions: `Recurrence`, `Induction`, `Use`, `Theorem`, `Part`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
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
    smt_text,
    substituted,
    variables,
)
from backproof.checks.scope import Assumed, CompositionError, Scope
from backproof.checks.statement import Evidence, Generated, Obligation

Values: TypeAlias = Mapping[sp.Symbol, sp.Expr]


@dataclass(frozen=True)
class Recurrence:
    """States by index: their values at index 0, and those at index + 1 from those at the index.

    ``chosen`` are symbols that take new values at each step, any that satisfy the ``constraints``. All other symbols
    are parameters.
    """

    words: str
    index: sp.Symbol
    start: Values
    following: Values
    chosen: tuple[sp.Symbol, ...] = ()
    constraints: tuple[Formula, ...] = ()

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
    """The states of a recurrence at one index, by the symbols of the theorem that speaks of them."""

    over: Recurrence
    index: sp.Expr
    states: Values

    def __str__(self) -> str:
        """The states and the steps that lead to them: ``P is P after K steps of powers: from P = 1 to P = 2*P``."""
        over = self.over
        names = ", ".join(f"{symbol} is {state}" for state, symbol in self.states.items())
        start, then = (", ".join(f"{x} = {value}" for x, value in v.items()) for v in (over.start, over.following))
        chosen = ", ".join(map(str, over.chosen))
        given = " and ".join(smt_text(formula, reals=False) for formula in over.constraints)
        choice = f", for any {chosen} > 0 with {given}" if over.chosen else ""
        return f"{names} after {self.index} steps of {over.words}: from {start} to {then}{choice}"

    def at(self, at: Values) -> Trace:
        states = {state: symbol.xreplace(at) for state, symbol in self.states.items()}
        return Trace(self.over.instantiated(at), self.index.xreplace(at), states)


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
        return [self._base(), self._step(), *self._domain()]

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


@dataclass(frozen=True)
class Theorem:
    """What the claim with this id says: ``goal`` follows from the scope and from what is used.

    ``let`` names terms. ``words`` are the claim's statement, and the words of ``scope`` its scope.
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
        given = {*self.scope.least, *(symbol for run in self.runs() for symbol in run.states.values())}
        if hidden := [symbol for symbol in self.parts()[0].symbols if domain([symbol]) and symbol not in given]:
            raise CompositionError(f"{self.id}: {hidden[0]} is declared positive or nonnegative: put it in the scope")

    def runs(self) -> tuple[Trace, ...]:
        return tuple(run for use in self.uses for run in use.runs())

    def statement(self) -> tuple[tuple[Formula, ...], Formula]:
        return (*self.scope.hypotheses, *(eq(name, value) for name, value in self.let.items())), self.goal

    def parts(self) -> list[Generated]:
        hypotheses, goal = self.statement()
        premises = (*hypotheses, *(use.formula() for use in self.uses))
        return [Generated(self.id, self.words, goal, premises, of=self, notes=self._notes())]

    def _notes(self) -> tuple[str, ...]:
        """The scope, and what each symbol of a run is."""
        runs = {tuple(run.states.values()): run for run in self.runs()}
        return (f"Scope: {self.scope.words}", *(f"Where {run}" for run in runs.values()))


def _check_definitions(theorem: Theorem) -> None:
    known: set[sp.Symbol] = {symbol for run in theorem.runs() for symbol in run.states.values()}
    known |= set(theorem.scope.least)
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
            if symbol in theorem.scope.least or symbol in run.over.parameters or symbol in run.index.free_symbols:
                raise CompositionError(f"{theorem.id}: {symbol} is a size or parameter and cannot be a state too")
            if belongs.setdefault(symbol, run) != run:
                raise CompositionError(f"{theorem.id}: {symbol} is a state of {run.over.words} and of another run")


def _check_policies(theorem: Theorem) -> None:
    """The policies of the scope are those of the runs."""
    policies = theorem.scope.policies
    choosing = [run.over for run in theorem.runs() if run.over.chosen]
    if bool(choosing) != (policies is not None):
        raise CompositionError(f"{theorem.id}: the scope must name policies where rows are chosen, and only there")
    if policies is None:
        return
    for over in choosing:
        of_rows = {c for c in over.constraints if set(variables([c])) <= set(policies.rows)}
        if of_rows != set(policies.constraints) or not set(policies.rows) <= set(over.chosen):
            raise CompositionError(f"{theorem.id}: {over.words} is not about {policies.words}")


def free(values: Iterable[sp.Expr]) -> set[sp.Symbol]:
    return set().union(*(value.free_symbols for value in values))


def closed_forms_of(predicate: Formula, over: Recurrence) -> dict[sp.Symbol, sp.Expr]:
    """The states that the predicate gives as expressions in other symbols, if it does nothing else."""
    parts = predicate.parts if isinstance(predicate, Connective) and predicate.operator == "and" else (predicate,)
    equations = [part for part in parts if isinstance(part, Comparison) and part.relation == "="]
    forms = {equation.left: equation.right for equation in equations}
    whole = len(forms) == len(parts) and forms.keys() <= over.following.keys()
    return forms if whole and not free(forms.values()) & forms.keys() else {}


Part: TypeAlias = Evidence | Induction | Theorem
"""What the module of a claim may give as evidence."""
