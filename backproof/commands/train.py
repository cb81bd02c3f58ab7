"""``backproof train``: train a policy, and record the curve along which its cost goes."""

from __future__ import annotations

import functools
from typing import Annotated

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
from backproof.commands.output import check_writable
from backproof.commands.progress import training_bar
from backproof.commands.runs import (
    Device,
    Record,
    Yes,
    recorded,
    report_run,
    tell_estimate,
)
from backproof.theory.graph import PAPER

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
    from backproof.sim.interrupts import ended_at_once

    graph = make_graph(width, depth, lanes)
    check_writable(out)
    with ended_at_once("backproof: interrupted; nothing was written\n"):
        require("torch", "sim")
        from backproof.policies import check_start

        check_start(start)
        from backproof.api.training import train as train_policy
        from backproof.reports.training import show_training, standing
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
    report_run(found.record, show_training, format_, out, failure)
