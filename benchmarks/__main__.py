"""Run the benchmarks and print one table: ``python -m benchmarks [NAMES]``."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from backproof.api.arguments import RefusedError
from backproof.commands.output import check_file, write_whole
from benchmarks.report import Run, around, document, renew_page, show
from benchmarks.row import Size, one_line

BENCHMARKS = tuple(sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py")))


def measure(names: Sequence[str], size: Size) -> Run:
    """Run these benchmarks. One that fails keeps the rows that it had, and the others go on."""
    run, console, began = Run(size), Console(stderr=True), time.perf_counter()
    for name in names:
        if console.is_terminal:
            console.print(f"{name} ...", highlight=False)
        run.rows[name] = []
        try:
            for row in import_module(f"benchmarks.bench_{name}").rows(size):
                run.rows[name].append(row)
        except Exception as error:
            run.failures[name] = one_line(error)
    run.seconds = time.perf_counter() - began
    return run


def main(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help=f"Of {', '.join(BENCHMARKS)}.")] = None,
    json_: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Also write the rows as JSON.")] = None,
    page: Annotated[Path | None, typer.Option(metavar="FILE", help="Also renew the results in this page.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Larger inputs.")] = False,
) -> None:
    """Measure how fast the project is, beside its peers, and print one table.

    Exit code 1: a benchmark failed.
    """
    chosen = names or BENCHMARKS
    if unknown := sorted(set(chosen) - set(BENCHMARKS)):
        raise _refused(f"no benchmark is called {unknown[0]}: take some of {', '.join(BENCHMARKS)}")
    try:
        if json_ is not None:
            check_file("--json", json_)
        if page is not None:
            around(page)
    except RefusedError as error:
        raise _refused(str(error)) from error
    run = measure(chosen, Size.FULL if full else Size.USUAL)
    show(run, Console(width=None if sys.stdout.isatty() else 160))
    if json_ is not None:
        write_whole(json.dumps(document(run), indent=1, allow_nan=False) + "\n", json_)
    if page is not None:
        renew_page(run, page)
    if run.failures:
        raise typer.Exit(1)


def _refused(why: str) -> typer.Exit:
    typer.echo(f"benchmarks: {why}", err=True)
    return typer.Exit(2)


if __name__ == "__main__":
    typer.run(main)
