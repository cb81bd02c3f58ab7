"""The proof kernel: the only caller of a solver in a proof, and the only code that calls anything proved.

An obligation is *proved* if Z3 and cvc5, each in a process of its own, both find its refutation unsatisfiable, and if
its premises have a model, which is evaluated in exact fractions. It is *refuted* only by a model that is evaluated in
the same way. Every other outcome has a verdict of its own. The solvers' own resource counts bound the effort; the clock
is a backstop.

Main definitions: `Verdict`, `Finding`, `decide`, `check_canaries`, `stop_solvers`.
"""

from __future__ import annotations

import atexit
import itertools
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

import sympy as sp

from backproof.checks.canaries import CANARIES
from backproof.checks.formula import Model, is_true
from backproof.checks.processes import Ended, Processes, memory_hint
from backproof.checks.solver_worker import RESOURCE_LIMIT as RESOURCE_LIMIT
from backproof.checks.statement import Derivation, Evidence, Instance, Obligation, fraction

ANSWERS = {answer: answer for answer in ("sat", "unsat", "unknown")}
WALL_SECONDS = 60.0
"""A solver that is still running after this time is killed. This is a backstop, since a clock is not reproducible."""


class SolverLostError(RuntimeError):
    """A solver is missing, was killed, or broke its protocol."""


class UnsoundSolverError(RuntimeError):
    """A solver gave a wrong answer to a statement whose answer is known."""


class Verdict(StrEnum):
    """The verdicts of the kernel, and those of an experiment: confirmed or rejected by a statistical test elsewhere."""

    PROVED = "proved"
    REFUTED = "refuted"
    VACUOUS = "vacuous"
    DISAGREE = "disagree"
    UNKNOWN = "unknown"
    TIMEOUT = "timeout"
    RESOURCE_OUT = "resource_out"
    ERROR = "error"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Answer:
    """What one solver answered: sat, unsat, unknown, timeout or resource_out. Irrational values are None."""

    solver: str
    answer: str
    reason: str = ""
    model: Mapping[str, Fraction | None] | None = None
    resources: int = 0
    version: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Finding:
    """The verdict on one piece of evidence. Its counterexample was evaluated exactly."""

    verdict: Verdict
    detail: str = ""
    counterexample: Mapping[str, Any] | None = None
    answers: tuple[Answer, ...] = ()
    seconds: float = 0.0


# --- solvers ---------------------------------------------------------------------------------------------------------

_solvers = Processes()
atexit.register(_solvers.close)


def ask(solver: str, text: str) -> Answer:
    """Put one SMT-LIB statement to one solver in a fresh process. Raises SolverLostError."""
    ended = _solvers.ask(solver, RESOURCE_LIMIT[solver], text, WALL_SECONDS)
    if ended.stopped == "timeout":
        return Answer(solver, "timeout", f"killed after {WALL_SECONDS:.0f} s", seconds=WALL_SECONDS)
    if ended.code != 0:
        raise SolverLostError(_lost(solver, ended))
    try:
        said = json.loads(ended.output)
        answer = "resource_out" if said["out_of_resources"] else ANSWERS[said["answer"]]
        values = {name: None if value is None else Fraction(value) for name, value in said["model"].items()}
        return Answer(solver, answer, said["reason"], values, said["resources"], said["version"], ended.seconds)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SolverLostError(f"{solver} was lost: its answer could not be read ({ended.output[:80]!r})") from error


def _lost(solver: str, ended: Ended) -> str:
    last = ended.errors.strip().splitlines()[-1] if ended.errors.strip() else ""
    if "ModuleNotFoundError" in last:
        return f"{solver} is not installed: in a clone, run `make .venv`, or `pip install -c constraints.txt .`"
    if ended.stopped:
        return f"{solver} was lost: {ended.stopped}"
    if ended.code < 0:
        how = f"its process was killed by signal {-ended.code}"
        return f"{solver} was lost: {how}{memory_hint() or '; run the claim again'}"
    return f"{solver} was lost: its process ended with code {ended.code}{': ' + last if last else ''}{memory_hint()}"


@contextmanager
def solvers_open() -> Iterator[None]:
    """Within it solvers start, whatever was stopped before; at its end their servers end."""
    _solvers.open()
    try:
        yield
    finally:
        _solvers.close()


def stop_solvers() -> None:
    """Kill all running solvers and start no more."""
    _solvers.stop()


def check_canaries() -> dict[str, str]:
    """Put statements with known answers to both solvers, and return the versions of the solvers.

    Raises UnsoundSolverError on a wrong answer and SolverLostError if a solver cannot answer at all.
    """
    versions: dict[str, str] = {}
    for solver, canary in itertools.product(RESOURCE_LIMIT, CANARIES):
        answer = ask(solver, canary.text)
        if answer.answer in ("sat", "unsat") and answer.answer != canary.expected:
            raise UnsoundSolverError(
                f"{solver} {answer.version} answers {answer.answer} to the canary {canary.id}, which is "
                f"{canary.expected}: none of its verdicts can be trusted; install the versions in constraints.txt"
            )
        versions[solver] = answer.version or versions.get(solver, "")
    return versions


# --- verdicts --------------------------------------------------------------------------------------------------------


def decide(evidence: Evidence) -> Finding:
    """The verdict on one piece of evidence. If a solver is lost or a computation fails, it is *error*."""
    began = time.perf_counter()
    try:
        match evidence:
            case Obligation():
                verdict, detail, counterexample, answers = _decide_obligation(evidence)
            case Derivation():
                verdict, detail, counterexample, answers = _decide_derivation(evidence)
            case Instance():
                verdict, detail, counterexample, answers = _decide_instance(evidence)
    except SolverLostError as error:
        verdict, detail, counterexample, answers = Verdict.ERROR, str(error), None, ()
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"
        verdict, counterexample, answers = Verdict.ERROR, None, ()
    return Finding(verdict, detail, counterexample, answers, time.perf_counter() - began)


_Decision = tuple[Verdict, str, Mapping[str, Any] | None, tuple[Answer, ...]]


def _decide_obligation(obligation: Obligation) -> _Decision:
    answers = tuple(ask(solver, obligation.refutation()) for solver in RESOURCE_LIMIT)
    said = {answer.answer for answer in answers}
    if said == {"unsat"}:
        verdict, detail = _decide_vacuity(obligation)
        return verdict, detail, None, answers
    if "sat" not in said:
        undecided = next(answer for answer in answers if answer.answer != "unsat")
        return Verdict(undecided.answer), f"{undecided.solver}: {undecided.reason}", None, answers
    if "unsat" in said:
        return Verdict.DISAGREE, ", ".join(f"{a.solver}: {a.answer}" for a in answers), None, answers
    for answer in answers:
        model = _rational_model(obligation, answer)
        if model is None:
            continue
        if not all(is_true(premise, model) for premise in obligation.premises) or is_true(obligation.goal, model):
            return Verdict.ERROR, f"{answer.solver}'s model is not a counterexample: {_show(model)}", None, answers
        return Verdict.REFUTED, f"counterexample {_show(model)}", model, answers
    return (
        Verdict.UNKNOWN,
        "both solvers answer sat, but no model is rational, so no counterexample could be checked",
        None,
        answers,
    )


def _decide_vacuity(obligation: Obligation) -> tuple[Verdict, str]:
    """The verdict if the refutation is unsatisfiable: proved if the premises have a model, else vacuous or unknown."""
    answers = []
    for solver in RESOURCE_LIMIT:
        answers.append(ask(solver, obligation.vacuity()))
        model = _rational_model(obligation, answers[-1])
        if model is not None:
            if all(is_true(premise, model) for premise in obligation.premises):
                return Verdict.PROVED, f"premises hold at {_show(model)}"
            return Verdict.ERROR, f"{solver}'s model does not satisfy the premises: {_show(model)}"
    said = ", ".join(f"{answer.solver}: {answer.answer}" for answer in answers)
    if all(answer.answer == "unsat" for answer in answers):
        return Verdict.VACUOUS, "the hypotheses contradict each other"
    return Verdict.UNKNOWN, f"no rational model of the hypotheses was found ({said})"


def _rational_model(obligation: Obligation, answer: Answer) -> Model | None:
    """The solver's model in fractions, with 0 for variables that it left open; None if there is no rational model."""
    if answer.answer != "sat" or answer.model is None:
        return None
    values = {symbol.name: answer.model.get(symbol.name, Fraction(0)) for symbol in obligation.symbols}
    rational = {name: value for name, value in values.items() if value is not None}
    return rational if len(rational) == len(values) else None


def _show(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in values.items()) or "no variables"


def _decide_derivation(derivation: Derivation) -> _Decision:
    """Proved if the difference cancels to zero as a rational function; refuted by exact values at which it does not."""
    difference = sp.cancel(sp.together(derivation.derived - derivation.stated))
    if difference == 0:
        return Verdict.PROVED, "the difference is identically zero", None, ()
    symbols = sorted(
        derivation.derived.free_symbols | derivation.stated.free_symbols, key=lambda symbol: str(symbol.name)
    )
    for values in itertools.product(range(1, 5), repeat=len(symbols)):
        point = dict(zip(symbols, map(sp.Integer, values), strict=True))
        derived, stated = (side.subs(point) for side in (derivation.derived, derivation.stated))
        if derived.is_Rational and stated.is_Rational and derived != stated:
            model = {symbol.name: fraction(value) for symbol, value in point.items()}
            detail = f"counterexample {_show(model)}: derived {derived}, stated {stated}"
            return Verdict.REFUTED, detail, model, ()
    return Verdict.UNKNOWN, f"the difference did not simplify to zero: {difference}", None, ()


def _decide_instance(instance: Instance) -> _Decision:
    """Proved for these cases and no others; refuted by the first case in which the two values differ."""
    if not instance.cases:
        return Verdict.VACUOUS, "there are no cases", None, ()
    for case in instance.cases:
        left, right = instance.compute(**case)
        if left != right:
            return Verdict.REFUTED, f"counterexample {_show(case)}: {left} against {right}", case, ()
    return Verdict.PROVED, f"{len(instance.cases)} cases", None, ()
