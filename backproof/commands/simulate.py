"""``backproof simulate``: walk many episodes, and estimate what they cost."""

from __future__ import annotations

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
    check_effort,
    check_record,
    counting_bar,
    finished_run,
    is_device,
    make_graph,
    positive_integer,
    report_run,
    require,
    run_failures,
)
from sim.interrupts import ended_at_once, interruptible


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
    yes: Yes = False,
    out: Record = None,
) -> None:
    """Walk many episodes and estimate the expected hitting time.

    With --out the record goes there as JSON and the hitting times beside it, as FILE.safetensors; a run that was
    interrupted, or had fewer episodes, goes on from there, to the same numbers.
    """
    with ended_at_once("backproof: interrupted; nothing was written\n"):
        require("torch", "sim")
        from backproof.policies import load_policy
        from backproof.records import only_run, vouched, write_run
        from backproof.simulation import as_text, judge, predict, record
        from sim.checkpoints import UnwrittenError
        from sim.effort import of_simulation
        from sim.runs import RunConfig, save_checkpoint, simulate_timed

    if episodes < 2:
        raise typer.BadParameter(f"--episodes must be at least 2, got {episodes}: one walk has no spread")
    graph = make_graph(width, depth, lanes)
    check_record(out, "backproof.simulation")
    kept = None if is_device(out) else out
    files = {} if kept is None else {"hitting_times": kept.with_name(kept.name + ".safetensors")}
    entries = lambda document: {name: document.get(name) for name in files}  # noqa: E731 - said once
    failure: OSError | None = None
    with run_failures(), interruptible() as interrupts, only_run(kept):
        config = RunConfig(
            width, depth, lanes, load_policy(policy, graph), engine.value, episodes, seed, device, budget
        )
        prediction = predict(config, policy) if compare else None
        check_effort(of_simulation(config, compiled=compile_), yes=yes)
        before = vouched(kept, entries, files)
        try:
            with counting_bar("walking", episodes) as on_progress:
                run, seconds = simulate_timed(
                    config,
                    compiled=compile_,
                    checkpoint=files.get("hitting_times"),
                    before=before and before["seconds"],
                    on_progress=on_progress,
                )
        except UnwrittenError as error:
            (run, seconds), failure = error.finished, error
        document = vouched(kept, entries, files)  # a run that was finished before stays what it was
        fresh = document is None
        with finished_run(files.values()):
            if document is None:
                document = record(config, run, policy=policy, seconds=seconds)
            if prediction is not None:
                judge(prediction, document["estimate"])
                fresh = fresh or document.get("prediction") != prediction
                document["prediction"] = prediction
            if kept is not None and fresh and failure is None:
                save = lambda part: save_checkpoint(part, run, config)  # noqa: E731
                try:
                    with interrupts.held():
                        write_run(kept, {name: (path, save) for name, path in files.items()}, document, document.update)
                except OSError as error:
                    failure = error
    report_run(document, as_text, format_, out, failure)
    if prediction is not None and prediction.get("verdict") == "rejected":
        raise typer.Exit(1)
