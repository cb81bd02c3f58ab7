"""Files of samples: which ones are meant, what is in them, and where a broken one is broken.

Main definitions: `sample_files`, `SampleFiles`, `place_of_error`.
"""

from __future__ import annotations

import csv
import glob
import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from backproof.samples.layouts import SamplesError

Kind: TypeAlias = Literal["json", "csv", "parquet"]
KINDS: dict[str, Kind] = {
    ".jsonl": "json",
    ".ndjson": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
}
LONGEST = 16 * 2**20
"""Bytes of the longest line. duckdb takes twice as much for each thread, whatever the file, and fills it with lines."""


@dataclass(frozen=True)
class SampleFiles:
    """The files of one model, all of one kind. ``name`` is what the user called them; ``header`` is that of CSV."""

    name: str
    paths: tuple[str, ...]
    kind: Kind
    header: tuple[str, ...] = ()

    @property
    def delimiter(self) -> str:
        return "\t" if self.paths[0].lower().endswith(".tsv") else ","


def sample_files(given: str | os.PathLike[str] | Iterable[str | os.PathLike[str]], name: str) -> SampleFiles:
    """The files that are meant by a path, a folder, a glob pattern, or several of these.

    Raises SamplesError where there is none, or where they are of different kinds.
    """
    several = [given] if isinstance(given, str | os.PathLike) else list(given)
    paths = [path for one in several for path in _expanded(os.fspath(one), name)]
    if not paths:
        raise SamplesError(f"{name} names no file: give a file, a folder or a pattern such as 'runs/*.jsonl'")
    suffixes = {Path(path).suffix.lower() for path in paths}
    unknown = sorted(suffixes - KINDS.keys())
    if unknown:
        odd = next(path for path in paths if Path(path).suffix.lower() == unknown[0])
        raise SamplesError(f"{name} {odd}: must end in {', '.join(KINDS)}, unpacked, so that its format is known")
    if len(suffixes) > 1:
        raise SamplesError(f"{name} has files of several kinds, {' and '.join(sorted(suffixes))}: give one kind")
    kind = KINDS[suffixes.pop()]
    called = ", ".join(os.fspath(one) for one in several)
    found = SampleFiles(called, tuple(dict.fromkeys(paths)), kind)
    return SampleFiles(called, found.paths, kind, _headers(found)) if kind == "csv" else found


def _expanded(given: str, name: str) -> list[str]:
    """A file as it is; of a folder or a pattern what matches, in order."""
    if os.path.isdir(given):
        inside = sorted(path for suffix in KINDS for path in glob.glob(os.path.join(glob.escape(given), f"*{suffix}")))
        if not inside:
            raise SamplesError(f"{name} {given}: the folder has no file that ends in {', '.join(KINDS)}")
        return inside
    if os.path.exists(given):
        return [given]
    found = sorted(path for path in glob.glob(given, recursive=True) if os.path.isfile(path))
    if not found:
        said = "no file matches the pattern" if glob.has_magic(given) else "there is no such file"
        raise SamplesError(f"{name} {given}: {said}")
    return found


def _headers(files: SampleFiles) -> tuple[str, ...]:
    """The header that all CSV files have."""
    first: tuple[str, ...] = ()
    for path in files.paths:
        try:
            with open(path, encoding="utf-8-sig", newline="") as file:
                header = tuple(next(csv.reader(file, delimiter=files.delimiter), ()))
        except OSError as error:
            raise SamplesError(f"{path}: cannot be read: {error.strerror}") from error
        except (UnicodeDecodeError, csv.Error) as error:
            raise SamplesError(f"{path}: the header is not CSV in UTF-8: {error}") from error
        if not header or len({name.lower() for name in header}) < len(header):
            said = "names a column twice (upper and lower case are alike)" if header else "is missing"
            raise SamplesError(f"{path}: the header {said}: the first line must name the columns")
        if len(header) == 1:
            raise SamplesError(
                f"{path}: the header has one column, {header[0]!r:.60}: put commas between columns, or tabs "
                "in a .tsv file"
            )
        if first and header != first:
            raise SamplesError(f"{path}: its columns are not those of {files.paths[0]}: give files with one header")
        first = header
    return first


# --- what is broken --------------------------------------------------------------------------------------------------

PLACE = re.compile(r'[Ff]ile "([^"]+)"')
LINE = re.compile(r"(?:CSV Error on |in )?[Ll]ine:? (\d+)")


def place_of_error(message: str, files: SampleFiles) -> str:
    """What duckdb says is wrong, in one line that names the file and the line."""
    words = " ".join(message.split("\n")[0].split())
    named = PLACE.search(message)
    path = named[1] if named else next((path for path in files.paths if path in message), files.name)
    if files.kind == "json" and "maximum_object_size" in message:
        return _long_json(path)
    if files.kind == "json":
        broken = filter(None, map(_broken_json, [path] if named else files.paths))
        return next(broken, f"{path}: {words or 'there is no sample in it'}")
    if files.kind == "csv":
        line = LINE.search(message)
        why = next((text for text in map(str.strip, message.split("\n")[1:]) if text.startswith(WHY)), words)
        return f"{path}: row {line[1]}, the header being row 1: {why}" if line else f"{path}: {why}"
    return f"{path}: not a whole Parquet file: {words}"


WHY = ("Expected Number of Columns", "Value with unterminated quote", "Maximum line size")


def _long_json(path: str) -> str:
    """The first line that is too long."""
    with open(path, "rb") as file:
        number = next((number for number, line in enumerate(file, 1) if len(line) > LONGEST), 1)
    return f"{path}: line {number}: longer than {LONGEST} bytes, the most of one line: shorten the texts"


def _broken_json(path: str) -> str:
    """The first line that is not an object; duckdb counts lines differently where a file ends early."""
    try:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                try:
                    value = json.loads(line.rstrip()) if line.strip() else {}
                except (json.JSONDecodeError, RecursionError) as error:
                    why = getattr(error, "msg", "nested too deeply")
                    place = f", column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
                    cut = "; the line is cut short" if not line.endswith("\n") else ""
                    return f"{path}: line {number}{place}: not JSON: {why}{cut}"
                if not isinstance(value, dict):
                    return f"{path}: line {number}: must be an object, got {line.strip():.40}"
    except UnicodeDecodeError as error:
        return f"{path}: must be UTF-8 text: {error.reason} at byte {error.start}"
    except OSError as error:
        return f"{path}: cannot be read: {error.strerror}"
    return ""
