"""``backproof simulate``: walk many episodes, and estimate what they cost."""

from __future__ import annotations

import functools
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from backproof.commands.given import refuse
from backproof.commands.options import (
    FORMAT,
    Corridors,
    Depth,
    Lanes,
    RunFormat,
    Scheduler,
    Seed,
    Width,
    chosen_graph,
    parse_positive,
)
from backproof.commands.output import check_writable
from backproof.commands.progress import counting_bar
from backproof.commands.runs import (
    Device,
    Record,
    Yes,
    recorded,
    report_run,
    tell_estimate,
)
from backproof.installed import require
from backproof.theory.graph import PAPER, CorridorGraph, UnequalGraph


class Engine(StrEnum):
    STEPS = "steps"
    CROSSINGS = "crossings"
    SEARCH = "search"


Walker = Annotated[
    str,
    typer.Option(
        metavar="base|sft|rlvr|FILE",
        help="The policy that walks, by name or from a file; with --corridors also straight, which never turns.",
    ),
]
HowToWalk = Annotated[
    Engine | None,
    typer.Option(
        help="Walk step by step, draw how often each edge is crossed, or walk no edge twice; default crossings, and "
        "steps for what a learner learnt."
    ),
]
Episodes = Annotated[
    int, typer.Option(parser=parse_positive, metavar="N", help="Walks, each from the source to the target.")
]
Budget = Annotated[
    int | None,
    typer.Option(
        parser=parse_positive, metavar="N", help="With --engine steps or --trajectories: stop a walk after N steps."
    ),
]
Compile = Annotated[
    bool, typer.Option("--compile", help="With --engine steps: walk with compiled code; needs a C compiler.")
]
Kept = Annotated[
    int | None,
    typer.Option(
        parser=parse_positive,
        metavar="N",
        help="Write N walks to each target, for backproof compare.",
    ),
]
NOT_WRITTEN = "engine episodes device compile_ compare format_ yes scheduler"
"""Options that mean nothing to walks that are written to a file."""
Compare = Annotated[bool, typer.Option("--compare", help="Also print what the theory predicts, and test it.")]


def simulate(
    context: typer.Context,
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
    corridors: Corridors = None,
    policy: Walker = "base",
    engine: HowToWalk = None,
    episodes: Episodes = 10_000,
    seed: Seed = 0,
    device: Device = "cpu",
    budget: Budget = None,
    trajectories: Kept = None,
    compile_: Compile = False,
    compare: Compare = False,
    format_: Annotated[RunFormat, typer.Option("--format", help=FORMAT)] = RunFormat.TABLE,
    yes: Yes = False,
    scheduler: Scheduler = None,
    out: Record = None,
) -> None:
    """Walk many episodes, and estimate the expected steps.

    Prints the mean with its confidence interval, and quantiles. With --out FILE it writes the record there and the
    steps of each episode to FILE.safetensors. If the run is interrupted, the same command continues it, and ends with
    the same numbers. Exit code 1: the prediction is rejected.

    With --trajectories N, --budget T and --out FILE.parquet it writes walks instead: a target is a problem, a walk is a
    sample of it, and the vertices are its steps.

    Example: backproof simulate --policy sft --episodes 20000 --compare
    """
    graph = chosen_graph(context, width, depth, lanes, corridors)
    check_writable(out)
    require("torch", "sim")
    from backproof.policies import check_policy

    check_policy(policy, graph)
    if trajectories is not None:
        refuse(context, NOT_WRITTEN, "--trajectories writes walks alone")
        _write_walks(graph, policy, trajectories, budget, seed, out)
        return
    from backproof.api.simulation import simulate as simulate_walks
    from backproof.reports.simulation import show_simulation

    how = functools.partial(simulate_walks, graph, policy, engine=None if engine is None else engine.value)
    walks = functools.partial(how, episodes=episodes, seed=seed, device=device, budget=budget)
    run = functools.partial(
        walks, compiled=compile_, compare=compare, yes=yes, scheduler=scheduler, on_estimate=tell_estimate
    )
    with counting_bar("walking", episodes) as on_progress:
        found, failure = recorded(lambda kept: run(out=kept, on_progress=on_progress), out)
    report_run(found.record, show_simulation, format_, out, failure)
    if found.prediction is not None and found.prediction.verdict == "rejected":
        raise typer.Exit(1)


def _write_walks(
    graph: CorridorGraph | UnequalGraph, policy: str, walks: int, budget: int | None, seed: int, out: Path | None
) -> None:
    if budget is None or out is None:
        missing = "--budget, the most steps of a walk" if budget is None else "--out FILE.parquet"
        raise typer.BadParameter(f"--trajectories needs {missing}")
    from backproof.api.trajectories import sample_walks

    with counting_bar("walking", graph.width * walks) as on_progress:
        found = sample_walks(graph, policy, walks=walks, budget=budget, seed=seed, out=out, on_progress=on_progress)
    typer.echo(
        f"{found.walks} walks to {graph.width} targets, {found.hits} of them arrived within {budget} steps; "
        f"{found.steps} steps in {out}"
    )
