"""The rooms import only what the architecture's table allows, so that independent witnesses stay independent."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repo.files import ROOMS, ROOT, python_files, tree

MODEL = {"theory.graph", "theory.policy", "theory.chain"}
ALLOWED = {
    "theory": {"theory", "numpy", "scipy", "sympy", "networkx"},
    "checks": {"checks", "theory", "sympy", "mpmath", "networkx"},
    "sim": {"sim", "numpy", "scipy", "torch", "jaxtyping", "safetensors", *MODEL},
    "paper_figures": {"paper_figures", "theory", "numpy", "matplotlib"},
    "backproof": {
        *("theory", "checks", "sim", "paper_figures", "backproof", "numpy", "scipy", "torch", "typer", "rich"),
        *("matplotlib", "jinja2", "markupsafe"),
    },
}
"""The rooms and packages, or the modules of them, beside the standard library."""

FRONT_DOOR = [str(path) for path in (Path("backproof/cli.py"), *python_files("backproof/commands"))]

LIGHT = "theory.graph"
"""It has the sizes that are the commands' defaults, and imports the standard library alone."""

ALLOWED_FILES = {
    "checks/solver_worker.py": {"z3", "cvc5"},
    "backproof/__init__.py": {*MODEL, "theory.costs.hitting_time", "theory.any_graph", "backproof.graphs"},
}
"""Files with a list of their own; the worker is the only caller of a solver."""

AT_THE_TOP = {"backproof/__init__.py": set(), **{path: {"typer", "backproof", LIGHT} for path in FRONT_DOOR}}
"""What these import at once; the rest waits for the command that needs it."""

ROOM = re.compile(rf"^backproof\.(?=(?:{'|'.join(ROOMS[:-1])})(?:\.|$))")
"""A room is installed as a part of backproof, so that a user's own `theory.py` is another module."""

FORMULAS = {f"theory.costs.{name}" for name in ("crossings", "closed_forms", "hitting_time")}


def imported(node: ast.AST) -> set[str]:
    """The dotted names that an import statement may bind or load, as precise as it says."""
    if isinstance(node, ast.Import):
        names = {alias.name for alias in node.names}
    elif isinstance(node, ast.ImportFrom):
        packages = ("backproof", *(f"backproof.{room}" for room in ROOMS))
        names = {f"{node.module}.{alias.name}" if node.module in packages else str(node.module) for alias in node.names}
    else:
        names = set()
    return {ROOM.sub("", name) for name in names}


def imports(path: Path) -> set[str]:
    found = set().union(*map(imported, ast.walk(tree(path))))
    return {name for name in found if name.partition(".")[0] not in sys.stdlib_module_names}


def strangers(path: Path, allowed: set[str]) -> set[str]:
    return {name for name in imports(path) if not any(name == a or name.startswith(f"{a}.") for a in allowed)}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room):
    files = python_files(room)
    assert files
    found = {str(path): strangers(path, ALLOWED_FILES.get(str(path), ALLOWED[room])) for path in files}
    assert {path: names for path, names in found.items() if names} == {}


def test_the_rule_would_notice():
    source = (
        "import z3\nfrom backproof.sim import walk\nfrom backproof.theory import closed_forms\n"
        "from backproof.theory.graph import FORK\nimport os\nfrom backproof import theory, cli\n"
    )
    found = set().union(*map(imported, ast.walk(ast.parse(source))))
    assert found == {"z3", "sim.walk", "theory.closed_forms", "theory.graph", "os", "theory", "backproof.cli"}


def test_rooms_are_imported_as_parts_of_backproof():
    for path in python_files(*ROOMS, "tests", "benchmarks", "examples"):
        nodes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Import | ast.ImportFrom)]
        modules = {getattr(node, "module", None) or alias.name for node in nodes for alias in node.names}
        assert {name for name in modules if name.partition(".")[0] in ROOMS[:-1]} == set(), path


@pytest.mark.parametrize(("path", "allowed"), AT_THE_TOP.items(), ids=AT_THE_TOP)
def test_the_front_door_opens_without_anything_heavy(path, allowed):
    statements = tree(Path(path)).body
    names = {name for statement in statements for name in imported(statement)}
    found = {LIGHT if name == LIGHT else name.partition(".")[0] for name in names}
    assert found - set(sys.stdlib_module_names) <= allowed


def test_the_graph_opens_without_anything_heavy():
    code = f"import sys; before = set(sys.modules); import backproof.{LIGHT}; print(*set(sys.modules) - before)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert loaded - set(sys.stdlib_module_names) == {"backproof"}


def test_the_model_that_the_simulator_sees_knows_no_formula():
    model, formulas = ([f"backproof.{name}" for name in sorted(names)] for names in (MODEL, FORMULAS))
    code = f"import sys, {', '.join(model)}; print(*sorted(set({formulas}) & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "\n"


def test_modules_are_imported_by_name_only_where_an_index_is_resolved():
    found = {
        str(path)
        for path in python_files(*ROOMS)
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Attribute) and node.attr == "import_module")
        or (isinstance(node, ast.Name) and node.id == "__import__")
    }
    assert found == {"checks/index.py", "checks/lock.py", "checks/audit/index.py", "backproof/__init__.py"}
