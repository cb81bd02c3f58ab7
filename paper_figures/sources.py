"""The source files that a figure depends on, found by reading import statements.

Main definition: `files_behind`.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOM = Path(__file__).resolve().parent
PACKAGE = "backproof."


def files_behind(scripts: Iterable[Path], root: Path = ROOM.parent) -> list[Path]:
    """These scripts and every module of the rooms under ``root`` that they import, directly or not; sorted.

    Imports inside functions count. So do the packages that hold an imported module, since Python runs them too.
    """
    found: set[Path] = set()
    waiting = list(scripts)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _imported_files(path.read_text(encoding="utf-8"), root)
    return sorted(found)


@functools.cache
def _imported_files(source: str, root: Path) -> frozenset[Path]:
    return frozenset(file for name in _imported_names(ast.parse(source)) for file in _module_files(name, root))


def _imported_names(tree: ast.Module) -> Iterator[str]:
    """The dotted names of this project that may be modules: both ``a`` and ``a.b`` for ``from a import b``."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
        yield from (name.removeprefix(PACKAGE) for name in names if name.startswith(PACKAGE))


def _module_files(name: str, root: Path) -> Iterator[Path]:
    """The file of a module ``room.folder.name``, and those of the packages around it."""
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        place = root.joinpath(*parts[:length])
        yield from (file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file())
