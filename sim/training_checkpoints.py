"""Checkpoints of training runs: the curve so far, the gaps of its last point, and the configuration.

Main definitions: `save_curve`, `resumed`, `read_gaps`, `check_training`, `config_document`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float64
from numpy import ndarray
from torch import Tensor

from backproof.sim import checkpoints
from backproof.sim.checkpoints import REMEDY, CheckpointError, Kind
from backproof.sim.curves import CurveRow, curve_of
from backproof.sim.trainer import TrainingConfig
from backproof.sim.trainers import trainer_of
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES

KIND = Kind("backproof.training-checkpoint/1", "training run")
ALWAYS_NAMED = {"uncleaned": None, "batch": None, "seed": 0, "device": "cpu"}
"""Settings that version 1 of records and checkpoints names for every trainer, with the value for one without them."""


def config_document(config: TrainingConfig) -> dict[str, Any]:
    """The configuration as records and checkpoints have it. Settings added since version 1 are under ``settings``."""
    values = asdict(config)
    own = {name: values[name] for name in config.settings()}
    named = {name: own.pop(name, absent) for name, absent in ALWAYS_NAMED.items()}
    return {
        **{name: values[name] for name in ("width", "depth", "lanes", "start")},
        "algorithm": trainer_of(config).name,
        **{name: values[name] for name in ("optimiser", "step", "steps")},
        **named,
        **({"settings": own} if own else {}),
    }


def config_text(config: TrainingConfig) -> str:
    """The configuration as JSON; equal configurations give equal text."""
    return json.dumps(config_document(config), sort_keys=True)


def save_curve(
    path: Path, config: TrainingConfig, rows: list[CurveRow], gaps: Float64[ndarray, "4 depth"], seconds: float | None
) -> None:
    curve = curve_of(rows, gaps)
    arrays = {"cost": curve.cost, "loss": curve.loss, "least": curve.least, "greatest": curve.greatest, "gaps": gaps}
    tensors = {name: torch.from_numpy(array.copy()) for name, array in arrays.items()}
    checkpoints.write_checkpoint(path, KIND, tensors, config_text(config), seconds=seconds)


def resumed(path: Path, config: TrainingConfig) -> tuple[list[CurveRow], Float64[ndarray, "4 depth"], float | None]:
    """The points so far, the gaps of the last and the seconds that went into them. Raises CheckpointError."""
    tensors, _, seconds = checkpoints.read_own_checkpoint(path, KIND, config_text(config), extends="steps")
    gaps = _gaps(path, tensors, config.depth)
    parts = [tensors.get(name) for name in ("cost", "loss", "least", "greatest")]
    held = [part.numpy() for part in parts if part is not None and part.dtype == torch.float64]
    n = held[0].size if held else 0
    if [part.shape for part in held] != [(n,), (n,), (n, 4), (n, 4)] or not 1 <= n <= config.steps + 1:
        raise CheckpointError(f"{path} is damaged, its curve is not whole: {REMEDY}")
    cost, loss, least, greatest = held
    return list(zip(cost.tolist(), loss.tolist(), least, greatest, strict=True)), gaps, seconds


def _gaps(path: Path, tensors: Mapping[str, Tensor], depth: int) -> Float64[ndarray, "4 depth"]:
    gaps = tensors.get("gaps")
    if gaps is None or gaps.dtype != torch.float64 or tuple(gaps.shape) != (len(FAMILIES), depth):
        raise CheckpointError(f"{path} is damaged, it must hold float64 gaps of shape (4, {depth}): name another")
    if not torch.isfinite(gaps).all():
        raise CheckpointError(f"{path} must hold finite gaps, got NaN or inf: name another")
    return gaps.numpy()


def read_gaps(path: Path, graph: CorridorGraph) -> Float64[ndarray, "4 depth"]:
    """The gaps at the last point of any training run on this graph. Raises CheckpointError."""
    tensors, config, _ = checkpoints.read_checkpoint(path, KIND)
    sizes = {"width": graph.width, "depth": graph.depth, "lanes": graph.lanes}
    differing = [
        f"{name} {config.get(name)!r} there, {size} here" for name, size in sizes.items() if config.get(name) != size
    ]
    if differing:
        raise CheckpointError(f"{path} is of another graph ({differing[0]}): name another, or give its sizes")
    return _gaps(path, tensors, graph.depth)


def check_training(path: Path) -> None:
    """Raise CheckpointError for what is not a whole checkpoint of a training run."""
    checkpoints.read_checkpoint(path, KIND)
