"""Sweep files: TOML with a table for each grid, named by its command.

    [[simulate]]
    depth = [2, 4, 8]
    policy = ["base", "rlvr"]
    seed = {first = 0, last = 9}

Each value is one setting of the command, a list of them, or a range of integers. A *cell* is one choice of each; the
cells of a grid are all choices, the last setting changing fastest.

Main definitions: `read_sweep_file`, `cells_of`, `GridCell`, `SweepFileError`.
"""

from __future__ import annotations

import itertools
import math
import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from backproof.reports.json_files import read_bytes
from backproof.theory.arguments import near_matches

MOST_CELLS = 1_000_000
RANGE = {"first", "last"}
PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
"""How tomllib says where a file is wrong."""


class SweepFileError(ValueError):
    """The file is no sweep; the message is one line with the place."""


class GridCell(NamedTuple):
    """One run: its command, the settings that are given for it, and the table that it comes from."""

    command: str
    settings: Mapping[str, Any]
    place: str


def read_sweep_file(path: Path) -> dict[str, Any]:
    """The document. Raises SweepFileError."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise SweepFileError(f"{path}: must be UTF-8 text, got byte {error.object[error.start]:#x}") from error
    except tomllib.TOMLDecodeError as error:
        found = PLACE.fullmatch(str(error))
        what = found[1] if found else str(error)
        line = f"line {found[2]}, column {found[3]}" if found and found[2] else f"line {text.count(chr(10)) + 1}"
        raise SweepFileError(f"{path}: {line}: not TOML: {what}") from error
    except (ValueError, RecursionError) as error:
        raise SweepFileError(f"{path}: {error}") from error


def cells_of(document: Mapping[str, Any], commands: Mapping[str, Collection[str]]) -> list[GridCell]:
    """All cells of the document. ``commands`` has the settings that each of them takes in a table.

    Raises SweepFileError for an unknown name, with the near ones, and for an empty or too large grid.
    """
    cells: list[GridCell] = []
    for command, tables in document.items():
        if command not in commands:
            hint = near_matches(command, commands, "the commands are")
            raise SweepFileError(f"{command!r:.60} is no command that can be swept: {hint}")
        listed = tables if isinstance(tables, list) else [tables]
        for number, table in enumerate(listed, 1):
            place = f"{command} {number}" if len(listed) > 1 else command
            if not isinstance(table, dict):
                raise SweepFileError(f"{command} must be a table, [[{command}]], got {table!r:.60}")
            for key in table:
                if key not in commands[command]:
                    hint = near_matches(key, commands[command], "it takes")
                    raise SweepFileError(f"{place} takes no {key!r:.60}: {hint}")
            choices = {key: _choices(f"{place}: {key}", value) for key, value in table.items()}
            count = len(cells) + math.prod(map(len, choices.values()))
            if count > MOST_CELLS:
                raise SweepFileError(f"must have at most {MOST_CELLS:,} cells, got {count:,}: split it")
            chosen = itertools.product(*choices.values())
            cells += [GridCell(command, dict(zip(choices, values, strict=True)), place) for values in chosen]
    if not cells:
        raise SweepFileError(f"has no grid: give it a table, [[{']] or [['.join(commands)}]]")
    return cells


def _choices(place: str, value: Any) -> list[Any]:
    if isinstance(value, dict):
        first, last = value.get("first"), value.get("last")
        if value.keys() != RANGE or type(first) is not int or type(last) is not int or first > last:
            raise SweepFileError(
                f"{place} must be a value, a list, or a range of integers as {{first = 0, last = 9}}, got {value!r:.60}"
            )
        if last - first >= MOST_CELLS:
            raise SweepFileError(f"{place} must have at most {MOST_CELLS:,} values, got {last - first + 1:,}")
        return list(range(first, last + 1))
    listed = value if isinstance(value, list) else [value]
    if not listed:
        raise SweepFileError(f"{place} must have at least one value, got []: the grid is empty")
    for one in listed:
        if not isinstance(one, str | int | float):
            raise SweepFileError(f"{place} must have texts, numbers, true or false, got {one!r:.60}")
    return listed
