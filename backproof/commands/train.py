"""``backproof train``: train a policy, and record the curve along which its cost goes."""

from __future__ import annotations

import functools
from typing import Annotated

import typer

from backproof.commands.given import refuse
from backproof.commands.options import (
    Depth,
    Device,
    Lanes,
    Record,
    RunFormat,
    Seed,
    Width,
    Yes,
    check_writable,
    make_graph,
    positive_integer,
    recorded,
    report_run,
    require,
    tell_estimate,
    training_bar,
)
from backproof.theory.graph import PAPER

Steps = Annotated[int, typer.Option(parser=positive_integer, metavar="N", help="Steps to take.")]
Algorithm = Annotated[
    str,
    typer.Option(
        metavar="rlvr|sft|distil|reinforce|grpo",
        help="Descend, exactly, on cost, golden paths, or the optimum's traces; or on cost, from walks alone.",
    ),
]
Uncleaned = Annotated[
    float | None,
    typer.Option(metavar="EPS", help="With distil: fraction of the traces with dead ends left in; default 1."),
]
Batch = Annotated[
    int | None,
    typer.Option(parser=positive_integer, metavar="N", help="With reinforce, grpo: walks a step; default 1024."),
]


def train(
    context: typer.Context,
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
    algorithm: Algorithm = "rlvr",
    optimiser: Annotated[
        str, typer.Option(metavar="sign|plain|normalised|natural", help="What a step makes of the gradient.")
    ] = "sign",
    step: Annotated[float, typer.Option(metavar="X", help="Size of a step.")] = 0.01,
    steps: Steps = 1200,
    start: Annotated[
        str, typer.Option(metavar="base|FILE", help="Where to start: a policy's file, or a run's FILE.safetensors.")
    ] = "base",
    uncleaned: Uncleaned = None,
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
    from backproof.sim.interrupts import ended_at_once

    graph = make_graph(width, depth, lanes)
    check_writable(out)
    with ended_at_once("backproof: interrupted; nothing was written\n"):
        require("torch", "sim")
        from backproof.policies import check_start

        check_start(start)
        from backproof.api.training import train as train_policy
        from backproof.reports.training import as_text, standing
        from backproof.sim.training import SAMPLED

    if algorithm != "distil":
        refuse(context, "uncleaned", f"--algorithm {algorithm} has no traces")
    if algorithm not in SAMPLED:
        refuse(context, "batch seed", f"--algorithm {algorithm} is exact and draws nothing")
    descent = functools.partial(
        train_policy, graph, algorithm, optimiser=optimiser, step=step, steps=steps, start=start
    )
    run = functools.partial(
        descent, uncleaned=uncleaned, batch=batch, seed=seed, device=device, yes=yes, on_estimate=tell_estimate
    )
    with training_bar(steps) as show:
        found, failure = recorded(lambda kept: run(out=kept, on_progress=lambda at, row: show(at, standing(row))), out)
    report_run(found.record, as_text, format_, out, failure)
