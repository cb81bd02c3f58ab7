"""``backproof simulate``: walk many episodes, and estimate what they cost."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
from backproof.theory.graph import PAPER

if TYPE_CHECKING:
    from backproof.sim.interrupts import Interrupts
    from backproof.sim.runs import RunConfig


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
    from backproof.sim.interrupts import interruptible

    if episodes < 2:
        raise typer.BadParameter(f"--episodes must be at least 2, got {episodes}: one walk has no spread")
    graph = make_graph(width, depth, lanes)
    check_record(out, "backproof.simulation")
    require("torch", "sim")
    from backproof.policies import load_policy

    with run_failures():
        families = load_policy(policy, graph)
    from backproof.reports.records import only_run
    from backproof.reports.simulation import as_text, predict
    from backproof.sim.effort import of_simulation
    from backproof.sim.runs import RunConfig

    with run_failures(), interruptible() as interrupts, only_run(None if is_device(out) else out):
        config = RunConfig(width, depth, lanes, families, engine.value, episodes, seed, device, budget)
        prediction = predict(config, policy) if compare else None
        check_effort(of_simulation(config, compiled=compile_), yes=yes)
        document, failure = _recorded(config, policy, prediction, compile_, None if is_device(out) else out, interrupts)
    report_run(document, as_text, format_, out, failure)
    if prediction is not None and prediction.get("verdict") == "rejected":
        raise typer.Exit(1)


def _recorded(
    config: RunConfig,
    policy: str,
    prediction: dict[str, Any] | None,
    compiled: bool,
    out: Path | None,
    interrupts: Interrupts,
) -> tuple[dict[str, Any], OSError | None]:
    """The record of the run, and why it could not be written if so. One that vouches for its file stays what it was."""
    from backproof.reports.records import vouched, write_run
    from backproof.reports.simulation import judge, record
    from backproof.sim.checkpoints import UnwrittenError
    from backproof.sim.runs import run_simulation_timed, save_checkpoint

    times = None if out is None else out.with_name(out.name + ".safetensors")
    files = {} if times is None else {"hitting_times": times}
    failure: OSError | None = None
    before = vouched(out, _files, files)
    try:
        with counting_bar("walking", config.episodes) as on_progress:
            seconds = None if before is None else before["seconds"]
            run, seconds = run_simulation_timed(
                config, compiled=compiled, checkpoint=times, before=seconds, on_progress=on_progress
            )
    except UnwrittenError as error:
        (run, seconds), failure = error.finished, error
    with finished_run(files.values()):
        found = vouched(out, _files, files)
        document = found or record(config, run, policy=policy, seconds=seconds)
        fresh = found is None
        if prediction is not None:
            judge(prediction, document["estimate"])
            fresh = fresh or document.get("prediction") != prediction
            document["prediction"] = prediction
        if out is not None and fresh and failure is None:
            writers = {name: (path, lambda part: save_checkpoint(part, run, config)) for name, path in files.items()}
            with interrupts.held():
                failure = write_run(out, writers, document, document.update)
    return document, failure


def _files(document: dict[str, Any]) -> dict[str, Any]:
    return {"hitting_times": document.get("hitting_times")}
