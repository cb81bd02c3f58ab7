"""Checkpoints: the tensors of a run with its configuration, in one safetensors file. It is written whole or not at all.

The same tensors and configuration give the same bytes. An unfinished run's file also says how many seconds have gone
into it; a finished one's does not, so that identical runs leave identical files.

Main definitions: `write_checkpoint`, `read_checkpoint`, `read_own_checkpoint`, `written_whole`, `write_failure`,
`CheckpointError`, `UnwrittenError`.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from safetensors import SafetensorError, safe_open
from safetensors.torch import save as serialised
from torch import Tensor

REMEDY = "move it away, or name another --out"
ERRNO = re.compile(r'"errno":"(\d+)"')
"""Where duckdb's message has the number of an error of the system."""


class CheckpointError(ValueError):
    """A file that is not a checkpoint, or not one of this run."""


class UnwrittenError(OSError):
    """A run is finished but could not be written; ``finished`` has its results."""

    def __init__(self, error: OSError, finished: Any) -> None:
        super().__init__(error.errno, error.strerror, error.filename)
        self.finished = finished


class Kind(NamedTuple):
    """A kind of checkpoint: the schema that its files name, and the word for it in messages."""

    schema: str
    word: str


class Saved(NamedTuple):
    """What a checkpoint holds; ``seconds`` is None if it does not say."""

    tensors: dict[str, Tensor]
    config: dict[str, Any]
    seconds: float | None


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A file beside ``path`` to write to; it takes the place of ``path`` once it is whole, and is gone otherwise.

    Its name is the same every time, so that the next process overwrites what a killed one left. Two processes must not
    write the same ``path`` at once. Raises OSError naming ``path``.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        part.unlink(missing_ok=True)


def write_failure(error: Exception, path: Path) -> OSError:
    """What an error of duckdb says of writing a file, as an error of the system."""
    code = int(found[1]) if (found := ERRNO.search(str(error))) else errno.EIO
    return OSError(code, os.strerror(code), str(path))


def write_checkpoint(
    path: Path, kind: Kind, tensors: Mapping[str, Tensor], config: str, *, seconds: float | None = None
) -> None:
    """Write the whole file beside ``path``, then put it in its place. ``config`` is JSON."""
    held = {name: value.detach().cpu().contiguous() for name, value in tensors.items()}
    metadata = {"schema": kind.schema, "config": config, "sha256": _digest(held, config)}
    if seconds is not None:
        metadata["seconds"] = repr(seconds)
    with written_whole(path) as part, part.open("wb") as file:
        content = memoryview(serialised(held, metadata=metadata))
        length = int.from_bytes(content[:8], "little")
        file.write(content[:8])
        file.write(_in_order(bytes(content[8 : 8 + length])))
        file.write(content[8 + length :])


def _in_order(header: bytes) -> bytes:
    """The header with its names sorted, as long as it was: safetensors writes the metadata in a random order."""
    text = json.dumps(json.loads(header), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return text.ljust(len(header))


def _digest(tensors: Mapping[str, Tensor], config: str) -> str:
    """SHA-256 of the configuration and of every tensor's name, type, shape and bytes."""
    digest = hashlib.sha256(config.encode())
    for name in sorted(tensors):
        value = tensors[name]
        digest.update(f"{name} {value.dtype} {tuple(value.shape)}".encode())
        digest.update(value.numpy().tobytes())
    return digest.hexdigest()


def schema_of(path: Path) -> str:
    """The schema that a safetensors file names; empty for any other file."""
    try:
        with safe_open(path, framework="pt") as file:
            return str((file.metadata() or {}).get("schema", ""))
    except (SafetensorError, OSError):
        return ""


def read_checkpoint(path: Path, kind: Kind) -> Saved:
    """What a checkpoint of this kind holds. Raises CheckpointError."""
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - no mapping
    except SafetensorError as error:
        raise CheckpointError(f"{path} is damaged or not a checkpoint ({error}): {REMEDY}") from error
    schema, name = str(metadata.get("schema")), kind.schema.split("/")[0]
    if schema != kind.schema and schema.startswith(f"{name}/"):
        raise CheckpointError(f"{path} was written by another version of backproof: {REMEDY}")
    if schema != kind.schema:
        found = f", its schema is {schema!r:.60}" if "schema" in metadata else ""
        raise CheckpointError(f"{path} is not a checkpoint of a {kind.word}{found}: name another")
    try:
        config = json.loads(metadata.get("config", ""))
    except (json.JSONDecodeError, RecursionError) as error:
        raise CheckpointError(f"{path} is damaged, its configuration is not JSON: {REMEDY}") from error
    if not isinstance(config, dict):
        raise CheckpointError(f"{path} is damaged, its configuration is not an object: {REMEDY}")
    if metadata.get("sha256") != _digest(tensors, metadata["config"]):
        raise CheckpointError(f"{path} is damaged, its numbers are not those that were written: {REMEDY}")
    return Saved(tensors, config, _seconds(metadata.get("seconds")))


def _seconds(text: str | None) -> float | None:
    """The number of seconds; None where there is none or the text is not a number."""
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def read_own_checkpoint(path: Path, kind: Kind, config: str, *, extends: str = "") -> Saved:
    """What a checkpoint of this run holds, or of a shorter one: the setting ``extends`` may be lower there.

    Raises CheckpointError, naming what differs.
    """
    saved, ours = read_checkpoint(path, kind), json.loads(config)
    theirs = saved.config
    differing = [
        f"{key} {theirs.get(key)!r} there, {ours[key]!r} here"
        for key in ours
        if key != extends and theirs.get(key) != ours[key]
    ]
    if differing:
        raise CheckpointError(f"{path} belongs to another run ({differing[0][:120]}): {REMEDY}")
    if extends and not (type(theirs.get(extends)) is int and theirs[extends] <= ours[extends]):
        raise CheckpointError(
            f"{path} is of a run with {extends}={theirs.get(extends)!r}, got {extends}={ours[extends]}: a run can be "
            "made longer, not shorter; name another --out"
        )
    return saved
