"""The installed project is one package, so a user's own modules may have the names of rooms."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.repo.files import ROOMS
from tests.repo.wheel import installed

SESSION = """
import theory
from backproof import CorridorGraph, Policy, expected_hitting_time
graph = CorridorGraph(width=15, depth=15, lanes=5)
print(theory.__file__, expected_hitting_time(graph, Policy.optimal(graph), exact=True))
"""


@pytest.fixture
def folder(tmp_path):
    """A user's folder with a module or a package named like each room."""
    for room in ROOMS[:-1]:
        (tmp_path / f"{room}.py").write_text("", encoding="utf-8")
    (tmp_path / "checks.py").unlink()
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "__init__.py").write_text("", encoding="utf-8")
    return tmp_path


def run(folder, *arguments, path=""):
    """What Python prints there, with ``path`` before the installed packages."""
    environment = {**os.environ, "PYTHONPATH": path}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=True, timeout=300
    ).stdout


def test_a_users_modules_may_have_the_names_of_rooms(folder):
    assert run(folder, "-c", SESSION) == f"{folder / 'theory.py'} 900\n"
    assert run(folder, "-m", "backproof", "verify", "--list", "--only", "zero-gradient").startswith("zero-gradient")


@pytest.mark.slow
def test_a_wheel_holds_one_package_with_all_that_the_commands_need(folder, tmp_path_factory):
    folder_of_wheel = tmp_path_factory.mktemp("wheel")
    site = str(installed(folder_of_wheel))
    tops = {path.name for path in (folder_of_wheel / "site").iterdir()}
    assert {name for name in tops if not name.endswith(".dist-info")} == {"backproof"}
    origin = run(folder, "-c", "import backproof; print(backproof.__file__)", path=site)
    assert origin.startswith(site)
    assert run(folder, "-c", SESSION, path=site) == f"{folder / 'theory.py'} 900\n"
    for command in (
        ("export", "zero-gradient"),
        ("verify", "--only", "zero-gradient"),
        ("simulate", "--policy", "rlvr", "--episodes", "100"),
        ("audit", "--only", "rate", "--format", "html"),
        ("figures", "--only", "fig_graph", "--out", "figures"),
    ):
        assert run(folder, "-m", "backproof", *command, path=site)
