"""``backproof verify``: derive the costs, prove the claims with two solvers, and print a verdict for each."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backproof.commands.given import refuse
from backproof.commands.options import (
    InterruptedRun,
    Out,
    Seed,
    check_file,
    check_writable,
    deliver,
    positive_integer,
    progress_bar,
)
from backproof.theory.graph import PAPER

if TYPE_CHECKING:
    from backproof.checks.mutation import Score
    from backproof.checks.verify import Report
    from backproof.reports.costs import Cost
    from backproof.theory.graph import CorridorGraph


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    JUNIT = "junit"
    MARKDOWN = "markdown"


def verify(
    context: typer.Context,
    only: Annotated[list[str] | None, typer.Option(help="Claim to run, with those it uses; may be repeated.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the claims and stop.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How to report.")] = Format.TABLE,
    out: Out = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write the report here, as JSON.")] = None,
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write it here, as JUnit XML.")] = None,
    markdown: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write it here, as Markdown.")] = None,
    controls: Annotated[
        bool, typer.Option("--controls", help="Also show each control, and mutate obligations.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option(parser=positive_integer, metavar="N", help="Proofs at a time; default: one per core.")
    ] = None,
    seed: Seed = 0,
) -> None:
    """Derive the costs, prove the claims with two solvers, and print a verdict for each."""
    if list_:
        refuse(context, "format_ json junit markdown controls jobs seed", "--list names the claims and runs none")
    if controls and format_ is not Format.TABLE:
        raise typer.BadParameter(
            "--controls is an addition to the table: leave --format out; reports have the controls"
        )
    also = {Format.JSON: json, Format.JUNIT: junit, Format.MARKDOWN: markdown}
    files = {name: file for name, file in also.items() if file is not None}
    _check_files(files, out)
    if list_:
        from backproof.api.arguments import names
        from backproof.checks.index import claims_with_used

        listed = claims_with_used(names("only", only or []))
        deliver("".join(f"{claim.id:20} {claim.statement}\n" for claim in listed), out)
        return
    from backproof.api.verification import mutation_scores
    from backproof.api.verification import verify as verify_claims
    from backproof.checks.verify import verify_exit_code
    from backproof.reports.costs import costs

    with progress_bar("deriving", "proving") as on_progress:
        report = verify_claims(only or [], jobs=jobs, seed=seed, on_progress=on_progress)
    scores = None
    if controls:
        with progress_bar("mutating", "mutating") as on_progress:
            scores = mutation_scores(only or [], jobs=jobs, on_progress=on_progress)
    _report(report, PAPER, costs(PAPER), files, format_, out, scores)
    raise typer.Exit(verify_exit_code(report))


def _check_files(files: Mapping[Format, Path], out: Path | None) -> None:
    """Refuse before working a file that could not be written after it, and one that is named twice."""
    check_writable(out)
    named = {} if out is None else {out.resolve(): "--out"}
    for name, file in files.items():
        check_file(f"--{name}", file)
        if file.resolve() in named:
            raise typer.BadParameter(f"--{name} and {named[file.resolve()]} name the same file: give two")
        named[file.resolve()] = f"--{name}"


def _report(
    report: Report,
    graph: CorridorGraph,
    found: list[Cost],
    files: Mapping[Format, Path],
    format_: Format,
    out: Path | None,
    scores: list[Score] | None,
) -> None:
    """Write what goes to files, then print; where a file fails the rest is written, and the table is printed."""
    from backproof.reports import verification as reports

    controls = "" if scores is None else reports.controls_text(report, scores)
    texts = {file: reports.RENDERERS[name](report, graph, found) for name, file in files.items()}
    if out is not None:
        texts[out] = reports.RENDERERS[format_](report, graph, found) + controls
    failure = _write(texts)
    if out is not None and failure is None:
        typer.echo(reports.summary(report), err=True)
    elif out is None and format_ is not Format.TABLE:
        deliver(reports.RENDERERS[format_](report, graph, found), None)
    elif sys.stdout.isatty():
        from rich.console import Console

        reports.table(report, graph, found, console=Console())
        deliver(controls, None)
    else:
        deliver(reports.table(report, graph, found) + controls, None)
    if failure is not None:
        raise failure


def _write(texts: Mapping[Path, str]) -> OSError | None:
    """Write each file that can be written; the first failure, which says which others are there."""
    written: list[str] = []
    failures: list[OSError] = []
    try:
        for file, text in texts.items():
            try:
                deliver(text, file)
            except OSError as error:
                failures.append(error)
            else:
                written.append(str(file))
    except KeyboardInterrupt as error:
        raise InterruptedRun(f"written: {', '.join(written) or 'nothing'}") from error
    if not failures:
        return None
    first = failures[0]
    return OSError(first.errno, f"{first.strerror}; written: {', '.join(written) or 'nothing'}", first.filename)
