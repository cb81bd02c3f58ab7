"""The trainers, one file each: a module of this folder registers one by its ``TRAINER``. The folder is the registry."""

from __future__ import annotations

import difflib
import importlib
import pkgutil

from backproof.sim.trainer import Trainer, TrainingConfig

TRAINERS: dict[str, Trainer] = {
    trainer.name: trainer
    for module in pkgutil.iter_modules(__path__, f"{__name__}.")
    for trainer in [importlib.import_module(module.name).TRAINER]
}


def trainer_named(name: str) -> Trainer:
    """Raises ValueError for a name that no trainer has."""
    if name not in TRAINERS:
        near = difflib.get_close_matches(name, TRAINERS, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ValueError(f"algorithm must be one of {', '.join(TRAINERS)}, got algorithm={name!r}{hint}")
    return TRAINERS[name]


def trainer_of(config: TrainingConfig) -> Trainer:
    """The trainer that a configuration is for."""
    return next(trainer for trainer in TRAINERS.values() if trainer.config is type(config))
