"""The solvers as processes: losses are reported, canaries are answered, and nothing keeps running."""

from __future__ import annotations

import json
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from fractions import Fraction
from importlib import metadata

import pytest

from backproof.checks import kernel, processes, solver_worker
from backproof.checks.canaries import CANARIES
from backproof.checks.kernel import Answer, SolverLostError, UnsoundSolverError, Verdict, ask, check_canaries, decide
from tests.checks.doubles import HARD, SQUARE, solvers_saying

SOLVERS = ["z3", "cvc5"]
WORKER = f"""
import sys
sys.path.insert(0, {str(processes.WORKER.parent)!r})
import solver_worker
{{change}}
solver_worker.main()
"""


@pytest.fixture
def worker(monkeypatch, tmp_path):
    """Change the worker of the solvers, whose ``answer`` answers one statement."""

    def use(change: str) -> None:
        script = tmp_path / "worker.py"
        script.write_text(WORKER.format(change=change), encoding="utf-8")
        monkeypatch.setattr(processes, "WORKER", script)

    with closing(processes.Processes()) as solvers:
        monkeypatch.setattr(kernel, "_solvers", solvers)
        yield use


@pytest.fixture
def hard_decision(monkeypatch):
    """The kernel at work on a problem that takes seconds: the running solver and the future finding."""
    with closing(processes.Processes()) as solvers, ThreadPoolExecutor(1) as pool:
        monkeypatch.setattr(kernel, "_solvers", solvers)
        future = pool.submit(decide, HARD)
        while not kernel._solvers.running and not future.done():
            time.sleep(0.01)
        time.sleep(0.3)  # until it has the statement, for which it needs seconds
        (process,) = kernel._solvers.running
        yield process, future


def test_canaries_give_the_installed_versions(monkeypatch):
    answers = {solver: ask(solver, SQUARE.refutation()) for solver in SOLVERS}
    right = {canary.text: canary.expected for canary in CANARIES}
    monkeypatch.setattr(kernel, "ask", lambda s, text: Answer(s, right[text], version=answers[s].version))
    versions = check_canaries()
    assert list(versions) == SOLVERS
    assert metadata.version("cvc5") == versions["cvc5"]
    assert metadata.version("z3-solver").startswith(versions["z3"])


@pytest.mark.parametrize("liar", SOLVERS)
@pytest.mark.parametrize("always", ["unsat", "sat"])
def test_a_solver_that_always_gives_the_same_answer_is_refused(monkeypatch, liar, always):
    honest = {canary.text: canary.expected for canary in CANARIES}
    monkeypatch.setattr(
        kernel, "ask", lambda s, text: Answer(s, always if s == liar else honest[text], version="9.9.9")
    )
    with pytest.raises(
        UnsoundSolverError, match=rf"{liar} 9.9.9 answers {always} to the canary \S+, which is .*constraints"
    ):
        check_canaries()


@pytest.mark.parametrize("solver", SOLVERS)
def test_the_resource_count_is_the_same_on_every_run(solver):
    assert len({ask(solver, CANARIES[-1].text).resources for _ in range(2)}) == 1


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_missing_solver_says_what_to_install(worker, solver):
    worker("sys.modules[sys.argv[2]] = None")
    with pytest.raises(SolverLostError, match=f"^{solver} is not installed: in a clone, run `make .venv`, or .*$"):
        ask(solver, SQUARE.refutation())


@pytest.mark.parametrize(
    "said",
    ["", "the answer is 42", "[]", "null", '{"answer": "unsat"}']
    + [
        json.dumps({"answer": "unsat", "model": {}, "out_of_resources": False, "reason": "", "resources": 1, **changed})
        for changed in (
            {},
            {"version": "1", "model": None},
            {"version": "1", "answer": "maybe"},
            {"version": "1", "model": {"x": "pi"}},
        )
    ],
)
def test_unreadable_output_is_no_answer(worker, said):
    worker(f"solver_worker.answer = lambda solver, limit: print({said!r})")
    with pytest.raises(SolverLostError, match=r"^z3 was lost: its answer could not be read \("):
        ask("z3", SQUARE.refutation())


def test_a_failing_worker_is_reported_with_its_last_line(worker):
    worker("def answer(solver, limit): raise OSError('out of luck')\nsolver_worker.answer = answer")
    with pytest.raises(SolverLostError, match=r"^z3 was lost: its process ended with code 1: OSError: out of luck$"):
        ask("z3", SQUARE.refutation())


def test_the_servers_end_with_the_run_that_started_them():
    with kernel.solvers_open():
        ask("z3", SQUARE.refutation())
        (server,) = [server for name, server in kernel._solvers._servers.items() if name == "z3"]
    assert (kernel._solvers._servers, server.process.returncode) == ({}, 0)


def test_a_worker_that_fails_in_silence_is_reported_by_its_code(worker):
    worker("solver_worker.answer = lambda solver, limit: os._exit(3)\nimport os")
    with pytest.raises(SolverLostError) as lost:
        ask("z3", SQUARE.refutation())
    assert str(lost.value).removesuffix(processes.memory_hint()) == "z3 was lost: its process ended with code 3"


def test_a_solver_that_never_tells_its_version_has_none(monkeypatch):
    honest = {canary.text: canary.expected for canary in CANARIES}
    monkeypatch.setattr(kernel, "ask", lambda solver, text: Answer(solver, honest[text]))
    assert check_canaries() == {"z3": "", "cvc5": ""}


@pytest.mark.parametrize("answer", ["sat", "unsat", "unknown"])
def test_each_answer_is_read_as_it_was_given(worker, answer):
    said = {"answer": answer, "model": {"x": "-1/2", "y": None}, "out_of_resources": False, "reason": "why"}
    said = json.dumps(said | {"resources": 7, "version": "9"})
    worker(f"solver_worker.answer = lambda solver, limit: print({said!r})")
    found = ask("z3", SQUARE.refutation())
    assert (found.answer, found.reason, found.resources, found.version) == (answer, "why", 7, "9")
    assert found.model == {"x": Fraction(-1, 2), "y": None}


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_statement_that_cannot_be_parsed_gives_no_answer(solver):
    with pytest.raises(SolverLostError, match=f"^{solver} was lost: "):
        ask(solver, "(set-logic QF_NRA)\n(assert (> undeclared 0.0))\n(check-sat)\n")


def test_a_solver_killed_midway_is_an_error(hard_decision):
    process, future = hard_decision
    process.kill()
    found = future.result(timeout=30)
    assert found.verdict == Verdict.ERROR
    assert found.detail == "z3 was lost: its process was killed by signal 9; run the claim again"
    assert not kernel._solvers.running


def test_stopping_ends_running_solvers_and_starts_no_more(hard_decision):
    process, future = hard_decision
    kernel.stop_solvers()
    assert future.result(timeout=30).verdict == Verdict.ERROR
    assert process.returncode == -signal.SIGKILL
    with pytest.raises(SolverLostError, match=r"^cvc5 was lost: it could not be started: no more are wanted$"):
        ask("cvc5", SQUARE.refutation())
    with kernel.solvers_open():
        assert ask("cvc5", SQUARE.refutation()).answer == "unsat"


def test_an_undecided_canary_does_not_make_a_solver_unsound(monkeypatch):
    monkeypatch.setattr(kernel, "ask", solvers_saying(z3="unknown", cvc5="timeout"))
    assert check_canaries() == {"z3": "0", "cvc5": "0"}


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_server_has_imported_its_solver_and_not_the_other(worker, solver):
    worker("solver_worker.answer = lambda solver, limit: print(*{'z3', 'cvc5'} & set(sys.modules))")
    with pytest.raises(SolverLostError, match=rf"could not be read \('{solver}\\n'\)$"):
        ask(solver, SQUARE.refutation())


def test_the_server_of_z3_has_made_its_context(worker):
    worker("solver_worker.answer = lambda solver, limit: print(type(sys.modules['z3'].z3._main_ctx).__name__)")
    with pytest.raises(SolverLostError, match=r"could not be read \('Context\\n'\)$"):
        ask("z3", SQUARE.refutation())


def test_a_solver_has_one_open_file_but_the_standard_ones(worker):
    """It tells the guard by its end that the solver has ended."""
    count = "sum(os.path.exists(f'/dev/fd/{file}') for file in range(3, 256))"
    worker(f"import os\nsolver_worker.answer = lambda solver, limit: print({count})")
    with pytest.raises(SolverLostError, match=r"could not be read \('1\\n'\)$"):
        ask("z3", SQUARE.refutation())


def test_a_solver_is_held_to_the_memory_that_it_may_use(worker):
    worker(
        "solver_worker.SOLVERS['z3'] = lambda *_: solver_worker.resource.getrlimit(solver_worker.resource.RLIMIT_AS)"
    )
    allowed = solver_worker.memory_allowed()
    with pytest.raises(SolverLostError, match=rf"could not be read \('\[{allowed}, {allowed}\]'\)$"):
        ask("z3", SQUARE.refutation())
