"""The command as a process: it starts without heavy imports, can be interrupted, and leaves no files."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backproof.checks.canaries import CANARIES
from backproof.checks.processes import WORKER

HEAVY = ("numpy", "scipy", "sympy", "networkx", "z3", "cvc5", "torch", "matplotlib")
SEE_HELP = f"""
import sys
from backproof import cli
sys.argv = ["backproof", *sys.argv[1:], "--help"]
try:
    cli.main()
except SystemExit as end:
    print("code", end.code or 0)
print("loaded", *sorted(set({HEAVY!r}) & set(sys.modules)))
"""
ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "backproof.cli"]


def python(*arguments):
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("command", [[], ["verify"]], ids=["backproof", "backproof verify"])
def test_help_loads_nothing_heavy(command):
    *text, code, loaded = python("-c", SEE_HELP, *command).splitlines()
    assert text[0].strip().startswith("Usage: ")
    assert (code, loaded) == ("code 0", "loaded")


def test_the_installed_command_and_the_module_are_the_same():
    script = Path(sys.executable).with_name("backproof")
    listed = [
        subprocess.run([*command, "verify", "--list"], capture_output=True, check=True)
        for command in ([script], COMMAND)
    ]
    assert listed[0].stdout == listed[1].stdout != b""


# --- interrupts ------------------------------------------------------------------------------------------------------


BLOCKING = f"""
import io, os, signal, sys
sys.path.insert(0, {str(WORKER.parent)!r})
import solver_worker
answer, canaries = solver_worker.answer, {{canaries!r}}
def block(solver, limit):
    text = sys.stdin.read()
    if text in canaries:
        sys.stdin = io.StringIO(text)
        return answer(solver, limit)
    with open({{fifo!r}}, "wb", 0) as told:
        told.write(b"x")
        signal.pause()
solver_worker.answer = block
solver_worker.main()
"""
"""A worker whose solver answers only these canaries; on any other formula it reports that it has begun, and waits."""

WITH_WORKER = """
import pathlib, sys
from backproof import start
from backproof.checks import processes
processes.WORKER = pathlib.Path(sys.argv.pop(1))
start.start()
"""


@pytest.mark.parametrize(
    ("canaries", "at_work", "to_all"), [([], 1, True), (CANARIES, 2, False)], ids=["canaries", "proofs"]
)
def test_an_interrupt_ends_the_command_and_its_solvers_and_leaves_no_file(tmp_path, canaries, at_work, to_all):
    """During a canary, or during two statements of a claim; with the signal of a terminal, or of `kill`."""
    (tmp_path / "out").mkdir()
    os.mkfifo(fifo := str(tmp_path / "fifo"))
    worker = tmp_path / "worker.py"
    worker.write_text(BLOCKING.format(canaries=[canary.text for canary in canaries], fifo=fifo))
    command = ["verify", "--only", "zero-gradient", "--jobs", "2", "--out", str(tmp_path / "out" / "report")]
    started = [sys.executable, "-c", WITH_WORKER, str(worker), *command]
    pipes = {"stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(started, cwd=ROOT, start_new_session=True, **pipes) as process, open(fifo, "rb", 0) as told:
        assert [told.read(1) for _ in range(at_work)] == [b"x"] * at_work
        (os.killpg if to_all else os.kill)(process.pid, signal.SIGINT)
        _, err = process.communicate()
        assert told.read() == b""  # not before the last solver has ended
    assert (process.returncode, err) == (130, "backproof: interrupted; nothing was written\n")
    assert list((tmp_path / "out").iterdir()) == []


STUBBORN = """
import sys, time, types
from backproof import start
def main():
    say = "begun"
    while True:
        try:
            print(say, flush=True)
            time.sleep(600)
        except KeyboardInterrupt:
            say = "again"
import backproof
backproof.cli = sys.modules["backproof.cli"] = types.SimpleNamespace(main=main)
sys.argv[:] = ["backproof", *sys.argv[1:]]
start.start()
"""
"""A command that will not end."""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize(
    ("command", "signals"),
    [pytest.param("verify", 1, marks=pytest.mark.slow), ("train", 2), ("verify", 2)],  # the second signal ends at once
)
def test_a_command_that_does_not_end_is_ended(number, command, signals):
    """The first signal ends it after a while. A command that may have much to save is ended by the second alone."""
    started = [sys.executable, "-c", STUBBORN, command]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(started, cwd=ROOT, text=True, **pipes) as process:
        assert process.stdout.readline() == "begun\n"
        process.send_signal(number)
        assert process.stdout.readline() == "again\n"
        if signals == 2:
            process.send_signal(number)
        assert process.communicate()[1] == "backproof: interrupted; stopped at once\n"
    assert process.returncode == 128 + number


def test_a_signal_that_is_ignored_stays_ignored():
    shell = f"trap '' HUP; exec {shlex.quote(sys.executable)} -c \"$0\" verify"
    with subprocess.Popen(["sh", "-c", shell, STUBBORN], cwd=ROOT, text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == "begun\n"
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGTERM)
        process.communicate()
    assert process.returncode == 128 + signal.SIGTERM


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_during_loading_is_one_line(number):
    loading = "import os, sys, backproof.start as s\nclass Interrupting:\n    def find_spec(self, *names):\n"
    loading += f"        os.kill(os.getpid(), {int(number)})\nsys.meta_path.insert(0, Interrupting())\ns.start()"
    found = subprocess.run([sys.executable, "-c", loading], cwd=ROOT, capture_output=True, text=True)
    assert (found.returncode, found.stderr) == (128 + number, "backproof: interrupted; nothing was written\n")
