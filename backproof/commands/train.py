"""``backproof train``: train a policy, and record the curve along which its cost goes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from backproof.commands.options import (
    Depth,
    Device,
    Lanes,
    Record,
    RunFormat,
    Seed,
    Width,
    check_record,
    make_graph,
    positive_integer,
    report_run,
    require,
    run_failures,
    training_bar,
)

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
    out: Record = None,
) -> None:
    """Train a policy; the defaults are the protocol of the paper's Figure 3.

    With --out the record goes there as JSON, the curve beside it as FILE.npz and the gaps as FILE.safetensors; an
    interrupted run goes on from there, to the same numbers.
    """
    require("torch", "sim")
    from backproof.policies import load_gaps
    from backproof.training import as_text, check_curve_file, record, standing, write_curve
    from sim.training import SAMPLED, TrainingConfig
    from sim.training import train as run_training

    graph = make_graph(width, depth, lanes)
    check_record(out, "backproof.training")
    files = {} if out is None else {kind: _beside(out, kind) for kind in ("npz", "safetensors")}
    with run_failures():
        uncleaned = 1.0 if algorithm == "distil" and uncleaned is None else uncleaned
        batch = 1024 if algorithm in SAMPLED and batch is None else batch
        start_gaps = load_gaps(start, graph)
        config = TrainingConfig(
            width, depth, lanes, start_gaps, algorithm, optimiser, step, steps, uncleaned, batch, seed, device
        )
        if out is not None:
            check_curve_file(files["npz"])
        began = time.perf_counter()
        with training_bar(steps) as show:
            tell = lambda at, row: show(at, standing(row))  # noqa: E731 - said once
            curve = run_training(config, checkpoint=files.get("safetensors"), on_progress=tell)
    seconds = time.perf_counter() - began
    if out is not None:
        write_curve(curve, files["npz"])
    report_run(record(config, curve, start=start, seconds=seconds, files=files), as_text, format_, out)


def _beside(out: Path, kind: str) -> Path:
    return out.with_name(f"{out.name}.{kind}")
