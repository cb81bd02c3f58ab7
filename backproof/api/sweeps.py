"""Sweeps: grids of simulations, trainings and graphs, computed here or elsewhere, into one dataset.

Main definitions: `sweep`, `Sweep`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backproof.api.arguments import check_file, check_texts, checked_jobs, path
from backproof.api.cells import CELL_KINDS, CellTask, file_settings, policy_names, run_cell, typed
from backproof.api.progress import Counter, OnProgress
from backproof.installed import require
from backproof.reports.records import only_run
from backproof.sweeps.dataset import MANIFEST, Column, Dataset, manifest_of
from backproof.sweeps.grids import GridCell, SweepFileError, cells_of, read_sweep_file
from backproof.theory.graph import check_type
from backproof.workers.places import Cluster, Here, Pool
from backproof.workers.tasks import Workers, WorkersError, at_work, outcomes
from backproof.workers.versions import installed_versions


@dataclass(frozen=True)
class Sweep:
    """What became of a sweep.

    ``folder`` has the dataset. Of its ``cells``, ``found`` had been recorded before this call, and ``recorded`` by it.
    ``failures`` has the others, each in words, with its error in one line; the next call tries them again.
    """

    folder: Path
    cells: int
    found: int
    recorded: int
    failures: Mapping[str, str]

    @property
    def counts(self) -> dict[str, int]:
        """The numbers by name, as the command prints them."""
        return {
            "cells": self.cells,
            "recorded before": self.found,
            "recorded now": self.recorded,
            "failed": len(self.failures),
        }


def sweep(
    grids: str | os.PathLike[str] | Mapping[str, Any],
    *,
    out: str | os.PathLike[str],
    jobs: int | None = None,
    scheduler: str | None = None,
    yes: bool = False,
    on_progress: OnProgress | None = None,
) -> Sweep:
    """Run every cell of some grids, and record each in a file of the dataset in the folder ``out``.

    ``grids`` is a sweep file, or what such a file holds. The names of files in it are relative to its folder, or to the
    current one. ``jobs`` is the number of processes, by default one for each core; with 1 the cells are run in this
    process. ``scheduler`` is the address of a dask scheduler, whose workers then run the cells. The numbers, and the
    bytes of the files, are the same wherever the cells are run.

    A call that was interrupted, or in which cells failed, goes on when it is repeated: a cell that is recorded is not
    run again. A cell that is expected to take more than an hour needs ``yes``.

    Raises ValueError or TypeError for what cannot be swept, for a folder that is not the dataset of this sweep, and
    where the workers are gone or of another version; MissingPackageError where a package is missing; OSError where a
    cell cannot be recorded. What was recorded stays.

    >>> import tempfile
    >>> from backproof import sweep
    >>> grids = {"simulate": {"width": 3, "depth": [1, 2], "policy": ["base", "rlvr"], "episodes": 100}}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     found = sweep(grids, out=f"{folder}/results", jobs=1)
    >>> found.cells, found.recorded, found.failures
    (4, 4, {})
    """
    check_type("yes", yes, bool)
    counter = Counter(on_progress)
    if scheduler is not None:
        check_texts(scheduler=scheduler)
    count = checked_jobs(jobs)
    require("torch", "sim")
    require("duckdb", "compare")
    plan = _planned(grids, yes)
    folder = path("out", out)
    if folder is None:
        raise TypeError("out must be the path of a folder, got out=None")
    check_file("--out", folder / MANIFEST if folder.is_dir() else folder)
    workers = Cluster(scheduler) if scheduler is not None else Here() if count == 1 else Pool(count)
    with only_run(folder):
        dataset = Dataset(folder, plan.manifest)
        dataset.begin()
        return _run(plan, dataset, workers, counter)


@dataclass(frozen=True)
class _Plan:
    """The cells in words and with complete settings, the columns of each command's settings, and the manifest."""

    words: Sequence[str]
    tasks: Sequence[CellTask]
    columns: Mapping[str, Mapping[str, str]]
    manifest: Mapping[str, Any]


def _planned(grids: str | os.PathLike[str] | Mapping[str, Any], yes: bool) -> _Plan:
    """Everything that can be refused is refused here."""
    if isinstance(grids, Mapping):
        return _plan(dict(grids), Path(), yes)
    if not isinstance(grids, str | os.PathLike):
        raise TypeError(f"grids must be a sweep file or a mapping, got grids={grids!r:.40}")
    file = Path(grids)
    document = read_sweep_file(file)
    try:
        return _plan(document, file.parent, yes)
    except ValueError as error:
        raise SweepFileError(f"{file}: {error}") from error


def _plan(document: dict[str, Any], base: Path, yes: bool) -> _Plan:
    keys = {command: kind.keys() for command, kind in CELL_KINDS.items()}
    cells = cells_of(document, keys)
    read: dict[str, bytes] = {}
    tasks: list[CellTask] = []
    seen: set[str] = set()
    for number, cell in enumerate(cells):
        try:
            tasks.append(_task(cell._replace(settings=typed(cell.settings, keys[cell.command])), base, read, yes))
        except (ValueError, TypeError, ArithmeticError, OSError) as error:
            raise SweepFileError(f"{_words(number, cell)}: {' '.join(str(error).split())}") from error
        seen.add(json.dumps([cell.command, tasks[-1].settings], sort_keys=True))
        if len(seen) <= number:
            raise SweepFileError(f"{_words(number, cell)}: is in the sweep twice: take one out")
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in read.items()}
    identity = [[task.command, task.settings] for task in tasks]
    return _Plan(
        [_words(number, cell) for number, cell in enumerate(cells)],
        tasks,
        _columns(tasks, keys),
        manifest_of(document, identity, digests, installed_versions()),
    )


def _task(cell: GridCell, base: Path, read: dict[str, bytes], yes: bool) -> CellTask:
    """The cell with complete settings and the files that it reads; ``read`` has those that were read, by their name."""
    kind, given = CELL_KINDS[cell.command], dict(cell.settings)
    there = {name: str(base / given[name]) for name in file_settings() if (base / str(given.get(name, ""))).is_file()}
    there = {name: file for name, file in there.items() if given[name] not in policy_names(given)}
    settings = kind.complete(given | there, yes)
    files = {}
    for name in kind.files(settings):
        called = str(given[name])
        if called not in read:
            read[called] = Path(settings[name]).read_bytes()
        files[name] = Path(settings[name]).name, read[called]
    return CellTask(cell.command, settings | {name: given[name] for name in files}, files)


def _columns(tasks: Sequence[CellTask], keys: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """For each command the settings that its cells have, with their types: all its files have the same columns."""
    used: dict[str, set[str]] = {command: set() for command in keys}
    for task in tasks:
        used[task.command].update(task.settings)
    return {command: {name: kind for name, kind in keys[command].items() if name in used[command]} for command in keys}


def _words(number: int, cell: GridCell) -> str:
    """The cell by its number and the settings that were given for it."""
    given = ", ".join(f"{name}={value}" for name, value in cell.settings.items())
    return f"cell {number}, {cell.place}" + (f", {given}" if given else "")


def _run(plan: _Plan, dataset: Dataset, workers: Workers, counter: Counter) -> Sweep:
    """Run the cells that are not recorded, and record them. Says at an interrupt or error what is kept."""
    total = len(plan.tasks)
    wanted = [i for i, task in enumerate(plan.tasks) if not dataset.has(task.command, i)]
    found = recorded = total - len(wanted)
    failures: dict[int, str] = {}
    counter.start(total)
    for _ in range(found):
        counter.advance()
    if not wanted:
        return Sweep(dataset.folder, total, found, 0, {})
    try:
        with at_work(workers):
            for outcome in outcomes(workers, run_cell, [plan.tasks[i] for i in wanted]):
                number = wanted[outcome.number]
                if outcome.error:
                    failures[number] = outcome.error
                else:
                    dataset.write(plan.tasks[number].command, number, _rows(plan, number, outcome.value))
                    recorded += 1
                counter.advance()
    except (KeyboardInterrupt, OSError, WorkersError) as error:
        kept = f"{recorded} of {total} cells are kept in {dataset.folder}: the same command goes on from there"
        if isinstance(error, KeyboardInterrupt):
            raise KeyboardInterrupt(kept) from None
        if isinstance(error, WorkersError):
            raise WorkersError(f"{error}; {kept}") from error
        raise OSError(error.errno, f"{error.strerror}; {kept}", error.filename) from error
    listed = {plan.words[number]: failures[number] for number in sorted(failures)}
    return Sweep(dataset.folder, total, found, recorded - found, listed)


def _rows(plan: _Plan, number: int, results: Mapping[str, Column]) -> dict[str, Column]:
    """The number of the cell, its settings and its results, as columns."""
    task = plan.tasks[number]
    length = len(next(iter(results.values())).values)
    settings = {name: (kind, task.settings.get(name)) for name, kind in plan.columns[task.command].items()}
    own = {name: Column(kind, [value] * length) for name, (kind, value) in settings.items()}
    return {"cell": Column("BIGINT", [number] * length), **own, **results}
