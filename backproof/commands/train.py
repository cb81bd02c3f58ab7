"""``backproof train``: train a policy, and record the curve along which its cost goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backproof.commands.options import (
    Depth,
    Lanes,
    Record,
    RunFormat,
    Width,
    Yes,
    check_effort,
    check_record,
    finished_run,
    is_device,
    make_graph,
    positive_integer,
    report_run,
    require,
    run_failures,
    training_bar,
)
from backproof.commands.trainer_options import check_settings, given_settings
from backproof.theory.graph import PAPER

if TYPE_CHECKING:
    from backproof.sim.interrupts import Interrupts
    from backproof.sim.trainer import TrainingConfig

Steps = Annotated[int, typer.Option(parser=positive_integer, metavar="N", help="Steps to take.")]
Algorithm = Annotated[str, typer.Option(metavar="NAME", help="How to train.")]
Optimiser = Annotated[str, typer.Option(metavar="NAME", help="What a step makes of the gradient.")]


def train(
    context: typer.Context,
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
    algorithm: Algorithm = "rlvr",
    optimiser: Optimiser = "sign",
    step: Annotated[float, typer.Option(metavar="X", help="Size of a step.")] = 0.01,
    steps: Steps = 1200,
    start: Annotated[
        str, typer.Option(metavar="base|FILE", help="Where to start: a policy's file, or a run's FILE.safetensors.")
    ] = "base",
    format_: Annotated[RunFormat, typer.Option("--format", help="How to report.")] = RunFormat.TABLE,
    yes: Yes = False,
    out: Record = None,
) -> None:
    """Train a policy; the defaults are the protocol of the paper's Figure 3.

    With --out the record goes there as JSON, the curve beside it as FILE.npz and the gaps as FILE.safetensors; a
    run that was interrupted, or had fewer steps, goes on from there, to the same numbers.
    """
    from backproof.sim.interrupts import interruptible

    graph = make_graph(width, depth, lanes)
    check_record(out, "backproof.training")
    require("torch", "sim")
    from backproof.policies import load_gaps

    with run_failures():
        start_gaps = load_gaps(start, graph)
    from backproof.reports.records import only_run
    from backproof.reports.training import as_text
    from backproof.sim.effort import of_training
    from backproof.sim.trainers import trainer_named

    kept = None if is_device(out) else out
    files = {} if kept is None else {kind: _beside(kept, kind) for kind in ("npz", "safetensors")}
    with run_failures(), interruptible() as interrupts, only_run(kept):
        trainer, given = trainer_named(algorithm), given_settings(context)
        check_settings(trainer, given)
        config = trainer.config(width, depth, lanes, start_gaps, optimiser, step, steps, **given)
        check_effort(of_training(config), yes=yes)
        document, failure = _recorded(config, start, files, kept, interrupts)
    report_run(document, as_text, format_, out, failure)


def _recorded(
    config: TrainingConfig, start: str, files: dict[str, Path], out: Path | None, interrupts: Interrupts
) -> tuple[dict[str, Any], OSError | None]:
    """The record of the run, and why it could not be written if so. One that vouches for its files stays."""
    from backproof.reports.records import vouched, write_run
    from backproof.reports.training import check_curve_file, record, standing, write_curve
    from backproof.sim.checkpoints import UnwrittenError
    from backproof.sim.training import Progress, save_finished, train_further

    if files:
        check_curve_file(files["npz"])
    failure: OSError | None = None
    before, progress = vouched(out, _files, files), Progress(config, files.get("safetensors"))
    if before is not None:
        progress.seconds = before["seconds"]
    try:
        with training_bar(config.steps) as show:
            train_further(progress, on_progress=lambda at, row: show(at, standing(row)))
    except UnwrittenError as error:
        failure = error
    with finished_run(files.values()):
        document = vouched(out, _files, files)
        if document is not None:
            return document, failure
        curve = progress.curve()
        document = record(config, curve, start=start, seconds=progress.seconds)
        if out is not None and failure is None:
            writers = {
                "npz": (files["npz"], lambda part: write_curve(curve, part)),
                "safetensors": (files["safetensors"], lambda part: save_finished(part, progress)),
            }
            with interrupts.held():
                failure = write_run(out, writers, document, document["files"].update)
    return document, failure


def _files(document: dict[str, Any]) -> Any:
    return document.get("files")


def _beside(out: Path, kind: str) -> Path:
    return out.with_name(f"{out.name}.{kind}")
