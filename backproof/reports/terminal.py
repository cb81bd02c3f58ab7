"""How text and numbers reach a terminal of any width: as they are, never as markup, and no number in part.

A table that is too wide wraps its cells between words, and where even its longest words do not fit beside each other,
its rows are listed one cell a line. A line of progress keeps its count and its time, and drops the rest as needed.

Main definitions: `show_line`, `show_table`, `show_facts`, `Line`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.progress import ProgressColumn, Task
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from backproof.streams import printable

BETWEEN = 2
"""Columns between two of a table."""

BAR = 20


def show_line(console: Console, line: str) -> None:
    """Print a line; the terminal wraps it, so that it can be copied in one piece."""
    console.print(Text(printable(line)), soft_wrap=True)


def show_table(
    console: Console,
    headings: Sequence[str],
    rows: Iterable[Sequence[str | Text]],
    *,
    right: Collection[str] = (),
    boxed: bool = False,
) -> None:
    """Print a table, the columns named ``right`` flush right; a cell that is Text keeps its style."""
    titles, cells = [*map(_text, headings)], [[_text(cell) for cell in row] for row in rows]
    columns = list(zip(titles, *cells, strict=True))
    between = 3 * len(headings) + 1 if boxed else BETWEEN * (len(headings) - 1)
    widths = _widths(columns, console.width - between)
    if widths is None:
        for i, row in enumerate(cells):
            show_line(console, "") if i else None
            _list(console, zip(titles, row, strict=True))
        return
    grid = Table(show_lines=True) if boxed else Table(box=None, header_style="bold", pad_edge=False)
    for heading, title, width in zip(headings, titles, widths, strict=True):
        grid.add_column(title, justify="right" if heading in right else "left", width=width, overflow="fold")
    for row in cells:
        grid.add_row(*row)
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
        console.print(Text.assemble(name, ": " if name else "", value), soft_wrap=True)


def _text(cell: str | Text) -> Text:
    return cell if isinstance(cell, Text) else Text(printable(cell))


def _widths(columns: Sequence[Sequence[Text]], room: int) -> list[int] | None:
    """The widths of the columns: as wide as they like if there is room, the widest narrowed, but no word broken.

    None where the longest words do not fit.
    """
    widths = [max(cell.cell_len for cell in column) for column in columns]
    least = [max((cell_len(word) for cell in column for word in cell.plain.split()), default=1) for column in columns]
    if sum(least) > room:
        return None
    while sum(widths) > room:
        widest = max((i for i in range(len(widths)) if widths[i] > least[i]), key=widths.__getitem__)
        widths[widest] -= 1
    return widths


class Line(ProgressColumn):
    """A line of progress: what is done, a bar, the count, the time, then the task's ``notes``.

    The notes, whole ones from the last, go first where there is no room, then the name of what is done, then the bar.
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
