"""Runs of learners that can be stopped and continued: their points, and their checkpoints.

A checkpoint has the configuration, the curve so far, and the snapshot of the run: policy, optimiser, random numbers and
walks.

Main definitions: `LearnerProgress`, `LearnerCurve`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from backproof.learners.algorithms import learner_for
from backproof.learners.learner import BASE, LearnerConfig, LearningPoint
from backproof.learners.learnt import KIND, read_start
from backproof.reports.records import file_entry
from backproof.sim import checkpoints
from backproof.sim.checkpoints import REMEDY, CheckpointError
from backproof.sim.descent import DivergedError
from backproof.sim.training import RunProgress


@dataclass(frozen=True)
class LearnerCurve:
    """The points of a run in order, the start included: n + 1 points after n updates.

    ``agent_steps``, ``cost``, ``standard_error`` and ``cut`` are as in `LearningPoint`. ``law`` (moves,) has the
    probability of each move of the graph at the end, if the policy is a table; else it is empty.
    """

    agent_steps: NDArray[np.int64]
    cost: NDArray[np.float64]
    standard_error: NDArray[np.float64]
    cut: NDArray[np.float64]
    law: NDArray[np.float64]


class LearnerProgress(RunProgress):
    """Of a run of a learner. Its state is the snapshot of the run."""

    compared = "cost"
    state: Mapping[str, Tensor]

    def __init__(self, config: LearnerConfig, checkpoint: Path | None = None) -> None:
        self._text = json.dumps(_identity(config), sort_keys=True)
        self._start = None if config.start == BASE else read_start(Path(config.start), config)
        super().__init__(config, checkpoint)

    def to_come(self) -> Iterator[tuple[LearningPoint, Mapping[str, Tensor]]]:
        config = self.config
        run = learner_for(config).begin(config)
        if self.rows:
            run.restore(self.state)
        elif self._start is not None:
            run.adopt(self._start)
        yield _checked(run.point(), config), run.snapshot()
        for step in range(max(len(self.rows), 1), config.steps + 1):
            try:
                run.update()
            except DivergedError as error:
                raise DivergedError(f"{error} in step {step}: lower step={config.step}") from error
            yield _checked(run.point(), config), run.snapshot()

    def take(self, state: Mapping[str, Tensor]) -> None:
        self.state = state

    def write(self, path: Path, seconds: float | None) -> None:
        curve = {f"curve.{name}": torch.from_numpy(getattr(self.curve(), name)) for name in LearningPoint._fields}
        checkpoints.write_checkpoint(path, KIND, {**self.state, **curve}, self._text, seconds=seconds)

    def curve(self) -> LearnerCurve:
        steps, cost, error, cut = zip(*self.rows, strict=True) if self.rows else ((),) * len(LearningPoint._fields)
        law = self.state["law"].numpy() if self.rows and "law" in self.state else np.zeros(0)
        return LearnerCurve(
            agent_steps=np.array(steps, np.int64),
            cost=np.array(cost, np.float64),
            standard_error=np.array(error, np.float64),
            cut=np.array(cut, np.float64),
            law=law,
        )

    def _resume(self, checkpoint: Path) -> None:
        saved = checkpoints.read_own_checkpoint(checkpoint, KIND, self._text, extends="steps")
        tensors = dict(saved.tensors)
        columns = [tensors.pop(f"curve.{name}", torch.zeros(0)) for name in LearningPoint._fields]
        if len({held.shape for held in columns}) > 1 or not 1 <= columns[0].numel() <= self.config.steps + 1:
            raise CheckpointError(f"{checkpoint} is damaged, its curve is not whole: {REMEDY}")
        self.rows = [LearningPoint(*row) for row in zip(*(held.tolist() for held in columns), strict=True)]
        self.state, self.seconds = tensors, saved.seconds


def _checked(point: LearningPoint, config: LearnerConfig) -> LearningPoint:
    if not math.isfinite(point.cost):
        raise DivergedError(f"cost must stay below 1.8e308, got cost={point.cost}: lower step={config.step}")
    return point


def _identity(config: LearnerConfig) -> dict[str, Any]:
    """What determines the numbers: the configuration, with the digest of each file instead of its name."""
    values = asdict(config)
    for name, without in config.files.items():
        if values[name] != without:
            path = Path(values[name])
            if not path.is_file():
                raise CheckpointError(f"{name} must be {without} or a run's FILE.safetensors, there is no file {path}")
            values[name] = file_entry(path, "")["sha256"]
    return {"algorithm": learner_for(config).name, **values}
