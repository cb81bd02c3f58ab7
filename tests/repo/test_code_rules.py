"""Rules that hold in every file: nothing is evaluated, no check is an assert, and nothing grows too long."""

from __future__ import annotations

import ast

import pytest

from tests.repo.files import ROOMS, ROOT, python_files, tree

MAX_FILE, MAX_FUNCTION = 350, 60
EVALUATES = {"eval", "exec", "compile", "__import__"}
UNPICKLES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
PARSES = {"sympify", "parse_expr", "S"}
MAY_SYMPIFY = {"checks/formula.py", "checks/tools/symbols.py"}
"""These turn the numbers and expressions of our own claims into expressions; no text from a user gets there."""

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def calls(module):
    """Every call with the last part of the name that is called."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", "")), node


def evaluates(module):
    return {node.id for node in ast.walk(module) if isinstance(node, ast.Name)} & EVALUATES != set()


def unpickles(module):
    """Whether a module imports what unpickles, or has numpy or torch do it."""
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
"""What no file of the rooms does, each with the least module that does it."""


@pytest.mark.parametrize(("breaks", "example"), RULES.items(), ids=lambda part: getattr(part, "__name__", None))
def test_no_file_breaks_the_rule(breaks, example):
    assert breaks(ast.parse(example))
    assert [str(path) for path in python_files(*ROOMS) if breaks(tree(path))] == []


def test_torch_and_numpy_are_not_let_unpickle_either():
    assert unpickles(ast.parse("torch.load(x)"))
    assert unpickles(ast.parse("numpy.load(x, allow_pickle=True)"))
    assert not unpickles(ast.parse("torch.load(x, weights_only=True)"))


def test_no_text_is_made_into_an_expression():
    used = {str(path): {name for name, _ in calls(tree(path))} & PARSES for path in python_files(*ROOMS)}
    assert {path: names for path, names in used.items() if names} == {path: {"sympify"} for path in MAY_SYMPIFY}


def test_files_and_functions_can_be_read_at_a_sitting():
    for path in python_files(*ROOMS, "benchmarks"):
        assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= MAX_FILE, path
        functions = [node for node in ast.walk(tree(path)) if isinstance(node, FUNCTION)]
        assert [f.name for f in functions if f.end_lineno - f.lineno >= MAX_FUNCTION] == [], path


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
def test_the_rule_on_asserting_would_notice(body, expected):
    (function,) = ast.parse(f"def test_x():\n    {body}\n").body
    assert asserts(function) == expected
