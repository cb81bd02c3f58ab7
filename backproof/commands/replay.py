"""``backproof replay``: the committed statements, put to any solver."""

from __future__ import annotations

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
    from rich.console import Console

    from backproof.api.verification import replay as replay_claims
    from backproof.checks.replay import replay_exit_code
    from backproof.reports import replay as replay_report

    began = time.perf_counter()
    with progress_bar("replaying", "replaying") as on_progress:
        replies = replay_claims(only or [], solver=solver, jobs=jobs, on_progress=on_progress)
    seconds = time.perf_counter() - began
    if out is None and sys.stdout.isatty():
        replay_report.table(replies, seconds, console=Console())
    else:
        deliver(replay_report.table(replies, seconds), out)
    if out is not None:
        typer.echo(replay_report.summary(replies, seconds), err=True)
    raise typer.Exit(replay_exit_code(replies))
