"""``backproof train``: train a policy, and record the curve along which its cost goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backproof.commands.given import refuse
from backproof.commands.options import (
    FORMAT,
    Depth,
    Lanes,
    RunFormat,
    Seed,
    Width,
    make_graph,
    parse_positive,
    parse_real,
    require,
)
from backproof.commands.output import is_device
from backproof.commands.progress import training_bar
from backproof.commands.runs import (
    Device,
    Record,
    Yes,
    check_effort,
    check_record,
    finished_run,
    report_run,
    run_failures,
)
from backproof.theory.graph import PAPER

if TYPE_CHECKING:
    from backproof.sim.interrupts import Interrupts
    from backproof.sim.training import TrainingConfig

Optimiser = Annotated[
    str, typer.Option(metavar="sign|plain|normalised|natural", help="How a step follows from the gradient.")
]
Step = Annotated[float, typer.Option(parser=parse_real, metavar="X", help="Size of a step.")]
Start = Annotated[
    str,
    typer.Option(
        metavar="base|FILE", help="The policy to start from: base, a policy file, or a run's FILE.safetensors."
    ),
]
Steps = Annotated[int, typer.Option(parser=parse_positive, metavar="N", help="Number of steps.")]
Algorithm = Annotated[
    str,
    typer.Option(
        metavar="rlvr|sft|distil|reinforce|grpo",
        help="Descend, exactly, on cost, golden paths, or the optimum's traces; or on cost, from walks alone.",
    ),
]
Uncleaned = Annotated[
    float | None,
    typer.Option(
        parser=parse_real, metavar="EPS", help="With distil: share of the traces that keep their dead ends; default 1."
    ),
]
Batch = Annotated[
    int | None,
    typer.Option(parser=parse_positive, metavar="N", help="With reinforce and grpo: walks per step; default 1024."),
]


def train(
    context: typer.Context,
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
    algorithm: Algorithm = "rlvr",
    optimiser: Optimiser = "sign",
    step: Step = 0.01,
    steps: Steps = 1200,
    start: Start = "base",
    uncleaned: Uncleaned = None,
    batch: Batch = None,
    seed: Seed = 0,
    device: Device = "cpu",
    format_: Annotated[RunFormat, typer.Option("--format", help=FORMAT)] = RunFormat.TABLE,
    yes: Yes = False,
    out: Record = None,
) -> None:
    """Train a policy, and record how its cost falls.

    Prints the cost and the logit gaps at some of the steps; the defaults are those of the paper's Figure 3. With --out
    FILE it writes the record there, the whole curve to FILE.npz and the policy to FILE.safetensors. The same command
    goes on where an earlier run was interrupted, and comes to the same numbers.

    Example: backproof train --algorithm sft --steps 300
    """
    from backproof.sim.interrupts import ended_at_once, interruptible

    graph = make_graph(width, depth, lanes)
    check_record(out, "backproof.training")
    with ended_at_once("backproof: interrupted; nothing was written\n"):
        require("torch", "sim")
        from backproof.policies import load_gaps

        with run_failures():
            start_gaps = load_gaps(start, graph)
        from backproof.reports.records import only_run
        from backproof.reports.training import show_training
        from backproof.sim.effort import of_training
        from backproof.sim.training import SAMPLED, TrainingConfig
    kept = None if is_device(out) else out
    files = {} if kept is None else {kind: _beside(kept, kind) for kind in ("npz", "safetensors")}
    with run_failures(), interruptible() as interrupts, only_run(kept):
        if algorithm == "distil":
            uncleaned = 1.0 if uncleaned is None else uncleaned
        else:
            refuse(context, "uncleaned", f"--algorithm {algorithm} has no traces")
        if algorithm in SAMPLED:
            batch = 1024 if batch is None else batch
        else:
            refuse(context, "batch seed", f"--algorithm {algorithm} is exact and draws nothing")
        config = TrainingConfig(
            width, depth, lanes, start_gaps, algorithm, optimiser, step, steps, uncleaned, batch, seed, device
        )
        check_effort(of_training(config), yes=yes)
        document, failure = _recorded(config, start, files, kept, interrupts)
    report_run(document, show_training, format_, out, failure)


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
