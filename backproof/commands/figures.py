"""``backproof figures``: the paper's figures from code and records, and whether their numbers still hold."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from backproof.api.figures import DEFAULT
from backproof.commands.output import InterruptedRun, check_writable, deliver_report
from backproof.commands.progress import progress_bar

if TYPE_CHECKING:
    from rich.console import Console


class FigureState(NamedTuple):
    """The result of building a figure, or of checking its numbers."""

    name: str
    words: str
    good: bool


def figures(
    only: Annotated[list[str] | None, typer.Option(metavar="ID", help="Only this figure; repeat for more.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Compare the numbers with the references, and two builds byte for byte.")
    ] = False,
    quick: Annotated[bool, typer.Option("--quick", help="With --check: compare the numbers alone.")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help=f"Write to this folder instead of ./{DEFAULT}.")
    ] = None,
) -> None:
    """Build the figures, or check that their numbers still hold.

    Writes each figure that is not up to date as PDF, SVG and PNG, with its numbers as CSV and its caption, and prints
    which it built. Exit code 1: a figure was not built, or its numbers have changed.

    Example: backproof figures --only fig_separation
    """
    if quick and not check:
        raise typer.BadParameter("--quick needs --check: a build always skips figures that are up to date")
    if check and out is not None:
        raise typer.BadParameter("--check writes nothing: leave --out out")
    check_writable(None)
    folder = DEFAULT if out is None else out
    began = time.perf_counter()
    states = _check(only or [], quick) if check else _build(only or [], folder)
    failed = sum(not state.good for state in states)
    summary = f"{_counted(len(states))}: {_summary(len(states), failed, None if check else folder)}"
    lines = [f"{state.name}: {state.words}" for state in states]
    deliver_report(lambda console: _show(console, [*lines, f"{summary}; {time.perf_counter() - began:.0f} s"]))
    raise typer.Exit(1 if failed else 0)


def _show(console: Console, lines: list[str]) -> None:
    from backproof.reports.terminal import show_text

    for line in lines:
        show_text(console, line)


def _counted(number: int) -> str:
    return f"{number} figure{'' if number == 1 else 's'}"


def _summary(number: int, failed: int, folder: Path | None) -> str:
    """The result in total: the folder of the figures that were built, or whether those that were checked hold."""
    every = "all " if number > 1 else ""
    if folder is None:
        return f"{failed} {'does' if failed == 1 else 'do'} not hold" if failed else f"{every}hold{'s' * (number == 1)}"
    if failed:
        return f"{failed} not built" + (f", the rest in {folder}" if failed < number else "")
    return f"{every}in {folder}"


def _build(only: list[str], folder: Path) -> list[FigureState]:
    """Build, and report on each figure."""
    from backproof.api.figures import figures as build_figures

    try:
        with progress_bar("building", "building") as show:
            outcomes = build_figures(only, out=folder, on_progress=show)
    except KeyboardInterrupt as error:
        raise InterruptedRun(str(error) or "nothing was written") from error
    return [
        FigureState(one.name, ": ".join(filter(None, (one.state, one.detail))), one.state != "not built")
        for one in outcomes
    ]


def _check(only: list[str], quick: bool) -> list[FigureState]:
    """Compare, and say what has changed in each."""
    from backproof.api.figures import check_figures

    with progress_bar("checking", "checking") as show:
        found = check_figures(only, quick=quick, on_progress=show)
    states = []
    for name, lines in found.items():
        shown = lines[:3] + [f"and {len(lines) - 3} more"] * (len(lines) > 3)
        states.append(FigureState(name, "; ".join(shown) or "holds", not lines))
    return states
