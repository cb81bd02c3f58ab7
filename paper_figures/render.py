"""A figure as the bytes of its files: the numbers as CSV, the caption as text, the picture as PDF, SVG and PNG.

The same figure and the same numbers give the same bytes every time.

Main definitions: `table_of`, `render`, `picture`.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import matplotlib
from matplotlib.figure import Figure as Canvas
from matplotlib.transforms import Bbox

from backproof.paper_figures.figure import Figure, Table
from backproof.paper_figures.records import FOLDER, LoadedRecord, load_record
from backproof.paper_figures.style import RC

METADATA: dict[str, dict[str, str | None]] = {
    "pdf": {"Creator": None, "Producer": None, "CreationDate": None},
    "svg": {"Creator": None, "Date": None},
    "png": {"Software": None},
}
"""The picture's formats, without the dates and versions that would make bytes differ."""


def loaded_records(figure: Figure, records: Path = FOLDER) -> dict[str, LoadedRecord]:
    """The figure's records by name. Raises RecordError."""
    return {record.name: load_record(record, records) for record in figure.records}


def table_of(figure: Figure, records: Path = FOLDER) -> Table:
    """The figure's numbers, computed now. Raises RecordError."""
    return rounded_table(figure, loaded_records(figure, records))


def rounded_table(figure: Figure, loaded: Mapping[str, LoadedRecord]) -> Table:
    """The figure's numbers from these records, rounded as the CSV has them."""
    return Table.parse(figure.numbers(loaded).text())


def render(figure: Figure, table: Table) -> dict[str, bytes]:
    """The figure's files by ending: csv, txt, pdf, svg, png."""
    files = {"csv": table.text().encode(), "txt": f"{figure.caption}\n".encode()}
    with matplotlib.rc_context():
        canvas = picture(figure, table)
        for kind, entries in METADATA.items():
            out = io.BytesIO()
            canvas.savefig(out, format=kind, metadata={**entries, "Title": figure.title})
            files[kind] = out.getvalue()
    files["svg"] = described(files["svg"], figure.caption)
    return files


def described(svg: bytes, caption: str) -> bytes:
    """The SVG, marked for screen readers as one image with its title as name and the caption as description."""
    svg = svg.replace(b"<svg ", b'<svg role="img" ', 1)
    return svg.replace(b"</title>", f"</title>\n <desc>{escape(caption)}</desc>".encode(), 1)


def picture(figure: Figure, table: Table) -> Canvas:
    """The figure, drawn and laid out. It sets matplotlib's parameters, so call it inside a context of them.

    The layout solver visits its constraints in an order that varies from process to process. The last bits of its
    result vary with it, and ids in an SVG depend on them, so positions are rounded to a millionth of the page.
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
