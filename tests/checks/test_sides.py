"""No derivation, instance or check of the audit compares what one function computes with what it computes."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.checks import sides
from tests.checks.sides import FOLDERS, Sides, all_sides, sides_in
from tests.repo.files import python_files, tree

ONE_SOURCE = {
    "checks/audit/start.py: ?": "the same slopes in float64 and in fractions, which is what is compared",
    "checks/audit/start.py: the cost at that checkpoint, in float64 and in fractions": "likewise",
    "checks/claims/distillation.py: visits": "both sides have the rows of the chain; the weights have two sources",
    "checks/claims/target_seen.py: every-row-like-the-fork": "a control, which would survive if the sides were alike",
}
"""Comparisons whose sides call the same functions of the theory, with the reason."""


def place(found: Sides) -> str:
    return f"{found.path}: {found.id}"


def test_the_sides_of_all_parts_and_checks_are_found():
    found = all_sides()
    assert len(found) > 150
    assert {str(path) for path in python_files("checks/claims")} - {str(each.path) for each in found} == {
        "checks/claims/__init__.py",
        "checks/claims/parametrisation.py",  # its derivations and instances are in checks/tools
    }


def test_no_two_sides_are_one():
    assert [f"{place(found)}, line {found.line}" for found in all_sides() if found.are_one] == []


def test_no_two_sides_have_one_source():
    assert {place(found) for found in all_sides() if found.have_one_source} <= set(ONE_SOURCE)


def test_nothing_is_compared_with_itself():
    comparisons = (
        (path, node)
        for path in python_files(*FOLDERS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Compare)
    )
    alike = [
        f"{path}, line {node.lineno}: {ast.unparse(node)}"
        for path, node in comparisons
        for left, right in zip((node.left, *node.comparators), node.comparators, strict=False)
        if ast.dump(left) == ast.dump(right)
    ]
    assert alike == []


SOURCE = """
from backproof.theory.costs import closed_forms, crossings
from backproof.checks.audit.standard import sft_cost
from backproof.theory.graph import CorridorGraph
STATED = 1 + closed_forms.optimal_form().cost

def parts(graph):
    again = STATED
    stated = 2
    def compare(size):
        cost = crossings.walk_cost(size, [], [])
        return cost, wrapped(CorridorGraph(size, 1, 1))
    return [{part}]

def wrapped(graph):
    return crossings.walk_cost(graph.width, [], [])

def pair(graph):
    return wrapped(graph), 1
"""


@pytest.mark.parametrize(
    ("part", "one", "source"),
    [
        ("Derivation('a', '', STATED, again)", True, True),
        ("Derivation('a', '', derived=again, stated=STATED)", True, True),
        ("Derivation('a', '', again, stated)", False, False),
        ("Check('a', wrapped(graph), wrapped(graph))", True, True),
        ("Check('a', wrapped(graph), 1 + wrapped(graph))", False, True),
        ("Check('a', crossings.walk_cost(3, [], []), wrapped(graph))", False, True),
        ("Check('a', sft_cost(graph), wrapped(graph))", False, False),
        ("Check(*found)", True, False),
        ("Instance('a', '', CASES, lambda n: (crossings.walk_cost(n), crossings.walk_cost(n)))", True, True),
        ("Instance('a', '', CASES, compare)", False, True),
        ("Instance('a', '', CASES, compute=lambda n: pair(n))", False, False),
        ("Instance('a', '', CASES, pair)", False, False),
    ],
)
def test_sides_from_one_function_are_noticed(monkeypatch, part, one, source):
    made_up = Path("checks/claims/base_cost.py")
    for module in (sides._functions, sides._imports):
        module.cache_clear()
    whole = sides.tree
    monkeypatch.setattr(
        sides, "tree", lambda path: ast.parse(SOURCE.replace("{part}", part)) if path == made_up else whole(path)
    )
    (found,) = sides_in(made_up)
    assert (found.are_one, found.have_one_source) == (one, source)
    for module in (sides._functions, sides._imports):
        module.cache_clear()
