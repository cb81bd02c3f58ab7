"""The theory with one change: a mutant of one of its functions runs wherever that function was imported.

Main definitions: `mutants_in` (the mutants of a function), `named`, `changed_line`, `mutated`.
"""

from __future__ import annotations

import ast
import functools
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.checks.mutator import FUNCTION, Mutant, mutants
from tests.repo.files import ROOT, tree

THEORY = "backproof.theory."
AGAIN = ("backproof.checks.claims.", "backproof.checks.tools.")
"""Modules that compute with the theory as they are imported, and so are imported again under a mutant."""


def is_arithmetic(node: ast.AST) -> bool:
    """Whether a node is a comparison, an operator or a number: what a wrong formula differs in."""
    is_number = isinstance(node, ast.Constant) and type(node.value) in (int, float)
    return is_number or isinstance(node, ast.Compare | ast.BinOp)


@functools.cache
def mutants_in(module: str, function: str) -> tuple[Mutant, ...]:
    """The mutants of one function, with ``module`` named without ``theory``. Names that occur twice are left out."""
    source = (ROOT / "theory" / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
    found = list(mutants(module, source, of=lambda node, where: where == function and is_arithmetic(node)))
    changes = [mutant.change for mutant in found]
    return tuple(mutant for mutant in found if changes.count(mutant.change) == 1 and " => def " not in mutant.change)


def named(name: str) -> Mutant:
    """The mutant with this name. Raises LookupError if the theory has changed there."""
    path, _, change = name.partition(": ")
    module, _, function = path.rpartition(".")
    for mutant in mutants_in(module, function):
        if mutant.change == f"{function}: {change}":
            return mutant
    raise LookupError(f"there is no mutant {name!r}: run make mutants")


def changed_line(name: str) -> bool:
    """Whether the theory still has the line that the mutant with this name changes, in the function that it names."""
    path, _, change = name.partition(": ")
    module, _, function = path.rpartition(".")
    line = change.partition(" => ")[0]
    return any(
        line in map(str.strip, ast.unparse(node).splitlines())
        for node in ast.walk(tree(Path("theory", *module.split(".")).with_suffix(".py")))
        if isinstance(node, FUNCTION) and node.name == function
    )


def functions_of(owner: Any, module: str) -> Iterator[FunctionType]:
    """The functions of a module or class, without what wraps them."""
    for value in list(vars(owner).values()):
        if isinstance(value, type) and value.__module__ == module:
            yield from functions_of(value, module)
        for attribute in ("__wrapped__", "__func__", "fget", "func"):
            value = getattr(value, attribute, value) if not isinstance(value, type) else value
        if isinstance(value, FunctionType) and value.__module__ == module:
            yield value


def codes_of(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from codes_of(constant)


def theory_modules() -> dict[str, ModuleType]:
    return {name: module for name, module in sys.modules.items() if name.startswith(THEORY)}


def forget_results() -> None:
    """Empty the caches of the theory."""
    for module in theory_modules().values():
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@contextmanager
def imported_again() -> Iterator[None]:
    """Within it claims are imported anew; after it they are those of before."""

    def forget() -> dict[str, ModuleType]:
        found = {name: module for name, module in sys.modules.items() if name.startswith(AGAIN)}
        for name in found:
            package, _, last = name.rpartition(".")
            del sys.modules[name]
            vars(sys.modules[package]).pop(last, None)
        return found

    forget_results()
    before = forget()
    try:
        yield
    finally:
        forget()
        for name, module in before.items():
            package, _, last = name.rpartition(".")
            sys.modules[name] = module
            setattr(sys.modules[package], last, module)
        forget_results()


@contextmanager
def mutated(mutant: Mutant) -> Iterator[None]:
    """Within it the functions of the theory run the mutant's code, wherever they were imported."""
    module = importlib.import_module(THEORY + mutant.module)
    codes = {code.co_qualname: code for code in codes_of(compile(mutant.source, mutant.module, "exec"))}
    originals = {f: f.__code__ for f in functions_of(module, module.__name__) if f.__code__.co_qualname in codes}
    for function, code in originals.items():
        function.__code__ = codes[code.co_qualname]
    try:
        with imported_again():
            yield
    finally:
        for function, code in originals.items():
            function.__code__ = code
        forget_results()
