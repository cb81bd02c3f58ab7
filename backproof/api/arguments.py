"""Checks of what a caller asks for, before any work is done.

Main definitions: `RefusedError`, `names`, `check_file`, `check_record`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from backproof.theory.graph import check_type, positive_integer


class RefusedError(ValueError):
    """A request that cannot be carried out here. Nothing was begun; the message says what to change."""


def names(name: str, value: str | Iterable[str]) -> list[str]:
    """Ids given as one text with commas between them, or as several texts.

    >>> names("only", "sft-cost, base-cost"), names("only", ["sft-cost", "base-cost"])
    (['sft-cost', 'base-cost'], ['sft-cost', 'base-cost'])
    """
    listed = [value] if isinstance(value, str) else list(value) if isinstance(value, Iterable) else [value]
    for part in listed:
        if not isinstance(part, str):
            raise TypeError(f"{name} must be a text or several, got {name}={value!r:.40}")
    return [one.strip() for part in listed for one in part.split(",")]


def callback(name: str, value: Callable[..., None] | None) -> None:
    """Raise TypeError unless it can be called or is None."""
    if value is not None and not callable(value):
        raise TypeError(f"{name} must be a function or None, got {name}={value!r:.40}")


def checked_jobs(value: int | None) -> int:
    """How much is done at a time, by default one for each core. Raises TypeError or ValueError."""
    return os.cpu_count() or 1 if value is None else positive_integer("jobs", value)


def check_numbers(**values: float | None) -> None:
    """Raise TypeError for the first that is neither a number nor None."""
    for name, value in values.items():
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise TypeError(f"{name} must be a number, got {name}={value!r:.40}")


def check_count(name: str, value: int | None) -> None:
    """Raise TypeError or ValueError unless it is an integer >= 1 or None."""
    if value is not None:
        positive_integer(name, value)


def check_texts(**values: str) -> None:
    """Raise TypeError for the first that is no text."""
    for name, value in values.items():
        check_type(name, value, str)


def path(name: str, value: str | os.PathLike[str] | None) -> Path | None:
    """The path, or None. Raises TypeError."""
    if value is None:
        return None
    if not isinstance(value, str | os.PathLike):
        raise TypeError(f"{name} must be a path or None, got {name}={value!r:.40}")
    return Path(value)


def check_file(label: str, file: Path) -> None:
    """Raise RefusedError for a file that could not be written; ``label`` is what the caller names it by."""
    if not file.parent.is_dir():
        raise RefusedError(f"{label} {file}: the folder {file.parent} does not exist; create it first")
    if file.is_dir() or not os.access(file.parent, os.W_OK):
        raise RefusedError(f"{label} {file}: not a file that can be written; name another")


def check_record(file: Path | None, kind: str) -> None:
    """Raise RefusedError for a record that could not be written, and for a file that is not a record of this kind."""
    if file is None:
        return
    check_file("--out", file)
    if not file.is_file():
        return
    try:
        schema = json.loads(file.read_text(encoding="utf-8"))["schema"]
    except (ValueError, TypeError, KeyError, RecursionError):
        schema = ""
    if not str(schema).startswith(f"{kind}/"):
        raise RefusedError(f"--out {file}: exists and is not a {kind} record; name another file")
