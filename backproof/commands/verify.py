"""``backproof verify``: derive the costs, prove the claims with two solvers, and print a verdict for each."""

from __future__ import annotations

import functools
import os
import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from backproof.commands.options import (
    Depth,
    Lanes,
    Out,
    Seed,
    Width,
    check_writable,
    deliver,
    is_installed,
    make_graph,
    positive_integer,
    progress_bar,
)

if TYPE_CHECKING:
    from checks.index import Claim
    from checks.verify import Report


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    JUNIT = "junit"
    MARKDOWN = "markdown"


def verify(
    only: Annotated[list[str] | None, typer.Option(help="Claim to run, with those it uses; may be repeated.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the claims and stop.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How to report.")] = Format.TABLE,
    out: Out = None,
    controls: Annotated[
        bool, typer.Option("--controls", help="Also show each control, and mutate obligations.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option(parser=positive_integer, metavar="N", help="Proofs at a time; default: one per core.")
    ] = None,
    width: Width = 15,
    depth: Depth = 15,
    lanes: Lanes = 5,
    seed: Seed = 0,
    replay: Annotated[bool, typer.Option("--replay", help="Only put the committed statements to solvers.")] = False,
    solver: Annotated[
        str | None, typer.Option(help="With --replay: command to replay with, as 'cvc5 --lang smt2'.")
    ] = None,
) -> None:
    """Derive the costs, prove the claims with two solvers, and print a verdict for each."""
    graph = make_graph(width, depth, lanes)
    check_writable(out)
    if controls and format_ is not Format.TABLE:
        raise typer.BadParameter(
            "--controls is an addition to the table: leave --format out; reports have the controls"
        )
    if replay and (format_ is not Format.TABLE or controls):
        raise typer.BadParameter("--replay prints a table of its own: leave --format and --controls out")
    if solver is not None and not replay:
        raise typer.BadParameter("--solver goes with --replay: the proofs always run Z3 and cvc5")
    claims = _select(only or [])
    if list_:
        deliver("".join(f"{claim.id:20} {claim.statement}\n" for claim in claims), out)
        return
    jobs = jobs or os.cpu_count() or 1
    if replay:
        _replay({claim.id for claim in claims}, solver, jobs, out)
    from backproof import reports
    from backproof.costs import costs
    from checks.verify import exit_code

    report = _run(claims, jobs, seed)
    found = costs(graph)
    if format_ is Format.TABLE and out is None and sys.stdout.isatty():
        from rich.console import Console

        reports.table(report, graph, found, console=Console())
    else:
        deliver(reports.RENDERERS[format_](report, graph, found), out)
    if controls:
        from checks.mutation import score

        typer.echo(reports.controls_text(report, score(claims, jobs=jobs)), nl=False)
    if out is not None:
        typer.echo(reports.summary(report), err=True)
    raise typer.Exit(exit_code(report))


def _select(ids: list[str]) -> tuple[Claim, ...]:
    from checks.index import UnknownClaimError, select

    try:
        return select(name for part in ids for name in part.split(","))
    except UnknownClaimError as error:
        raise typer.BadParameter(str(error)) from error


def _run(claims: tuple[Claim, ...], jobs: int, seed: int) -> Report:
    """Verify, with a progress bar; with experiments where there is torch to run them."""
    from checks.verify import verify as verify_claims

    with progress_bar("deriving", "proving") as (on_start, on_done):
        if is_installed("torch"):
            from backproof.experiments import experiments_of

            experiments = functools.partial(experiments_of, seed=seed)
            return verify_claims(claims, jobs=jobs, experiments=experiments, on_start=on_start, on_done=on_done)
        return verify_claims(claims, jobs=jobs, on_start=on_start, on_done=on_done)


def _replay(ids: set[str], command_line: str | None, jobs: int, out: Path | None) -> NoReturn:
    """Replay the committed statements of these claims, print what came of it, and end."""
    from rich.console import Console

    from backproof import replay_report
    from checks import replay

    try:
        solvers = replay.OWN if command_line is None else (replay.external(command_line),)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    statements = [statement for statement in replay.load() if statement.claim in ids]
    if not statements:
        raise typer.BadParameter(f"nothing is committed under checks/smt for {', '.join(sorted(ids))}: run `make lock`")
    began = time.perf_counter()
    with progress_bar("replaying", "replaying") as (on_start, on_done):
        replies = replay.replay(statements, solvers, jobs=jobs, on_start=on_start, on_done=on_done)
    seconds = time.perf_counter() - began
    if out is None and sys.stdout.isatty():
        replay_report.table(replies, seconds, console=Console())
    else:
        deliver(replay_report.table(replies, seconds), out)
    if out is not None:
        typer.echo(replay_report.summary(replies, seconds), err=True)
    raise typer.Exit(replay.exit_code(replies))
