"""Rules for every file: nothing is evaluated, no check is an assert, nothing is too long, and names are unique."""

from __future__ import annotations

import ast
import statistics
from collections import defaultdict
from pathlib import Path

import pytest

from tests.repo.files import ROOMS, ROOT, python_files, tree

MAX_FILE, MAX_MEDIAN, MAX_FUNCTION = 350, 150, 60
"""The most lines of a file, tests included; of the median file of the rooms; and of a function."""

PROTOCOLS = {"evidence", "controls", "examine", "numbers", "draw", "main"}
"""Functions that every claim, row of the audit, figure or program may define."""

EVALUATES = {"eval", "exec", "compile", "__import__"}
UNPICKLES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
PARSES = {"sympify", "parse_expr", "S"}
MAY_SYMPIFY = {"checks/formula.py", "checks/tools/symbols.py"}
"""These turn numbers and expressions of our own claims into expressions of sympy; they get no text from users."""

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def calls(module):
    """Every call with the last part of the name that is called."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", "")), node


def evaluates(module):
    return {node.id for node in ast.walk(module) if isinstance(node, ast.Name)} & EVALUATES != set()


def unpickles(module):
    """Whether a module can unpickle: by an import, or through numpy or torch."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {getattr(node, "module", None), *(alias.name for alias in node.names)}
            if names & UNPICKLES:
                return True
    for _, call in calls(module):
        keywords = {keyword.arg: getattr(keyword.value, "value", None) for keyword in call.keywords}
        if keywords.get("allow_pickle") or (
            ast.unparse(call.func) == "torch.load" and keywords.get("weights_only") is not True
        ):
            return True
    return False


def asserts_at_run_time(module):
    return any(isinstance(node, ast.Assert) for node in ast.walk(module))


def is_nameless(module):
    return not (ast.get_docstring(module) or "").strip()


RULES = {evaluates: "eval(x)", unpickles: "import pickle", asserts_at_run_time: "assert x", is_nameless: "x = 1"}
"""What no file of the rooms may do, each with a short module that does it."""


@pytest.mark.parametrize(("breaks", "example"), RULES.items(), ids=lambda part: getattr(part, "__name__", None))
def test_no_file_breaks_a_rule(breaks, example):
    assert breaks(ast.parse(example))
    assert [str(path) for path in python_files(*ROOMS) if breaks(tree(path))] == []


def test_torch_and_numpy_may_not_unpickle():
    assert unpickles(ast.parse("torch.load(x)"))
    assert unpickles(ast.parse("numpy.load(x, allow_pickle=True)"))
    assert not unpickles(ast.parse("torch.load(x, weights_only=True)"))


def test_no_text_is_parsed_as_an_expression():
    used = {str(path): {name for name, _ in calls(tree(path))} & PARSES for path in python_files(*ROOMS)}
    assert {path: names for path, names in used.items() if names} == {path: {"sympify"} for path in MAY_SYMPIFY}


def length(path):
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())


def test_no_file_is_too_long():
    lengths = {str(path): length(path) for path in python_files(*ROOMS, "benchmarks", "tests")}
    assert {path for path, lines in lengths.items() if lines > MAX_FILE} == set()


def test_the_median_file_is_short():
    assert statistics.median(map(length, python_files(*ROOMS))) < MAX_MEDIAN


def test_no_function_is_too_long():
    for path in python_files(*ROOMS, "benchmarks"):
        functions = [node for node in ast.walk(tree(path)) if isinstance(node, FUNCTION)]
        assert [f.name for f in functions if f.end_lineno - f.lineno >= MAX_FUNCTION] == [], path


def shared_names(modules):
    """Public names of classes and functions in more than one module.

    A command and the function of the API behind it may share a name.
    """
    commands = {path.stem for path in modules if path.parent.name == "commands"}
    homes = defaultdict(set)
    for path, module in modules.items():
        for node in module.body:
            if isinstance(node, (*FUNCTION, ast.ClassDef)) and not node.name.startswith("_"):
                is_command = path.parent.name in ("commands", "api") and node.name in commands
                homes[node.name] |= set() if is_command else {path}
    return {name for name, paths in homes.items() if len(paths) > 1} - PROTOCOLS


def test_no_two_modules_share_a_public_name():
    assert shared_names({path: tree(path) for path in python_files(*ROOMS)}) == set()


def test_a_shared_name_is_found():
    texts = {
        "sim/a.py": "class Row: ...\ndef draw(): ...\ndef _row(): ...\ndef walk(): ...\n",
        "sim/b.py": "def Row(): ...\ndef draw(): ...\ndef _row(): ...\n",
        "backproof/commands/walk.py": "def walk(): ...\n",
    }
    assert shared_names({Path(path): ast.parse(text) for path, text in texts.items()}) == {"Row"}


def asserts(function):
    """Whether a test has an assert, a ``raises``, or a call of something that is named for asserting."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name == "raises" or "assert" in name:
                return True
    return False


def test_every_test_asserts_something():
    for path in python_files("tests"):
        tests = [node for node in ast.walk(tree(path)) if isinstance(node, FUNCTION) and node.name.startswith("test_")]
        assert [test.name for test in tests if not asserts(test)] == [], path


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x == 1", False),
        ("assert x", True),
        ("with pytest.raises(E): x()", True),
        ("np.testing.assert_equal(x, 1)", True),
    ],
)
def test_a_test_without_an_assertion_is_found(body, expected):
    (function,) = ast.parse(f"def test_x():\n    {body}\n").body
    assert asserts(function) == expected
