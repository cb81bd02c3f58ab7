"""Rules that hold in every file: nothing is evaluated, no check is an assert, and nothing grows too long."""

from __future__ import annotations

import ast

import pytest

from tests.repo.files import ROOMS, ROOT, python_files, tree

MAX_FILE, MAX_FUNCTION = 350, 60
EVALUATES = {"eval", "exec", "compile", "__import__"}
UNPICKLES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
PARSES = {"sympify", "parse_expr", "S"}
MAY_SYMPIFY = {"checks/formula.py", "checks/symbols.py"}
"""These turn the numbers and expressions of our own claims into expressions; no text from a user gets there."""

ROOM_FILES = python_files(*ROOMS)
each_file = pytest.mark.parametrize("path", ROOM_FILES, ids=str)
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def calls(path):
    """Every call with the last part of the name that is called."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", "")), node


@each_file
def test_nothing_is_evaluated(path):
    builtin = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}
    assert builtin & EVALUATES == set()


@each_file
def test_nothing_is_unpickled(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {getattr(node, "module", None), *(alias.name for alias in node.names)}
            assert names & UNPICKLES == set()
    for name, call in calls(path):
        keywords = {keyword.arg: getattr(keyword.value, "value", None) for keyword in call.keywords}
        assert not keywords.get("allow_pickle")
        if ast.unparse(call.func) == "torch.load":
            assert keywords.get("weights_only") is True, name


@each_file
def test_no_text_is_made_into_an_expression(path):
    used = {name for name, _ in calls(path)} & PARSES
    assert used <= ({"sympify"} if str(path) in MAY_SYMPIFY else set())


@each_file
def test_checks_do_not_vanish_with_the_asserts(path):
    assert [node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.Assert)] == []


@pytest.mark.parametrize("path", python_files(*ROOMS, "benchmarks"), ids=str)
def test_files_and_functions_can_be_read_at_a_sitting(path):
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= MAX_FILE
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, FUNCTION)]
    assert {f.name: f.end_lineno - f.lineno + 1 for f in functions if f.end_lineno - f.lineno >= MAX_FUNCTION} == {}


@each_file
def test_a_module_says_what_it_is(path):
    assert (ast.get_docstring(tree(path)) or "").strip()


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


@pytest.mark.parametrize("path", python_files("tests"), ids=str)
def test_every_test_asserts_something(path):
    tests = [node for node in ast.walk(tree(path)) if isinstance(node, FUNCTION) and node.name.startswith("test_")]
    assert [test.name for test in tests if not asserts(test)] == []


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
