"""The installed package tells mypy its types: a user's program is checked strictly against the wheel."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

import backproof
from tests.repo.wheel import installed

PROGRAM = Path(__file__).with_name("program.py")


def test_the_program_uses_every_public_name():
    nodes = ast.walk(ast.parse(PROGRAM.read_text(encoding="utf-8")))
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "bp"}
    assert used - {"stroll"} == set(backproof.__all__)


def test_mypy_sees_the_names_that_exist_at_run_time():
    module = ast.parse(Path(backproof.__file__).read_text(encoding="utf-8"))
    (block,) = (node for node in module.body if isinstance(node, ast.If) and isinstance(node.body[0], ast.ImportFrom))
    assert {alias.name: line.module for line in block.body for alias in line.names} == backproof._HOMES


@pytest.mark.slow
def test_a_users_program_is_checked_strictly(tmp_path):
    """Exactly the marked lines have errors."""
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    ask = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip())
    shutil.copytree(installed(tmp_path) / "backproof", packages / "backproof")
    (packages / "others.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    project = tmp_path / "project"
    project.mkdir()
    shutil.copy(PROGRAM, project)
    mypy = [sys.executable, "-m", "mypy", "--strict", "--python-executable", python, "program.py"]
    run = subprocess.run(mypy, cwd=project, capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("Success: no issues found in 1 source file\n", "")
