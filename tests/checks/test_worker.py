"""What the worker of a solver says about one statement: only an answer counts, and only rational values are values."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import cvc5
import pytest
import z3

from backproof.checks.kernel import RESOURCE_LIMIT, Verdict, decide
from backproof.checks.solver_worker import SOLVERS
from tests.checks.doubles import SQUARE

REALS = "(set-logic QF_NRA)\n(declare-const x Real)\n(declare-const y Real)\n"


def asked(solver, text, limit=None):
    """The worker's answer, as it is sent."""
    found = SOLVERS[solver](text, RESOURCE_LIMIT[solver] if limit is None else limit)
    return json.loads(json.dumps(found))


def test_a_change_of_the_limits_is_deliberate():
    """The committed records of mutants, proofs and stability hold for these limits."""
    assert RESOURCE_LIMIT == {"z3": 30_000_000, "cvc5": 3_000_000}


@pytest.mark.parametrize("solver", SOLVERS)
def test_values_are_exact_and_an_irrational_one_is_none(solver):
    text = f"{REALS}(assert (= (* 3.0 x) (- 7.0)))\n(assert (= (* y y) 2.0))\n(check-sat)\n"
    found = asked(solver, text)
    assert (found["answer"], found["reason"], found["out_of_resources"]) == ("sat", "", False)
    assert found["model"] == {"x": "-7/3", "y": None}
    assert type(found["resources"]) is int
    assert found["resources"] > 0


@pytest.mark.parametrize("solver", SOLVERS)
def test_whole_numbers_are_values_too(solver):
    text = "(set-logic QF_NIA)\n(declare-const n Int)\n(assert (= (* n n n) (- 27)))\n(check-sat)\n"
    assert asked(solver, text)["model"] == {"n": "-3"}


def test_functions_are_no_values():
    text = "(set-logic QF_UFLIA)\n(declare-fun f (Int) Int)\n(declare-const n Int)\n"
    assert asked("z3", f"{text}(assert (= (f n) 7))\n(assert (= n 3))\n(check-sat)\n")["model"] == {"n": "3"}


@pytest.mark.parametrize("solver", SOLVERS)
def test_what_is_unsatisfiable_has_no_model(solver):
    found = asked(solver, f"{REALS}(assert (< (* x x) 0.0))\n(check-sat)\n")
    assert (found["answer"], found["model"], found["reason"]) == ("unsat", {}, "")
    assert found["out_of_resources"] is False


@pytest.mark.parametrize("solver", SOLVERS)
def test_the_limit_stops_a_solver(solver):
    text = "(set-logic QF_NIA)\n(declare-const a Int)\n(declare-const b Int)\n(declare-const c Int)\n"
    found = asked(solver, f"{text}(assert (= (+ (* a a a) (* b b b) (* c c c)) 42))\n(check-sat)\n", 20_000)
    assert (found["answer"], found["out_of_resources"], found["model"]) == ("unknown", True, {})
    assert found["reason"]


@pytest.mark.parametrize(
    ("reason", "out"),
    [
        *[("max. resource limit exceeded", True), ("canceled", True)],
        *[("incomplete", False), ("timeout", False), ("smt tactic failed to show goal to be sat/unsat", False)],
    ],
)
def test_unknown_of_z3_is_unknown_whatever_the_reason(monkeypatch, reason, out):
    monkeypatch.setattr(z3.Solver, "check", lambda solver: z3.unknown)
    monkeypatch.setattr(z3.Solver, "reason_unknown", lambda solver: reason)
    found = asked("z3", SQUARE.refutation())
    assert (found["answer"], found["reason"], found["out_of_resources"]) == ("unknown", reason, out)


class Undecided:
    """cvc5's answer to a statement that it cannot decide."""

    def __init__(self, reason):
        self.reason = reason

    def isSat(self):  # noqa: N802 - cvc5's name
        return False

    isUnsat = isSat  # noqa: N815

    def isUnknown(self):  # noqa: N802
        return True

    def getUnknownExplanation(self):  # noqa: N802
        return self.reason


@pytest.mark.parametrize("reason", list(cvc5.UnknownExplanation), ids=lambda reason: reason.name)
def test_unknown_of_cvc5_is_unknown_whatever_the_reason(monkeypatch, reason):
    class Solver(cvc5.Solver):
        def checkSat(self):  # noqa: N802
            return Undecided(reason)

    monkeypatch.setattr(cvc5, "Solver", Solver)
    found = asked("cvc5", SQUARE.refutation())
    out = reason == cvc5.UnknownExplanation.RESOURCEOUT
    assert (found["answer"], found["reason"], found["out_of_resources"]) == ("unknown", reason.name.lower(), out)


def test_only_a_question_before_the_assertions_is_asked_first(monkeypatch):
    checked, check = [], z3.Solver.check
    monkeypatch.setattr(z3.Solver, "check", lambda s: checked.append(len(s.assertions())) or check(s))
    text = f"{REALS}(assert (> x y))\n(check-sat)\n"
    for earlier in range(2):
        checked.clear()
        asked("z3", text.replace("(assert", "(check-sat)\n(assert", earlier))
        assert checked == [0] * earlier + [1]


def test_z3_is_told_the_logic_of_the_statement(monkeypatch):
    told, solver_for = [], z3.SolverFor
    monkeypatch.setattr(z3, "SolverFor", lambda logic: told.append(logic) or solver_for(logic))
    asked("z3", SQUARE.refutation())
    asked("z3", "(declare-const x Real)\n(assert (> x 0.0))\n(check-sat)\n")
    assert told == ["QF_NRA"]


def test_two_workers_that_answer_unknown_prove_nothing(monkeypatch):
    from backproof.checks import kernel

    monkeypatch.setattr(kernel, "ask", lambda solver, text: kernel.Answer(solver, "unknown", "incomplete"))
    found = decide(SQUARE)
    assert (found.verdict, found.detail) == (Verdict.UNKNOWN, "z3: incomplete")


def test_cvc5_is_asked_once():
    text = f"{REALS}(assert (= (* x y) 2.0))\n(assert (= (+ (* x x) y) 3.0))\n"
    used = [asked("cvc5", text + end)["resources"] for end in ("", "(check-sat)\n", "(check-sat)\n(check-sat)\n")]
    assert used == [used[0]] * 3


def test_nobody_waits_for_the_guard_of_a_solver():
    """It outlives the process that it guards, and does not keep that one's output open."""
    code = (
        "import os, sys; os.setsid(); from backproof.checks.solver_worker import end_with; end_with(int(sys.argv[1]))"
    )
    lifeline, other_side = os.pipe()
    command = [sys.executable, "-c", code, str(lifeline)]
    with open(lifeline, "rb"), open(other_side, "wb"):
        run = subprocess.run(command, pass_fds=[lifeline], capture_output=True, check=False, timeout=60)
    assert (run.returncode, run.stdout) == (0, b"")
