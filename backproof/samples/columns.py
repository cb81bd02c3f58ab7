"""The columns of files of any kind in one form, as expressions of SQL.

In JSON a value may be of any type; in CSV all is text; Parquet has types of its own.

Main definitions: `source`, `uniform_rows`.
"""

from __future__ import annotations

from collections.abc import Mapping

from backproof.samples.files import LONGEST, SampleFiles
from backproof.samples.layouts import Layout, SamplesError

TRUE, FALSE = ("1", "true", "1.0"), ("0", "false", "0.0")
OMIT = "; --steps '' leaves the column out"
WHOLE = r"'^(-?\d+)\.0$', '\1'"
"""A whole number that was written as a float: pandas does so where a column lacks some."""


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def listed(texts: tuple[str, ...]) -> str:
    return ", ".join(map(literal, texts))


def source(files: SampleFiles, types: Mapping[str, str] | None = None) -> str:
    """The files as a table. Of JSON only these columns are read, as JSON or as text."""
    paths = f"[{listed(files.paths)}]"
    if files.kind == "parquet":
        return f"read_parquet({paths}, union_by_name = true)"
    if files.kind == "csv":
        typed = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in files.header)
        return (
            f"read_csv({paths}, auto_detect = false, header = true, delim = {literal(files.delimiter)}, quote = '\"', "
            f"escape = '\"', max_line_size = {LONGEST}, columns = {{{typed}}})"
        )
    options = f"format = 'newline_delimited', maximum_object_size = {LONGEST}"
    if types is None:
        return f"read_json({paths}, {options}, union_by_name = true)"
    typed = ", ".join(f"{literal(name)}: '{kind}'" for name, kind in types.items())
    return f"read_json({paths}, {options}, columns = {{{typed}}})"


def uniform_rows(
    files: SampleFiles,
    columns: Mapping[str, str],
    types: Mapping[str, str],
    layout: Layout,
    where: tuple[str, str] | None = None,
) -> str:
    """The query for the samples: every role as text, steps as a list of texts, what is not given as null.

    ``kind`` is the type of the problem's name where it may vary, and ``clear`` is false where the answer or the steps
    are not of the form that they must have.
    """
    read = dict(columns) | ({"where": where[0]} if where else {})
    if files.kind == "json":
        types = _types_to_read(read, layout)
    text = {role: _text(files, name, types) for role, name in read.items()}
    steps, clear = _steps(files, columns.get("steps"), types)
    answer, one = _answer(files, columns, types, layout)
    problem = quoted(columns["problem"])
    whole = files.kind == "csv" or types[columns["problem"]] in ("DOUBLE", "FLOAT", "JSON")
    fields = {
        "problem": f"nullif(regexp_replace({text['problem']}, {WHOLE}), '')"
        if whole
        else f"nullif({text['problem']}, '')",
        "kind": f"json_type({problem})" if files.kind == "json" else "NULL::VARCHAR",
        "grade": f"lower({text['correct']})",
        "answer": answer,
        "steps": steps,
        "clear": f"coalesce({clear} AND {one}, true)",
        **{role: text.get(role, "NULL::VARCHAR") for role in ("sample", "entropy", "model", "filter")},
    }
    query = f"SELECT {', '.join(f'{value} AS {name}' for name, value in fields.items())} FROM {source(files, types)}"
    return query + (f" WHERE {text['where']} = {literal(where[1])}" if where else "")


def compact(layout: Layout, view: str) -> str:
    """The query for small rows; ``grade`` stays text only where it is not clear, else it is ``correct``."""
    true = (*TRUE, *(word for word, good in layout.grades.items() if good))
    false = (*FALSE, *(word for word, good in layout.grades.items() if not good))
    graded = f"CASE WHEN grade IN ({listed(true)}) THEN true WHEN grade IN ({listed(false)}) THEN false END"
    return f"""
        SELECT problem, kind, {graded} AS correct,
            CASE WHEN correct IS NULL AND grade NOT IN ('nan', '') THEN grade END AS unclear,
            CASE WHEN answer NOT IN ('', {literal(layout.no_answer)}) THEN md5_number(answer) END AS answer,
            sample, list_transform(steps, lambda step: md5_number(step)) AS path,
            md5_number(array_to_string(list_transform(steps, lambda step: md5(step)), '')) AS steps,
            len(steps) AS length, NOT clear AS odd, model, filter,
            CASE WHEN isfinite(TRY_CAST(entropy AS DOUBLE)) AND TRY_CAST(entropy AS DOUBLE) >= 0
                THEN TRY_CAST(entropy AS DOUBLE) END AS entropy
        FROM {view}
    """


def _types_to_read(read: Mapping[str, str], layout: Layout) -> dict[str, str]:
    """Columns of JSON by name: text, which is read faster, unless the type of the value matters."""
    typed = ("problem", "steps", *(("answer",) if layout.lists else ()))
    whole = {read[role] for role in typed if role in read}
    return {name: "JSON" if name in whole else "VARCHAR" for name in read.values()}


def _text(files: SampleFiles, name: str, types: Mapping[str, str]) -> str:
    """A value as text; what pandas writes for a missing number is null."""
    column = quoted(name)
    if files.kind == "csv":
        return column
    if types[name] == "JSON":
        return f"nullif({column} ->> '$', 'NaN')"
    if files.kind == "json":
        return f"nullif({column}, 'NaN')"
    if types[name] in ("DOUBLE", "FLOAT"):
        return f"CASE WHEN NOT isnan({column}) THEN CAST({column} AS VARCHAR) END"
    return f"CAST({column} AS VARCHAR)"


def _answer(
    files: SampleFiles, columns: Mapping[str, str], types: Mapping[str, str], layout: Layout
) -> tuple[str, str]:
    """The answer, and whether it has the form that it must have."""
    name = columns.get("answer")
    if name is None:
        return "NULL::VARCHAR", "true"
    column = quoted(name)
    if not layout.lists or name != layout.columns.get("answer"):
        return _text(files, name, types), "true"
    if files.kind == "json":
        return f"{column} ->> '$[0]'", f"(json_array_length({column}) = 1 AND json_type({column}, '$[0]') = 'VARCHAR')"
    if not types[name].endswith("[]"):
        return _text(files, name, types), "true"
    return f"CAST({column}[1] AS VARCHAR)", f"(len({column}) = 1)"


def _steps(files: SampleFiles, name: str | None, types: Mapping[str, str]) -> tuple[str, str]:
    """The steps as a list of texts, and whether they are one."""
    if name is None:
        return "NULL::VARCHAR[]", "true"
    column = quoted(name)
    if files.kind == "parquet":
        if not types[name].endswith("[]") or any(nested in types[name] for nested in ("[][]", "STRUCT", "MAP")):
            raise SamplesError(
                f"{files.name}: the steps in {name!r} must be lists of texts or numbers, not {types[name]}{OMIT}"
            )
        return f"CAST({column} AS VARCHAR[])", f"list_position({column}, NULL) IS NULL"
    steps = f"TRY_CAST({column} AS JSON)" if files.kind == "csv" else column
    return (
        f"CASE WHEN json_type({steps}) = 'ARRAY' THEN CAST({steps} AS VARCHAR[]) END",
        f"({column} IS NULL OR (json_type({steps}) = 'ARRAY' AND "
        f"NOT list_has_any(json_type({steps}, '$[*]'), ['NULL', 'ARRAY', 'OBJECT'])))",
    )
