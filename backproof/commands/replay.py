"""``backproof replay``: the committed statements, put to any solver."""

from __future__ import annotations

import os
import time
from typing import Annotated

import typer

from backproof.commands.options import Only, Out, parse_positive, select_claims
from backproof.commands.output import check_writable, deliver_report
from backproof.commands.progress import progress_bar


def replay(
    only: Only = None,
    solver: Annotated[
        str | None,
        typer.Option(
            metavar="COMMAND", help="Solver to ask, as 'cvc5 --lang smt2'; default: this project's Z3 and cvc5."
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(parser=parse_positive, metavar="N", help="Statements at a time; default: one per core."),
    ] = None,
    out: Out = None,
) -> None:
    """Put the committed statements to a solver of your choice.

    Prints one line per claim: how many of the solver's answers are the expected ones. Nothing is derived here, so the
    answers do not depend on this project's Python. Exit code 1: an answer is contradicted; 3: one is left open.

    Example: backproof replay --only sft-cost --solver z3
    """
    check_writable(out)
    ids = {claim.id for claim in select_claims(only)}
    from backproof.checks import replay as committed
    from backproof.reports.replay import replay_summary, show_replay

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
    deliver_report(lambda console: show_replay(console, replies, seconds), out)
    if out is not None:
        typer.echo(replay_summary(replies, seconds), err=True)
    raise typer.Exit(committed.replay_exit_code(replies))
