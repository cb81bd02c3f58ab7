"""The two sides of derivations, of instances and of the audit's checks, as they stand in the source.

Names that are assigned once are replaced by what they are assigned, so that a side shows where it comes from. Its
*sources* are the functions of `theory` that it calls, also through functions of `checks`; the graph and the policy, on
which every side may rest, are not counted.

Main definitions: `Sides`, `sides_in`, `all_sides`.
"""

from __future__ import annotations

import ast
import copy
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.repo.files import ROOT, python_files, tree

FOLDERS = ("checks/claims", "checks/tools", "checks/audit")
PLACES = {"Derivation": (2, ("derived", "stated")), "Check": (1, ("found", "expected"))}
"""Where the sides stand among the arguments, and their keywords."""

MODEL = ("backproof.theory.graph", "backproof.theory.policy")
FUNCTIONS = (ast.FunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Sides:
    """Both sides of one comparison, with names replaced, and the place where it stands."""

    path: Path
    line: int
    id: str
    left: ast.expr
    right: ast.expr

    @property
    def are_one(self) -> bool:
        """Whether both sides are the same text, and no constant."""
        same = ast.dump(self.left) == ast.dump(self.right)
        return same and any(isinstance(node, ast.Call | ast.Name) for node in ast.walk(self.left))

    @property
    def sources(self) -> tuple[frozenset[str], frozenset[str]]:
        return _sources(self.path, self.left), _sources(self.path, self.right)

    @property
    def have_one_source(self) -> bool:
        """Whether both sides call the same functions of the theory, at least one, and no side calls any other."""
        left, right = self.sources
        return bool(left) and left == right


def sides_in(path: Path) -> Iterator[Sides]:
    """The sides of each derivation, check and instance that is written in this file.

    Where they are not written in the call, the call stands for both.
    """
    for call, scopes in _calls(tree(path), ()):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        first = call.args[0] if call.args else given.get("id", call)
        id_ = str(first.value) if isinstance(first, ast.Constant) else "?"
        if name in PLACES:
            place, words = PLACES[name]
            pair = (*call.args[place : place + 2], *(given[word] for word in words if word in given))
            if len(pair) == 2 and not any(isinstance(argument, ast.Starred) for argument in call.args):
                yield _sides(path, call, id_, *pair, scopes)
            else:
                yield Sides(path, call.lineno, "*", call, call)
        elif name == "Instance":
            compute = given.get("compute") or call.args[3]
            for left, right, within in _pairs(path, compute, scopes):
                yield _sides(path, call, id_, left, right, within)


def _sides(path: Path, call: ast.Call, id_: str, left: ast.expr, right: ast.expr, scopes: tuple[ast.AST, ...]) -> Sides:
    known = _assigned((tree(path), *scopes))
    return Sides(path, call.lineno, id_, _replaced(left, known), _replaced(right, known))


def _calls(node: ast.AST, scopes: tuple[ast.AST, ...]) -> Iterator[tuple[ast.Call, tuple[ast.AST, ...]]]:
    """Every call, with the functions that it stands in."""
    if isinstance(node, ast.Call):
        yield node, scopes
    inner = (*scopes, node) if isinstance(node, FUNCTIONS) else scopes
    for child in ast.iter_child_nodes(node):
        yield from _calls(child, inner)


def _pairs(
    path: Path, compute: ast.expr, scopes: tuple[ast.AST, ...]
) -> Iterator[tuple[ast.expr, ast.expr, tuple[ast.AST, ...]]]:
    """The pairs that an instance's function returns, and the functions that they stand in."""
    if isinstance(compute, ast.Lambda):
        yield from _returned(path, compute.body, (*scopes, compute))
    elif isinstance(compute, ast.Name) and (function := _functions(path).get(compute.id)):
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and node.value:
                yield from _returned(path, node.value, (*scopes, function))


def _returned(
    path: Path, value: ast.expr, scopes: tuple[ast.AST, ...]
) -> Iterator[tuple[ast.expr, ast.expr, tuple[ast.AST, ...]]]:
    match value:
        case ast.Tuple(elts=[left, right]):
            yield left, right, scopes
        case ast.Call(func=ast.Name(id=name)):
            yield from _pairs(path, ast.Name(name), scopes)


def _assigned(scopes: tuple[ast.AST, ...]) -> dict[str, ast.expr]:
    """What each name stands for that is assigned in one of these, in the innermost one."""
    found: dict[str, ast.expr] = {}
    for scope in scopes:
        if isinstance(scope, ast.Lambda):
            continue
        for node in ast.walk(scope) if isinstance(scope, ast.FunctionDef) else getattr(scope, "body", ()):
            if not isinstance(node, ast.Assign):
                continue
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found[target.id] = node.value
                elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = zip(target.elts, node.value.elts, strict=False)
                    found |= {name.id: value for name, value in pairs if isinstance(name, ast.Name)}
    return found


def _replaced(side: ast.expr, known: Mapping[str, ast.expr], inside: frozenset[str] = frozenset()) -> ast.expr:
    class Replace(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            if node.id in known and node.id not in inside:
                return _replaced(known[node.id], known, inside | {node.id})
            return node

    replaced = Replace().visit(copy.deepcopy(side))
    assert isinstance(replaced, ast.expr)
    return replaced


# --- sources ---------------------------------------------------------------------------------------------------------


def _sources(path: Path, side: ast.AST) -> frozenset[str]:
    """The full names of the functions of the theory that are called, also through functions of `checks`."""
    found, queue = set(), list(_named(path, side))
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            queue.extend(_named_by(name))
    return frozenset(n for n in found if n.startswith("backproof.theory.") and not n.startswith(MODEL))


@functools.cache
def _named_by(full: str) -> frozenset[str]:
    """What a function of `checks` names."""
    module, _, name = full.rpartition(".")
    path = Path(module.removeprefix("backproof.").replace(".", "/") + ".py")
    if not module.startswith("backproof.checks.") or not (ROOT / path).is_file():
        return frozenset()
    function = _functions(path).get(name)
    return frozenset(_named(path, function)) if function else frozenset()


def _named(path: Path, node: ast.AST) -> Iterator[str]:
    """The full names of what is named in this node and comes from the package."""
    known, own = _imports(path), _functions(path)
    for part in ast.walk(node):
        match part:
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in known:
                yield f"{known[name]}.{attribute}"
            case ast.Name(id=name) if name in known and not _is_module(known[name]):
                yield known[name]
            case ast.Name(id=name) if name in own:
                yield f"backproof.{'.'.join(path.with_suffix('').parts)}.{name}"


@functools.cache
def _imports(path: Path) -> dict[str, str]:
    """The full name of everything that a file imports from the package, by the name that it has there."""
    found = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("backproof."):
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


@functools.cache
def _is_module(full: str) -> bool:
    path = ROOT / full.removeprefix("backproof.").replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").is_file()


@functools.cache
def _functions(path: Path) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)}


def all_sides() -> list[Sides]:
    """The sides in all files of the claims, their tools and the audit."""
    return [sides for path in python_files(*FOLDERS) for sides in sides_in(path)]
