"""Rooms import only what the table of the architecture allows, downwards and without cycles."""

from __future__ import annotations

import ast
import itertools
import subprocess
import sys
from pathlib import Path

import matplotlib
import networkx as nx
import pytest

from backproof.paper_figures.sources import imported_names
from backproof.paper_figures.style import RC
from tests.repo.draw_imports import PICTURE, description, drawn, listed, picture
from tests.repo.files import ROOMS, ROOT, python_files, tree
from tests.repo.import_graph import LAYERS, LAZY, ROOM, arrows, import_graph, is_lazy, module_name, place_of, upward

MODEL = {"theory.arguments", "theory.graph", "theory.policy", "theory.chain"}
ALLOWED = {
    "theory": {"theory", "numpy", "scipy", "sympy", "networkx"},
    "checks": {"checks", "theory", "numpy", "sympy", "mpmath", "networkx"},
    "sim": {"sim", "numpy", "scipy", "torch", "jaxtyping", "safetensors", "triton", *MODEL},
    "paper_figures": {"paper_figures", "theory", "numpy", "matplotlib"},
    "backproof": {
        *("theory", "checks", "sim", "paper_figures", "backproof", "numpy", "scipy", "torch", "typer", "rich"),
        *("matplotlib", "jinja2", "markupsafe", "gymnasium", "stable_baselines3", "networkx", "duckdb", "distributed"),
    },
}
"""What each room may import besides the standard library: rooms, packages, or modules of them."""

FRONT_DOOR = [str(path) for path in (Path("backproof/cli.py"), *python_files("backproof/commands"))]

LIGHT = {"theory.arguments", "theory.graph"}
"""These modules have defaults and checks of the commands, and import the standard library alone."""

ALLOWED_FILES = {
    "checks/solver_worker.py": {"z3", "cvc5"},
    "backproof/__init__.py": {
        *(*MODEL, "theory.costs.hitting_time", "theory.any_graph", "checks", "sim", "backproof"),
    },
}
"""Files with their own list of imports; the worker is the only caller of a solver."""

AT_THE_TOP = {"backproof/__init__.py": set(), **{path: {"typer", "backproof", *LIGHT} for path in FRONT_DOOR}}
"""What these modules import when they are loaded. Other imports wait for the command that needs them."""

FORMULAS = {f"theory.costs.{name}" for name in ("crossings", "closed_forms", "hitting_time")}


def imported(node: ast.AST) -> set[str]:
    """The dotted names that the import statements under this node load."""
    return {ROOM.sub("", name) for name in imported_names(node)}


def imported_at_once(path: Path) -> set[str]:
    """The names that are loaded with the module, without imports inside functions and for types."""
    waits = (ast.FunctionDef, ast.ClassDef)
    statements = [statement for statement in tree(path).body if not isinstance(statement, waits)]
    return set().union(
        *(imported(s) for s in statements if getattr(getattr(s, "test", None), "id", "") != "TYPE_CHECKING")
    )


def imports(path: Path) -> set[str]:
    return {name for name in imported(tree(path)) if name.partition(".")[0] not in sys.stdlib_module_names}


def strangers(path: Path, allowed: set[str]) -> set[str]:
    return {name for name in imports(path) if not any(name == a or name.startswith(f"{a}.") for a in allowed)}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room):
    files = python_files(room)
    assert files
    found = {str(path): strangers(path, ALLOWED_FILES.get(str(path), ALLOWED[room])) for path in files}
    assert {path: names for path, names in found.items() if names} == {}


def test_imports_are_read_in_every_form():
    source = (
        "import z3\nfrom backproof.sim import walk\nfrom backproof.theory import closed_forms\n"
        "from backproof.theory.graph import FORK\nimport os\nfrom backproof import theory, cli\n"
    )
    names = {"z3", "sim.walk", "theory.closed_forms", "theory.graph.FORK", "os", "theory", "backproof.cli"}
    assert imported(ast.parse(source)) == names


def test_rooms_are_imported_as_parts_of_backproof():
    for path in python_files(*ROOMS, "tests", "benchmarks", "examples"):
        nodes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Import | ast.ImportFrom)]
        modules = {getattr(node, "module", None) or alias.name for node in nodes for alias in node.names}
        assert {name for name in modules if name.partition(".")[0] in ROOMS[:-1]} == set(), path


@pytest.mark.parametrize(("path", "allowed"), AT_THE_TOP.items(), ids=AT_THE_TOP)
def test_the_front_door_imports_nothing_heavy(path, allowed):
    names = imported_at_once(Path(path))
    light = {name: one for name in names for one in LIGHT if f"{name}.".startswith(f"{one}.")}
    found = {light.get(name) or name.partition(".")[0] for name in names}
    assert found - set(sys.stdlib_module_names) <= allowed


def test_what_commands_load_of_the_theory_imports_nothing_heavy():
    light = ", ".join(f"backproof.{name}" for name in sorted(LIGHT))
    code = f"import sys; before = set(sys.modules); import {light}; print(*set(sys.modules) - before)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert loaded - set(sys.stdlib_module_names) == {"backproof"}


def test_the_model_that_sim_imports_loads_no_formula():
    model, formulas = ([f"backproof.{name}" for name in sorted(names)] for names in (MODEL, FORMULAS))
    code = f"import sys, {', '.join(model)}; print(*sorted(set({formulas}) & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "\n"


def test_only_discovery_imports_modules_by_name():
    found = {
        str(path)
        for path in python_files(*ROOMS)
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Attribute) and node.attr == "import_module")
        or (isinstance(node, ast.Name) and node.id == "__import__")
    }
    assert found == {
        "checks/index.py",
        "checks/lock.py",
        "checks/audit/index.py",
        "backproof/__init__.py",
        "backproof/experiments/base.py",
        "backproof/learners/algorithms/__init__.py",
        "paper_figures/catalogue.py",
        "sim/trainers/__init__.py",
    }


# --- the graph of imports --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graph():
    """All imports except those listed as lazy."""
    whole = import_graph()
    return whole.edge_subgraph([edge for edge in whole.edges if not is_lazy(*edge)])


def test_there_is_no_cycle_of_imports(graph):
    assert graph.number_of_edges() > 500
    assert list(nx.simple_cycles(graph)) == []


def test_no_import_goes_upwards(graph):
    assert upward(graph.edges) == []


def test_no_relaxation_imports_another(graph):
    """Each drops one assumption; what several need is a part of the costs."""
    relaxations = "theory.relaxations."
    edges = [edge for edge in graph.edges if all(name.startswith(relaxations) for name in edge)]
    assert edges == []


def test_every_group_of_a_layer_has_modules(graph):
    assert {place_of(module)[1] for module in graph} == {group for layer in LAYERS for group in layer}


def test_a_cycle_and_an_import_upwards_are_found(graph):
    wrong = [("theory.costs.crossings", "theory.sft"), ("checks.kernel", "checks.claims.sft_cost")]
    wrong += [("sim.walkers", "checks.kernel"), ("backproof.graphs.files", "backproof.experiments.base")]
    assert len(upward([*graph.edges, *wrong])) == len(wrong)
    back = nx.DiGraph([*graph.edges, ("theory.graph", "theory.policy")])
    assert ["theory.graph", "theory.policy"] in map(sorted, nx.simple_cycles(back))


@pytest.mark.parametrize(("importer", "imports"), LAZY)
def test_an_import_listed_as_lazy_is_lazy(importer, imports):
    """The import exists, and does not run when the module is loaded."""
    wanted = {edge for edge in import_graph().edges if is_lazy(*edge) and edge[0] == importer}
    assert wanted
    path = next(path for path in python_files("backproof") if module_name(path) == importer)
    at_once = {part for name in imported_at_once(path) for part in (name, name.rpartition(".")[0])}
    assert at_once.isdisjoint(name for _, name in wanted)


def test_the_picture_shows_todays_imports(graph):
    """If this fails: `make imports`."""
    assert description(PICTURE) == listed(arrows(graph))


def test_the_same_picture_is_drawn_every_time(tmp_path, graph):
    drawn = picture(arrows(graph))
    assert drawn == picture(arrows(graph))
    (tmp_path / "drawn.svg").write_bytes(drawn)
    assert description(tmp_path / "drawn.svg") == listed(arrows(graph))


def test_no_two_boxes_of_the_picture_overlap(graph):
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(RC)
        (axes,) = drawn(arrows(graph)).axes
    boxes = {text.get_text(): text.get_bbox_patch().get_window_extent() for text in axes.texts if text.get_text()}
    assert len(boxes) == sum(map(len, LAYERS))
    assert [pair for pair in itertools.combinations(boxes, 2) if boxes[pair[0]].overlaps(boxes[pair[1]])] == []
