"""``backproof simulate``: walk many episodes, and estimate what they cost."""

from __future__ import annotations

import time
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
    check_record,
    counting_bar,
    make_graph,
    positive_integer,
    report_run,
    require,
    run_failures,
)


class Engine(StrEnum):
    STEPS = "steps"
    CROSSINGS = "crossings"
    SEARCH = "search"


def simulate(
    width: Width = 15,
    depth: Depth = 15,
    lanes: Lanes = 5,
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
    out: Record = None,
) -> None:
    """Walk many episodes and estimate the expected hitting time.

    With --out the record goes there as JSON and the hitting times beside it, as FILE.safetensors; a run that was
    interrupted goes on from there, to the same numbers.
    """
    require("torch", "sim")
    from backproof.policies import load_policy

    graph = make_graph(width, depth, lanes)
    check_record(out, "backproof.simulation")
    if episodes < 2:
        raise typer.BadParameter(f"--episodes must be at least 2, got {episodes}: one walk has no spread")
    with run_failures():
        families = load_policy(policy, graph)
        from backproof.simulation import as_text, judge, predict, record
        from sim.runs import RunConfig
        from sim.runs import simulate as run_simulation

        config = RunConfig(width, depth, lanes, families, engine.value, episodes, seed, device, budget)
        prediction = predict(config, policy) if compare else None
        to_device = out is not None and out.exists() and not out.is_file()
        times_file = None if out is None or to_device else out.with_name(out.name + ".safetensors")
        began = time.perf_counter()
        with counting_bar("walking", episodes) as on_progress:
            run = run_simulation(config, compiled=compile_, checkpoint=times_file, on_progress=on_progress)
    seconds = time.perf_counter() - began
    document = record(config, run, policy=policy, seconds=seconds, times_file=times_file)
    if prediction is not None:
        judge(prediction, document["estimate"])
        document["prediction"] = prediction
    report_run(document, as_text, format_, out)
    if prediction is not None and prediction.get("verdict") == "rejected":
        raise typer.Exit(1)
