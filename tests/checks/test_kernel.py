"""Each verdict of the kernel on a small statement; only the agreement of both solvers is a proof."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import pytest
import sympy as sp

from backproof.checks import kernel
from backproof.checks.formula import eq, ge, gt, le, lt, negation
from backproof.checks.kernel import Answer, SolverLostError, Verdict, decide
from backproof.checks.statement import Control, Instance, Obligation
from backproof.checks.tools.symbols import real
from backproof.checks.verify import run_control
from tests.checks.doubles import HARD, SQUARE, X, solvers_saying

ROOT = Path(__file__).parents[2]
FROM_ONE = Obligation("from-one", "what is at least 1 is at most 3", le(X, 3), (ge(X, 1),))
CONTRADICTION = (gt(X, 1), lt(X, 1))
NO_ROOT = Obligation("no-root", "2 has no square root", negation(eq(X**2, 2)))
HALF = Fraction(1, 2)
NO_MODEL = "no rational model of the hypotheses was found"


def test_a_consequence_is_proved_by_both_solvers_and_its_premises_have_a_model():
    found = decide(Obligation("", "", ge(X**2, 4), (ge(X, 2),)))
    assert found.verdict == Verdict.PROVED
    assert found.detail.startswith("premises hold at x=")
    assert [(a.solver, a.answer) for a in found.answers] == [("z3", "unsat"), ("cvc5", "unsat")]
    assert all(a.resources > 0 and a.version for a in found.answers)
    assert found.counterexample is None


def test_verdicts_have_the_names_that_reports_show():
    names = "proved refuted vacuous disagree unknown timeout resource_out error confirmed rejected"
    assert [verdict.value for verdict in Verdict] == names.split()


def test_what_was_not_measured_took_nothing():
    unmeasured, finding = Answer("z3", "unsat"), kernel.Finding(Verdict.PROVED)
    assert (unmeasured.seconds, unmeasured.resources, finding.seconds) == (0, 0, 0)
    assert (unmeasured.reason, finding.detail) == ("", "")


def test_a_statement_without_variables_says_so():
    assert decide(Obligation("", "", lt(1, 2))).detail == "premises hold at no variables"


def test_what_is_false_is_refuted_by_an_exact_counterexample():
    found = decide(FROM_ONE)
    assert found.verdict == Verdict.REFUTED
    assert isinstance(found.counterexample["x"], Fraction)
    assert found.counterexample["x"] > 3
    assert found.detail == f"counterexample x={found.counterexample['x']}"


def test_the_only_counterexample_is_found_to_the_last_digit():
    x, y = sp.symbols("x y", real=True)
    found = decide(Obligation("", "", negation(eq(7 * x, 22)), (eq(x + y, 0), eq(3 * y, -sp.Rational(66, 7)))))
    assert found.counterexample == {"x": Fraction(22, 7), "y": Fraction(-22, 7)}


@pytest.mark.parametrize("goal", [ge(X**2, 0), lt(X, X)], ids=["true", "false"])
def test_under_contradictory_hypotheses_even_a_true_goal_is_vacuous(goal):
    found = decide(Obligation("", "", goal, CONTRADICTION))
    assert found.verdict == Verdict.VACUOUS
    assert found.detail == "the hypotheses contradict each other"


def test_a_domain_that_contradicts_a_hypothesis_is_vacuous():
    size = sp.Symbol("W", positive=True)
    assert decide(Obligation("", "", eq(size, 7), (le(size, 0),))).verdict == Verdict.VACUOUS


def test_an_irrational_counterexample_cannot_be_checked_so_the_verdict_is_unknown():
    found = decide(NO_ROOT)
    assert {a.answer for a in found.answers} == {"sat"}
    assert (found.verdict, found.counterexample) == (Verdict.UNKNOWN, None)
    assert found.detail == "both solvers answer sat, but no model is rational, so no counterexample could be checked"


def test_premises_with_only_irrational_models_are_not_known_to_be_satisfiable():
    found = decide(Obligation("", "", eq(X**4, 4), (eq(X**2, 2),)))
    assert {a.answer for a in found.answers} == {"unsat"}
    assert found.verdict == Verdict.UNKNOWN
    assert "no rational model of the hypotheses" in found.detail


def test_running_out_of_resources_has_its_own_verdict(monkeypatch):
    monkeypatch.setattr(kernel, "RESOURCE_LIMIT", {"z3": 200_000, "cvc5": 20_000})
    found = decide(HARD)
    assert found.verdict == Verdict.RESOURCE_OUT
    assert {a.answer for a in found.answers} == {"resource_out"}


def test_a_solver_has_the_time_that_the_documents_state():
    assert "a solver has at most a minute" in (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
    assert kernel.WALL_SECONDS == 60


def test_a_solver_that_does_not_end_is_killed(monkeypatch):
    monkeypatch.setattr(kernel, "WALL_SECONDS", 0.3)
    found = decide(HARD)
    assert found.verdict == Verdict.TIMEOUT
    assert "z3: killed after" in found.detail
    assert not kernel._solvers.running


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({"z3": "unsat", "cvc5": ("sat", {"x": Fraction(4)})}, Verdict.DISAGREE),
        ({"z3": ("sat", {"x": Fraction(4)}), "cvc5": "unsat"}, Verdict.DISAGREE),
        ({"z3": "unsat", "cvc5": "unknown"}, Verdict.UNKNOWN),
        ({"z3": "timeout", "cvc5": "unsat"}, Verdict.TIMEOUT),
        ({"z3": "unsat", "cvc5": "resource_out"}, Verdict.RESOURCE_OUT),
        ({"z3": "unknown", "cvc5": ("sat", {"x": Fraction(4)})}, Verdict.REFUTED),
        ({"z3": ("sat", {"x": None}), "cvc5": ("sat", {"x": Fraction(4)})}, Verdict.REFUTED),
        ({"z3": ("sat", {"x": None}), "cvc5": "unknown"}, Verdict.UNKNOWN),
        ({"z3": ("sat", {"x": HALF}), "cvc5": "unknown"}, Verdict.ERROR),
        ({"z3": ("sat", {"x": Fraction(2)}), "cvc5": ("sat", {"x": Fraction(4)})}, Verdict.ERROR),
    ],
    ids=str,
)
def test_one_solver_alone_neither_proves_nor_refutes(monkeypatch, answers, verdict):
    monkeypatch.setattr(kernel, "ask", solvers_saying(**answers))
    assert decide(FROM_ONE).verdict == verdict


def test_what_solvers_that_disagree_say_is_shown(monkeypatch):
    monkeypatch.setattr(kernel, "ask", solvers_saying(z3="unsat", cvc5="sat"))
    assert decide(FROM_ONE).detail == "z3: unsat, cvc5: sat"


def test_variables_that_a_model_leaves_open_are_0(monkeypatch):
    monkeypatch.setattr(kernel, "ask", solvers_saying(z3=("sat", {"x": Fraction(4)}), cvc5="unknown"))
    (y,) = real("y")
    assert decide(Obligation("", "", le(X + y, 3))).counterexample == {"x": 4, "y": 0}


@pytest.mark.parametrize(
    ("of_premises", "said"),
    [
        ({"z3": ("sat", {"x": Fraction(1)}), "cvc5": "unknown"}, "proved: premises hold at x=1"),
        ({"z3": "unknown", "cvc5": ("sat", {"x": Fraction(1)})}, "proved: premises hold at x=1"),
        ({"z3": ("sat", {"x": HALF}), "cvc5": "unknown"}, "error: z3's model does not satisfy the premises: x=1/2"),
        ({"z3": ("sat", {"x": None}), "cvc5": "unsat"}, f"unknown: {NO_MODEL} (z3: sat, cvc5: unsat)"),
        ({"z3": "unsat", "cvc5": "unknown"}, f"unknown: {NO_MODEL} (z3: unsat, cvc5: unknown)"),
        ({"z3": "unsat", "cvc5": "unsat"}, "vacuous: the hypotheses contradict each other"),
    ],
    ids=str,
)
def test_a_proof_needs_an_evaluated_model_of_its_premises(monkeypatch, of_premises, said):
    of_refutation = solvers_saying(z3="unsat", cvc5="unsat")
    both = {FROM_ONE.refutation(): of_refutation, FROM_ONE.vacuity(): solvers_saying(**of_premises)}
    monkeypatch.setattr(kernel, "ask", lambda solver, text: both[text](solver, text))
    found = decide(FROM_ONE)
    assert f"{found.verdict}: {found.detail}" == said


def test_a_false_counterexample_is_an_error_that_names_the_solver(monkeypatch):
    monkeypatch.setattr(kernel, "ask", solvers_saying(z3="unknown", cvc5=("sat", {"x": Fraction(2)})))
    assert decide(FROM_ONE).detail == "cvc5's model is not a counterexample: x=2"


def test_a_lost_solver_is_an_error(monkeypatch):
    def lose(solver, text):
        raise SolverLostError(f"{solver} was lost")

    monkeypatch.setattr(kernel, "ask", lose)
    found = decide(SQUARE)
    assert (found.verdict, found.detail) == (Verdict.ERROR, "z3 was lost")


def test_one_false_premise_of_two_spoils_a_counterexample(monkeypatch):
    """At x = 4 the goal and the second premise are false, the first premise is true; and the other way round."""
    for hypotheses in ((ge(X, 1), le(X, 2)), (le(X, 2), ge(X, 1))):
        obligation = Obligation("", "", le(X, 3), hypotheses)
        monkeypatch.setattr(kernel, "ask", solvers_saying(z3=("sat", {"x": Fraction(4)}), cvc5="unknown"))
        found = decide(obligation)
        assert (found.verdict, found.detail) == (Verdict.ERROR, "z3's model is not a counterexample: x=4")


@pytest.mark.parametrize(("value", "verdict"), [(Fraction(0), Verdict.ERROR), (Fraction(1, 9), Verdict.PROVED)])
def test_a_model_of_the_premises_lies_in_the_domains_of_the_variables(monkeypatch, value, verdict):
    size = sp.Symbol("W", positive=True)
    obligation = Obligation("", "", ge(size, 0), (le(size, 1),))
    says = {
        obligation.refutation(): solvers_saying(z3="unsat", cvc5="unsat"),
        obligation.vacuity(): solvers_saying(z3=("sat", {"W": value}), cvc5="unknown"),
    }
    monkeypatch.setattr(kernel, "ask", lambda solver, text: says[text](solver, text))
    assert decide(obligation).verdict == verdict


@pytest.mark.parametrize("reason", ["incomplete", "", "(resource limits reached)", "timeout"])
def test_two_solvers_that_do_not_know_prove_nothing(monkeypatch, reason):
    monkeypatch.setattr(kernel, "ask", lambda solver, text: Answer(solver, "unknown", reason))
    found = decide(SQUARE)
    assert (found.verdict, found.detail) == (Verdict.UNKNOWN, f"z3: {reason}")


@pytest.mark.parametrize(
    "twin", [SQUARE, NO_ROOT, Instance("", "", ({"n": 1},), lambda n: (n, 1))], ids=["square", "no-root", "instance"]
)
def test_a_control_whose_twin_is_not_refuted_is_not_caught(twin):
    found = run_control(Control(twin))
    assert (found.caught, found.confirmed) == (False, "")
    assert run_control(Control(FROM_ONE)).caught


def test_a_finding_has_the_time_that_it_took():
    began = time.perf_counter()
    found = decide(SQUARE)
    assert 0 < found.seconds <= time.perf_counter() - began
