"""What must be the same wherever a number is computed, so that it is the same number.

Main definitions: `installed_versions`, `first_difference`.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

import backproof
from backproof.installed import is_installed

COMPUTES = ("numpy", "scipy", "torch")
"""Packages whose version may change a number."""


@functools.cache
def installed_versions() -> Mapping[str, str]:
    """The versions of backproof and of what it computes with; ``sources`` is a digest of backproof's own files.

    What follows a "+" in a version names the build for a device, and is left out.
    """
    found = {name: metadata.version(name).partition("+")[0] for name in COMPUTES if is_installed(name)}
    return {"backproof": backproof.__version__, "sources": _sources(Path(backproof.__file__).parent), **found}


def first_difference(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    """In words, the first package whose version differs; empty if none does."""
    for name in {**ours, **theirs}:
        here, there = ours.get(name, "none"), theirs.get(name, "none")
        if here != there:
            what = "backproof of other sources" if name == "sources" else f"{name} {there}"
            return f"{what}, here it is {name} {here}"
    return ""


def _sources(package: Path) -> str:
    """A digest of the names and contents of the Python files."""
    digest = hashlib.sha256()
    folders = os.walk(package, followlinks=True)  # in a clone the rooms are links
    files = [Path(folder) / name for folder, _, names in folders for name in names if name.endswith(".py")]
    for file in sorted(files):
        digest.update(f"{file.relative_to(package)}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:12]
