"""``backproof replay``: the committed statements, put to any solver."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from backproof.commands.options import Only, Out, parse_positive
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
    answers do not depend on this project's Python. Exit code 1: an answer is the opposite of the expected one; 3: the
    solver leaves one open; 4: the solver failed on a statement, or gave a wrong answer to a canary.

    Example: backproof replay --only sft-cost --solver z3
    """
    check_writable(out)
    from backproof.api.verification import replay as replay_claims
    from backproof.checks.replay import replay_exit_code
    from backproof.reports.replay import replay_summary, show_replay

    began = time.perf_counter()
    with progress_bar("replaying", "replaying") as on_progress:
        replies = replay_claims(only or [], solver=solver, jobs=jobs, on_progress=on_progress)
    seconds = time.perf_counter() - began
    deliver_report(lambda console: show_replay(console, replies, seconds), out)
    if out is not None:
        typer.echo(replay_summary(replies, seconds), err=True)
    raise typer.Exit(replay_exit_code(replies))
