"""Simulations that can be stopped and continued, with any engine, and their checkpoints.

Main definitions: `run_simulation`, `run_simulation_timed`, `save_checkpoint`, `load_checkpoint`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from backproof.sim import checkpoints
from backproof.sim.checkpoints import Kind, Saved, UnwrittenError
from backproof.sim.engines import Run, begin_run
from backproof.sim.interrupts import interruptible
from backproof.sim.run_config import AnyRunConfig

KIND = Kind("backproof.checkpoint/3", "simulation")


def run_simulation(
    config: AnyRunConfig,
    *,
    compiled: bool = False,
    checkpoint: Path | None = None,
    every: float = 20.0,
    on_progress: Callable[[int, float], None] = lambda done, walked: None,
) -> Run:
    """Run to the end, from the checkpoint if there is one; it is saved every ``every`` seconds and when interrupted.

    The checkpoint may be of the same run with fewer episodes. ``on_progress`` is told episodes and steps. Raises
    CheckpointError where the file is not a checkpoint of this run, UnwrittenError with the run where it cannot be
    written at the end, and KeyboardInterrupt when interrupted, at any moment, with what became of the episodes.
    """
    return run_simulation_timed(config, compiled=compiled, checkpoint=checkpoint, every=every, on_progress=on_progress)[
        0
    ]


def run_simulation_timed(
    config: AnyRunConfig,
    *,
    compiled: bool,
    checkpoint: Path | None,
    every: float = 20.0,
    before: float | None = None,
    on_progress: Callable[[int, float], None],
    begin: Callable[..., Run] = begin_run,
) -> tuple[Run, float | None]:
    """`run_simulation`, and the seconds that all its parts took; None where the file of a finished run does not say.

    ``before``: the seconds of a finished run that is made longer, if they are known. ``begin``: makes the run, whose
    episodes may be drawn elsewhere.
    """
    began = saved_at = time.monotonic()
    run: Run | None = None
    with interruptible() as interrupts:
        try:
            ready = begin(config, compiled=compiled)
            if checkpoint is not None and checkpoint.exists():
                saved = load_checkpoint(checkpoint, config)
                ready.restore(saved.tensors)
                before = saved.seconds if before is None else before
            found, run = ready.done, ready
            while run.done < config.episodes:
                take = run.prepare()
                with interrupts.held():
                    take()
                    on_progress(run.done, run.walked)
                    if checkpoint is not None and time.monotonic() - saved_at > every:
                        with suppress(OSError):  # a disk that is full now may have room at the end
                            save_checkpoint(checkpoint, run, config, seconds=(before or 0.0) + time.monotonic() - began)
                        saved_at = time.monotonic()
        except KeyboardInterrupt:
            seconds = (before or 0.0) + time.monotonic() - began
            if run is None:
                raise KeyboardInterrupt("nothing was written") from None
            kept = _kept(checkpoint, run, config, seconds)
            raise KeyboardInterrupt(f"{run.done} of {config.episodes} episodes are over; {kept}") from None
    if run.done == found:
        return run, before
    seconds = (before or 0.0) + time.monotonic() - began
    if checkpoint is not None:
        try:
            save_checkpoint(checkpoint, run, config, seconds=seconds)
        except OSError as error:
            raise UnwrittenError(error, (run, seconds)) from error
    return run, seconds


def _kept(checkpoint: Path | None, run: Run, config: AnyRunConfig, seconds: float) -> str:
    """Save the run, and say what became of the episodes."""
    if checkpoint is None:
        return "they are lost, since --out was not given"
    try:
        save_checkpoint(checkpoint, run, config, seconds=seconds)
    except OSError as error:
        return (
            f"they are not kept, since {error.filename} could not be written ({error.strerror}); what was there stays"
        )
    return f"they are kept in {checkpoint}: the same command goes on from there"


def save_checkpoint(path: Path, run: Run, config: AnyRunConfig, *, seconds: float | None = None) -> None:
    """Write the whole file beside ``path``, then put it in its place; without ``seconds`` that of a finished run."""
    checkpoints.write_checkpoint(path, KIND, run.snapshot(), config.text(), seconds=seconds)


def load_checkpoint(path: Path, config: AnyRunConfig) -> Saved:
    """The checkpoint of this very run, or of one of fewer episodes. Raises CheckpointError."""
    return checkpoints.read_own_checkpoint(path, KIND, config.text(), extends="episodes")
