"""Figures as files, the same bytes every time: the table as CSV, the picture as PDF, SVG and PNG, the caption as text.

A *manifest* beside them says what each was built from: script, the modules it rests on, the theory, records with their
seeds, lock file, versions, each with its SHA-256, and the files that came of it. A figure of which none of that has
changed is left as it is. The files of a figure are written beside their places and then put there together, the
manifest last: an interruption leaves either those of before or those of now.

Main definitions: `build`, `Outcome`, `files_of_others`, `table_of`, `render`.
"""

from __future__ import annotations

import hashlib
import inspect
import io
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
from xml.sax.saxutils import escape

import matplotlib
from matplotlib.figure import Figure as Canvas
from matplotlib.transforms import Bbox

from backproof.paper_figures.figure import Figure, Table
from backproof.paper_figures.records import FOLDER, LoadedRecord, digest, load
from backproof.paper_figures.style import RC

ROOM = Path(__file__).resolve().parent
MANIFEST = "manifest.json"
SCHEMA = "backproof.figures/1"
FRAMEWORK = ("build.py", "figure.py", "records.py", "sft_runs.py", "style.py")

METADATA: dict[str, dict[str, str | None]] = {
    "pdf": {"Creator": None, "Producer": None, "CreationDate": None},
    "svg": {"Creator": None, "Date": None},
    "png": {"Software": None},
}
"""Formats, without the dates and versions that would make bytes differ."""


@dataclass(frozen=True)
class Outcome:
    """What became of a figure; ``detail`` says why where it was not built."""

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
    """Build what is not up to date; ``on_done`` is told each outcome. A figure that fails does not keep others back.

    Raises OSError where ``out`` cannot be made.
    """
    out.mkdir(parents=True, exist_ok=True)
    outcomes = []
    for figure in figures:
        try:
            outcome = _build(figure, out, records)
        except OSError as error:  # no room for its files, or a record that cannot be read
            outcome = Outcome(figure.name, "not built", f"{error.filename}: {error.strerror}")
        except (ValueError, LookupError, ArithmeticError) as error:  # a record's fault, or a figure's own
            outcome = Outcome(figure.name, "not built", str(error) or type(error).__name__)
        on_done(outcome)
        outcomes.append(outcome)
    return outcomes


def files_of_others(figures: Iterable[Figure], out: Path) -> list[str]:
    """Names that a build of these would write over though no build has put them there."""
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
    files = render(figure, Table.parse(figure.numbers(loaded).text()))
    names = {f"{figure.name}.{kind}": content for kind, content in files.items()}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in names.items()}
    manifest[figure.name] = {"origin": origin, "files": digests}
    document = {"schema": SCHEMA, "figures": dict(sorted(manifest.items()))}
    _write_together({**names, MANIFEST: (json.dumps(document, indent=1) + "\n").encode()}, out)
    return Outcome(figure.name, "built")


def loaded_records(figure: Figure, records: Path = FOLDER) -> dict[str, LoadedRecord]:
    """The figure's records by name. Raises RecordError."""
    return {record.name: load(record, records) for record in figure.records}


def table_of(figure: Figure, records: Path = FOLDER) -> Table:
    """The figure's numbers, computed now and rounded as the CSV has them. Raises RecordError."""
    return Table.parse(figure.numbers(loaded_records(figure, records)).text())


def render(figure: Figure, table: Table) -> dict[str, bytes]:
    """The figure's files by ending: csv, txt, pdf, svg, png."""
    files = {"csv": table.text().encode(), "txt": f"{figure.caption}\n".encode()}
    with matplotlib.rc_context():
        canvas = picture(figure, table)
        for kind, entries in METADATA.items():
            out = io.BytesIO()
            canvas.savefig(out, format=kind, metadata={**entries, "Title": figure.title})
            files[kind] = out.getvalue()
    files["svg"] = _described(files["svg"], figure.caption)
    return files


def _described(svg: bytes, caption: str) -> bytes:
    """The picture as one image to those who hear it read: by its title, with the caption as its description."""
    svg = svg.replace(b"<svg ", b'<svg role="img" ', 1)
    return svg.replace(b"</title>", f"</title>\n <desc>{escape(caption)}</desc>".encode(), 1)


def picture(figure: Figure, table: Table) -> Canvas:
    """The figure drawn and laid out; sets matplotlib's parameters, so call it in a context of them.

    The layout's solver works in another order from process to process, and its last bits differ, which ids in an SVG
    show: places are kept to a millionth of the page.
    """
    matplotlib.rcdefaults()
    matplotlib.rcParams.update(RC)
    canvas = Canvas(figsize=figure.size, dpi=RC["savefig.dpi"])
    figure.draw(canvas, table)
    canvas.draw_without_rendering()
    canvas.set_layout_engine("none")
    for axes in canvas.axes:
        axes.set_position(Bbox.from_bounds(*(round(side, 6) for side in axes.get_position(original=True).bounds)))
    return canvas


def _origin(figure: Figure, loaded: Mapping[str, LoadedRecord]) -> dict[str, Any]:
    """All that the figure's bytes depend on. The whole theory, since any of it may be behind a line."""
    root = ROOM.parent
    script = Path(inspect.getfile(figure.numbers))
    sources = [script, *(ROOM / name for name in FRAMEWORK), *sorted((root / "theory").rglob("*.py"))]
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
    """What was built into this folder before; nothing where the manifest is not ours."""
    try:
        document = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        figures: dict[str, Any] = document["figures"] if document["schema"] == SCHEMA else {}
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    return figures


def _write_together(contents: Mapping[str, bytes], out: Path) -> None:
    """All of these files, or none: each beside its place first; then all are moved, which an interruption waits for."""
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
    """Ctrl-C takes effect at the end; in the main thread, the only one that sees it."""
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
