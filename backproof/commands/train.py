"""``backproof train``: train a policy, and record the curve along which its cost goes."""

from __future__ import annotations

import functools
from typing import Annotated

import typer

from backproof.commands.options import (
    FORMAT,
    Corridors,
    Depth,
    Lanes,
    RunFormat,
    Width,
    chosen_graph,
    parse_positive,
    parse_real,
)
from backproof.commands.output import check_writable
from backproof.commands.progress import training_bar
from backproof.commands.runs import (
    Record,
    Yes,
    recorded,
    report_run,
    tell_estimate,
)
from backproof.commands.trainer_options import given_settings
from backproof.installed import require
from backproof.theory.graph import PAPER

Algorithm = Annotated[str, typer.Option(metavar="NAME", help="How to train.")]
PolicyClass = Annotated[str, typer.Option(metavar="NAME", help="What is trained.")]
Optimiser = Annotated[str | None, typer.Option(metavar="NAME", help="How a step follows from the gradient.")]
Step = Annotated[float | None, typer.Option(parser=parse_real, metavar="X", help="Size of a step.")]
Start = Annotated[
    str,
    typer.Option(
        metavar="base|FILE", help="The policy to start from: base, a policy file, or a run's FILE.safetensors."
    ),
]
Steps = Annotated[int | None, typer.Option(parser=parse_positive, metavar="N", help="Number of steps.")]


def train(
    context: typer.Context,
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
    corridors: Corridors = None,
    algorithm: Algorithm = "rlvr",
    policy_class: PolicyClass = "table",
    optimiser: Optimiser = None,
    step: Step = None,
    steps: Steps = None,
    start: Start = "base",
    format_: Annotated[RunFormat, typer.Option("--format", help=FORMAT)] = RunFormat.TABLE,
    yes: Yes = False,
    out: Record = None,
) -> None:
    """Train a policy, and record how its cost falls.

    Prints the cost and the logit gaps at some of the steps; the defaults are those of the paper's Figure 3. An
    algorithm that trains policies without such gaps prints the cost alone. With --out FILE it writes the record there,
    the whole curve to FILE.npz and the policy to FILE.safetensors. If the run is interrupted, the same command
    continues it, and ends with the same numbers.

    Example: backproof train --algorithm sft --steps 300
    """
    graph = chosen_graph(context, width, depth, lanes, corridors)
    check_writable(out)
    require("torch", "sim")
    from backproof.policies import check_start

    check_start(start)
    from backproof.api.trainers import trainer_or_learner
    from backproof.api.training import train as train_policy
    from backproof.api.training_kinds import kind_of

    trainer = trainer_or_learner(algorithm, policy_class, graph)
    kind = kind_of(trainer)
    descent = functools.partial(
        train_policy,
        graph,
        algorithm,
        policy_class=policy_class,
        optimiser=optimiser,
        step=step,
        steps=steps,
        start=start,
    )
    run = functools.partial(descent, yes=yes, on_estimate=tell_estimate, **given_settings(context))
    with training_bar(steps or trainer.config.steps) as show:
        found, failure = recorded(
            lambda kept: run(out=kept, on_progress=lambda at, row: show(at, kind.standing(row))), out
        )
    report_run(found.record, kind.show, format_, out, failure)
