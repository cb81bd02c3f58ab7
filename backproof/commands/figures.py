"""``backproof figures``: the paper's figures from code and records, and whether their numbers still hold."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from backproof.commands.options import names_of, require
from backproof.commands.output import InterruptedRun, check_writable, deliver_report
from backproof.commands.progress import progress_bar

if TYPE_CHECKING:
    from rich.console import Console

    from backproof.paper_figures.figure import Figure

DEFAULT = Path("figures")


class FigureState(NamedTuple):
    """What became of a figure, or of its numbers."""

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
    what became of it. Exit code 1: a figure was not built, or its numbers have changed.

    Example: backproof figures --only fig_separation
    """
    if quick and not check:
        raise typer.BadParameter("--quick goes with --check: a build leaves out what is up to date by itself")
    if check and out is not None:
        raise typer.BadParameter("--check writes nothing: leave --out out")
    check_writable(None)
    require("matplotlib", "figures")
    chosen = _select(names_of(only))
    folder = DEFAULT if out is None else out
    if not check:
        _prepare(folder, chosen)
    began = time.perf_counter()
    states = _check(chosen, quick) if check else _build(chosen, folder)
    failed = sum(not state.good for state in states)
    summary = f"{_counted(len(chosen))}: {_summary(len(chosen), failed, None if check else folder)}"
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
    """What became of so many figures: of those built, in which folder; of those checked, whether they hold."""
    every = "all " if number > 1 else ""
    if folder is None:
        return f"{failed} {'does' if failed == 1 else 'do'} not hold" if failed else f"{every}hold{'s' * (number == 1)}"
    if failed:
        return f"{failed} not built" + (f", the rest in {folder}" if failed < number else "")
    return f"{every}in {folder}"


def _prepare(folder: Path, chosen: list[Figure]) -> None:
    """Make the folder; refuse before working one that cannot be written, or where a file of others would be lost."""
    from backproof.paper_figures.build import files_of_others

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"0")
    except OSError as error:
        raise typer.BadParameter(
            f"--out {folder}: must be a folder that can be written ({error.strerror}); name another"
        ) from error
    if found := files_of_others(chosen, folder):
        raise typer.BadParameter(f"--out {folder}: has a {found[0]} that backproof did not build; name another folder")


def _select(names: list[str]) -> list[Figure]:
    """The named figures, or all."""
    from backproof.checks.index import near_matches
    from backproof.paper_figures.catalogue import FIGURES

    for name in names:
        if name not in FIGURES:
            raise typer.BadParameter(f"there is no figure {name!r}: {near_matches(name, FIGURES, 'the figures are')}")
    return [figure for name, figure in FIGURES.items() if not names or name in names]


def _build(chosen: list[Figure], folder: Path) -> list[FigureState]:
    """Build, and say what became of each."""
    from backproof.paper_figures.build import Outcome, build

    done: list[Outcome] = []
    with progress_bar("building", "building") as (on_start, on_one):
        on_start(len(chosen))

        def tell(outcome: Outcome) -> None:
            done.append(outcome)
            on_one()

        try:
            build(chosen, folder, on_done=tell)
        except KeyboardInterrupt as error:
            ready = sum(outcome.state != "not built" for outcome in done)
            kept = f"{ready} of {_counted(len(chosen))} up to date in {folder}, the rest as before"
            raise InterruptedRun(kept) from error
    return [
        FigureState(one.name, ": ".join(filter(None, (one.state, one.detail))), one.state != "not built")
        for one in done
    ]


def _check(chosen: list[Figure], quick: bool) -> list[FigureState]:
    """Compare, and say what has changed in each."""
    from backproof.paper_figures.check import differing_files, drift

    found: dict[str, list[str]] = {}
    with progress_bar("checking", "checking") as (on_start, on_one):
        on_start(len(chosen))
        for figure in chosen:
            try:
                found[figure.name] = drift(figure)
            except (ValueError, LookupError, ArithmeticError) as error:
                found[figure.name] = [str(error) or type(error).__name__]
            on_one()
        if not quick:
            sound = [name for name, lines in found.items() if not lines]
            for file in differing_files(sound) if sound else []:
                found[file.partition(".")[0]].append(f"{file} has other bytes in a second build")
    states = []
    for name, lines in found.items():
        shown = lines[:3] + [f"and {len(lines) - 3} more"] * (len(lines) > 3)
        states.append(FigureState(name, "; ".join(shown) or "holds", not lines))
    return states
