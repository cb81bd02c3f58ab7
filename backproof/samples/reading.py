"""Samples of both models in one database of duckdb: read once, checked, and kept as small rows.

A text of any length is kept as a hash of 128 bits, so that memory does not grow with answers and steps. Two of n
different texts share a hash with a probability below n^2/2^129, which is 2e-25 for ten million. The database is a file
that is deleted at the end; what exceeds the memory is written there.

Main definitions: `load`, `Loaded`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from backproof.samples.columns import OMIT, compact, listed, literal, source, uniform_rows
from backproof.samples.database import Database
from backproof.samples.files import SampleFiles, place_of_error
from backproof.samples.layouts import Layout, SamplesError, check_column, chosen_columns

UNREADABLE = (
    *(duckdb.InvalidInputException, duckdb.ConversionException, duckdb.IOException, duckdb.BinderException),
    *(duckdb.OutOfRangeException, duckdb.TypeMismatchException, duckdb.NotImplementedException),
)
"""What duckdb raises for files that are broken or whose columns do not go together."""

LISTED = 4
"""Values that a message lists."""


@dataclass(frozen=True)
class Loaded:
    """The samples of one model, in the table ``table``, with what was left out.

    The table has the columns problem (text), correct, answer (a hash; null is no answer), path (the hashes of the
    steps), steps (a hash of these), length (the number of steps) and entropy. ``view`` has the same samples as in the
    files, with all texts. ``columns`` has the names in the files by role. ``ungraded`` rows had no grade, ``nameless``
    ones no problem, and ``copies`` repeated a sample of the same number.
    """

    table: str
    view: str
    files: SampleFiles
    layout: Layout
    columns: Mapping[str, str]
    model: str | None
    rows: int
    ungraded: int
    nameless: int
    copies: int


def load(
    connection: Database,
    table: str,
    files: SampleFiles,
    layout: Layout,
    given: Mapping[str, str],
    where: tuple[str, str] | None = None,
) -> Loaded:
    """Read the samples of one model into a table. ``where`` is a column and the value that it must have.

    Raises SamplesError for what cannot be read, and for grades, names and answers that are not clear.
    """
    present = _asked(connection, files, f"DESCRIBE SELECT * FROM {source(files)}")
    types = {str(name): str(kind) for name, kind, *_ in present}
    if files.kind == "json" and types.keys() == {"json"}:  # no objects
        raise SamplesError(place_of_error("", files))
    columns = chosen_columns(layout, given, types, files.name)
    if where:
        check_column(where[0], types, files.name, "where")
    if files.kind == "parquet":
        _check_one_type(connection, files, columns["problem"])
    view = f"{table}_texts"
    _asked(connection, files, f"CREATE TEMP VIEW {view} AS {uniform_rows(files, columns, types, layout, where)}")
    _asked(connection, files, f"CREATE TABLE {table} AS {compact(layout, view)}")
    _check_clear(connection, table, files, columns)
    rows, nameless, ungraded = connection.execute(
        f"SELECT count(*), count(*) FILTER (problem IS NULL), count(*) FILTER (problem IS NOT NULL AND correct IS NULL)"
        f" FROM {table}"
    ).fetchall()[0]
    if rows == nameless + ungraded:
        chosen = f" with {where[0]}={where[1]}" if where else ""
        raise SamplesError(f"{files.name} has no graded sample{chosen} (rows: {rows})")
    connection.execute(f"DELETE FROM {table} WHERE problem IS NULL OR correct IS NULL")
    model = _only_value(connection, table, files, columns, "model")
    _only_value(connection, table, files, columns, "filter")
    copies = _without_copies(connection, table, files) if "sample" in columns else 0
    return Loaded(table, view, files, layout, columns, model, rows, ungraded, nameless, copies)


def _asked(connection: Database, files: SampleFiles, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query that reads the files. Raises SamplesError with the place of what is broken in them."""
    try:
        return connection.execute(query).fetchall()
    except duckdb.Error as error:
        if isinstance(error, UNREADABLE) or type(error) is duckdb.Error:  # the bare class is for a damaged Parquet file
            raise SamplesError(place_of_error(str(error), files)) from error
        raise


def _check_one_type(connection: Database, files: SampleFiles, problem: str) -> None:
    """Refuse Parquet files of which some name the problems by texts and others by numbers."""
    found = _asked(
        connection,
        files,
        f"SELECT type = 'BYTE_ARRAY', min(file_name) FROM parquet_schema([{listed(files.paths)}]) "
        f"WHERE name = {literal(problem)} AND type IS NOT NULL GROUP BY 1 ORDER BY 1",
    )
    if len(found) > 1:
        (_, number), (_, text) = found
        raise SamplesError(
            f"{files.name}: {problem} must be a text everywhere, or a number everywhere: it is a number in {number} "
            f"and a text in {text}"
        )


def _check_clear(connection: Database, table: str, files: SampleFiles, columns: Mapping[str, str]) -> None:
    """Refuse grades that are neither true nor false, answers and steps of another form, and problems of mixed types."""
    unclear = connection.execute(f"SELECT problem, unclear FROM {table} WHERE unclear IS NOT NULL LIMIT 1").fetchall()
    for problem, grade in unclear:
        raise SamplesError(
            f"{files.name}: {columns['correct']} must be 0, 1, true or false, got {grade!r:.60} for problem "
            f"{problem!r:.60}: name another column with --correct, or turn scores into grades"
        )
    odd = connection.execute(f"SELECT problem, steps IS NULL FROM {table} WHERE odd LIMIT 1").fetchall()
    for problem, _ in odd:
        said = "the steps must be a list of texts or numbers" if "steps" in columns else "an answer must be one text"
        omit = OMIT if "steps" in columns else OMIT.replace("steps", "answer")
        raise SamplesError(f"{files.name}: {said}, problem {problem!r:.60} has another form{omit}")
    kinds = connection.execute(
        f"SELECT kind, any_value(problem) FROM {table} WHERE kind IS NOT NULL AND kind <> 'NULL' GROUP BY kind"
    ).fetchall()
    found = {("number" if kind.endswith(("INT", "DOUBLE")) else kind): example for kind, example in kinds}
    if found.keys() - {"number", "VARCHAR"} or len(found) > 1:
        examples = " and ".join(f"{example!r:.40}" for example in found.values())
        raise SamplesError(
            f"{files.name}: {columns['problem']} must be a text everywhere, or a number everywhere, got {examples}"
        )


def _without_copies(connection: Database, table: str, files: SampleFiles) -> int:
    """Leave out samples that are there twice; two different samples of one number are refused."""
    ((copies, differ, problem, sample),) = connection.execute(f"""
        SELECT coalesce(sum(rows - 1), 0), coalesce(bool_or(contents > 1), false),
            arg_max(problem, contents), arg_max(sample, contents)
        FROM (
            SELECT problem, sample, count(*) AS rows, count(DISTINCT hash(correct, answer, steps, entropy)) AS contents
            FROM {table} WHERE sample IS NOT NULL GROUP BY problem, sample HAVING count(*) > 1
        )
    """).fetchall()
    if differ:
        raise SamplesError(
            f"{files.name} has different samples of one number, {sample!r:.40}, for problem {problem!r:.60}: number "
            "them anew, or choose one run with --where"
        )
    if copies:
        connection.execute(f"CREATE TABLE {table}_once AS SELECT DISTINCT * FROM {table}")
        connection.execute(f"DROP TABLE {table}")
        connection.execute(f"ALTER TABLE {table}_once RENAME TO {table}")
    return int(copies)


def _only_value(
    connection: Database, table: str, files: SampleFiles, columns: Mapping[str, str], role: str
) -> str | None:
    """The one value that a column has. Raises SamplesError where there are several: they are different runs."""
    if role not in columns:
        return None
    found = connection.execute(f"SELECT DISTINCT {role} FROM {table} ORDER BY 1").fetchall()
    if len(found) > 1:
        values = ", ".join(f"{value!r:.40}" for (value,) in found[:LISTED])
        more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
        raise SamplesError(
            f"{files.name}: {columns[role]} must have one value, got {values}{more}: choose with --where "
            f"{columns[role]}={found[0][0]}"
        )
    value = found[0][0]
    return None if value is None else str(value)
