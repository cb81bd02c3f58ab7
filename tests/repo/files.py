"""The files of the repository, for tests of its rules."""

from __future__ import annotations

import ast
import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("theory", "checks", "sim", "paper_figures", "backproof")


def python_files(*folders: str) -> list[Path]:
    """The Python files under these folders of the repository, relative to it."""
    return sorted(path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*.py"))


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), str(path))


def kept_files() -> list[Path]:
    """The files that git tracks, and new ones that it does not ignore; none outside a checkout."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    names = run.stdout.split("\0") if run.returncode == 0 else []
    return sorted({Path(name) for name in names if name and (ROOT / name).is_file()})
