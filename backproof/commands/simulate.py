"""``backproof simulate``: walk many episodes, and estimate what they cost."""

from __future__ import annotations

import functools
from enum import StrEnum
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
    Yes,
    check_writable,
    counting_bar,
    make_graph,
    positive_integer,
    recorded,
    report_run,
    require,
    tell_estimate,
)
from backproof.theory.graph import PAPER


class Engine(StrEnum):
    STEPS = "steps"
    CROSSINGS = "crossings"
    SEARCH = "search"


def simulate(
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
    policy: Annotated[str, typer.Option(metavar="base|sft|rlvr|FILE", help="Whose rows: a name, or a file.")] = "base",
    engine: Annotated[
        Engine,
        typer.Option(help="Walk step by step, draw crossing counts (any length of walk), or never repeat an edge."),
    ] = Engine.CROSSINGS,
    episodes: Annotated[
        int, typer.Option(parser=positive_integer, metavar="N", help="Walks from the source to the target.")
    ] = 10_000,
    seed: Seed = 0,
    device: Device = "cpu",
    budget: Annotated[
        int | None,
        typer.Option(parser=positive_integer, metavar="N", help="With --engine steps: cut a walk after N steps."),
    ] = None,
    compile_: Annotated[
        bool, typer.Option("--compile", help="With --engine steps: compile the moves first; pays beyond 1e9 steps.")
    ] = False,
    compare: Annotated[bool, typer.Option("--compare", help="Print the theory's prediction beside it.")] = False,
    format_: Annotated[RunFormat, typer.Option("--format", help="How to report.")] = RunFormat.TABLE,
    yes: Yes = False,
    out: Record = None,
) -> None:
    """Walk many episodes and estimate the expected hitting time.

    With --out the record goes there as JSON and the hitting times beside it, as FILE.safetensors; a run that was
    interrupted, or had fewer episodes, goes on from there, to the same numbers.
    """
    from backproof.sim.interrupts import ended_at_once

    graph = make_graph(width, depth, lanes)
    check_writable(out)
    with ended_at_once("backproof: interrupted; nothing was written\n"):
        require("torch", "sim")
        from backproof.policies import check_policy

        check_policy(policy)
        from backproof.api.simulation import simulate as simulate_walks
        from backproof.reports.simulation import as_text

    walks = functools.partial(
        simulate_walks, graph, policy, engine=engine.value, episodes=episodes, seed=seed, device=device, budget=budget
    )
    run = functools.partial(walks, compiled=compile_, compare=compare, yes=yes, on_estimate=tell_estimate)
    with counting_bar("walking", episodes) as on_progress:
        found, failure = recorded(lambda kept: run(out=kept, on_progress=on_progress), out)
    report_run(found.record, as_text, format_, out, failure)
    if found.prediction is not None and found.prediction.verdict == "rejected":
        raise typer.Exit(1)
