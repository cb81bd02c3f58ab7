"""Reports that are tables and notes: on a terminal and as Markdown.

Main definitions: `MEANINGS`, `ReportTable`, `show_tables`, `tables_markdown`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console

from backproof.reports.markdown import escape_markdown, markdown_table
from backproof.reports.terminal import show_table, show_text

MEANINGS = {
    "P": "solved by both",
    "E": "by tuned only",
    "S": "by base only",
    "O": "by none",
    "SRR": "P/(P+S)",
    "NDR": "E/(P+E)",
    "SDS": "harmonic mean",
    "NSCR": "(E-S)/(P+E+S)",
}
"""Of the numbers in a table of supports: which problems are solved, and the rates."""


@dataclass(frozen=True)
class ReportTable:
    """``title`` is a sentence without its full stop; the columns in ``right`` are flush right."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[str, ...]


def show_tables(console: Console, tables: Sequence[ReportTable], notes: Sequence[str], *, spare: Sequence[str]) -> None:
    """Print the tables, then the notes. Columns in ``spare`` are dropped where the terminal is too narrow."""
    for table in tables:
        show_text(console, f"{table.title}.")
        show_table(console, table.headings, table.rows, right=table.right, spare=spare)
        show_text(console, "")
    for line in notes:
        show_text(console, line)


def tables_markdown(heading: str, tables: Sequence[ReportTable], notes: Sequence[str]) -> str:
    """The tables and the notes below a heading."""
    lines = [f"## {heading}", ""]
    for table in tables:
        cells = ([escape_markdown(cell) for cell in row] for row in table.rows)
        lines += [f"{escape_markdown(table.title)}:", "", *markdown_table(table.headings, cells, right=table.right), ""]
    return "\n".join([*lines, *(f"- {escape_markdown(line)}" for line in notes)]) + "\n"
