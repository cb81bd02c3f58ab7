"""Figures as files, the same bytes every time: the table as CSV, the picture as PDF, SVG and PNG, the caption as text.

Main definitions: `render`, `table_of`.
"""

from __future__ import annotations

import io
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure as Canvas

from paper_figures.figure import Figure, Table
from paper_figures.records import FOLDER, load
from paper_figures.style import RC

METADATA: dict[str, dict[str, str | None]] = {
    "pdf": {"Creator": None, "Producer": None, "CreationDate": None},
    "svg": {"Creator": None, "Date": None},
    "png": {"Software": None},
}
"""Formats, without the dates and versions that would make bytes differ."""


def table_of(figure: Figure, records: Path = FOLDER) -> Table:
    """The figure's numbers, computed now and rounded as the CSV has them. Raises RecordError."""
    loaded = {record.name: load(record, records) for record in figure.records}
    return Table.parse(figure.numbers(loaded).text())


def render(figure: Figure, table: Table) -> dict[str, bytes]:
    """The figure's files by ending: csv, txt, pdf, svg, png."""
    files = {"csv": table.text().encode(), "txt": f"{figure.caption}\n".encode()}
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(RC)
        canvas = Canvas(figsize=figure.size)
        figure.draw(canvas, table)
        for kind, metadata in METADATA.items():
            out = io.BytesIO()
            canvas.savefig(out, format=kind, metadata=metadata)
            files[kind] = out.getvalue()
    return files
