"""Training runs that can be stopped and continued, with any trainer.

A run that is interrupted, killed or split gives the same curve as a run in one go, bit for bit, because a trainer
remembers nothing but its gaps and the number of the step. A resumed run computes its last point again, and stops if the
result differs.

Main definitions: `run_training`, `Progress`, `train_further`, `save_finished`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from backproof.sim.checkpoints import REMEDY, CheckpointError, UnwrittenError
from backproof.sim.curves import Curve, CurveRow, TrainingStoppedError, curve_of, curve_row, with_cost
from backproof.sim.descent import DivergedError, Point
from backproof.sim.interrupts import interruptible
from backproof.sim.trainer import TrainingConfig
from backproof.sim.trainers import trainer_of
from backproof.sim.training_checkpoints import resumed, save_curve


class Progress:
    """The points of a run so far, with the gaps of the last. It begins with those of the checkpoint, if there is one.

    ``seconds`` is the time spent so far; None where the file of a finished run does not say.
    """

    def __init__(self, config: TrainingConfig, checkpoint: Path | None = None) -> None:
        self.config, self.checkpoint = config, checkpoint
        self.rows: list[CurveRow] = []
        self.gaps = config.gaps()
        self.seconds: float | None = 0.0
        if checkpoint is not None and checkpoint.exists():
            self.rows, self.gaps, self.seconds = resumed(checkpoint, config)
        self.found = len(self.rows)
        self._clock = self._saved = time.monotonic()

    @property
    def finished(self) -> bool:
        return len(self.rows) > self.config.steps

    def add(self, point: Point, cost: float) -> None:
        self.gaps = point.logits
        self.rows.append(curve_row(point, cost))
        now = time.monotonic()
        self.seconds = (self.seconds or 0.0) + now - self._clock
        self._clock = now

    def curve(self) -> Curve:
        return curve_of(self.rows, self.gaps)

    def save_every(self, seconds: float) -> None:
        """Save if the last save is older. A full disk is ignored here, since it may have room at the end."""
        if self.checkpoint is not None and time.monotonic() - self._saved > seconds:
            with suppress(OSError):
                save_curve(self.checkpoint, self.config, self.rows, self.gaps, self.seconds)
            self._saved = time.monotonic()

    def kept(self) -> str:
        """Save what is new, and say what became of the points."""
        if self.checkpoint is None:
            return "lost, since --out was not given"
        if len(self.rows) > self.found:
            try:
                save_curve(self.checkpoint, self.config, self.rows, self.gaps, self.seconds)
            except OSError as error:
                return f"not kept, since {error.filename} could not be written ({error.strerror}); what was there stays"
        return f"kept in {self.checkpoint}"


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
    progress: Progress, *, every: float = 20.0, on_progress: Callable[[int, CurveRow], None] = lambda step, row: None
) -> None:
    """`run_training`, from the last point of ``progress``. An interrupted step is lost, and taken again later."""
    config = progress.config
    with interruptible() as interrupts:
        try:
            for point, cost in with_cost(config.graph, _points_to_come(progress), config.step):
                with interrupts.held():
                    progress.add(point, cost)
                    on_progress(point.step, progress.rows[-1])
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
            save_curve(progress.checkpoint, config, progress.rows, progress.gaps, progress.seconds)
        except OSError as error:
            raise UnwrittenError(error, progress) from error


def save_finished(path: Path, progress: Progress) -> None:
    """Write the file of a finished run. It has no seconds, so that identical runs leave identical files."""
    save_curve(path, progress.config, progress.rows, progress.gaps, None)


def _points_to_come(progress: Progress) -> Iterator[Point]:
    if progress.finished:
        return iter(())
    config = progress.config
    points = trainer_of(config).train(config, progress.gaps, max(progress.found - 1, 0))
    return _continued(points, progress.rows[-1], progress.checkpoint) if progress.found else points


def _continued(points: Iterator[Point], last: CurveRow, checkpoint: Path | None) -> Iterator[Point]:
    """The points after the first, which must be the ``last`` of the checkpoint."""
    again = next(points)
    if again.loss != last[1]:
        raise CheckpointError(
            f"{checkpoint} has loss {last[1]!r} at step {again.step}, which here is {again.loss!r}: it is damaged, or "
            f"of other versions or threads; {REMEDY}"
        )
    return points
