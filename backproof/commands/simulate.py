"""``backproof simulate``: walk many episodes, and estimate what they cost."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backproof.commands.options import (
    FORMAT,
    Depth,
    Lanes,
    RunFormat,
    Seed,
    Width,
    make_graph,
    parse_positive,
    require,
)
from backproof.commands.output import is_device
from backproof.commands.progress import counting_bar
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
    from backproof.sim.runs import RunConfig


class Engine(StrEnum):
    STEPS = "steps"
    CROSSINGS = "crossings"
    SEARCH = "search"


Walker = Annotated[
    str, typer.Option(metavar="base|sft|rlvr|FILE", help="The policy that walks, by name or from a file.")
]
HowToWalk = Annotated[
    Engine, typer.Option(help="Walk step by step, draw how often each edge is crossed, or use no edge twice.")
]
Episodes = Annotated[
    int, typer.Option(parser=parse_positive, metavar="N", help="Walks, each from the source to the target.")
]
Budget = Annotated[
    int | None, typer.Option(parser=parse_positive, metavar="N", help="With --engine steps: stop a walk after N steps.")
]
Compile = Annotated[
    bool, typer.Option("--compile", help="With --engine steps: compile first; worth it from 1e9 steps on.")
]
Compare = Annotated[bool, typer.Option("--compare", help="Also print what the theory predicts, and test it.")]


def simulate(
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
    policy: Walker = "base",
    engine: HowToWalk = Engine.CROSSINGS,
    episodes: Episodes = 10_000,
    seed: Seed = 0,
    device: Device = "cpu",
    budget: Budget = None,
    compile_: Compile = False,
    compare: Compare = False,
    format_: Annotated[RunFormat, typer.Option("--format", help=FORMAT)] = RunFormat.TABLE,
    yes: Yes = False,
    out: Record = None,
) -> None:
    """Walk many episodes, and estimate the expected steps.

    Prints the mean with its confidence interval, and quantiles. With --out FILE it writes the record there and the
    steps of each episode to FILE.safetensors. The same command goes on where an earlier run was interrupted, and comes
    to the same numbers. Exit code 1: the prediction is rejected.

    Example: backproof simulate --policy sft --episodes 20000 --compare
    """
    from backproof.sim.interrupts import ended_at_once, interruptible

    if episodes < 2:
        raise typer.BadParameter(f"--episodes must be at least 2, got {episodes}: one walk has no spread")
    graph = make_graph(width, depth, lanes)
    check_record(out, "backproof.simulation")
    with ended_at_once("backproof: interrupted; nothing was written\n"):
        require("torch", "sim")
        from backproof.policies import load_policy

        with run_failures():
            families = load_policy(policy, graph)
        from backproof.reports.records import only_run
        from backproof.reports.simulation import predict, show_simulation
        from backproof.sim.effort import of_simulation
        from backproof.sim.runs import RunConfig

    with run_failures(), interruptible() as interrupts, only_run(None if is_device(out) else out):
        config = RunConfig(width, depth, lanes, families, engine.value, episodes, seed, device, budget)
        prediction = predict(config, policy) if compare else None
        check_effort(of_simulation(config, compiled=compile_), yes=yes)
        document, failure = _recorded(config, policy, prediction, compile_, None if is_device(out) else out, interrupts)
    report_run(document, show_simulation, format_, out, failure)
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
    from backproof.reports.simulation import judge, simulation_record
    from backproof.sim.checkpoints import UnwrittenError
    from backproof.sim.runs import save_checkpoint, simulate_timed

    times = None if out is None else out.with_name(out.name + ".safetensors")
    files = {} if times is None else {"hitting_times": times}
    failure: OSError | None = None
    before = vouched(out, _files, files)
    try:
        with counting_bar("walking", config.episodes) as on_progress:
            seconds = None if before is None else before["seconds"]
            run, seconds = simulate_timed(
                config, compiled=compiled, checkpoint=times, before=seconds, on_progress=on_progress
            )
    except UnwrittenError as error:
        (run, seconds), failure = error.finished, error
    with finished_run(files.values()):
        found = vouched(out, _files, files)
        document = found or simulation_record(config, run, policy=policy, seconds=seconds)
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
