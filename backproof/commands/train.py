"""``backproof train``: train a policy, and record the curve along which its cost goes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from backproof.commands.options import (
    Depth,
    Device,
    Lanes,
    Record,
    RunFormat,
    Seed,
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
from sim.interrupts import ended_at_once, interruptible

Steps = Annotated[int, typer.Option(parser=positive_integer, metavar="N", help="Steps to take.")]
Batch = Annotated[
    int | None,
    typer.Option(parser=positive_integer, metavar="N", help="With reinforce, grpo: walks a step; default 1024."),
]


def train(
    width: Width = 15,
    depth: Depth = 15,
    lanes: Lanes = 5,
    algorithm: Annotated[
        str,
        typer.Option(
            metavar="rlvr|sft|distil|reinforce|grpo",
            help="Descend, exactly, on cost, golden paths, or the optimum's traces; or on cost, from walks alone.",
        ),
    ] = "rlvr",
    optimiser: Annotated[
        str, typer.Option(metavar="sign|plain|normalised|natural", help="What a step makes of the gradient.")
    ] = "sign",
    step: Annotated[float, typer.Option(metavar="X", help="Size of a step.")] = 0.01,
    steps: Steps = 1200,
    start: Annotated[
        str, typer.Option(metavar="base|FILE", help="Where to start: a policy's file, or a run's FILE.safetensors.")
    ] = "base",
    uncleaned: Annotated[
        float | None,
        typer.Option(metavar="EPS", help="With distil: fraction of the traces with dead ends left in; default 1."),
    ] = None,
    batch: Batch = None,
    seed: Seed = 0,
    device: Device = "cpu",
    format_: Annotated[RunFormat, typer.Option("--format", help="How to report.")] = RunFormat.TABLE,
    yes: Yes = False,
    out: Record = None,
) -> None:
    """Train a policy; the defaults are the protocol of the paper's Figure 3.

    With --out the record goes there as JSON, the curve beside it as FILE.npz and the gaps as FILE.safetensors; a
    run that was interrupted, or had fewer steps, goes on from there, to the same numbers.
    """
    with ended_at_once("backproof: interrupted; nothing was written\n"):
        require("torch", "sim")
        from backproof.policies import load_gaps
        from backproof.records import only_run, vouched, write_run
        from backproof.training import as_text, check_curve_file, record, standing, write_curve
        from sim.checkpoints import UnwrittenError
        from sim.effort import of_training
        from sim.training import SAMPLED, Progress, TrainingConfig, save_finished, train_further

    graph = make_graph(width, depth, lanes)
    check_record(out, "backproof.training")
    kept = None if is_device(out) else out
    files = {} if kept is None else {kind: _beside(kept, kind) for kind in ("npz", "safetensors")}
    failure: OSError | None = None
    with run_failures(), interruptible() as interrupts, only_run(kept):
        uncleaned = 1.0 if algorithm == "distil" and uncleaned is None else uncleaned
        batch = 1024 if algorithm in SAMPLED and batch is None else batch
        config = TrainingConfig(
            width,
            depth,
            lanes,
            load_gaps(start, graph),
            algorithm,
            optimiser,
            step,
            steps,
            uncleaned,
            batch,
            seed,
            device,
        )
        if files:
            check_curve_file(files["npz"])
        check_effort(of_training(config), yes=yes)
        before = vouched(kept, _files, files)
        progress = Progress(config, files.get("safetensors"))
        if before is not None:
            progress.seconds = before["seconds"]
        try:
            with training_bar(steps) as show:
                tell = lambda at, row: show(at, standing(row))  # noqa: E731 - said once
                train_further(progress, on_progress=tell)
        except UnwrittenError as error:
            failure = error
        document = vouched(kept, _files, files)  # a run that was finished before stays what it was
        with finished_run(files.values()):
            if document is None:
                curve = progress.curve()
                document = record(config, curve, start=start, seconds=progress.seconds)
                if kept is not None and failure is None:
                    writers = {
                        "npz": (files["npz"], lambda part: write_curve(curve, part)),
                        "safetensors": (files["safetensors"], lambda part: save_finished(part, progress)),
                    }
                    try:
                        with interrupts.held():
                            write_run(kept, writers, document, document["files"].update)
                    except OSError as error:
                        failure = error
    report_run(document, as_text, format_, out, failure)


def _files(document: dict[str, Any]) -> Any:
    return document.get("files")


def _beside(out: Path, kind: str) -> Path:
    return out.with_name(f"{out.name}.{kind}")
