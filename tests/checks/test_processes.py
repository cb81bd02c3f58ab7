"""Solvers as processes: they end with the process that asked, and their output and memory are bounded."""

from __future__ import annotations

import json
import os
import resource
import select
import shlex
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from backproof.checks import processes, solver_worker
from backproof.checks.canaries import CANARIES
from backproof.checks.processes import Processes
from backproof.checks.solver_worker import MEMORY_BYTES
from tests.checks.doubles import HARD

ROOT = Path(__file__).parents[2]
SLEEP = "import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', 'import time; time.sleep(600)'])"
"""A solver that blocks, in a process that it started."""

ASK = "from backproof.checks.processes import Processes; import sys; Processes().run(sys.argv[1:], '', 600)"
ASK_OWN = "from backproof.checks.processes import Processes; import sys; Processes().ask('z3', 10**9, sys.argv[1], 600)"


def run(source: str, wall_seconds: float = 60.0, text: str = "") -> processes.Ended:
    """Run these lines of Python as a foreign solver."""
    return Processes().run([sys.executable, "-S", "-c", source], text, wall_seconds)


def children(pid: int) -> list[int]:
    """All descendants of this process."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    own = [int(child) for child in listed.read_text().split()] if listed.exists() else []
    return [*own, *(below for child in own for below in children(child))]


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_foreign_solver_ends_when_nobody_reads_its_output():
    """Python ignores SIGPIPE, and what it starts would too: ``yes`` then ends with an error, not by the signal."""
    ended = Processes().run(["sh", "-c", "(yes; echo $? >&2) | head -n 1"], "", 60)
    assert (ended.code, ended.output, ended.errors) == (0, "y\n", f"{128 + signal.SIGPIPE}\n")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks for open files in /proc")
def test_a_foreign_solver_has_no_open_files_but_the_standard_ones():
    assert Processes().run(["sh", "-c", "ls /proc/$$/fd; :"], "", 60).output.split() == ["0", "1", "2"]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize(
    ("asking", "processes_then"),
    [([ASK, sys.executable, "-S", "-c", SLEEP], 2), ([ASK_OWN, HARD.refutation()], 3)],
    ids=["foreign, with its child", "own: server, guard and solver"],
)
def test_a_solver_and_its_children_end_with_the_process_that_asked(number, asking, processes_then):
    with subprocess.Popen([sys.executable, "-c", *asking], cwd=ROOT) as asking:
        while len(found := children(asking.pid)) < processes_then or not all(map(lives, found)):
            time.sleep(0.02)
        asking.send_signal(number)
        assert asking.wait() == -number
    while any(map(lives, found)):  # runs for ever if they are not killed
        time.sleep(0.02)


def test_an_endless_output_is_cut_off():
    ended = run("import sys\nwhile True: sys.stdout.write('unsat ' * 1000)")
    assert ended.stopped == "it wrote more than 4 MiB"
    assert len(ended.output) <= 2 * processes.MAX_OUTPUT


def test_a_child_that_keeps_the_output_open_is_not_waited_for():
    left = "import subprocess, sys; subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(600)'])"
    ended = run(f"{left}; print('unsat')", wall_seconds=300)
    assert (ended.code, ended.output, ended.stopped) == (0, "unsat\n", "")


def test_the_answer_arrives_whether_or_not_the_input_is_read():
    much = "x" * 10**6
    assert run("print('sat')", text=much).output == "sat\n"
    assert run("import sys; print(len(sys.stdin.read()))", text=much).output == "1000000\n"


def test_a_command_finds_the_signals_as_a_shell_leaves_them():
    ignored = "import signal; print(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)"
    assert run(ignored).output == "False\n"
    assert Processes().run(["no-such-command"], "", 60).errors.startswith("it could not be started: No such")


def test_nothing_is_left_open():
    before = len(os.listdir("/dev/fd"))
    run("print('sat')")
    with closing(Processes()) as solvers:
        assert solvers.ask("z3", 10**6, CANARIES[-1].text, 60).code == 0
    assert len(os.listdir("/dev/fd")) == before


@pytest.fixture
def solvers():
    with closing(Processes()) as found:
        yield found


def test_the_import_of_a_solver_is_shared_and_nothing_else_is(solvers):
    """Each statement meets a fresh copy of the server, so that its declarations are unknown to the next."""
    declared = "(set-logic QF_NRA)\n(declare-const x Real)\n(assert (> x 0.0))\n(check-sat)\n"
    assert json.loads(solvers.ask("z3", 10**6, declared, 60).output)["answer"] == "sat"
    ended = solvers.ask("z3", 10**6, declared.replace("(declare-const x Real)\n", ""), 60)
    assert (ended.code, ended.output) == (1, "")
    assert "unknown constant x" in ended.errors
    assert len(solvers._servers) == 1


def test_a_server_that_was_killed_is_replaced(solvers):
    assert solvers.ask("cvc5", 10**6, CANARIES[-1].text, 60).code == 0
    first = solvers._servers["cvc5"].process
    first.kill()
    first.wait()
    assert solvers.ask("cvc5", 10**6, CANARIES[-1].text, 60).code == 0
    assert solvers._servers["cvc5"].process is not first


def test_what_was_stopped_can_be_opened_again(solvers):
    solvers.stop()
    assert solvers.ask("z3", 10**6, CANARIES[-1].text, 60).stopped == "it could not be started: no more are wanted"
    solvers.open()
    assert solvers.ask("z3", 10**6, CANARIES[-1].text, 60).code == 0


def test_the_end_of_a_solver_is_known_without_a_kill(solvers):
    with processes.Forked(solvers._server("z3"), 1_000_000) as solver:
        solver.stdin.write(CANARIES[-1].text.encode())
        solver.stdin.close()
        assert b'"answer": "unsat"' in solver.stdout.read()
        assert select.select([solver._status], [], [], 60)[0]
        assert solver.poll() == 0


def test_one_of_our_solvers_is_killed_in_time(solvers):
    ended = solvers.ask("z3", 10**9, HARD.refutation(), 0.5)
    assert (ended.code, ended.stopped) == (-signal.SIGKILL, "timeout")


@pytest.mark.parametrize("solver", ["z3", "cvc5"])
@pytest.mark.parametrize(("limit", "answered"), [(1024, True), (40, False)], ids=["1 GiB", "40 MiB"])
def test_a_lower_memory_limit_is_respected_and_reported_if_too_low(solver, limit, answered):
    asking = (
        "from backproof.checks.processes import Processes, memory_hint; import sys\n"
        "ended = Processes().ask(sys.argv[1], 1000000, sys.argv[2], 60)\n"
        "print(ended.code, ended.output, memory_hint())"
    )
    command = shlex.join([sys.executable, "-c", asking, solver, CANARIES[-1].text])
    shell = f"ulimit -v {limit * 1024}; exec {command}"
    found = subprocess.run(["sh", "-c", shell], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (found.stdout.startswith("0 {") and '"answer": "unsat"' in found.stdout) == answered
    assert f"a process may use {limit} MiB here, of 4096 wanted: raise `ulimit -v`" in found.stdout


def test_a_solver_gets_the_lowest_of_all_memory_limits(monkeypatch):
    for limits, allowed in [((-1, -1), MEMORY_BYTES), ((7, -1), 7), ((-1, 8), 8), ((2**60, 2**60), MEMORY_BYTES)]:
        monkeypatch.setattr(resource, "getrlimit", lambda kind, found=limits: found)
        assert solver_worker.memory_allowed() == allowed


def test_the_last_output_of_a_solver_is_read_however_late(monkeypatch):
    """The solver answers and ends between a look at its pipes and the check whether it still runs."""
    poll, wait = subprocess.Popen.poll, subprocess.Popen.wait
    monkeypatch.setattr(processes, "LOOK_AGAIN", 0.0)
    monkeypatch.setattr(
        subprocess.Popen, "poll", lambda process: wait(process) if process.stdin.closed else poll(process)
    )
    assert run("import time; time.sleep(0.3); print('unsat')").output == "unsat\n"
