"""``backproof sweep``: a grid of runs, computed here or elsewhere, into one dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from backproof.commands.given import refuse
from backproof.commands.options import Scheduler, parse_positive
from backproof.commands.output import deliver_report
from backproof.commands.progress import progress_bar
from backproof.commands.runs import Yes, run_failures
from backproof.installed import require


def sweep(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The sweep: TOML with a table for each grid.")],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the dataset is, or is to be.")],
    jobs: Annotated[
        int | None,
        typer.Option(
            parser=parse_positive, metavar="N", help="Cells at a time; 1 is without processes; default: one per core."
        ),
    ] = None,
    scheduler: Scheduler = None,
    yes: Yes = False,
) -> None:
    """Run simulations, trainings and graphs on a grid of settings.

    Prints how many cells were recorded, and each that failed. A cell is one choice of the settings. Its results go to a
    Parquet file in FOLDER, which is the same wherever the cell was run. If the sweep is interrupted, the same command
    continues it: a cell that is recorded is not run again, one that failed is. Exit code 1: a cell failed.

    Example: backproof sweep examples/sweeps/depths.toml --out results
    """
    if scheduler is not None:
        refuse(context, "jobs", "--scheduler has workers of its own")
    require("torch", "sim")
    from backproof.api.sweeps import sweep as sweep_grids
    from backproof.reports.sweeps import show_sweep

    with run_failures(), progress_bar("planning", "running") as on_progress:
        found = sweep_grids(file, out=out, jobs=jobs, scheduler=scheduler, yes=yes, on_progress=on_progress)
    deliver_report(lambda console: show_sweep(console, found.folder, found.counts, found.failures))
    raise typer.Exit(1 if found.failures else 0)
