"""The records behind the figures: the command that makes each, and reading it.

A record is the file ``records/<name>.json`` that `backproof simulate`, `train` or `audit` writes with --out, together
with the files beside it that a figure needs. ``records/SHA256SUMS`` holds the digest of each file. A record that is
missing, has another schema or another digest is refused, in one line that says what to do.

Main definitions: `Record`, `LoadedRecord`, `load_record`, `RecordError`. `paper_figures.renew` makes records.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "records"
SUMS = "SHA256SUMS"
SCHEMAS = {
    "simulate": "backproof.simulation/1",
    "train": "backproof.training/1",
    "audit": "backproof.audit/1",
}
"""The schema that each command writes and the figures can read."""
OF_LEARNERS = "backproof.learning/1"
"""The schema that `train` writes with --policy-class."""


class RecordError(ValueError):
    """A record that is missing, has another version, or is not what was saved."""


@dataclass(frozen=True)
class Record:
    """A saved run or audit: ``records/<name>.json``, made by `backproof` with these arguments and --out.

    ``keep`` lists the endings of other files to keep: "npz" for a training curve, "safetensors" for trained gaps (from
    which another record starts) or hitting times. Raises ValueError for a command that saves no record.
    """

    name: str
    arguments: str
    keep: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.arguments.split()[0] not in SCHEMAS:
            raise ValueError(f"arguments must begin with one of {', '.join(SCHEMAS)}, got {self.arguments!r}")

    @property
    def schema(self) -> str:
        words = self.arguments.split()
        return OF_LEARNERS if "--policy-class" in words else SCHEMAS[words[0]]

    @property
    def command(self) -> str:
        return f"backproof {self.arguments} --out paper_figures/records/{self.name}.json"

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files, the JSON first."""
        return f"{self.name}.json", *(f"{self.name}.json.{kind}" for kind in self.keep)


@dataclass(frozen=True)
class LoadedRecord:
    """A record that was read. ``arrays`` are those of its npz file by name; empty if there is none.

    Those of `backproof train` are ``step``, ``cost``, ``loss`` of shape (points,), ``least`` and ``greatest`` of shape
    (points, 4) in the order of ``families``; with --policy-class ``step``, ``agent_steps`` and ``cost`` of shape
    (points,), and ``law`` (moves,) for a table.
    """

    record: Record
    document: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]
    digests: Mapping[str, str]

    @property
    def config(self) -> Mapping[str, Any]:
        """What was run: width, depth, lanes, and for a run its seed and options. Corridors must be alike."""
        config: Mapping[str, Any] = self.document["graph" if self.document["schema"] == SCHEMAS["audit"] else "config"]
        if self.document["schema"] != OF_LEARNERS:
            return config
        corridors = config["corridors"]
        sizes = {"width": len(corridors), "depth": len(corridors[0]), "lanes": corridors[0][0]}
        return {**sizes, **config, **config["settings"]}


def load_record(record: Record, folder: Path = FOLDER) -> LoadedRecord:
    """Read a record. Raises RecordError."""
    sums = read_sums(folder)
    digests: dict[str, str] = {}
    for name in record.files:
        path = folder / name
        if not path.is_file():
            raise RecordError(f"record {name} is missing: `make records` makes it, by `{record.command}`")
        digests[name] = digest(path)
        if digests[name] != sums.get(name):
            raise RecordError(
                f"record {name} must have the SHA-256 {sums.get(name, 'that')} of {SUMS}, got {digests[name]}: restore "
                "it, or move it away and run `make records`"
            )
    try:
        document = json.loads((folder / record.files[0]).read_text(encoding="utf-8"))
        schema = document["schema"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise RecordError(f"record {record.files[0]} must be a JSON object with a schema: restore it") from error
    if schema != record.schema:
        raise RecordError(
            f"record {record.files[0]} must have schema {record.schema!r}, got {schema!r}: move it away and run "
            "`make records`"
        )
    arrays: dict[str, NDArray[Any]] = {}
    if "npz" in record.keep:
        with np.load(folder / f"{record.name}.json.npz", allow_pickle=False) as held:
            arrays = {name: held[name] for name in held.files}
    return LoadedRecord(record, document, arrays, digests)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_sums(folder: Path = FOLDER) -> dict[str, str]:
    """SHA-256 by file name, from ``SHA256SUMS``; empty if there is no such file."""
    path = folder / SUMS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {name: value for value, _, name in (line.partition("  ") for line in lines)}
