"""``backproof verify``: the claims, proved again."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backproof.commands.given import refuse
from backproof.commands.options import (
    FORMAT,
    Only,
    Out,
    Seed,
    parse_positive,
    select_claims,
)
from backproof.commands.output import InterruptedRun, check_file, check_writable, deliver, deliver_report, write_whole
from backproof.commands.progress import progress_bar
from backproof.theory.graph import PAPER

if TYPE_CHECKING:
    from rich.console import Console

    from backproof.checks.mutation import Score
    from backproof.checks.verify import Report


class VerifyFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    JUNIT = "junit"
    MARKDOWN = "markdown"


FILES = (VerifyFormat.JSON, VerifyFormat.JUNIT, VerifyFormat.MARKDOWN)
"""What a run can write beside its report, each by an option of that name."""


def verify(
    context: typer.Context,
    only: Only = None,
    list_: Annotated[bool, typer.Option("--list", help="List the claims and stop.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print every proof, derivation, simulation and control of each claim.")
    ] = False,
    mutants: Annotated[
        bool, typer.Option("--mutants", help="Also change every statement in one place, and count the changes noticed.")
    ] = False,
    format_: Annotated[VerifyFormat, typer.Option("--format", help=FORMAT)] = VerifyFormat.TABLE,
    out: Out = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write the report here, as JSON.")] = None,
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write it here, as JUnit XML.")] = None,
    markdown: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write it here, as Markdown.")] = None,
    jobs: Annotated[
        int | None, typer.Option(parser=parse_positive, metavar="N", help="Proofs at a time; default: one per core.")
    ] = None,
    seed: Seed = 0,
) -> None:
    """Prove the claims again, and check their controls.

    Prints one line per claim: its verdict, how much evidence of each kind there is, the controls that were caught, and
    the time. Exit code 1: something is false; 3: something is undecided.

    Example: backproof verify --only sft-cost --explain
    """
    _check_options(context, list_, format_)
    files = {name: file for name, file in zip(FILES, (json, junit, markdown), strict=True) if file is not None}
    _check_files(files, out)
    if list_:
        from backproof.reports.terminal import show_facts

        claims = select_claims(only)
        deliver_report(lambda console: show_facts(console, [(claim.id, claim.statement) for claim in claims]), out)
        return
    from backproof.api.verification import mutation_scores
    from backproof.api.verification import verify as verify_claims
    from backproof.checks.verify import verify_exit_code

    with progress_bar("deriving", "proving") as on_progress:
        report = verify_claims(only or [], jobs=jobs, seed=seed, on_progress=on_progress)
    scores = []
    if mutants:
        with progress_bar("mutating", "mutating") as on_progress:
            scores = mutation_scores(only or [], jobs=jobs, on_progress=on_progress)
    _report(report, files, format_, out, explain=explain, scores=scores)
    raise typer.Exit(verify_exit_code(report))


def _check_options(context: typer.Context, list_: bool, format_: VerifyFormat) -> None:
    """Refuse options that would have no effect."""
    if list_:
        names = "format_ json junit markdown explain mutants jobs seed"
        refuse(context, names, "--list names the claims and runs none")
    if format_ is not VerifyFormat.TABLE:
        refuse(context, "explain mutants", f"--format {format_} has all the details, and no mutants")


def _check_files(files: Mapping[VerifyFormat, Path], out: Path | None) -> None:
    """Refuse, before any work, a file that cannot be written, and one that is named twice."""
    check_writable(out)
    named = {} if out is None else {out.resolve(): "--out"}
    for name, file in files.items():
        check_file(f"--{name}", file)
        if file.resolve() in named:
            raise typer.BadParameter(f"--{name} and {named[file.resolve()]} name the same file: give two")
        named[file.resolve()] = f"--{name}"


def _report(
    report: Report,
    files: Mapping[VerifyFormat, Path],
    format_: VerifyFormat,
    out: Path | None,
    *,
    explain: bool,
    scores: list[Score],
) -> None:
    """Write the files, then print; where a file fails the others are written, and the table is printed."""
    from backproof.reports.costs import policy_costs
    from backproof.reports.junit import verification_junit
    from backproof.reports.terminal import plain_text
    from backproof.reports.verification import show_mutants, show_verification, verification_summary
    from backproof.reports.verification_documents import verification_json, verification_markdown

    costs = policy_costs(PAPER)

    def show(console: Console) -> None:
        show_verification(console, report, PAPER, costs, explain=explain)
        if scores:
            show_mutants(console, scores)

    documents = {
        VerifyFormat.TABLE: lambda: plain_text(show),
        VerifyFormat.JSON: lambda: verification_json(report, PAPER, costs),
        VerifyFormat.JUNIT: lambda: verification_junit(report, PAPER, costs),
        VerifyFormat.MARKDOWN: lambda: verification_markdown(report, PAPER, costs),
    }
    texts = {file: documents[name]() for name, file in files.items()}
    if out is not None:
        texts[out] = documents[format_]()
    failure = _write(texts)
    if out is not None and failure is None:
        typer.echo(verification_summary(report), err=True)
    elif out is None and format_ is not VerifyFormat.TABLE:
        deliver(documents[format_](), None)
    else:
        deliver_report(show)
    if failure is not None:
        raise failure


def _write(texts: Mapping[Path, str]) -> OSError | None:
    """Write each file that can be written; returns the first failure, which names the files that were written."""
    written: list[str] = []
    failures: list[OSError] = []
    try:
        for file, text in texts.items():
            try:
                write_whole(text, file)
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
