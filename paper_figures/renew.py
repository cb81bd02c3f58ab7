"""Renews the saved files of the figures. Each word below is a make target.

- ``records`` runs the commands of the records with a missing file, and renews their digests in ``records/SHA256SUMS``.
  It refuses a record that exists but has another digest.
- ``references`` rewrites ``reference/<figure>.csv`` with today's numbers.
- ``pictures`` writes ``docs/figures.md`` and its pictures.

``records`` and ``references`` take names of figures, to renew only those.

Main definitions: `make_records`, `write_references`.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from backproof.paper_figures.catalogue import FIGURES
from backproof.paper_figures.check import REFERENCES
from backproof.paper_figures.figure import Figure
from backproof.paper_figures.gallery import write_gallery
from backproof.paper_figures.records import FOLDER, SUMS, Record, RecordError, digest, load_record, read_sums
from backproof.paper_figures.render import table_of


def make_records(records: Iterable[Record], folder: Path = FOLDER) -> None:
    """Make the missing records, in order, and renew their digests.

    Raises RecordError if a command fails, and for a record that exists but was changed.
    """
    for record in records:
        if all((folder / name).is_file() for name in record.files):
            load_record(record, folder)
            continue
        (folder / record.files[0]).parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "backproof.cli", *shlex.split(record.arguments)]
        command += ["--out", str(folder / record.files[0])]
        run = subprocess.run(command, cwd=folder.parents[1], check=False)  # noqa: S603 - the project's own command
        if run.returncode:
            raise RecordError(f"record {record.name} was not made: `{record.command}` ended with {run.returncode}")
        for left in folder.glob(f"{record.name}.json.*"):
            if left.name not in record.files:
                left.unlink()
        sums = read_sums(folder) | {name: digest(folder / name) for name in record.files}
        text = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums) if (folder / name).is_file())
        (folder / SUMS).write_text(text, encoding="utf-8")


def write_references(figures: Iterable[Figure]) -> None:
    """Write today's numbers as the reference."""
    REFERENCES.mkdir(exist_ok=True)
    for figure in figures:
        (REFERENCES / f"{figure.name}.csv").write_text(table_of(figure).text(), encoding="utf-8")


def main(what: str = "", *names: str) -> None:
    """Renew ``what`` for the figures of these names, or for all figures. Exits with one line if it cannot."""
    if what not in ("records", "references", "pictures"):
        sys.exit(f"there is no {what!r} to renew: say records, references or pictures")
    if what == "pictures" and names:
        sys.exit("pictures takes no names: the page has all figures")
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        sys.exit(f"there is no figure {unknown[0]!r}: the figures are {', '.join(FIGURES)}")
    figures = [FIGURES[name] for name in names or FIGURES]
    try:
        if what == "records":
            make_records(record for figure in figures for record in figure.records)
        elif what == "references":
            write_references(figures)
        else:
            write_gallery(FIGURES.values())
    except RecordError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
