"""``backproof figures``: the paper's figures from code and records, and whether their numbers still hold."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backproof.commands.options import InterruptedRun, progress_bar, require

if TYPE_CHECKING:
    from paper_figures.figure import Figure


def figures(
    only: Annotated[list[str] | None, typer.Option(help="Figure to build or check; may be repeated.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Compare the numbers with the references, and two builds byte for byte.")
    ] = False,
    quick: Annotated[bool, typer.Option("--quick", help="With --check: the numbers alone.")] = False,
    out: Annotated[Path | None, typer.Option(help="Folder for the files; default: paper_figures/out.")] = None,
) -> None:
    """Build the paper's figures, those that are not up to date, or check that their numbers still hold.

    Exit code 1: a figure was not built, or has drifted.
    """
    if quick and not check:
        raise typer.BadParameter("--quick goes with --check: a build leaves out what is up to date by itself")
    if check and out is not None:
        raise typer.BadParameter("--check writes nothing: leave --out out")
    if out is not None and out.exists() and not out.is_dir():
        raise typer.BadParameter(f"--out {out}: must be a folder, got a file; name another")
    require("matplotlib", "figures")
    chosen = _select(only or [])
    began = time.perf_counter()
    failed = _check(chosen, quick) if check else _build(chosen, out)
    state = f"{failed} {'do not hold' if check else 'not built'}" if failed else f"all {'hold' if check else 'there'}"
    typer.echo(f"{len(chosen)} figure{'s' * (len(chosen) != 1)}: {state}; {time.perf_counter() - began:.0f} s")
    raise typer.Exit(1 if failed else 0)


def _select(names: list[str]) -> list[Figure]:
    """The named figures, or all."""
    from checks.index import near_matches
    from paper_figures.catalogue import FIGURES

    wanted = [name.strip() for part in names for name in part.split(",")]
    for name in wanted:
        if name not in FIGURES:
            raise typer.BadParameter(f"there is no figure {name!r}: {near_matches(name, FIGURES, 'the figures are')}")
    return [figure for name, figure in FIGURES.items() if not wanted or name in wanted]


def _build(chosen: list[Figure], out: Path | None) -> int:
    """Build, say what became of each, and return how many were not built."""
    from paper_figures.build import OUT, Outcome, build

    done: list[Outcome] = []
    with progress_bar("building", "building") as (on_start, on_one):
        on_start(len(chosen))

        def tell(outcome: Outcome) -> None:
            done.append(outcome)
            on_one()

        try:
            build(chosen, OUT if out is None else out, on_done=tell)
        except KeyboardInterrupt as error:
            ready = sum(outcome.state != "not built" for outcome in done)
            raise InterruptedRun(f"{ready} of {len(chosen)} figures are up to date, the rest as before") from error
    for outcome in done:
        typer.echo(f"{outcome.name}: {outcome.state}" + (f": {outcome.detail}" if outcome.detail else ""))
    return sum(outcome.state == "not built" for outcome in done)


def _check(chosen: list[Figure], quick: bool) -> int:
    """Compare, say what drifted where, and return how many figures did."""
    from paper_figures.check import differing_files, drift

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
