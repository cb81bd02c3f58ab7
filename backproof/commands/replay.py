"""``backproof replay``: the committed statements, put to any solver."""

from __future__ import annotations

import os
import sys
import time
from typing import Annotated

import typer

from backproof.commands.options import (
    Out,
    check_writable,
    deliver,
    positive_integer,
    progress_bar,
    select_claims,
)


def replay(
    only: Annotated[
        list[str] | None, typer.Option(help="Claim whose statements to replay, with those it uses; may be repeated.")
    ] = None,
    solver: Annotated[
        str | None, typer.Option(help="Command to ask, as 'cvc5 --lang smt2'; default: Z3 and cvc5 of this project.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(parser=positive_integer, metavar="N", help="Statements at a time; default: as many as cores."),
    ] = None,
    out: Out = None,
) -> None:
    """Put the committed statements to a solver, and compare its answers with those that are expected.

    Nothing is derived here: a replay says whether somebody else's solver answers as the two of this project did.
    """
    check_writable(out)
    ids = {claim.id for claim in select_claims(only or [])}
    from rich.console import Console

    from backproof.checks import replay as committed
    from backproof.reports import replay as replay_report

    try:
        solvers = committed.OWN if solver is None else (committed.external(solver),)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    statements = [statement for statement in committed.load_statements() if statement.claim in ids]
    if not statements:
        raise typer.BadParameter(f"nothing is committed under checks/smt for {', '.join(sorted(ids))}: run `make lock`")
    began = time.perf_counter()
    with progress_bar("replaying", "replaying") as (on_start, on_done):
        replies = committed.replay(
            statements, solvers, jobs=jobs or os.cpu_count() or 1, on_start=on_start, on_done=on_done
        )
    seconds = time.perf_counter() - began
    if out is None and sys.stdout.isatty():
        replay_report.table(replies, seconds, console=Console())
    else:
        deliver(replay_report.table(replies, seconds), out)
    if out is not None:
        typer.echo(replay_report.summary(replies, seconds), err=True)
    raise typer.Exit(committed.replay_exit_code(replies))
