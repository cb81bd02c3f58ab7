"""A copy of the repository, to which a test adds the files that CONTRIBUTING.md shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from backproof.paper_figures.records import digest
from tests.repo.files import ROOT

SHOWN = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)
EXAMPLES = dict(SHOWN.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
"""From path to text, for each file that CONTRIBUTING.md shows."""


class Copy:
    """A copy of the repository in another folder, to run commands in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        left_out = shutil.ignore_patterns(".*", "__pycache__", "build", "*.egg-info", "out")
        shutil.copytree(ROOT, folder, symlinks=True, ignore=left_out)
        self.before = self.digests()

    def digests(self) -> dict[str, str]:
        """From path to SHA-256, for all files but the caches of Python and the tools."""
        paths = (path for path in self.folder.rglob("*") if path.is_file() and "cache" not in str(path))
        return {path.relative_to(self.folder).as_posix(): digest(path) for path in paths}

    def write(self, path: str) -> None:
        """Write an example of CONTRIBUTING.md."""
        (self.folder / path).write_text(EXAMPLES[path], encoding="utf-8")

    def run(self, *words: str) -> str:
        """The output of ``python -m`` with these words in the copy. Raises ValueError with its messages if it fails."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "COLUMNS": "200"}
        run = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            raise ValueError(f"{' '.join(words)} ended with {run.returncode}: {run.stdout[-3000:]}{run.stderr[-3000:]}")
        return run.stdout

    def text(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def changed(self) -> set[str]:
        """The files that were added, removed or changed since the copy was made."""
        now = self.digests()
        return {path for path in now.keys() | self.before.keys() if now.get(path) != self.before.get(path)}
