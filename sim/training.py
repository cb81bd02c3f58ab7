"""Training runs that can be stopped and continued, with any trainer.

A run that is interrupted, killed or split gives the same curve as a run in one go, bit for bit, because a trainer
remembers nothing but its gaps and the number of the step. A resumed run computes its last point again, and stops if the
result differs.

Main definitions: `run_training`, `RunProgress`, `Progress`, `train_further`, `save_finished`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from jaxtyping import Float64
from numpy import ndarray

from backproof.sim.checkpoints import REMEDY, CheckpointError, UnwrittenError
from backproof.sim.curves import Curve, CurveRow, TrainingStoppedError, curve_of, curve_row, with_cost
from backproof.sim.descent import DivergedError
from backproof.sim.interrupts import interruptible
from backproof.sim.trainer import TrainingConfig
from backproof.sim.trainers import trainer_of
from backproof.sim.training_checkpoints import resumed, save_curve


class RunProgress:
    """The points of a run so far, with the state after the last. It begins with those of the checkpoint, if there is
    one.

    ``rows`` has what a curve keeps of each point. ``seconds`` is the time spent so far; None where the file of a
    finished run does not say. The configuration has ``steps``.
    """

    compared = "loss"
    """The second number of a row, which a resumed run computes again for its last point."""

    def __init__(self, config: Any, checkpoint: Path | None = None) -> None:
        self.config, self.checkpoint = config, checkpoint
        self.rows: list[Any] = []
        self.seconds: float | None = 0.0
        if checkpoint is not None and checkpoint.exists():
            self._resume(checkpoint)
        self.found = len(self.rows)
        self._clock = self._saved = time.monotonic()

    def _resume(self, checkpoint: Path) -> None:
        """Take rows, state and seconds from the checkpoint. Raises CheckpointError."""
        raise NotImplementedError

    def to_come(self) -> Iterator[tuple[Any, Any]]:
        """Row and state of each point from the last one on, which is computed again; from the start if there is none.

        Raises DivergedError.
        """
        raise NotImplementedError

    def take(self, state: Any) -> None:
        """Remember the state of the point that is last from now on."""
        raise NotImplementedError

    def write(self, path: Path, seconds: float | None) -> None:
        """Write a checkpoint. Raises OSError."""
        raise NotImplementedError

    def curve(self) -> Any:
        """The curve of the points so far."""
        raise NotImplementedError

    @property
    def finished(self) -> bool:
        return bool(len(self.rows) > self.config.steps)

    def add(self, row: Any, state: Any) -> None:
        self.take(state)
        self.rows.append(row)
        now = time.monotonic()
        self.seconds = (self.seconds or 0.0) + now - self._clock
        self._clock = now

    def save_every(self, seconds: float) -> None:
        """Save if the last save is older. A full disk is ignored here, since it may have room at the end."""
        if self.checkpoint is not None and time.monotonic() - self._saved > seconds:
            with suppress(OSError):
                self.write(self.checkpoint, self.seconds)
            self._saved = time.monotonic()

    def kept(self) -> str:
        """Save what is new, and say what became of the points."""
        if self.checkpoint is None:
            return "lost, since --out was not given"
        if len(self.rows) > self.found:
            try:
                self.write(self.checkpoint, self.seconds)
            except OSError as error:
                return f"not kept, since {error.filename} could not be written ({error.strerror}); what was there stays"
        return f"kept in {self.checkpoint}"


class Progress(RunProgress):
    """Of a run of a trainer. Its state is the gaps."""

    def _resume(self, checkpoint: Path) -> None:
        self.rows, self.gaps, self.seconds = resumed(checkpoint, self.config)

    def to_come(self) -> Iterator[tuple[CurveRow, Float64[ndarray, "4 depth"]]]:
        config = self.config
        gaps = self.gaps if self.rows else config.gaps()
        points = trainer_of(config).train(config, gaps, max(len(self.rows) - 1, 0))
        for point, cost in with_cost(config.graph, points, config.step):
            yield curve_row(point, cost), point.logits

    def take(self, state: Float64[ndarray, "4 depth"]) -> None:
        self.gaps = state

    def write(self, path: Path, seconds: float | None) -> None:
        save_curve(path, self.config, self.rows, self.gaps, seconds)

    def curve(self) -> Curve:
        return curve_of(self.rows, self.gaps if self.rows else self.config.gaps())


def run_training(
    config: TrainingConfig,
    *,
    checkpoint: Path | None = None,
    every: float = 20.0,
    on_progress: Callable[[int, CurveRow], None] = lambda step, row: None,
) -> Curve:
    """Train to the end, from the checkpoint if there is one; it is saved every ``every`` seconds and when stopped.

    The checkpoint may be of the same run with fewer steps. ``on_progress`` is called with the step and its row of the
    curve. Raises CheckpointError if the file is not a checkpoint of this run; UnwrittenError, with the `Progress`, if
    it cannot be written at the end; TrainingStoppedError if the numbers leave the range of float64; and
    KeyboardInterrupt when interrupted, at any moment. The last two say what became of the points before.
    """
    progress = Progress(config, checkpoint)
    train_further(progress, every=every, on_progress=on_progress)
    return progress.curve()


def train_further(
    progress: RunProgress, *, every: float = 20.0, on_progress: Callable[[int, Any], None] = lambda step, row: None
) -> None:
    """`run_training`, from the last point of ``progress``. An interrupted step is lost, and taken again later."""
    config = progress.config
    with interruptible() as interrupts:
        try:
            for row, state in _rows_to_come(progress):
                with interrupts.held():
                    progress.add(row, state)
                    on_progress(len(progress.rows) - 1, row)
                    progress.save_every(every)
        except DivergedError as failure:
            before = (
                f"; the good points before it, {len(progress.rows)}, are {progress.kept()}" if progress.rows else ""
            )
            raise TrainingStoppedError(f"{failure}{before}", progress.curve()) from failure
        except KeyboardInterrupt:
            if not progress.rows:
                raise KeyboardInterrupt("no step was done, and nothing was written") from None
            kept, done = progress.kept(), max(len(progress.rows) - 1, 0)
            how = ": the same command goes on from there" if kept.startswith("kept") else ""
            raise KeyboardInterrupt(f"{done} of {config.steps} steps are done; they are {kept}{how}") from None
    if progress.checkpoint is not None and len(progress.rows) > progress.found:
        try:
            progress.write(progress.checkpoint, progress.seconds)
        except OSError as error:
            raise UnwrittenError(error, progress) from error


def save_finished(path: Path, progress: RunProgress) -> None:
    """Write the file of a finished run. It has no seconds, so that identical runs leave identical files."""
    progress.write(path, None)


def _rows_to_come(progress: RunProgress) -> Iterator[tuple[Any, Any]]:
    if progress.finished:
        return
    points = progress.to_come()
    if progress.rows:
        again, _ = next(points)
        if again[1] != progress.rows[-1][1]:
            raise CheckpointError(
                f"{progress.checkpoint} has {progress.compared} {progress.rows[-1][1]!r} at step "
                f"{len(progress.rows) - 1}, which here is {again[1]!r}: it is damaged, or of other versions or "
                f"threads; {REMEDY}"
            )
    yield from points
