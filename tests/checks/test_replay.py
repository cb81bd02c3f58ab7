"""Replaying committed statements: answers are compared with the headers; losses and changes are reported."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from backproof.checks import replay
from backproof.checks.canaries import CANARIES
from backproof.checks.lock import lock_text
from backproof.checks.replay import DriftError, Reply, SolverCommandError, external, load_statements, replay_exit_code

EXPECTED = {"hills/up.smt2": "unsat", "hills/down.smt2": "unsat", "lakes/control.smt2": "sat"}

HONEST = """
for line in open(sys.argv[-1]):
    if line.startswith("; expected answer: "):
        print("; a remark"); print(line.split(": ")[1].strip()); print("; unsatisfied with nothing")
"""


def statement_text(claim: str, expected: str) -> str:
    goal = "(assert (> x 0.0))" if expected == "sat" else "(assert (< (* x x) 0.0))"
    header = f"; claim: {claim}\n; obligation: o\n; In words: something\n; expected answer: {expected}\n"
    return f"{header}(set-logic QF_NRA)\n(declare-const x Real)\n{goal}\n(check-sat)\n"


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A room with three committed statements and their lock."""
    texts = {path: statement_text(path.split("/")[0], answer) for path, answer in EXPECTED.items()}
    for path, text in texts.items():
        (tmp_path / "smt" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "smt" / path).write_text(text, encoding="utf-8")
    (tmp_path / "statements.lock").write_text(lock_text(texts), encoding="utf-8")
    return tmp_path


@pytest.fixture
def fake(tmp_path):
    """The command line of a solver made of these lines of Python."""

    def make(source: str) -> str:
        script = tmp_path / "fake solver.py"
        script.write_text(f"import sys\n{source}", encoding="utf-8")
        return shlex.join([sys.executable, "-S", "-E", str(script)])

    return make


def answers(room, command_line, **options):
    found = replay.replay(load_statements(room), [external(command_line)], jobs=2, **options)
    return {str(reply.statement): reply.answer for reply in found}, replay_exit_code(found)


def test_statements_are_loaded_with_what_their_headers_say(room):
    assert {str(statement): statement.expected for statement in load_statements(room)} == EXPECTED


def test_a_correct_solver_agrees_with_every_header(room, fake):
    assert answers(room, fake(HONEST)) == (EXPECTED, 0)


def test_both_own_solvers_agree_on_real_statements(room):
    found = replay.replay(load_statements(room), jobs=2)
    assert [(str(r.statement), r.solver) for r in found] == [(p, s) for p in sorted(EXPECTED) for s in ("z3", "cvc5")]
    assert all(reply.agrees for reply in found)


def test_the_z3_binary_reads_a_statement_by_its_path(room):
    binary = Path(sys.executable).with_name("z3")
    if not binary.exists():
        pytest.skip(f"there is no {binary}: z3-solver was installed without its command")
    assert answers(room, f"{shlex.quote(str(binary))} -T:20") == (EXPECTED, 0)


@pytest.mark.parametrize(
    ("lie", "wrong"), [("unsat", ["lakes/control.smt2"]), ("sat", ["hills/down.smt2", "hills/up.smt2"])]
)
def test_a_wrong_solver_contradicts_the_headers(room, fake, lie, wrong):
    liar = fake(f"print('unknown' if 'canaries-' in sys.argv[-1] else '{lie}')")
    found = replay.replay(load_statements(room), [external(liar)], jobs=1)
    assert [str(reply.statement) for reply in found if reply.contradicts] == wrong
    assert replay_exit_code(found) == 1


@pytest.mark.parametrize("said", ["unknown", "timeout"])
def test_an_undecided_answer_is_no_agreement(room, fake, said):
    assert answers(room, fake(f"print('{said}')")) == (dict.fromkeys(EXPECTED, said), 3)


def test_a_solver_that_sleeps_is_killed_with_its_children(room, fake):
    began = time.monotonic()
    nap = "import subprocess; subprocess.run([sys.executable, '-S', '-c', 'import time; time.sleep(300)'])"
    assert answers(room, fake(nap), wall_seconds=0.5) == (dict.fromkeys(EXPECTED, "timeout"), 3)
    assert time.monotonic() - began < 200  # less than the nap, so it was killed; this does not measure speed


@pytest.mark.parametrize(
    ("source", "how"),
    [
        ("sys.exit('out of luck')", r"it ended with code 1 \(out of luck\)"),
        ("print('unsat'); sys.exit(3)", r"it ended with code 3 \(unsat\)"),
        ("import os; os.kill(os.getpid(), 11)", r"it was killed by signal 11 \(it said nothing\)"),
        ("print('UNSAT')", r"it gave no answer \(UNSAT\)"),
        ("", r"it gave no answer \(it said nothing\)"),
        ("print('(error \"unknown logic\")'); print('sat')", r"it gave no answer \(sat\)"),
    ],
)
def test_a_solver_that_crashes_or_gives_no_answer_is_an_error_on_each_statement(room, fake, source, how):
    found = replay.replay(load_statements(room), [external(fake(source))], jobs=2)
    assert [reply.answer for reply in found] == ["error"] * 3
    assert all(re.fullmatch(how, reply.detail) for reply in found)
    assert replay_exit_code(found) == 4


def test_a_solver_that_is_lost_on_one_statement_is_asked_the_others(room, fake):
    crash = "if 'down' in sys.argv[-1]: sys.exit('out of luck')\n"
    assert answers(room, fake(crash + HONEST)) == ({**EXPECTED, "hills/down.smt2": "error"}, 4)


SHAM = f"""
known = {dict(zip([c.id for c in CANARIES], [c.expected for c in CANARIES], strict=True))!r}
name = sys.argv[-1].rpartition("/")[2].removesuffix(".smt2")
if name not in known: open(sys.argv[0] + ".asked", "w")
print(known.get(name, "unsat"))
"""
"""A solver that knows the canaries, and says unsat to all else. It leaves a file behind if asked anything else."""


@pytest.mark.parametrize("canary", CANARIES, ids=lambda canary: canary.id)
def test_a_solver_that_gets_one_canary_wrong_is_asked_nothing_else(room, fake, tmp_path, canary):
    wrong = {"sat": "unsat", "unsat": "sat"}[canary.expected]
    source = SHAM.replace("name = ", f"known[{canary.id!r}] = {wrong!r}\nname = ")
    message = rf"^the solver \S+ answers {wrong} to the canary {canary.id}, which is {canary.expected}: its answers "
    with pytest.raises(SolverCommandError, match=message):
        replay.replay(load_statements(room), [external(fake(source))], jobs=2)
    assert not list(tmp_path.glob("*.asked"))


def test_a_solver_that_gets_all_canaries_right_is_asked(room, fake, tmp_path):
    replay.replay(load_statements(room), [external(fake(SHAM))], jobs=2)
    assert list(tmp_path.glob("*.asked"))


@pytest.mark.parametrize("output", ["", "unsat", "[]", '{"answer": "maybe", "out_of_resources": false}'])
def test_unreadable_output_of_our_worker_is_no_answer(output):
    assert replay._worker_answer(output) is None


def test_our_worker_reports_that_it_ran_out_of_resources():
    assert replay._worker_answer('{"answer": "unknown", "out_of_resources": true}') == "resource_out"


def test_a_contradiction_outweighs_undecided_answers(room):
    replies = [
        Reply(s, "z3", answer, 0.0) for s, answer in zip(load_statements(room), ["unknown", "sat", "sat"], strict=True)
    ]
    assert [replay_exit_code(some) for some in (replies[:1], replies, replies[2:], [])] == [3, 1, 0, 0]
    lost = replace(replies[0], answer="error")
    assert [replay_exit_code([lost, *some]) for some in (replies[:1], replies[1:2], replies[2:])] == [4, 1, 4]


def test_a_command_that_is_missing_is_lost():
    with pytest.raises(SolverCommandError, match=r"^the solver 'no-such-solver' was not found: install it, or give"):
        external("no-such-solver --lang smt2")


@pytest.mark.parametrize("line", ["", "   "])
def test_an_empty_command_is_refused(line):
    with pytest.raises(ValueError, match=r"^--solver must be a command line, got an empty one"):
        external(line)


def test_an_unclosed_quotation_mark_is_refused():
    with pytest.raises(ValueError, match=r"^--solver must be a command line, got \"'z3\": no closing quotation$"):
        external("'z3")


def test_a_command_is_split_but_not_run_by_a_shell(room, fake):
    command = fake("print('unsat' if '; echo sat' in sys.argv and 'canaries-' not in sys.argv[-1] else 'unknown')")
    assert answers(room, f"{command} '; echo sat'")[0] == dict.fromkeys(EXPECTED, "unsat")


def change(room: Path, what: str) -> None:
    file = room / "smt" / "hills" / "up.smt2"
    match what:
        case "edited":
            file.write_text(file.read_text(encoding="utf-8").replace("< ", "> "), encoding="utf-8")
        case "removed":
            file.unlink()
        case "added":
            (room / "smt" / "hills" / "more.smt2").write_text(statement_text("hills", "sat"), encoding="utf-8")
        case "no lock":
            (room / "statements.lock").unlink()
        case "no answer expected":
            file.write_text("; claim: hills\n(check-sat)\n", encoding="utf-8")
            texts = {str(f.relative_to(room / "smt")): f.read_text() for f in (room / "smt").rglob("*.smt2")}
            (room / "statements.lock").write_text(lock_text(texts), encoding="utf-8")


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("edited", r"^hills/up\.smt2: its hash is not the one in the lock: restore the file"),
        ("removed", r"^hills/up\.smt2: locked, but there is no such file$"),
        ("added", r"^hills/more\.smt2: not in the lock$"),
        ("no lock", r"statements\.lock: there is no statement lock"),
        (
            "no answer expected",
            r"^hills/up\.smt2: its header must name the claim and expect sat or unsat, got ",
        ),
    ],
)
def test_statements_that_differ_from_the_lock_are_not_replayed(room, what, message):
    change(room, what)
    with pytest.raises(DriftError, match=message):
        load_statements(room)


def test_progress_is_reported(room, fake):
    told = []
    answers(room, fake(HONEST), on_start=told.append, on_done=lambda: told.append("done"))
    assert told == [3, "done", "done", "done"]


def test_replaying_imports_no_claim_and_no_sympy():
    script = (
        "import sys, backproof.checks.index, backproof.checks.replay, backproof.reports.replay\n"
        "backproof.checks.index.claims_with_used([]); backproof.checks.replay.load_statements()\n"
        "arguments = {'backproof.theory', 'backproof.theory.arguments'}\n"
        "rooms = ('backproof.theory', 'backproof.checks.claims')\n"
        "loaded = [m for m in sys.modules if m.startswith(rooms) and m not in arguments]\n"
        "print(loaded + [m for m in ('sympy', 'z3', 'cvc5') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
