"""The dataset of a sweep: a Parquet file for each cell, in a folder for each command, and a manifest.

A file is whole or not there. The same cell gives the same bytes wherever and whenever it ran: nothing in a file tells
the time, the machine or how long it took. The manifest says of which sweep the dataset is, and another's is refused.

Main definitions: `Dataset`, `Column`, `manifest_of`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from backproof.sim.checkpoints import write_failure, written_whole
from backproof.workers.versions import first_difference

SCHEMA = "backproof.sweep/1"
MANIFEST = "manifest.json"
ENDING = b"PAR1"


class DatasetError(ValueError):
    """A folder that is not the dataset of this sweep."""


class Column(NamedTuple):
    """The SQL type of a column, and its values."""

    type: str
    values: Sequence[Any]


def manifest_of(
    grids: Mapping[str, Any], cells: Sequence[Any], files: Mapping[str, str], versions: Mapping[str, str]
) -> dict[str, Any]:
    """The manifest of a sweep with these cells; ``files`` has the digest of each file that it reads."""
    versions = {**versions, "duckdb": metadata.version("duckdb")}
    text = json.dumps({"cells": cells, "files": files, "versions": versions}, sort_keys=True)
    return {
        "schema": SCHEMA,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "versions": versions,
        "cells": len(cells),
        "files": dict(files),
        "grids": grids,
    }


class Dataset:
    """The results in ``folder``, of the sweep with this manifest."""

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        self.folder = folder
        self._manifest = manifest
        self._connection = duckdb.connect(config={"threads": 1})  # so that the rows stay in order

    def begin(self) -> None:
        """Make the folder, or go on in it. Raises DatasetError if it holds anything else."""
        file = self.folder / MANIFEST
        if file.is_file():
            self._check(file)
            return
        if self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
            raise DatasetError(f"--out {self.folder}: exists and is not the dataset of a sweep; name another folder")
        self.folder.mkdir(exist_ok=True)
        with written_whole(file) as part:
            part.write_text(json.dumps(self._manifest, indent=1) + "\n", encoding="utf-8")

    def _check(self, file: Path) -> None:
        remedy = "name another folder"
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
            schema, digest, versions = found["schema"], found["sha256"], dict(found["versions"])
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise DatasetError(f"--out {self.folder}: its {MANIFEST} is damaged; {remedy}") from error
        if schema != SCHEMA or digest != self._manifest["sha256"]:
            other = first_difference(self._manifest["versions"], versions)
            what = f"was made by {other}" if other else "is the dataset of another sweep, of other cells or files"
            raise DatasetError(f"--out {self.folder}: {what}; {remedy}")

    def file(self, command: str, number: int) -> Path:
        """Where the results of a cell are."""
        return self.folder / f"command={command}" / f"cell-{number:06d}.parquet"

    def has(self, command: str, number: int) -> bool:
        """Whether a cell is recorded: its file ends as a Parquet file does."""
        file = self.file(command, number)
        if not file.is_file():
            return False
        with file.open("rb") as held:
            held.seek(-min(len(ENDING), file.stat().st_size), os.SEEK_END)
            return held.read() == ENDING

    def write(self, command: str, number: int, columns: Mapping[str, Column]) -> None:
        """Record a cell. Raises OSError, naming the file, if it cannot be written; the cell is then not recorded."""
        file = self.file(command, number)
        try:
            file.parent.mkdir(exist_ok=True)
            with written_whole(file) as part:
                write_parquet(self._connection, columns, part)
        except duckdb.IOException as error:
            raise write_failure(error, file) from error


def write_parquet(connection: duckdb.DuckDBPyConnection, columns: Mapping[str, Column], file: Path) -> None:
    """Write the columns, in order; equal columns give equal bytes."""
    selected = ", ".join(f'unnest(?::{column.type}[]) AS "{name}"' for name, column in columns.items())
    values = [list(column.values) for column in columns.values()]
    name = str(file).replace("'", "''")
    connection.execute(f"CREATE OR REPLACE TABLE cell AS SELECT {selected}", values)
    connection.execute(f"COPY cell TO '{name}' (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)")
