"""``backproof figures``: the paper's figures from code and records, and whether their numbers still hold."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from backproof.api.figures import DEFAULT
from backproof.commands.options import InterruptedRun, check_writable, progress_bar


def figures(
    only: Annotated[list[str] | None, typer.Option(help="Figure to build or check; may be repeated.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Compare the numbers with the references, and two builds byte for byte.")
    ] = False,
    quick: Annotated[bool, typer.Option("--quick", help="With --check: the numbers alone.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Folder for the files; default: ./{DEFAULT}.")] = None,
) -> None:
    """Build the paper's figures, those that are not up to date, or check that their numbers still hold.

    Each is a PDF, SVG and PNG, its numbers as CSV and its caption. Exit code 1: one was not built or has drifted.
    """
    if quick and not check:
        raise typer.BadParameter("--quick goes with --check: a build leaves out what is up to date by itself")
    if check and out is not None:
        raise typer.BadParameter("--check writes nothing: leave --out out")
    check_writable(None)
    folder = DEFAULT if out is None else out
    began = time.perf_counter()
    number, failed = _check(only or [], quick) if check else _build(only or [], folder)
    seconds = f"{time.perf_counter() - began:.0f} s"
    typer.echo(f"{_counted(number)}: {_state(number, failed, None if check else folder)}; {seconds}")
    raise typer.Exit(1 if failed else 0)


def _counted(number: int) -> str:
    return f"{number} figure{'' if number == 1 else 's'}"


def _state(number: int, failed: int, folder: Path | None) -> str:
    """What became of so many figures: of those built, in which folder; of those checked, whether they hold."""
    every = "all " if number > 1 else ""
    if folder is None:
        return f"{failed} {'does' if failed == 1 else 'do'} not hold" if failed else f"{every}hold{'s' * (number == 1)}"
    if failed:
        return f"{failed} not built" + (f", the rest in {folder}" if failed < number else "")
    return f"{every}in {folder}"


def _build(only: list[str], folder: Path) -> tuple[int, int]:
    """Build, say what became of each, and return how many there are and how many were not built."""
    from backproof.api.figures import figures as build_figures

    try:
        with progress_bar("building", "building") as show:
            outcomes = build_figures(only, out=folder, on_progress=show)
    except KeyboardInterrupt as error:
        raise InterruptedRun(str(error) or "nothing was written") from error
    for outcome in outcomes:
        typer.echo(f"{outcome.name}: {outcome.state}" + (f": {outcome.detail}" if outcome.detail else ""))
    return len(outcomes), sum(outcome.state == "not built" for outcome in outcomes)


def _check(only: list[str], quick: bool) -> tuple[int, int]:
    """Compare, say what drifted where, and return how many figures there are and how many did."""
    from backproof.api.figures import check_figures

    with progress_bar("checking", "checking") as show:
        found = check_figures(only, quick=quick, on_progress=show)
    for name, lines in found.items():
        shown = lines[:3] + [f"and {len(lines) - 3} more"] * (len(lines) > 3)
        typer.echo(f"{name}: " + ("; ".join(shown) or "holds"))
    return len(found), sum(bool(lines) for lines in found.values())
