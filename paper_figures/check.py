"""Checks figures: compares their numbers with reference tables, and two builds byte for byte.

Main definitions: `drift` (one figure's numbers), `differing_files` (two builds in fresh processes).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from backproof.paper_figures.build import MANIFEST
from backproof.paper_figures.figure import Cell, Figure, Table
from backproof.paper_figures.records import FOLDER, digest
from backproof.paper_figures.render import table_of

REFERENCES = Path(__file__).parent / "reference"


def drift(figure: Figure, *, records: Path = FOLDER, references: Path = REFERENCES) -> list[str]:
    """A line for each number, computed now, that is out of tolerance. Raises RecordError."""
    path = references / f"{figure.name}.csv"
    if not path.is_file():
        return [f"reference {path.name} is missing: run `make references`"]
    try:
        reference = Table.parse(path.read_text(encoding="utf-8"))
    except ValueError as error:
        return [f"reference {path.name} is not a table ({error}): restore it"]
    table = table_of(figure, records)
    if table.columns != reference.columns:
        return [f"columns are {', '.join(table.columns)}, the reference has {', '.join(reference.columns)}"]
    if len(table.rows) != len(reference.rows):
        return [f"there are {len(table.rows)} rows, the reference has {len(reference.rows)}"]
    found = []
    for number, (row, expected) in enumerate(zip(table.rows, reference.rows, strict=True), start=1):
        for column, cell, wanted in zip(table.columns, row, expected, strict=True):
            difference = _difference(figure, str(expected[0]), column, cell, wanted)
            if difference:
                found.append(f"row {number} ({expected[0]}), column {column}: {difference}")
    return found


def _difference(figure: Figure, series: str, column: str, cell: Cell, wanted: Cell) -> str:
    """What is wrong with a cell, or "" if nothing is."""
    if isinstance(cell, str) or isinstance(wanted, str):
        return "" if cell == wanted else f"is {cell!r}, the reference has {wanted!r}"
    tolerance = figure.tolerance(series, column)
    allowed = tolerance.absolute + tolerance.relative * abs(wanted)
    if abs(cell - wanted) <= allowed:
        return ""
    return f"is {cell:.12g}, the reference has {wanted:.12g}; allowed +-{allowed:.3g}"


def differing_files(names: Sequence[str]) -> list[str]:
    """The files whose bytes differ between two builds of these figures in separate processes.

    Raises ValueError where a build fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        first, second = (built_afresh(names, Path(folder) / turn) for turn in ("first", "second"))
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def built_afresh(names: Sequence[str], out: Path) -> dict[str, str]:
    """Build in a new process. Returns the SHA-256 of each file but the manifest, by name."""
    only = [word for name in names for word in ("--only", name)]
    command = [sys.executable, "-m", "backproof.cli", "figures", *only, "--out", str(out)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the project's own command
    if run.returncode:
        raise ValueError(f"a build in a fresh process ended with {run.returncode}: {run.stderr.strip()[-200:]}")
    return {path.name: digest(path) for path in out.iterdir() if path.name != MANIFEST}
