"""Builds the files of figures that are not up to date.

A *manifest* beside the files says what each figure was built from: its script and the modules that it imports, its
records with their seeds, the lock file, and versions, with a SHA-256 each. A figure is built again only if one of these
or one of its files has changed. After an interruption either all its files are new or all are old.

Main definitions: `build`, `Outcome`, `files_of_others`.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import platform
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from backproof.paper_figures.figure import Figure
from backproof.paper_figures.records import FOLDER, LoadedRecord, digest
from backproof.paper_figures.render import METADATA, loaded_records, render, rounded_table
from backproof.paper_figures.sources import ROOM, files_behind

MANIFEST = "manifest.json"
SCHEMA = "backproof.figures/1"


@dataclass(frozen=True)
class Outcome:
    """What happened to a figure, with the reason if it was not built."""

    name: str
    state: Literal["built", "up to date", "not built"]
    detail: str = ""


def build(
    figures: Iterable[Figure],
    out: Path,
    *,
    records: Path = FOLDER,
    on_done: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Build the figures that are not up to date, and call ``on_done`` with each outcome. One failure stops no others.

    Raises OSError if ``out`` cannot be made.
    """
    out.mkdir(parents=True, exist_ok=True)
    outcomes = []
    for figure in figures:
        try:
            outcome = _build(figure, out, records)
        except OSError as error:  # the disk is full, or a record cannot be read
            outcome = Outcome(figure.name, "not built", f"{error.filename}: {error.strerror}")
        except (ValueError, LookupError, ArithmeticError) as error:  # the fault of a record, or of the figure
            outcome = Outcome(figure.name, "not built", str(error) or type(error).__name__)
        on_done(outcome)
        outcomes.append(outcome)
    return outcomes


def files_of_others(figures: Iterable[Figure], out: Path) -> list[str]:
    """Names of files that a build of these figures would overwrite and that no build wrote."""
    manifest, found = out / MANIFEST, []
    if manifest.exists() and not (manifest.is_file() and b'"schema": "backproof.figures/' in manifest.read_bytes()):
        found.append(MANIFEST)
    built = {name for entry in _read_manifest(out).values() for name in entry["files"]}
    names = (f"{figure.name}.{kind}" for figure in figures for kind in ("csv", "txt", *METADATA))
    return found + [name for name in names if name not in built and (out / name).exists()]


def _build(figure: Figure, out: Path, records: Path) -> Outcome:
    manifest = _read_manifest(out)
    loaded = loaded_records(figure, records)
    origin = _origin(figure, loaded)
    before = manifest.get(figure.name, {})
    if before.get("origin") == origin and _are_whole(before.get("files", {}), out):
        return Outcome(figure.name, "up to date")
    files = render(figure, rounded_table(figure, loaded))
    names = {f"{figure.name}.{kind}": content for kind, content in files.items()}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in names.items()}
    manifest[figure.name] = {"origin": origin, "files": digests}
    document = {"schema": SCHEMA, "figures": dict(sorted(manifest.items()))}
    _write_together({**names, MANIFEST: (json.dumps(document, indent=1) + "\n").encode()}, out)
    return Outcome(figure.name, "built")


def _origin(figure: Figure, loaded: Mapping[str, LoadedRecord]) -> dict[str, Any]:
    """All that the figure's bytes depend on."""
    root = ROOM.parent
    script = Path(inspect.getfile(figure.numbers)).resolve()
    sources = files_behind([script, Path(__file__).resolve()], root)
    lock = root / "constraints.txt"
    return {
        "script": script.name,
        "claims": list(figure.claims),
        "records": {name: value for record in loaded.values() for name, value in record.digests.items()},
        "seeds": {name: record.config["seed"] for name, record in loaded.items() if "seed" in record.config},
        "versions": {
            "python": platform.python_version(),
            **{name: metadata.version(name) for name in ("numpy", "scipy", "matplotlib")},
        },
        "sources": {path.relative_to(root).as_posix(): digest(path) for path in sources},
        "lock": digest(lock) if lock.is_file() else None,
    }


def _are_whole(files: Mapping[str, str], out: Path) -> bool:
    return bool(files) and all((out / name).is_file() and digest(out / name) == files[name] for name in files)


def _read_manifest(out: Path) -> dict[str, Any]:
    """The figures in the folder's manifest; none if the manifest is not ours."""
    try:
        document = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        figures: dict[str, Any] = document["figures"] if document["schema"] == SCHEMA else {}
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    return figures


def _write_together(contents: Mapping[str, bytes], out: Path) -> None:
    """Write all of these files or none: first next to their places, then moved together, without an interruption."""
    parts = {name: out / f".{name}.{os.getpid()}.part" for name in contents}
    try:
        for name, content in contents.items():
            try:
                parts[name].write_bytes(content)
            except OSError as error:
                raise OSError(error.errno, error.strerror, str(out / name)) from error
        with _uninterrupted():
            for name, part in parts.items():
                part.replace(out / name)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Delay Ctrl-C to the end. Only the main thread receives it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)
