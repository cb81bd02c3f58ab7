"""The two kinds of training: of the theorem's table by a trainer, and of any policy by a learner.

Main definitions: `TrainingKind`, `kind_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

from backproof.api.trainers import AnyTrainer
from backproof.learners import report as learning
from backproof.learners.training import LearnerProgress
from backproof.reports import training
from backproof.sim.effort import Effort, of_training
from backproof.sim.trainer import Trainer
from backproof.sim.training import Progress, RunProgress


class TrainingKind(NamedTuple):
    """How a run of this kind goes on, and what is said and written of it.

    ``record`` is called with the configuration, the curve, the name of the start and the seconds; ``standing`` says in
    words what is in a row of the curve, ``show`` what is in a record.
    """

    schema: str
    curve_schema: str
    progress: Callable[[Any, Path | None], RunProgress]
    effort: Callable[[Any], Effort]
    record: Callable[[Any, Any, str, float | None], dict[str, Any]]
    write_curve: Callable[[Any, Path], None]
    standing: Callable[[Any], tuple[str, ...]]
    show: Callable[[Console, Mapping[str, Any]], None]


OF_TRAINER = TrainingKind(
    training.SCHEMA,
    training.CURVE_SCHEMA,
    Progress,
    of_training,
    lambda config, curve, start, seconds: training.record(config, curve, start=start, seconds=seconds),
    training.write_curve,
    training.standing,
    training.show_training,
)
OF_LEARNER = TrainingKind(
    learning.SCHEMA,
    learning.CURVE_SCHEMA,
    LearnerProgress,
    lambda config: Effort(*config.effort()),
    lambda config, curve, start, seconds: learning.learning_record(config, curve, seconds=seconds),
    learning.write_learner_curve,
    learning.learner_standing,
    learning.show_learning,
)


def kind_of(trainer: AnyTrainer) -> TrainingKind:
    return OF_TRAINER if isinstance(trainer, Trainer) else OF_LEARNER
