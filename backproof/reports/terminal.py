"""How text and numbers reach a terminal: as they are, never as markup, and no word or number broken.

A table that is too wide first drops the columns that it can spare, then wraps its cells between words. If even its
longest words do not fit beside each other, it lists its rows one cell a line. A progress line always keeps its count
and its time.

Main definitions: `Show`, `plain_text`, `show_text`, `show_table`, `show_facts`, `Line`.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeAlias

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.progress import ProgressColumn, Task
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from backproof.streams import printable

Show: TypeAlias = Callable[[Console], None]
"""Prints a report to a console."""

PLAIN_WIDTH = 80
"""Columns of a report that is not printed to a terminal, unless COLUMNS says otherwise."""

BETWEEN = 2
"""Spaces between two columns of a table."""

BAR = 20


def plain_text(show: Show) -> str:
    """What a report prints, without colours."""
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdecimal() and int(columns) else PLAIN_WIDTH
    text = io.StringIO()
    show(Console(file=text, width=width, color_system=None, force_terminal=False))
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())


def show_text(console: Console, text: str | Text, *, indent: int = 0) -> None:
    """Print a paragraph, wrapped between words."""
    _show_wrapped(console, _text(text), indent)


def show_table(
    console: Console,
    headings: Sequence[str],
    rows: Iterable[Sequence[str | Text]],
    *,
    right: Collection[str] = (),
    spare: Sequence[str] = (),
) -> None:
    """Print a table. Columns in ``right`` are flush right; a cell that is Text keeps its style.

    Where the rows do not fit on one line each, the columns in ``spare`` are dropped, the last named first.
    """
    columns = [[_text(heading), *map(_text, cells)] for heading, *cells in zip(headings, *rows, strict=True)]
    dropped = list(spare)
    while dropped and sum(map(_widest, columns)) > _room(console, columns):
        name = dropped.pop()
        columns = [column for column in columns if column[0].plain != name]
    widths = _widths(columns, _room(console, columns))
    titles, *lines = zip(*columns, strict=True)
    if widths is None:
        for i, line in enumerate(lines):
            show_text(console, "") if i else None
            _list(console, zip(titles, line, strict=True))
        return
    grid = Table(box=None, header_style="bold", pad_edge=False)
    for title, width in zip(titles, widths, strict=True):
        flush_right = title.plain in right
        grid.add_column(title, justify="right" if flush_right else "left", width=width, overflow="fold")
    for line in lines:
        grid.add_row(*line)
    console.print(grid)


def show_facts(console: Console, facts: Iterable[tuple[str, str | Text]]) -> None:
    """Print names, each with what there is to say of it."""
    named = [(Text(printable(name)), _text(value)) for name, value in facts]
    widths = _widths(list(zip(*named, strict=True)), console.width - BETWEEN)
    if widths is None or widths[0] < max(name.cell_len for name, _ in named):
        _list(console, named)
        return
    grid = Table(box=None, show_header=False, pad_edge=False)
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    for name, value in named:
        grid.add_row(name, value)
    console.print(grid)


def _list(console: Console, named: Iterable[tuple[Text, Text]]) -> None:
    for name, value in named:
        _show_wrapped(console, Text.assemble(name, ": " if name else "", value), 0)


def _show_wrapped(console: Console, text: Text, indent: int) -> None:
    """Print lines that end between words; a word that is longer than a line is left whole."""
    room, used, starts = console.width - indent, 0, []
    for word in re.finditer(r"^\s+|\S+\s*", text.plain):
        if used and used + cell_len(word[0].rstrip()) > room:
            starts.append(word.start())
            used = 0
        used += cell_len(word[0])
    for line in text.divide(starts):
        line.rstrip()
        console.print(Text(" " * indent) + line, soft_wrap=True)


def _widest(column: Sequence[Text]) -> int:
    return max(cell.cell_len for cell in column)


def _room(console: Console, columns: Sequence[Sequence[Text]]) -> int:
    return console.width - BETWEEN * (len(columns) - 1)


def _text(cell: str | Text) -> Text:
    return cell if isinstance(cell, Text) else Text(printable(cell))


def _widths(columns: Sequence[Sequence[Text]], room: int) -> list[int] | None:
    """The widths of the columns: their natural ones, or the widest narrowed until all fit, without breaking a word.

    None if the longest words do not fit.
    """
    widths = [*map(_widest, columns)]
    least = [max((cell_len(word) for cell in column for word in cell.plain.split()), default=1) for column in columns]
    if sum(least) > room:
        return None
    while sum(widths) > room:
        widest = max((i for i in range(len(widths)) if widths[i] > least[i]), key=widths.__getitem__)
        widths[widest] -= 1
    return widths


class Line(ProgressColumn):
    """A progress line: what is done, a bar, the count, the time, then the task's ``notes``.

    If it is too long it drops the notes one by one from the last, then the name of what is done, then the bar.
    """

    def __init__(self, console: Console, clock: ProgressColumn) -> None:
        super().__init__()
        self.console, self.clock = console, clock

    def render(self, task: Task) -> RenderableType:
        total = "?" if task.total is None else str(int(task.total))
        shown: list[RenderableType] = [f"{int(task.completed):{len(total)}}/{total}", self.clock(task)]
        room = self.console.width - sum(self.console.measure(piece).maximum + 1 for piece in shown)
        if room < -1:
            shown.pop()
        if room > BAR:
            shown.insert(0, ProgressBar(task.total, task.completed, BAR, pulse=task.total is None))
            room -= BAR + 1
        if room > cell_len(task.description):
            shown.insert(0, Text(task.description))
            room -= cell_len(task.description) + 1
        notes = task.fields.get("notes", ())
        while notes and cell_len(", ".join(notes)) >= room:
            notes = notes[:-1]
        line = Table.grid(padding=(0, 1))
        line.add_row(*shown, *([Text(", ".join(notes))] if notes else []))
        return line
