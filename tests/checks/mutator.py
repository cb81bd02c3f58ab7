"""The rules that make mutants of a module: small changes of its code, one at a time.

A rule changes a comparison, an operator, a constant, a condition, a returned value or a statement. Text inside
f-strings is for people and stays as it is.

Main definitions: `Mutant`, `mutants`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

SWAPPED: dict[type, type] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
REMOVABLE = (ast.Assign, ast.AugAssign, ast.Expr, ast.Raise, ast.Delete)
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Mutant:
    """The source of a module with one change, which ``change`` shows as the old line and the new one."""

    module: str
    change: str
    source: str


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _changes(node: ast.AST) -> Iterator[tuple[str, Any]]:
    """A field of the node and its new value, for each rule that applies."""
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                yield "ops", [*node.ops[:place], SWAPPED[type(operator)](), *node.ops[place + 1 :]]
        case ast.BoolOp() | ast.BinOp() if type(node.op) in SWAPPED:
            yield "op", SWAPPED[type(node.op)]()
        case ast.Constant(value=bool(value)):
            yield "value", not value
        case ast.Constant(value=int(value) | float(value)):
            yield "value", value + 1
        case ast.Constant(value=str(value)):
            yield "value", f"XX{value}"
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            yield "test", ast.UnaryOp(ast.Not(), test)
        case ast.UnaryOp(op=ast.Not()):
            yield "operand", ast.UnaryOp(ast.Not(), node.operand)
        case ast.Return(value=ast.expr()):
            yield "value", ast.Constant(None)
        case ast.comprehension(ifs=[_, *_]):
            yield "ifs", []


def _removals(node: ast.AST) -> Iterator[tuple[str, Any]]:
    """A list of statements of the node, with one of them removed."""
    for field in ("body", "orelse", "finalbody"):
        statements = getattr(node, field, None)
        for place, statement in enumerate(statements if isinstance(statements, list) else []):
            if isinstance(statement, REMOVABLE) and not _is_text(statement):
                yield field, [*statements[:place], ast.Pass(), *statements[place + 1 :]]


def _nodes(node: ast.AST, function: str = "") -> Iterator[tuple[ast.AST, str]]:
    """All nodes that are run, with the name of the function that they are in."""
    if isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom) or _is_text(node):
        return
    yield node, function
    inner = node.name if isinstance(node, FUNCTION) else function
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _nodes(child, inner)


def mutants(
    module: str, source: str, *, of: Callable[[ast.AST, str], bool] = lambda node, function: True
) -> Iterator[Mutant]:
    """Every mutant of the source by the rules, or those made at the nodes in functions that ``of`` accepts."""
    tree = ast.parse(source)
    original = ast.unparse(tree)
    for node, function in [pair for pair in _nodes(tree) if of(*pair)]:
        removals = _removals(node) if function or isinstance(node, FUNCTION) else ()
        for field, new in [*_changes(node), *removals]:
            old = getattr(node, field)
            setattr(node, field, new)
            text = ast.unparse(tree)
            setattr(node, field, old)
            if text != original:
                yield Mutant(module, _difference(original.splitlines(), text.splitlines()), text)


def _difference(old: Sequence[str], new: Sequence[str]) -> str:
    """The first line that differs, as it was and as it is, with the function or class that it is in."""
    place = next(number for number, (before, after) in enumerate(zip(old, new, strict=False)) if before != after)
    indents = len(old[place]) - len(old[place].lstrip())
    heads = (line for line in reversed(old[:place]) if line.lstrip().startswith(("def ", "class ")))
    head = next((line for line in heads if len(line) - len(line.lstrip()) < indents), "module")
    name = head.strip().removeprefix("def ").removeprefix("class ").partition("(")[0].rstrip(":")
    return f"{name}: {old[place].strip()} => {new[place].strip()}"
