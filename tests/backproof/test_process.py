"""The command as a process: how it starts, how it is interrupted, and what it leaves behind."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

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


def test_the_installed_command_is_the_module():
    script = Path(sys.executable).with_name("backproof")
    listed = [
        subprocess.run([*command, "verify", "--list"], capture_output=True, check=True)
        for command in ([script], COMMAND)
    ]
    assert listed[0].stdout == listed[1].stdout != b""


# --- interrupts ------------------------------------------------------------------------------------------------------


def members(session):
    """The processes of a session that are not zombies; each solver has a group of its own."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, of_session = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue  # it has just ended
        if int(of_session) == session and state != "Z":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize(
    ("solvers", "to_all"),
    [pytest.param(1, True, marks=pytest.mark.slow), (2, False)],
    ids=["canaries, as a terminal does", "proofs"],
)
def test_an_interrupt_ends_it_and_its_solvers_without_a_file(tmp_path, solvers, to_all):
    """Canaries go one at a time, proofs two."""
    command = [*COMMAND, "verify", "--only", "zero-gradient", "--jobs", "2", "--out", str(tmp_path / "report")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        while len(members(process.pid)) <= solvers and process.poll() is None:
            time.sleep(0.02)
        (os.killpg if to_all else os.kill)(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, "backproof: interrupted; nothing was written\n")
    assert list(tmp_path.iterdir()) == []
    while members(process.pid):  # the last of them are being killed
        time.sleep(0.02)


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
@pytest.mark.parametrize(("command", "signals"), [("verify", 1), ("train", 2), ("verify", 2)])
def test_what_does_not_end_by_itself_is_ended(number, command, signals):
    """By the first signal after a while, or by the second, which alone ends what may have much to save."""
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


def test_what_is_ignored_stays_ignored():
    shell = f"trap '' HUP; exec {shlex.quote(sys.executable)} -c \"$0\" verify"
    with subprocess.Popen(["sh", "-c", shell, STUBBORN], cwd=ROOT, text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == "begun\n"
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGTERM)
        process.communicate()
    assert process.returncode == 128 + signal.SIGTERM


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_while_it_is_loading_is_one_line(number):
    loading = "import os, sys, backproof.start as s\nclass Interrupting:\n    def find_spec(self, *names):\n"
    loading += f"        os.kill(os.getpid(), {int(number)})\nsys.meta_path.insert(0, Interrupting())\ns.start()"
    found = subprocess.run([sys.executable, "-c", loading], cwd=ROOT, capture_output=True, text=True)
    assert (found.returncode, found.stderr) == (128 + number, "backproof: interrupted; nothing was written\n")
