"""The command as a process: how it starts, how it is interrupted, and what it leaves behind."""

from __future__ import annotations

import os
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


def members(group):
    """The processes of a group that are not zombies."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of_group = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue  # it has just ended
        if int(of_group) == group and state != "Z":
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
    assert members(process.pid) == []
