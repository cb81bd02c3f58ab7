"""What a figure is: a table of numbers, and how that table is drawn.

Each file ``paper_figures/fig_<name>.py`` defines one figure as ``FIGURE``; `paper_figures.catalogue` finds them.
``numbers`` gets the loaded records by name and returns the `Table`. ``draw`` gets an empty matplotlib figure of the
right size, with the style applied, and the table with its numbers rounded as in the CSV (12 significant digits). It
gets nothing else, so a picture shows exactly what its CSV holds.

Main definitions: `Figure`, `Table`, `Tolerance`; `Record` and `LoadedRecord` are those of `paper_figures.records`.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from backproof.paper_figures.records import LoadedRecord, Record

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

WIDTHS = {"single": 3.25, "double": 6.75}
"""Inches of a column, and of a page."""

Cell: TypeAlias = float | str
"""A finite number, or text; "" where there is no number."""


@dataclass(frozen=True)
class Table:
    """The numbers behind a figure in long form. The first column, ``series``, names the curve or the set of points.

    Raises ValueError for a row of the wrong length, a number that is not finite, or a series whose name is not text or
    would be read as a number.

    >>> table = Table(("series", "K", "H"), (("base", 1, 30), ("base", 2, 90.5), ("rlvr", 1, 8)))
    >>> table.column("H", series="base").tolist(), table.series()
    ([30.0, 90.5], ('base', 'rlvr'))
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        rows = tuple(tuple(cell if isinstance(cell, str) else float(cell) for cell in row) for row in self.rows)
        object.__setattr__(self, "rows", rows)
        if self.columns[0] != "series":
            raise ValueError(f"the first column must be 'series', got {self.columns[0]!r}")
        for number, row in enumerate(rows):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} must have {len(self.columns)} cells, got {len(row)}")
            if not isinstance(row[0], str) or isinstance(_parsed(row[0]), float) or not row[0]:
                raise ValueError(f"row {number} must begin with the name of its series, got {row[0]!r}")
            wrong = [cell for cell in row if isinstance(cell, float) and not math.isfinite(cell)]
            if wrong:
                raise ValueError(f"row {number} must hold finite numbers, got {wrong[0]}: write text or ''")

    @classmethod
    def of(cls, columns: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Table:
        """A table from any iterables of columns and rows. Numpy numbers become floats."""
        return cls(tuple(columns), tuple(tuple(row) for row in rows))

    def series(self) -> tuple[str, ...]:
        """The names of the series, in the order of their first rows."""
        return tuple(dict.fromkeys(str(row[0]) for row in self.rows))

    def where(self, **cells: Cell) -> Table:
        """The rows with these cells, as in ``table.where(series="base", L=5)``."""
        wanted = {self.columns.index(name): cell for name, cell in cells.items()}
        return Table(self.columns, tuple(row for row in self.rows if all(row[i] == c for i, c in wanted.items())))

    def column(self, name: str, **cells: Cell) -> NDArray[np.float64]:
        """One column of the rows with these cells, NaN where there is no number. Shape (rows,)."""
        place = self.columns.index(name)
        return np.array([math.nan if row[place] == "" else float(row[place]) for row in self.where(**cells).rows])

    def text(self) -> str:
        """The table as CSV, with 12 significant digits, which rounding errors do not reach."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([cell if isinstance(cell, str) else f"{cell + 0.0:.12g}" for cell in row] for row in self.rows)
        return out.getvalue()

    @classmethod
    def parse(cls, text: str) -> Table:
        """The table in a CSV text. Raises ValueError where the text is not such a table."""
        head, *rows = csv.reader(io.StringIO(text)) if text.strip() else [[]]
        if not head:
            raise ValueError("a table must have a line of column names, got none")
        return cls(tuple(head), tuple((row[0], *map(_parsed, row[1:])) for row in rows if row))


def _parsed(cell: str) -> Cell:
    try:
        return float(cell)
    except ValueError:
        return cell


@dataclass(frozen=True)
class Tolerance:
    """How far a number of this column and this series (of all, where not named) may be from the reference, and why.

    Numbers x and y agree if |x - y| <= absolute + relative |y|. Text must be the same.
    """

    reason: str
    relative: float = 0.0
    absolute: float = 0.0
    column: str | None = None
    series: str | None = None

    def covers(self, series: str, column: str) -> bool:
        return self.column in (None, column) and self.series in (None, series)


ROUNDING = Tolerance(
    "the CSV keeps 12 digits, and exp, log or BLAS of another machine may round differently in each of some thousand "
    "operations",
    relative=1e-9,
    absolute=1e-12,
)
"""The tolerance of every number for which its figure states none."""


@dataclass(frozen=True)
class Figure:
    """One figure: its numbers, its picture and its caption.

    - ``name`` is that of its file; ``place`` orders the figures, and those with the same place come by name.
    - ``width`` is "single" (3.25 inches) or "double" (6.75 inches); ``height`` is in inches.
    - ``claims``: ids of the claims that it illustrates.
    - ``title``: what it shows, in a few words; screen readers read it.
    - ``caption``: one paragraph that names every term, size, interval and seed.
    - ``records``: the saved runs that it draws.
    - ``tolerances``: the first that covers a cell applies, and `ROUNDING` where none does.

    Raises ValueError for a name that does not start with ``fig_``, or a size that does not fit a page.
    """

    name: str
    place: int
    width: Literal["single", "double"]
    height: float
    claims: tuple[str, ...]
    title: str
    caption: str
    numbers: Callable[[Mapping[str, LoadedRecord]], Table]
    draw: Callable[[Canvas, Table], None]
    records: tuple[Record, ...] = ()
    tolerances: tuple[Tolerance, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.startswith("fig_"):
            raise ValueError(f"name must be that of its file and start with fig_, got name={self.name!r}")
        if self.width not in WIDTHS or not 0 < self.height <= 9:
            raise ValueError(
                f"width must be 'single' or 'double' and height above 0 and at most 9 inches, got {self.width!r} and "
                f"{self.height} in {self.name}"
            )

    @property
    def size(self) -> tuple[float, float]:
        """(width, height) in inches."""
        return WIDTHS[self.width], self.height

    def tolerance(self, series: str, column: str) -> Tolerance:
        """The tolerance that applies to a cell."""
        return next((found for found in self.tolerances if found.covers(series, column)), ROUNDING)
