"""The registry of trainers: each module of this folder defines one, its ``TRAINER``."""

from __future__ import annotations

import importlib
import pkgutil

from backproof.sim.trainer import Trainer, TrainingConfig
from backproof.theory.arguments import near_matches

TRAINERS: dict[str, Trainer] = {
    trainer.name: trainer
    for module in pkgutil.iter_modules(__path__, f"{__name__}.")
    for trainer in [importlib.import_module(module.name).TRAINER]
}


def trainer_named(name: str) -> Trainer:
    """The trainer of that name. Raises ValueError if there is none."""
    if name not in TRAINERS:
        known, hint = ", ".join(TRAINERS), near_matches(name, TRAINERS)
        raise ValueError(f"algorithm must be one of {known}, got algorithm={name!r}{hint and f': {hint}'}")
    return TRAINERS[name]


def trainer_of(config: TrainingConfig) -> Trainer:
    """The trainer that a configuration is for."""
    return next(trainer for trainer in TRAINERS.values() if trainer.config is type(config))
