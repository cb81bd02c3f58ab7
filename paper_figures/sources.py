"""The source files that a figure depends on, found by reading import statements.

Main definitions: `files_behind`, `imported_names`.
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


def imported_names(node: ast.AST) -> Iterator[str]:
    """The dotted names that the import statements under this node load: ``a.b`` for ``from a import b``."""
    for part in ast.walk(node):
        if isinstance(part, ast.Import):
            yield from (alias.name for alias in part.names)
        elif isinstance(part, ast.ImportFrom):
            yield from (f"{part.module}.{alias.name}" for alias in part.names)


@functools.cache
def _imported_files(source: str, root: Path) -> frozenset[Path]:
    own = (name.removeprefix(PACKAGE) for name in imported_names(ast.parse(source)) if name.startswith(PACKAGE))
    return frozenset(file for name in own for file in _module_files(name, root))


def _module_files(name: str, root: Path) -> Iterator[Path]:
    """The files of the modules and packages that are loaded for ``room.folder.module.object``."""
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        place = root.joinpath(*parts[:length])
        yield from (file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file())
