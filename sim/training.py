"""Training runs that can be stopped and go on, by name: the algorithms behind one face, and their checkpoints.

Whatever is interrupted, killed or split, a run gives the curve that it would have given in one go, bit for bit: no
algorithm has a memory beside its gaps and the number of the step. A resumed run computes its last point again, and
refuses to go on where that has become another.

A new algorithm is one entry in `ALGORITHMS`.

Main definitions: `TrainingConfig`, `train`, `read_gaps`.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
from jaxtyping import Float64
from numpy import ndarray
from torch import Tensor

from backproof.sim import checkpoints
from backproof.sim.checkpoints import REMEDY, CheckpointError, Kind, UnwrittenError
from backproof.sim.descent import DivergedError, Optimiser, Point, descend, natural, normalised, plain, sign
from backproof.sim.exact_training import Curve, Row, TrainingStoppedError, curve_of, row, with_cost
from backproof.sim.interrupts import interruptible
from backproof.sim.losses import Loss, distillation_loss, rlvr_loss, sft_loss
from backproof.sim.philox import check_seed
from backproof.sim.policy_gradients import Estimator, group_relative, reward_to_go
from backproof.sim.sampled_training import SampledTraining, train_sampled
from backproof.sim.walkers import checked_device
from backproof.theory.graph import CorridorGraph, positive_integer
from backproof.theory.policy import FAMILIES

KIND = Kind("backproof.training-checkpoint/1", "training run")
OPTIMISERS: dict[str, Callable[[CorridorGraph], Optimiser]] = {
    "sign": lambda graph: sign,
    "plain": lambda graph: plain,
    "normalised": lambda graph: normalised,
    "natural": natural,
}


@dataclass(frozen=True)
class TrainingConfig:
    """What determines the numbers of a run, and nothing else.

    ``start`` has the logit gaps of the four families, one per diamond, 0 being the base model. ``uncleaned`` is the
    fraction of the optimum's traces on which algorithm ``distil`` leaves the dead ends, ``batch`` the episodes of a
    step of the sampled ones; None for any other algorithm. Exact algorithms draw nothing, whatever the ``seed``. Raises
    TypeError or ValueError for what cannot be trained.
    """

    width: int
    depth: int
    lanes: int
    start: Mapping[str, tuple[float, ...]]
    algorithm: str = "rlvr"
    optimiser: str = "sign"
    step: float = 0.01
    steps: int = 1200
    uncleaned: float | None = None
    batch: int | None = None
    seed: int = 0
    device: str = "cpu"

    def __post_init__(self) -> None:
        positive_integer("steps", self.steps)
        for name, known in (("algorithm", ALGORITHMS), ("optimiser", OPTIMISERS)):
            if getattr(self, name) not in known:
                raise ValueError(f"{name} must be one of {', '.join(known)}, got {name}={getattr(self, name)!r}")
        check_seed(self.seed)
        if (self.uncleaned is None) is (self.algorithm == "distil"):
            raise ValueError(
                f"uncleaned must be a fraction for algorithm=distil and None for any other, got "
                f"uncleaned={self.uncleaned} for algorithm={self.algorithm}: leave it out"
            )
        if (self.batch is None) is (self.algorithm in SAMPLED):
            raise ValueError(
                f"batch must be a number of episodes for algorithm={' or '.join(SAMPLED)} and None for any other, got "
                f"batch={self.batch} for algorithm={self.algorithm}"
            )
        if self.algorithm in SAMPLED and self.optimiser == "natural":
            raise ValueError("optimiser=natural needs exact visits, which a sampled algorithm has not: use another")
        wrong = {name: len(self.start[name]) for name in FAMILIES if len(self.start[name]) != self.depth}
        if wrong:
            raise ValueError(f"start must have one gap per diamond, depth={self.depth}, got {wrong}")
        checked_device(self.device)

    @property
    def graph(self) -> CorridorGraph:
        return CorridorGraph(self.width, self.depth, self.lanes)

    def gaps(self) -> Float64[ndarray, "4 depth"]:
        """The start as an array."""
        return np.array([self.start[name] for name in FAMILIES], dtype=np.float64)

    def text(self) -> str:
        """The configuration as JSON, the same for the same run."""
        return json.dumps(asdict(self), sort_keys=True)


Trainer: TypeAlias = Callable[[TrainingConfig, Float64[ndarray, "4 depth"], int], Iterator[Point]]
"""(configuration, gaps, step at which they are) to the points from there on."""


def exactly(loss: Callable[[TrainingConfig], Loss]) -> Trainer:
    """Descent on an exact loss."""

    def points(config: TrainingConfig, gaps: Float64[ndarray, "4 depth"], first_step: int) -> Iterator[Point]:
        if checked_device(config.device).type != "cpu":
            raise ValueError(
                f"algorithm={config.algorithm} is exact and computes on the CPU, got device={config.device}: use cpu"
            )
        optimiser = OPTIMISERS[config.optimiser](config.graph)
        return descend(loss(config), gaps, optimiser, step=config.step, steps=config.steps, first_step=first_step)

    return points


def _distillation(config: TrainingConfig) -> Loss:
    """Of the optimum's traces: its gaps are infinite."""
    optimum = np.full((len(FAMILIES), config.depth), math.inf)
    return distillation_loss(config.graph, optimum, 1.0 if config.uncleaned is None else config.uncleaned)


def sampled(estimator: Estimator) -> Trainer:
    """Descent on a gradient that is estimated from walks, `TrainingConfig.batch` of them a step."""

    def points(config: TrainingConfig, gaps: Float64[ndarray, "4 depth"], first_step: int) -> Iterator[Point]:
        sampling = SampledTraining(
            config.graph,
            estimator,
            OPTIMISERS[config.optimiser](config.graph),
            config.step,
            config.steps,
            config.batch or 0,
            seed=config.seed,
            device=config.device,
        )
        return train_sampled(sampling, gaps, first_step=first_step)

    return points


GROUP = 16
"""Episodes of a group, in `group_relative`."""

SAMPLED = {"reinforce": sampled(reward_to_go), "grpo": sampled(group_relative(GROUP))}

ALGORITHMS: dict[str, Trainer] = {
    "rlvr": exactly(lambda config: rlvr_loss(config.graph)),
    "sft": exactly(lambda config: sft_loss(config.graph)),
    "distil": exactly(_distillation),
    **SAMPLED,
}


class Progress:
    """The points of a run so far and the gaps of the last, from its checkpoint on if there is one.

    ``seconds`` went into them, over all legs; None where the file of a finished run does not say.
    """

    def __init__(self, config: TrainingConfig, checkpoint: Path | None = None) -> None:
        self.config, self.checkpoint = config, checkpoint
        self.rows: list[Row] = []
        self.gaps = config.gaps()
        self.seconds: float | None = 0.0
        if checkpoint is not None and checkpoint.exists():
            self.rows, self.gaps, self.seconds = _resume(checkpoint, config)
        self.found = len(self.rows)
        self._clock = self._saved = time.monotonic()

    @property
    def finished(self) -> bool:
        return len(self.rows) > self.config.steps

    def add(self, point: Point, cost: float) -> None:
        self.gaps = point.logits
        self.rows.append(row(point, cost))
        now = time.monotonic()
        self.seconds = (self.seconds or 0.0) + now - self._clock
        self._clock = now

    def curve(self) -> Curve:
        return curve_of(self.rows, self.gaps)

    def save_every(self, seconds: float) -> None:
        """Save if the last time is longer ago. A disk that is full now may not be so at the end."""
        if self.checkpoint is not None and time.monotonic() - self._saved > seconds:
            with suppress(OSError):
                _save(self.checkpoint, self.config, self.rows, self.gaps, self.seconds)
            self._saved = time.monotonic()

    def kept(self) -> str:
        """Save what is new, and say what became of the points."""
        if self.checkpoint is None:
            return "lost, for want of --out"
        if len(self.rows) > self.found:
            try:
                _save(self.checkpoint, self.config, self.rows, self.gaps, self.seconds)
            except OSError as error:
                return f"not kept: {error.filename} could not be written ({error.strerror}), what was there before is"
        return f"kept in {self.checkpoint}"


def train(
    config: TrainingConfig,
    *,
    checkpoint: Path | None = None,
    every: float = 20.0,
    on_progress: Callable[[int, Row], None] = lambda step, row: None,
) -> Curve:
    """Train to the end, from the checkpoint if there is one; it is renewed every so many seconds and when stopped.

    The checkpoint may be of the same run with fewer steps. ``on_progress`` is told the step and what the curve keeps of
    it. Raises ValueError for what cannot be trained, CheckpointError where the file is not a checkpoint of this run,
    UnwrittenError where it cannot be written at the end, with the `Progress`; TrainingStoppedError where the training
    leaves float64 and KeyboardInterrupt when interrupted, at any moment, both with what became of the points before.
    """
    progress = Progress(config, checkpoint)
    train_further(progress, every=every, on_progress=on_progress)
    return progress.curve()


def train_further(
    progress: Progress, *, every: float = 20.0, on_progress: Callable[[int, Row], None] = lambda step, row: None
) -> None:
    """`train`, from where ``progress`` stands. A run is a function of its last point: a step may be broken off."""
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
            _save(progress.checkpoint, config, progress.rows, progress.gaps, progress.seconds)
        except OSError as error:
            raise UnwrittenError(error, progress) from error


def save_finished(path: Path, progress: Progress) -> None:
    """The file of a finished run: identical runs leave identical ones."""
    _save(path, progress.config, progress.rows, progress.gaps, None)


def _points_to_come(progress: Progress) -> Iterator[Point]:
    if progress.finished:
        return iter(())
    config = progress.config
    points = ALGORITHMS[config.algorithm](config, progress.gaps, max(progress.found - 1, 0))
    return _gone_on(points, progress.rows[-1], progress.checkpoint) if progress.found else points


def _gone_on(points: Iterator[Point], last: Row, checkpoint: Path | None) -> Iterator[Point]:
    """The points after the first, which must be the ``last`` of the checkpoint."""
    again = next(points)
    if again.loss != last[1]:
        raise CheckpointError(
            f"{checkpoint} has loss {last[1]!r} at step {again.step}, which here is {again.loss!r}: it is damaged, or "
            f"of other versions or threads; {REMEDY}"
        )
    return points


# --- checkpoints -----------------------------------------------------------------------------------------------------


def _save(
    path: Path, config: TrainingConfig, rows: list[Row], gaps: Float64[ndarray, "4 depth"], seconds: float | None
) -> None:
    curve = curve_of(rows, gaps)
    arrays = {"cost": curve.cost, "loss": curve.loss, "least": curve.least, "greatest": curve.greatest, "gaps": gaps}
    tensors = {name: torch.from_numpy(array.copy()) for name, array in arrays.items()}
    checkpoints.save(path, KIND, tensors, config.text(), seconds=seconds)


def _resume(path: Path, config: TrainingConfig) -> tuple[list[Row], Float64[ndarray, "4 depth"], float | None]:
    """The points so far, the gaps of the last and the seconds that went into them. Raises CheckpointError."""
    tensors, _, seconds = checkpoints.load_own(path, KIND, config.text(), extends="steps")
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
    tensors, config, _ = checkpoints.load(path, KIND)
    sizes = {"width": graph.width, "depth": graph.depth, "lanes": graph.lanes}
    differing = [
        f"{name} {config.get(name)!r} there, {size} here" for name, size in sizes.items() if config.get(name) != size
    ]
    if differing:
        raise CheckpointError(f"{path} is of another graph ({differing[0]}): name another, or give its sizes")
    return _gaps(path, tensors, graph.depth)
