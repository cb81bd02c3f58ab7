"""``backproof figures``: the paper's figures from code and records, and whether their numbers still hold."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backproof.commands.options import InterruptedRun, check_writable, progress_bar, require

if TYPE_CHECKING:
    from backproof.paper_figures.figure import Figure


DEFAULT = Path("figures")


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
    require("matplotlib", "figures")
    chosen = _select(only or [])
    folder = DEFAULT if out is None else out
    if not check:
        _prepare(folder, chosen)
    began = time.perf_counter()
    failed = _check(chosen, quick) if check else _build(chosen, folder)
    seconds = f"{time.perf_counter() - began:.0f} s"
    typer.echo(f"{_counted(len(chosen))}: {_state(len(chosen), failed, None if check else folder)}; {seconds}")
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

    wanted = [name.strip() for part in names for name in part.split(",")]
    for name in wanted:
        if name not in FIGURES:
            raise typer.BadParameter(f"there is no figure {name!r}: {near_matches(name, FIGURES, 'the figures are')}")
    return [figure for name, figure in FIGURES.items() if not wanted or name in wanted]


def _build(chosen: list[Figure], folder: Path) -> int:
    """Build, say what became of each, and return how many were not built."""
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
    for outcome in done:
        typer.echo(f"{outcome.name}: {outcome.state}" + (f": {outcome.detail}" if outcome.detail else ""))
    return sum(outcome.state == "not built" for outcome in done)


def _check(chosen: list[Figure], quick: bool) -> int:
    """Compare, say what drifted where, and return how many figures did."""
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
    for name, lines in found.items():
        shown = lines[:3] + [f"and {len(lines) - 3} more"] * (len(lines) > 3)
        typer.echo(f"{name}: " + ("; ".join(shown) or "holds"))
    return sum(bool(lines) for lines in found.values())
