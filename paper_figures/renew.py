"""What is saved for the figures, made again: records by their commands, reference tables from the numbers of today.

``python -m paper_figures.renew records`` runs the command of every record of which a file is missing (remove one to
have it made again) and renews its digests in ``records/SHA256SUMS``; one that is there with another digest is refused.
``... references`` rewrites ``reference/<figure>.csv`` after a deliberate change of numbers; ``...
pictures`` draws those of ``docs/figures.md``. All are make targets. Names of figures after the first two words restrict
them to these.

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
from backproof.paper_figures.records import FOLDER, SUMS, Record, RecordError, digest, load, read_sums
from backproof.paper_figures.render import table_of


def make_records(records: Iterable[Record], folder: Path = FOLDER) -> None:
    """Make what is missing, in order, and renew the digests of what was made.

    Raises RecordError where that fails, and for a record that is there but is not what was saved.
    """
    for record in records:
        if all((folder / name).is_file() for name in record.files):
            load(record, folder)
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
    """Today's numbers become the reference."""
    REFERENCES.mkdir(exist_ok=True)
    for figure in figures:
        (REFERENCES / f"{figure.name}.csv").write_text(table_of(figure).text(), encoding="utf-8")


def main(what: str, *names: str) -> None:
    """``records`` or ``references`` of these figures or of all, or ``pictures`` of all.

    Ends the program with a line for what it cannot do.
    """
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
