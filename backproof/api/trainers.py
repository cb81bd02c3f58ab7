"""All that can train, trainers of the theorem's table and learners, from their registries.

Main definitions: `all_trainers`, `trainer_or_learner`, `policy_classes`, `defaults_in_words`, `check_settings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from backproof.api.arguments import RefusedError, check_numbers
from backproof.learners.algorithms import LEARNERS, learner_of
from backproof.learners.learner import Learner
from backproof.sim.trainer import Trainer
from backproof.sim.trainers import TRAINERS
from backproof.theory.arguments import near_matches
from backproof.theory.graph import UnequalGraph, check_type

TABLE = "table"
AnyTrainer: TypeAlias = Trainer | Learner


def all_trainers() -> tuple[AnyTrainer, ...]:
    """The trainers, then the learners."""
    return (*TRAINERS.values(), *LEARNERS)


def policy_classes() -> dict[str, list[str]]:
    """The classes of policies, each with the algorithms that train it."""
    found = {TABLE: list(TRAINERS)}
    for learner in LEARNERS:
        for policy_class in learner.policy_classes:
            found.setdefault(policy_class, []).append(learner.name)
    return {policy_class: list(dict.fromkeys(names)) for policy_class, names in found.items()}


def trainer_or_learner(algorithm: str, policy_class: str, graph: Any) -> AnyTrainer:
    """What trains such policies by this algorithm on this graph. Raises ValueError if nothing does.

    Trainers are for the theorem's table, whose rows are alike in all corridors. A learner of the same name is for the
    table that has rows for each corridor.
    """
    found = learner_of(algorithm, policy_class)
    if policy_class == TABLE and algorithm in TRAINERS and (found is None or not isinstance(graph, UnequalGraph)):
        return TRAINERS[algorithm]
    if found is not None:
        return found
    classes, algorithms = policy_classes(), list(dict.fromkeys(one.name for one in all_trainers()))
    for name, value, known in (("algorithm", algorithm, algorithms), ("policy_class", policy_class, list(classes))):
        if value not in known:
            hint = near_matches(value, known)
            raise RefusedError(
                f"{name} must be one of {', '.join(known)}, got {name}={value!r:.40}{hint and f': {hint}'}"
            )
    fitting = " or ".join(kind for kind, names in classes.items() if algorithm in names)
    raise RefusedError(f"algorithm={algorithm} trains policy_class={fitting}, got policy_class={policy_class}")


def in_words(trainer: AnyTrainer) -> str:
    """Its name, with what it trains if that is no table."""
    classes = getattr(trainer, "policy_classes", (TABLE,))
    return trainer.name if TABLE in classes else f"{trainer.name} of a {' or '.join(classes)}"


def defaults_in_words(name: str) -> str:
    """The default of a field of the trainers' configurations, and those of the other learners."""
    common = next(getattr(trainer.config, name) for trainer in TRAINERS.values())
    apart: dict[tuple[str, Any], list[str]] = {}
    for learner in LEARNERS:
        if hasattr(learner.config, name) and (learner.name not in TRAINERS or TABLE not in learner.policy_classes):
            kind = "" if TABLE in learner.policy_classes else f" of a {' or '.join(learner.policy_classes)}"
            apart.setdefault((kind, getattr(learner.config, name)), []).append(learner.name)
    others = [f"{', '.join(names)}{kind}: {default}" for (kind, default), names in apart.items()]
    return f"{common} ({'; '.join(others)})" if others else str(common)


def check_settings(trainer: AnyTrainer, given: Mapping[str, Any]) -> None:
    """Raise ValueError for a setting that the trainer does not have, TypeError for one of a wrong type."""
    own = trainer.config.settings()
    for name, value in given.items():
        if name not in own:
            others = [one for one in all_trainers() if name in one.config.settings()]
            users = dict.fromkeys(one.name if one.name != trainer.name else in_words(one) for one in others)
            hint = f", or use {' or '.join(users)}" if users else ""
            raise RefusedError(f"algorithm={trainer.name} takes no {name}: leave it out{hint}")
        kind = type(own[name]["default"])
        if kind is float:
            check_numbers(**{name: value})
        else:
            check_type(name, value, kind)
