"""cvc5's proofs: which are complete, which file belongs to which statement, and what a checker makes of them."""

from __future__ import annotations

import dataclasses
import shlex
import sys
from contextlib import closing

import pytest

from backproof.checks import cpc_proofs, processes
from backproof.checks.cpc_proofs import (
    ProofError,
    find_checker,
    incomplete,
    make_proofs,
    obligations_of,
    proof_name,
    read_proof,
    read_proofs,
)
from backproof.checks.index import UnknownClaimError
from backproof.checks.replay import SolverCommandError

PROOF = """(define @t1 () (> x 0/1))
(assume @p1 @t1)
(assume-push @p2 (not @t1))
(step @p3 false :rule contra :premises (@p1 @p2))
(step-pop @p4 :rule scope :premises (@p3))
(step @p5 false :rule process_scope :premises (@p4) :args (false))
"""


@pytest.fixture(scope="module")
def statement():
    (found,) = obligations_of("sft-cost/out-base")
    return found


@pytest.fixture(scope="module")
def proof(statement):
    (text,) = make_proofs([statement], jobs=1)
    return text


@pytest.fixture
def checker(tmp_path):
    """A checker that runs these lines of Python with ``steps``, its standard input, and ``reference``, a path."""

    def make(source: str) -> cpc_proofs.Checker:
        script = tmp_path / "checker"
        reading = "steps, reference = sys.stdin.read(), sys.argv[-1].removeprefix('--reference=')"
        script.write_text(f"#!{sys.executable} -SE\nimport sys\n{reading}\n{source}", encoding="utf-8")
        script.chmod(0o755)
        return find_checker(shlex.quote(str(script)))

    return make


# --- which obligations -----------------------------------------------------------------------------------------------


def test_a_claim_has_the_proofs_of_its_obligations_and_not_of_its_controls():
    found = [each.file.stem for each in obligations_of("sft-cost")]
    inductions = {f"{way}-{part}" for way in ("back", "out") for part in ("base", "domain", "step")}
    assert set(found) == inductions | {"cost", "theorem"}
    assert [str(each) for each in obligations_of("sft-cost/cost")] == ["sft-cost/cost.smt2"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("sft-cost/rho-is-L", r"the claim sft-cost has no obligation 'rho-is-L' \(a control has no proof\): they are "),
        ("sft-cost/cots", "has no obligation 'cots' .*: did you mean cost"),
        ("sft-cost/", "has no obligation ''"),
        ("sft-cots", "there is no claim 'sft-cots': did you mean sft-cost"),
    ],
)
def test_what_has_no_proof_is_refused(name, message):
    with pytest.raises((ProofError, UnknownClaimError), match=message):
        obligations_of(name)


def test_a_claim_without_obligations_has_no_proof(monkeypatch):
    monkeypatch.setattr(cpc_proofs, "load_statements", list)
    with pytest.raises(ProofError, match="the claim sft-cost has no obligations for the solvers, so there is no proof"):
        obligations_of("sft-cost")


# --- which proofs are complete ---------------------------------------------------------------------------------------


def test_steps_that_end_in_false_are_complete():
    assert incomplete(PROOF) == ""


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("contra", "trust", "a step is not explained: (step @p3 false :rule trust"),
        ("@p5 false", "@p5 @t1", "the last step is not false"),
        ("(step-pop @p4 :rule scope :premises (@p3))\n", "", "1 assumptions are made for a while and 0 are taken back"),
        ("(assume @p1 @t1)", '(include "x.eo")', 'a line is not a step of a proof: (include "x.eo")'),
        (
            "(assume @p1 @t1)",
            '(assume @p1 @t1) (include "x.eo")',
            "a line is not a step of a proof: (assume @p1 @t1) (",
        ),
        ("(assume @p1 @t1)", "(declare-const x Real)", "a line is not a step of a proof: (declare-const"),
        ("define @t1 ()", "define > ()", "a line is not a step of a proof: (define > ()"),
        ("(assume @p1 @t1)", "; a step left out", "a line is not a step of a proof: ; a step left out"),
        (PROOF, "", "the last step is not false"),
    ],
)
def test_what_is_no_complete_proof_is_seen(old, new, why):
    assert incomplete(PROOF.replace(old, new)).startswith(why)


def test_a_proof_says_what_it_is_of_and_how_it_was_found(statement, proof):
    lines = proof.splitlines()
    assert lines[:2] == ["; claim: sft-cost", "; obligation: out-base"]
    sha256 = lines[2].removeprefix("; sha256 of the statement: ")
    lock = (statement.file.parents[2] / "statements.lock").read_text(encoding="utf-8")
    assert f"{sha256}  {statement}\n" in lock
    assert lines[3:5] == ["; cvc5: 1.4.2", "; options: default"]
    assert incomplete("\n".join(lines[5:])) == ""


def test_where_the_first_options_leave_a_gap_the_next_are_tried():
    (text,) = make_proofs(obligations_of("blind-lower-bound/mixture-step"), jobs=1)
    assert f"; options: {cpc_proofs.OPTIONS[1]}\n" in text


def test_where_no_options_give_a_complete_proof_there_is_none(monkeypatch):
    monkeypatch.setattr(cpc_proofs, "OPTIONS", cpc_proofs.OPTIONS[:1])
    assert make_proofs(obligations_of("blind-lower-bound/mixture-step"), jobs=1) == (None,)


def test_a_statement_that_is_not_refuted_has_no_proof(statement, tmp_path):
    file = tmp_path / "open.smt2"
    file.write_text("(set-logic QF_NRA)\n(declare-const x Real)\n(assert (> x 0.0))\n(check-sat)\n", encoding="utf-8")
    assert make_proofs([dataclasses.replace(statement, file=file)], jobs=1) == (None,)


def test_only_a_statement_that_asks_for_it_gets_a_proof(statement):
    with closing(processes.Processes()) as solvers:
        ended = solvers.ask("cvc5", 1000, statement.file.read_text(encoding="utf-8"), 60.0)
    assert (ended.code, '"proof": ""' in ended.output) == (0, True)


def test_a_lost_solver_is_named(statement, tmp_path):
    file = tmp_path / "broken.smt2"
    file.write_text("(assert", encoding="utf-8")
    with pytest.raises(SolverCommandError, match=r"cvc5 was lost on sft-cost/broken\.smt2: "):
        make_proofs([dataclasses.replace(statement, file=file)], jobs=1)


@pytest.mark.parametrize("stopped", ["timeout", f"it wrote more than {processes.MAX_OUTPUT // 1024**2} MiB"])
def test_a_solver_that_has_to_be_stopped_finds_no_proof(statement, monkeypatch, stopped):
    monkeypatch.setattr(processes.Processes, "ask", lambda *question: processes.Ended(-9, "", "", 1.0, stopped))
    assert make_proofs([statement], jobs=1) == (None,)


def test_a_solver_that_could_not_be_started_is_lost(statement, monkeypatch):
    ended = processes.Ended(1, "", "", 0.0, "it could not be started: too many files")
    monkeypatch.setattr(processes.Processes, "ask", lambda *question: ended)
    with pytest.raises(SolverCommandError, match=r"cvc5 was lost on sft-cost/out-base\.smt2: it could not be started"):
        make_proofs([statement], jobs=1)


# --- which file belongs to which statement ---------------------------------------------------------------------------


def test_a_proof_is_read_as_it_was_written(statement, proof, tmp_path):
    (tmp_path / proof_name(statement)).write_text(proof, encoding="utf-8")
    read = read_proofs(tmp_path, obligations_of("sft-cost"))
    assert list(read) == [statement]
    assert proof.endswith(f"; options: default\n{read[statement]}")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("claim: sft-cost", "claim: base-cost", "does not belong to sft-cost/out-base.smt2: its header must give"),
        ("obligation: out-base", "obligation: back-base", "does not belong to"),
        ("statement: ", "statement: 0", "does not belong to"),
        (":rule ", ":rule trust_", "is no complete proof: a step is not explained"),
        ("(assume ", "(assumed ", "is no complete proof: a line is not a step of a proof"),
    ],
)
def test_a_file_that_is_changed_is_refused(statement, proof, tmp_path, old, new, message):
    file = tmp_path / "changed.cpc"
    assert old in proof
    file.write_text(proof.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProofError, match=message):
        read_proof(file, statement)


def test_a_proof_of_a_statement_that_changed_since_is_refused(statement, proof, tmp_path):
    changed, file = tmp_path / statement.file.name, tmp_path / "old.cpc"
    changed.write_text(statement.file.read_text(encoding="utf-8").replace("0.0", "1.0", 1), encoding="utf-8")
    file.write_text(proof, encoding="utf-8")
    with pytest.raises(ProofError, match="does not belong to"):
        read_proof(file, dataclasses.replace(statement, file=changed))


@pytest.mark.parametrize(("content", "message"), [(b"\xff", "it is no text"), (None, "Is a directory")])
def test_what_is_no_file_of_text_is_refused(statement, tmp_path, content, message):
    file = tmp_path / "odd.cpc"
    file.mkdir() if content is None else file.write_bytes(content)
    with pytest.raises(ProofError, match=f"odd.cpc cannot be read: {message}"):
        read_proof(file, statement)


def test_a_folder_without_proofs_is_refused(statement, tmp_path):
    with pytest.raises(ProofError, match="no proofs of sft-cost are there; write them with --proof --out"):
        read_proofs(tmp_path, [statement])


# --- the checker -----------------------------------------------------------------------------------------------------


def test_the_checker_gets_the_statement_and_on_standard_input_the_proof(checker, statement):
    compares = f"steps == {PROOF!r} and reference == {str(statement.file)!r} and len(sys.argv) == 2"
    assert checker(f"print('correct' if {compares} else 'other')").refusal(statement, PROOF) == ""


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("print('incomplete')", "incomplete"),
        ("print('not correct')", "not correct"),
        ("print('correct'); sys.exit(1)", "correct"),
        ("pass", "it ended with code 0"),
        ("print('Fatal failure\\nError: stream:1.2: no\\n', file=sys.stderr); sys.exit(134)", "Error: stream:1.2: no"),
    ],
)
def test_all_but_the_answer_correct_is_a_refusal(checker, statement, source, why):
    assert checker(source).refusal(statement, PROOF) == why


def test_a_checker_that_takes_too_long_has_not_accepted(checker, statement, monkeypatch):
    monkeypatch.setattr(cpc_proofs, "WALL_SECONDS", 0.3)
    assert checker("print('correct', flush=True)\nwhile True: pass").refusal(statement, PROOF) == "timeout"


@pytest.mark.parametrize(
    ("command", "error", "message"),
    [
        ("no-such-checker", SolverCommandError, "'no-such-checker' was not found: .*https://github.com/cvc5/ethos"),
        ("", ProofError, "--checker must be a command line, got an empty one"),
        ("'", ProofError, '--checker must be a command line, got "\'": no closing quotation'),
        ("true proof.cpc", ProofError, "only --include=FILE for an option, got 'proof.cpc'"),
        ("true --reference=x.smt2", ProofError, "only --include=FILE for an option, got '--reference=x.smt2'"),
    ],
)
def test_what_is_no_checker_is_refused_in_one_line(command, error, message):
    with pytest.raises(error, match=message) as refused:
        find_checker(command)
    assert "\n" not in str(refused.value)
