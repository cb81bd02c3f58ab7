"""The commands in the documents exist, and their Python runs."""

from __future__ import annotations

import doctest
import functools
import re

import pytest
from typer.testing import CliRunner

from backproof import cli
from tests.repo.files import ROOT

pytestmark = pytest.mark.xdist_group("documents")  # the help of each command is asked for once

DOCUMENTS = ("README.md", "CONTRIBUTING.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
READS_A_FILE = {"docs/policy-files.md"}
"""Its Python reads a file that the page describes; a test in tests/backproof writes that file."""

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WHOLE_FILE = re.compile(r"^```\w+ title=.*?^```$", re.MULTILINE | re.DOTALL)
"""A whole file in a document, for readers to write. `test_adding` writes those of CONTRIBUTING.md."""

SPAN = re.compile(r"`([^`]+)`")
TARGET = re.compile(r"^([.\w][-.\w]*(?: [.\w][-.\w]*)*):(?!=)", re.MULTILINE)


def text(name):
    """The document without whole files."""
    return WHOLE_FILE.sub("", (ROOT / name).read_text(encoding="utf-8"))


def blocks(name, *languages):
    return [code for language, code in BLOCK.findall(text(name)) if language in languages]


def commands(name):
    """The commands of make and backproof in console and sh blocks and in the prose."""
    lines = "\n".join(blocks(name, "console", "sh", "bash")).splitlines()
    spans = (" ".join(span.split()) for span in SPAN.findall(BLOCK.sub("", text(name))))
    stripped = [line.removeprefix("$ ").removeprefix(".venv/bin/") for line in (*lines, *spans)]
    return [command.split() for command in stripped if command.startswith(("make ", "backproof "))]


def targets():
    return {name for names in TARGET.findall(text("Makefile")) for name in names.split()}


@functools.cache
def help_of(*command):
    run = CliRunner().invoke(cli.app, [*command, "--help"])
    assert run.exit_code == 0
    return run.stdout


def subcommands():
    return set(re.findall(r"^  (\w+) ", help_of().partition("Commands:")[2], re.MULTILINE))


def offered(subcommand):
    return set(help_of(subcommand).split())


def test_the_two_commands_are_in_the_readme():
    assert ["make", "verify"] in commands("README.md")
    assert ["make", "test"] in commands("README.md")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_make_target_that_a_document_names_exists(name):
    named = {word for command in commands(name) if command[0] == "make" for word in command[1:] if "=" not in word}
    assert named <= targets()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_backproof_command_that_a_document_names_exists(name):
    named = {command[1] for command in commands(name) if command[0] == "backproof" and command[1] != "--help"}
    assert named <= subcommands()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_option_of_a_command_that_a_document_names_exists(name):
    for command in commands(name):
        if command[0] == "backproof" and not command[1].startswith("-"):
            options = {word.partition("=")[0] for word in command[2:] if word.startswith("--")}
            assert options <= offered(command[1])


def test_the_readme_has_python():
    assert blocks("README.md", "python", "pycon")


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if blocks(name, "python") and name not in READS_A_FILE])
def test_the_python_of_a_document_prints_what_it_shows(name):
    sessions = blocks(name, "python", "pycon")
    assert all(">>>" in session for session in sessions), f"Python in {name} is shown as a session, so that it runs"
    test = doctest.DocTestParser().get_doctest("\n".join(sessions), {}, name, name, 0)
    result = doctest.DocTestRunner().run(test)
    assert result.attempted > 0
    assert result.failed == 0


def test_the_makefile_has_its_targets():
    assert {"verify", "test", "bench", "lint", ".venv", "lock"} <= targets()


def test_the_gate_runs_both_commands():
    gate = ROOT / ".ci" / "run"
    lines = gate.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert {"make test", "make verify"} <= set(lines)
    assert gate.stat().st_mode & 0o111 == 0o111


def test_the_readme_is_short_enough_to_be_read():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120
