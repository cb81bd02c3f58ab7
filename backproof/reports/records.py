"""Records of runs: one run at a time on a file, and the digests of the files beside a record.

Main definitions: `only_run`, `file_entry`, `matching_record`, `write_run`.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from backproof.sim.checkpoints import written_whole

Writer = Callable[[Path], None]


class BusyError(ValueError):
    """Another run is writing to the same file."""


@contextmanager
def only_run(out: Path | None) -> Iterator[None]:
    """Lock ``out`` for this run. Raises BusyError if another run has locked it.

    The kernel releases the lock when the process ends, however it ends. The holder removes the lock's file; a process
    that locked a file which was removed in between tries again.
    """
    if out is None:
        yield
        return
    path = out.with_name(f".{out.name}.lock")
    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(lock)
            raise BusyError(f"--out {out}: another run is writing there; wait for it, or name another") from error
        if _is_still(lock, path):
            break
        os.close(lock)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(lock)


def _is_still(lock: int, path: Path) -> bool:
    """Whether the open file is the one of that name."""
    try:
        return os.path.samestat(os.fstat(lock), path.stat())
    except FileNotFoundError:
        return False


def file_entry(path: Path, name: str) -> dict[str, str]:
    """How a record refers to a file beside it: by name and SHA-256."""
    with path.open("rb") as file:
        return {"file": name, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def matching_record(
    out: Path | None, entries: Callable[[dict[str, Any]], Mapping[str, Any]], files: Mapping[str, Path]
) -> Any:
    """The record at ``out`` if its ``entries`` have the digests of the files as they are, else None."""
    if out is None or not out.is_file() or not all(path.is_file() for path in files.values()):
        return None
    document = json.loads(out.read_text(encoding="utf-8"))
    now = {kind: file_entry(path, path.name) for kind, path in files.items()}
    return document if entries(document) == now else None


def write_run(
    out: Path,
    files: Mapping[str, tuple[Path, Writer]],
    document: dict[str, Any],
    enter: Callable[[dict[str, dict[str, str]]], None],
) -> OSError | None:
    """Write the record and the files beside it; all are written before any of them takes its place.

    ``enter`` puts the entries of the files into the ``document``. Returns the error if one could not be written.
    """
    try:
        _write_run(out, files, document, enter)
    except OSError as error:
        return error
    return None


def _write_run(
    out: Path,
    files: Mapping[str, tuple[Path, Writer]],
    document: dict[str, Any],
    enter: Callable[[dict[str, dict[str, str]]], None],
) -> None:
    with ExitStack() as whole:
        entries = {}
        for kind, (path, write) in files.items():
            part = whole.enter_context(written_whole(path))
            write(part)
            entries[kind] = file_entry(part, path.name)
        part = whole.enter_context(written_whole(out))
        enter(entries)
        part.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
