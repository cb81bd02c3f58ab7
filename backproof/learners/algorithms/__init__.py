"""The registry of learners: each module of this folder defines one, its ``LEARNER``."""

from __future__ import annotations

import importlib
import pkgutil

from backproof.learners.learner import Learner, LearnerConfig

LEARNERS: tuple[Learner, ...] = tuple(
    importlib.import_module(module.name).LEARNER for module in pkgutil.iter_modules(__path__, f"{__name__}.")
)


def learner_of(algorithm: str, policy_class: str) -> Learner | None:
    """The learner of that name that trains policies of this class, if there is one."""
    named = (one for one in LEARNERS if one.name == algorithm and policy_class in one.policy_classes)
    return next(named, None)


def learner_for(config: LearnerConfig) -> Learner:
    """The learner that a configuration is for."""
    return next(learner for learner in LEARNERS if learner.config is type(config))
