"""Checkpoints: the tensors of a run with its configuration, in one safetensors file that is whole or not there.

Main definitions: `save`, `load`, `signals_noted`, `CheckpointError`.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor


class CheckpointError(ValueError):
    """A file that is no checkpoint, or not one of this run."""


class Kind(NamedTuple):
    """What checkpoints are of: the schema that a file names, and the word for it in messages."""

    schema: str
    word: str


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A file beside ``path`` to write to; it takes the place of ``path`` once it is whole, and is gone otherwise."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def save(path: Path, kind: Kind, tensors: Mapping[str, Tensor], config: str) -> None:
    """Write the whole file beside ``path``, then put it in its place. ``config`` is JSON."""
    held = {name: value.detach().cpu().contiguous() for name, value in tensors.items()}
    metadata = {"schema": kind.schema, "config": config, "sha256": _digest(held, config)}
    try:
        with written_whole(path) as part:
            save_file(held, part, metadata=metadata)
    except SafetensorError as error:  # how a full disk is told
        raise OSError(None, f"could not be written ({error})", str(path)) from error


def _digest(tensors: Mapping[str, Tensor], config: str) -> str:
    """SHA-256 of the configuration and of every tensor's name, type, shape and bytes."""
    digest = hashlib.sha256(config.encode())
    for name in sorted(tensors):
        value = tensors[name]
        digest.update(f"{name} {value.dtype} {tuple(value.shape)}".encode())
        digest.update(value.numpy().tobytes())
    return digest.hexdigest()


def load(path: Path, kind: Kind) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """The tensors and the configuration of a checkpoint of this kind. Raises CheckpointError."""
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - no mapping
    except SafetensorError as error:
        raise CheckpointError(f"{path} is damaged or no checkpoint ({error}): name another, or move it") from error
    if metadata.get("schema") != kind.schema:
        raise CheckpointError(f"{path} is not a checkpoint of a {kind.word}: name another")
    try:
        config = json.loads(metadata.get("config", ""))
    except (json.JSONDecodeError, RecursionError) as error:
        raise CheckpointError(f"{path} is damaged, its configuration is not JSON: name another, or move it") from error
    if not isinstance(config, dict):
        raise CheckpointError(f"{path} is damaged, its configuration is no object: name another, or move it")
    if metadata.get("sha256") != _digest(tensors, metadata["config"]):
        raise CheckpointError(
            f"{path} is damaged, its numbers are not those that were written: name another, or move it"
        )
    return tensors, config


def load_own(path: Path, kind: Kind, config: str) -> dict[str, Tensor]:
    """The tensors of a checkpoint of this very run. Raises CheckpointError, naming what differs."""
    tensors, theirs = load(path, kind)
    ours = json.loads(config)
    differing = [f"{key} {theirs.get(key)!r} there, {ours[key]!r} here" for key in ours if theirs.get(key) != ours[key]]
    if differing:
        raise CheckpointError(f"{path} belongs to another run ({differing[0][:120]}): name another --out, or move it")
    return tensors


@contextmanager
def signals_noted() -> Iterator[threading.Event]:
    """Between two advances a run is whole, within one it is not: an interrupt waits until then."""
    noted = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield noted
        return
    before = {number: signal.signal(number, lambda *_: noted.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield noted
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
