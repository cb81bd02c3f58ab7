"""The command line. Whatever is heavy is imported inside the command that needs it.

Exit codes: 0 all hold; 1 refuted, vacuous, disagreement or a control that survived; 2 bad usage; 3 unknown, timeout or
resource limit; 4 a lost or unsound solver, or an internal error; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from checks.index import Claim
    from checks.verify import Report
    from theory.graph import CorridorGraph

app = typer.Typer(
    help="Check the theorem that RLVR learns to backtrack where SFT on golden paths cannot.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

MAX_DEPTH = 1_000_000
INTERRUPTED = 130


class PolicyName(StrEnum):
    BASE = "base"
    SFT = "sft"
    RLVR = "rlvr"


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    JUNIT = "junit"
    MARKDOWN = "markdown"


@app.callback(invoke_without_command=True)
def backproof(context: typer.Context) -> None:
    """Check the theorem that RLVR learns to backtrack where SFT on golden paths cannot."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def positive_integer(text: str | int) -> int:
    """Parse a size; typer's own message would leave out what was given."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise typer.BadParameter(f"must be an integer >= 1, got {text}")
    return number


Width = Annotated[int, typer.Option(parser=positive_integer, metavar="N", help="Corridors W of the graph.")]
Depth = Annotated[int, typer.Option(parser=positive_integer, metavar="N", help="Diamonds per corridor K.")]
Lanes = Annotated[int, typer.Option(parser=positive_integer, metavar="N", help="Lanes per diamond L.")]
Out = Annotated[Path | None, typer.Option(help="File to write, in place of standard output.")]


@app.command()
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
    replay: Annotated[bool, typer.Option("--replay", help="Only put the committed statements to solvers.")] = False,
    solver: Annotated[
        str | None, typer.Option(help="With --replay: command to replay with, as 'cvc5 --lang smt2'.")
    ] = None,
) -> None:
    """Derive the costs, prove the claims with two solvers, and print a verdict for each."""
    graph = _graph(width, depth, lanes)
    _check_writable(out)
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
        _deliver("".join(f"{claim.id:20} {claim.statement}\n" for claim in claims), out)
        return
    jobs = jobs or os.cpu_count() or 1
    if replay:
        _replay({claim.id for claim in claims}, solver, jobs, out)
    from backproof import reports
    from backproof.costs import costs
    from checks.verify import exit_code

    report = _run(claims, jobs)
    found = costs(graph)
    if format_ is Format.TABLE and out is None and sys.stdout.isatty():
        from rich.console import Console

        reports.table(report, graph, found, console=Console())
    else:
        _deliver(reports.RENDERERS[format_](report, graph, found), out)
    if controls:
        from checks.mutation import score

        typer.echo(reports.controls_text(report, score(claims, jobs=jobs)), nl=False)
    if out is not None:
        typer.echo(reports.summary(report), err=True)
    raise typer.Exit(exit_code(report))


@app.command()
def export(
    claim: Annotated[
        str | None, typer.Argument(metavar="[CLAIM[/OBLIGATION]]", help="What to write as SMT-LIB.")
    ] = None,
    prism: Annotated[bool, typer.Option("--prism", help="Write a corridor chain as a PRISM model instead.")] = False,
    width: Width = 15,
    depth: Depth = 15,
    lanes: Lanes = 5,
    policy: Annotated[PolicyName, typer.Option(help="With --prism: whose probabilities.")] = PolicyName.BASE,
    out: Out = None,
) -> None:
    """Write a claim's statements as SMT-LIB 2, or a corridor chain as a PRISM model, for other tools to check."""
    if prism == (claim is not None):
        raise typer.BadParameter("give either a claim or --prism" + (", not both" if prism else ""))
    _check_writable(out)
    if claim is None:
        _deliver(_prism_text(_graph(width, depth, lanes), policy), out)
        return
    from checks.export import UnknownObligationError, export_text
    from checks.index import UnknownClaimError

    try:
        text = export_text(claim)
    except (UnknownClaimError, UnknownObligationError) as error:
        raise typer.BadParameter(str(error)) from error
    _deliver(text, out)


def _prism_text(graph: CorridorGraph, policy: PolicyName) -> str:
    from backproof.costs import POLICIES
    from checks.prism import ModelTooLargeError, corridor_model

    try:
        return corridor_model(graph, POLICIES[policy](graph), name=policy)
    except ModelTooLargeError as error:
        raise typer.BadParameter(str(error)) from error


def _graph(width: int, depth: int, lanes: int) -> CorridorGraph:
    from theory.graph import CorridorGraph

    try:
        graph = CorridorGraph(width, depth, lanes)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if depth > MAX_DEPTH:
        raise typer.BadParameter(f"depth must be at most {MAX_DEPTH} on the command line, got depth={depth}")
    return graph


def _select(ids: list[str]) -> tuple[Claim, ...]:
    from checks.index import UnknownClaimError, select

    try:
        return select(name for part in ids for name in part.split(","))
    except UnknownClaimError as error:
        raise typer.BadParameter(str(error)) from error


def _check_writable(out: Path | None) -> None:
    """Refuse before working what could not be written after it."""
    if out is None:
        return
    if not out.parent.is_dir():
        raise typer.BadParameter(f"--out {out}: the folder {out.parent} does not exist; create it first")
    if out.is_dir() or not os.access(out.parent, os.W_OK):
        raise typer.BadParameter(f"--out {out}: not a file that can be written; name another")


def _run(claims: tuple[Claim, ...], jobs: int) -> Report:
    """Verify, with a progress bar."""
    from checks.verify import verify as verify_claims

    with _progress("deriving", "proving") as (on_start, on_done):
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
    with _progress("replaying", "replaying") as (on_start, on_done):
        replies = replay.replay(statements, solvers, jobs=jobs, on_start=on_start, on_done=on_done)
    seconds = time.perf_counter() - began
    if out is None and sys.stdout.isatty():
        replay_report.table(replies, seconds, console=Console())
    else:
        _deliver(replay_report.table(replies, seconds), out)
    if out is not None:
        typer.echo(replay_report.summary(replies, seconds), err=True)
    raise typer.Exit(replay.exit_code(replies))


@contextmanager
def _progress(before: str, during: str) -> Iterator[tuple[Callable[[int], None], Callable[[], None]]]:
    """A progress bar where standard error is a terminal: what to call with the total, and after each part."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(before, total=None)
        yield (
            lambda total: progress.update(task, description=during, total=total),
            lambda: progress.advance(task),
        )


def _deliver(text: str, out: Path | None) -> None:
    """Print, or write a file that is whole or not there; into a pipe or device as it is."""
    if out is None:
        typer.echo(text, nl=False)
    elif out.exists() and not out.is_file():
        out.write_text(text, encoding="utf-8")
    else:
        part = out.with_name(f".{out.name}.{os.getpid()}.part")
        try:
            part.write_text(text, encoding="utf-8")
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)


def _fail(message: str, code: int) -> NoReturn:
    """One line on standard error, then the end."""
    typer.echo(f"backproof: {message}", err=True)
    sys.exit(code)


def main() -> None:
    """Entry point: every expected failure is one line and an exit code."""
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        _fail(f"{error.format_message()} (see backproof --help)", 2)
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except OSError as error:
        _fail(f"{error.filename or 'output'}: {error.strerror or error}; nothing was written", 2)
    except Exception as error:
        from checks.kernel import SolverLostError, UnsoundSolverError
        from checks.replay import DriftError, SolverCommandError

        if not isinstance(error, SolverLostError | UnsoundSolverError | SolverCommandError | DriftError):
            traceback.print_exc()
            _fail("internal error, see above; please report it", 4)
        _fail(str(error), 4)
    if code == INTERRUPTED:
        _fail("interrupted; nothing was written", INTERRUPTED)
    sys.exit(code or 0)


if __name__ == "__main__":
    main()
