"""The commands of a document, run in its order, print what it shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repo.files import ROOT
from tests.repo.test_documents import BLOCK, DOCUMENTS, text

SAVED = re.compile(r"Save this as `([\w.-]+)`:\Z")
SECONDS = re.compile(r"\d[\d.]* s\b|(?<=  )\d+\.\d$")
"""A time in a sentence, or in the last column of a table."""
CERTIFIED = re.compile(r"(?<=  )(whole|part)(?=  )")
"""What Rocq closes, in a column of its own where `make certify` was run."""
LEFT_OUT = re.compile(r"\(.*\)")
MAKE = "make "
"""Commands of make are left out: the gate and the site run them."""


def blocks(name):
    """Each fenced block of a document: the text before it, its language, its lines."""
    page, start, found = text(name), 0, []
    for match in BLOCK.finditer(page):
        found.append((page[start : match.start()].rstrip(), match[1], match[2].splitlines()))
        start = match.end()
    return found


def plain(line):
    """The line without times, certificates and repeated spaces, which differ between machines and widths."""
    return " ".join(CERTIFIED.sub("", SECONDS.sub("*", line.rstrip())).split())


def printed_by(command, folder):
    environment = {**os.environ, "COLUMNS": "80"}
    ran = subprocess.run(
        shlex.split(command, comments=True), capture_output=True, text=True, cwd=folder, env=environment, timeout=300
    )
    assert ran.returncode == 0, f"{command}: exit code {ran.returncode}\n{ran.stderr}"
    return [plain(line) for line in ran.stdout.splitlines()]


def not_printed(name, folder):
    """The lines of output that a document shows but its commands do not print in that order; "(...)" is ignored."""
    printed, missing = [], []
    for before, language, lines in blocks(name):
        saved = SAVED.search(before)
        if saved:
            (folder / saved[1]).write_text("\n".join(lines), encoding="utf-8")
        elif language == "console":
            assert all(line.startswith("$ ") for line in lines), f"{name}: a console block holds commands alone"
            commands = [line.removeprefix("$ ") for line in lines if not line.startswith(f"$ {MAKE}")]
            printed = [line for command in commands for line in printed_by(command, folder)]
        elif language == "text" and printed:
            for line in map(plain, lines):
                if line in printed:
                    printed = printed[printed.index(line) + 1 :]
                elif not LEFT_OUT.fullmatch(line):
                    missing.append(line)
    return missing


ELSEWHERE = ("CONTRIBUTING.md", "docs/benchmarks.md")
"""`test_adding` runs the commands of the first, in a copy with the files that it shows as examples. Those of the second
take minutes and rewrite the page: tests/benchmarks runs every benchmark, and writes a page of its own."""
SESSIONS = [
    name for name in DOCUMENTS if name not in ELSEWHERE and any(block[1] == "console" for block in blocks(name))
]


@pytest.fixture
def clone(tmp_path):
    """A folder with the files of a clone that the commands read; they write into it."""
    for name in ("checks", "examples"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".venv").symlink_to(Path(sys.prefix))
    return tmp_path


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", SESSIONS)
def test_the_commands_of_a_document_print_what_it_shows(name, clone):
    assert not_printed(name, clone) == []
