"""How verdicts of parts make verdicts of claims and exit codes, and what happens when a run is interrupted."""

from __future__ import annotations

import hashlib
import itertools
import threading
import time
from concurrent.futures import Future
from dataclasses import replace

import pytest

from backproof.checks import kernel
from backproof.checks.chosen import parts_of
from backproof.checks.formula import eq, ge
from backproof.checks.kernel import Finding, UnsoundSolverError, Verdict
from backproof.checks.statement import Instance, Obligation
from backproof.checks.values import hashed
from backproof.checks.verify import (
    EXPERIMENT,
    SURVIVED,
    ClaimResult,
    ControlResult,
    PartResult,
    Report,
    run_evidence,
    verify,
    verify_exit_code,
)
from tests.checks.doubles import X, claim, finding, part

DECIDE = kernel.decide

CODES = {
    "proved": 0,
    "refuted": 1,
    "vacuous": 1,
    "disagree": 1,
    "unknown": 3,
    "timeout": 3,
    "resource_out": 3,
    "error": 4,
    "confirmed": 0,
    "rejected": 1,
}


@pytest.fixture(autouse=True)
def by_name(monkeypatch):
    """The name of a part gives its verdict: ``unknown`` and ``unknown-2`` are unknown. No solver is asked."""
    monkeypatch.setattr(kernel, "decide", lambda evidence: finding(evidence.id.partition("-")[0]))
    monkeypatch.setattr(kernel, "check_canaries", lambda: {"z3": "1", "cvc5": "2"})


def run(*claims, jobs=2):
    return verify(claims, jobs=jobs)


def test_every_verdict_has_an_exit_code():
    assert set(CODES) == set(Verdict)


@pytest.mark.parametrize(("verdict", "code"), CODES.items())
def test_a_claim_is_as_strong_as_its_weakest_part(verdict, code):
    report = run(claim("a", ("proved", verdict, "proved-2"), ("refuted",)))
    assert report.results[0].verdict == ("proved" if verdict == "confirmed" else verdict)
    assert verify_exit_code(report) == code


@pytest.mark.parametrize(
    ("twin", "verdict", "code"),
    [
        ("refuted", "proved", 0),
        ("proved", SURVIVED, 1),
        ("vacuous", SURVIVED, 1),
        ("disagree", "disagree", 1),
        ("unknown", "unknown", 3),
        ("timeout", "timeout", 3),
        ("resource_out", "resource_out", 3),
        ("error", "error", 4),
    ],
)
def test_a_control_must_be_refuted(twin, verdict, code):
    report = run(claim("a", ("proved",), ("refuted-2", twin)))
    assert (report.results[0].verdict, verify_exit_code(report)) == (verdict, code)
    controls = report.results[0].controls
    assert [control.caught for control in controls] == [True, twin == "refuted"]
    assert controls[1].confirmed == ("confirmed" if twin == "refuted" else "")


def walked(verdict, caught=True):
    outcome = PartResult("walked", EXPERIMENT, "it walks", Finding(Verdict(verdict)), None)
    twin = PartResult(
        "walked-off", EXPERIMENT, "it walks elsewhere", Finding(Verdict("rejected" if caught else verdict)), None
    )
    future = Future()
    future.set_result((outcome, ControlResult(twin, "", caught)))
    return [future]


@pytest.mark.parametrize(
    ("verdict", "caught", "expected", "code"),
    [
        ("confirmed", True, "proved", 0),
        ("rejected", True, "rejected", 1),
        ("error", True, "error", 4),
        ("confirmed", False, SURVIVED, 1),
    ],
)
def test_an_experiment_can_only_weaken_a_claim(verdict, caught, expected, code):
    claims = (claim("a", ("proved",), ("refuted",)), claim("b", ("proved",), ("refuted",), uses=("a",)))
    report = verify(claims, jobs=2, experiments={"a": walked(verdict, caught)})
    assert [result.verdict for result in report.results] == [expected, expected]
    assert verify_exit_code(report) == code


def test_experiments_alone_prove_nothing():
    report = verify([claim("a", (), ("refuted",))], jobs=2, experiments={"a": walked("confirmed")})
    assert report.results[0].verdict == "vacuous"


def test_a_refuted_control_without_counterexample_is_not_caught(monkeypatch):
    monkeypatch.setattr(kernel, "decide", lambda evidence: Finding(Verdict(evidence.id), counterexample=None))
    assert run(claim("a", ("proved",), ("refuted",))).results[0].verdict == SURVIVED == "control survived"


def test_a_control_that_is_undecided_is_not_caught_whatever_comes_with_it(monkeypatch):
    monkeypatch.setattr(kernel, "decide", lambda evidence: Finding(Verdict(evidence.id), counterexample={"x": 1}))
    result = run(claim("a", ("proved",), ("unknown", "refuted"))).results[0]
    assert [control.caught for control in result.controls] == [False, True]


def test_a_counterexample_that_does_not_hold_on_the_graph_is_not_caught():
    def confirm(model):
        raise ValueError(f"nothing of the sort at x={model['x']}")

    result = run(claim("a", ("proved",), ("refuted",), confirm=confirm)).results[0]
    assert result.verdict == SURVIVED
    assert result.controls[0].confirmed == "not confirmed: nothing of the sort at x=-1"


@pytest.mark.parametrize(
    ("parts", "code"),
    [(("error", "refuted"), 1), (("error", "vacuous"), 1), (("unknown", "error"), 4), (("timeout", "disagree"), 1)],
)
def test_false_outweighs_lost_and_lost_outweighs_undecided(parts, code):
    together = run(claim("a", parts, ("refuted",)))
    apart = run(*(claim(name, (name,), ("refuted",)) for name in parts))
    assert verify_exit_code(together) == verify_exit_code(apart) == code


@pytest.mark.parametrize("verdict", [verdict for verdict in CODES if verdict not in ("proved", "confirmed")])
def test_a_claim_is_no_stronger_than_any_claim_it_uses_even_indirectly(verdict):
    report = run(
        claim("a", (verdict,), ("refuted",)),
        claim("b", ("proved",), ("refuted",), uses=("a",)),
        claim("c", ("proved",), ("refuted",), uses=("b",)),
        claim("d", ("proved",), ("refuted",)),
    )
    a, b, c, d = report.results
    assert (a.verdict, b.verdict, c.verdict, d.verdict) == (verdict, verdict, verdict, "proved")
    assert (b.own_verdict, c.own_verdict) == ("proved", "proved")
    assert (b.used, c.used) == ({"a": verdict}, {"b": verdict})


def test_a_surviving_control_weakens_the_claims_that_use_its_claim():
    report = run(claim("a", ("proved",), ("proved-2",)), claim("b", ("proved",), ("refuted",), uses=("a",)))
    assert [result.verdict for result in report.results] == [SURVIVED, SURVIVED]


@pytest.mark.parametrize(("evidence", "twins"), [((), ()), ((), ("refuted",))], ids=["nothing", "controls only"])
def test_a_claim_without_evidence_is_vacuous(evidence, twins):
    report = run(claim("a", evidence, twins))
    assert (report.results[0].verdict, verify_exit_code(report)) == (Verdict.VACUOUS, 1)


@pytest.mark.parametrize("jobs", [1, 3])
def test_results_are_in_order_and_counted_as_they_arrive(jobs):
    told = []
    names = [f"proved-{number}" for number in range(5)]
    report = verify(
        [claim("a", tuple(names), ("refuted",)), claim("b", ("proved",), ("refuted",))],
        jobs=jobs,
        experiments={"b": walked("confirmed")},
        on_start=lambda total: told.append(total),
        on_done=lambda: told.append("done"),
    )
    assert [outcome.id for outcome in report.results[0].evidence] == names
    assert told == [9, *["done"] * 9]


def test_a_claim_that_is_used_in_words_is_not_run():
    report = verify((claim("used", ("proved",)), claim("asked", ("proved",), uses=("used",))), jobs=2, asked=["asked"])
    assert [(result.claim.id, result.used) for result in report.results] == [("asked", {})]
    assert report.not_run == ("used",)


def test_without_a_record_of_rocq_nothing_is_said_of_it(monkeypatch):
    monkeypatch.setattr("backproof.checks.verify.read_certified", lambda: None)
    report = run(claim("a", ("proved",)))
    assert (report.rocq, report.results[0].rocq) == ("", "")


def test_what_is_not_said_of_a_result_is_empty():
    plain = PartResult("a", EXPERIMENT, "", finding("confirmed"), None)
    result = ClaimResult(claim("a", ()), (plain,), (), {})
    assert (plain.kind, plain.form, result.rocq, result.whole) == ("simulation", "", "", True)
    assert Report((result,), {}, 0.0).rocq == ""


def test_a_result_has_the_words_and_the_hash_of_its_statement():
    report = run(claim("a", ("proved",), ("refuted",)))
    outcome = report.results[0].evidence[0]
    assert (outcome.words, outcome.kind) == ("the words of proved", "SMT proof")
    assert outcome.statement_sha256 == hashlib.sha256(part("proved").refutation().encode()).hexdigest()


def test_a_result_has_the_form_of_its_statement():
    assert run_evidence(Obligation("proved", "", eq(X, X))).form == "identity"
    assert run_evidence(Obligation("proved", "", ge(X, 1))).form == "linear"
    assert run_evidence(part("proved")).form == ""
    assert run_evidence(Instance("proved", "", ({},), lambda: (1, 1))).form == ""


def test_canaries_are_asked_first(monkeypatch):
    def unsound():
        raise UnsoundSolverError("z3 lies")

    decided = []
    monkeypatch.setattr(kernel, "check_canaries", unsound)
    monkeypatch.setattr(kernel, "decide", decided.append)
    with pytest.raises(UnsoundSolverError, match="z3 lies"):
        run(claim("a", ("proved",), ("refuted",)))
    assert decided == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ZeroDivisionError])
def test_an_interruption_stops_the_solvers_and_the_remaining_parts(monkeypatch, error):
    stopped, begun = threading.Event(), []

    def decide(evidence):
        begun.append(evidence.id)
        if evidence.id == "proved-0":
            raise error
        stopped.wait(30)  # as a solver that works until it is killed
        return finding("error")

    monkeypatch.setattr(kernel, "decide", decide)
    monkeypatch.setattr(kernel, "stop_solvers", stopped.set)
    with pytest.raises(error):
        run(claim("a", tuple(f"proved-{number}" for number in range(20)), ("refuted",)))
    assert stopped.is_set()
    assert len(begun) <= 5


def test_a_module_that_cannot_build_its_evidence_is_an_error_not_a_crash(monkeypatch):
    broken = claim("broken", ("proved",))

    def fail(self):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(type(broken), "build_evidence", fail)
    (evidence,), controls = parts_of(broken)
    assert (evidence.id, controls) == ("module", [])
    with pytest.raises(ZeroDivisionError):
        evidence.compute()


SAME = Instance("same", "a number is itself", ({"n": 1}, {"n": 2}), lambda n: (n, n))
OTHER = Instance("other", "a number is one more", ({"n": 1},), lambda n: (n, n + 1))


@pytest.mark.parametrize("locked", ["same", "another", "none"])
def test_an_instance_with_other_values_than_those_in_the_lock_is_an_error(monkeypatch, locked):
    held = {SAME.id: hashed(["[1, 1]", "[2, 2]"]), OTHER.id: hashed(["[1, 2]"])}
    values = {"same": held, "another": dict.fromkeys(held, "0" * 64), "none": {}}[locked]
    monkeypatch.setattr("backproof.checks.verify.locked_values", lambda: {f"a/{i}": v for i, v in values.items()})
    monkeypatch.setattr(kernel, "decide", DECIDE)
    made_up = replace(claim("a", ()), evidence=(SAME,), twins=(OTHER,))
    (result,) = run(made_up).results
    assert result.evidence[0].values_sha256 == held[SAME.id]
    assert result.controls[0].twin.values_sha256 == held[OTHER.id]
    good = locked != "another"
    assert (result.verdict, result.controls[0].caught) == ("proved" if good else "error", good)
    if not good:
        assert result.controls[0].confirmed == ""
        assert result.evidence[0].finding.detail == result.controls[0].twin.finding.detail
        assert result.evidence[0].finding.detail.startswith("its values are not those in the lock: run `make lock`")


@pytest.mark.parametrize("part", [SAME, OTHER])
def test_the_lock_has_no_say_in_what_is_false_or_undecided(monkeypatch, part):
    monkeypatch.setattr("backproof.checks.verify.locked_values", lambda: {f"a/{part.id}": "0" * 64})
    for verdict in ("refuted", "unknown"):
        monkeypatch.setattr(kernel, "decide", lambda evidence, verdict=verdict: finding(verdict))
        (result,) = run(replace(claim("a", ()), evidence=(part,))).results
        assert result.evidence[0].finding.verdict == verdict


def test_the_time_of_a_run_is_that_between_its_begin_and_its_end(monkeypatch):
    ticks = itertools.count(5)
    monkeypatch.setattr(time, "perf_counter", lambda: next(ticks))
    assert run().seconds == next(ticks) - 1 - 5


def test_the_time_of_a_claim_is_that_of_its_parts_and_controls(monkeypatch):
    monkeypatch.setattr(kernel, "decide", lambda evidence: replace(finding(evidence.id), seconds=2.0))
    (result,) = run(claim("a", ("proved", "proved"), ("refuted",))).results
    assert result.seconds == 6
