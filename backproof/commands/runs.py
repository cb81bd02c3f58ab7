"""What `simulate` and `train` share: their options, what can go wrong with a run, and the report of its record.

Main definitions: `run_failures`, `finished_run`, `check_effort`, `check_record`, `report_run`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backproof.commands.options import RunFormat
from backproof.commands.output import InterruptedRun, check_writable, deliver, deliver_report, is_device
from backproof.streams import ClosedOutput

if TYPE_CHECKING:
    from rich.console import Console

    from backproof.sim.effort import Effort

Device = Annotated[str, typer.Option(metavar="cpu|cuda", help="Where to compute.")]
Yes = Annotated[bool, typer.Option("--yes", help="Run even if it is expected to take more than an hour.")]
Record = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write the record here, as JSON; more files of the run go beside it."),
]


class UnwrittenRecordError(OSError):
    """A run is finished and reported, and its record could not be written; the message says all of it."""


@contextmanager
def run_failures() -> Iterator[None]:
    """What can go wrong with a run, said in one line."""
    try:
        yield
    except (ValueError, ArithmeticError) as error:
        raise typer.BadParameter(str(error)) from error
    except MemoryError as error:
        raise typer.BadParameter("there is not enough memory for so many episodes or states: ask for fewer") from error
    except KeyboardInterrupt as error:
        raise InterruptedRun(str(error) or "nothing was written") from error


@contextmanager
def finished_run(files: Iterable[Path]) -> Iterator[None]:
    """An interrupt after a run loses its report alone."""
    try:
        yield
    except KeyboardInterrupt:
        kept = " and ".join(str(path) for path in files)
        how = f"kept in {kept}: the same command reports it" if kept else "lost, for want of --out"
        raise KeyboardInterrupt(f"the run is finished, and {how}") from None


NOTED_SECONDS, LONG_SECONDS = 60, 3600
"""From which on an estimate is told, and beyond which a run needs --yes."""


def check_effort(effort: Effort, *, yes: bool) -> None:
    """Refuse what exceeds this machine's memory, and what takes long unless told so; say so beforehand either way."""
    free = available_memory()
    if effort.bytes > free:
        raise typer.BadParameter(
            f"this run needs some {effort.bytes / 2**30:.3g} GiB of memory and {free / 2**30:.3g} GiB are available: "
            "lower the sizes or the episodes"
        )
    seconds = effort.seconds
    if seconds is None or seconds < NOTED_SECONDS:
        return
    length = f"{seconds / 3600:.3g} hours" if seconds >= LONG_SECONDS else f"{seconds / 60:.2g} minutes"
    if seconds > LONG_SECONDS and not yes:
        raise typer.BadParameter(
            f"this run is estimated at {length}, the limit is 1 hour: lower the sizes, or give --yes to run it"
        )
    typer.echo(f"backproof: estimated at {length} and {effort.bytes / 2**30:.2g} GiB", err=True)


def available_memory() -> float:
    """Bytes that a process may take, as the kernel has it; all of the machine's where it does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(1024.0 * int(line.split()[1]) for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))


def check_record(out: Path | None, kind: str) -> None:
    """Refuse before working what could not be written after it, and a file that is not a record of this ``kind``."""
    check_writable(out)
    if out is None or not out.is_file():
        return
    try:
        schema = json.loads(out.read_text(encoding="utf-8"))["schema"]
    except (ValueError, TypeError, KeyError, RecursionError):
        schema = ""
    if not str(schema).startswith(f"{kind}/"):
        raise typer.BadParameter(f"--out {out}: the file is there and is no {kind} record; name another")


def report_run(
    document: dict[str, Any],
    show: Callable[[Console, dict[str, Any]], None],
    format_: RunFormat,
    out: Path | None,
    failure: OSError | None,
) -> None:
    """Print the record as a table, if anybody sees it; as JSON where there is no file, or a device.

    Then fail, if its file did.
    """
    text = json.dumps(document, indent=1) + "\n"
    if is_device(out):
        deliver(text, out)
    if format_ is RunFormat.JSON and (out is None or failure is not None):
        deliver(text, None)
    elif format_ is RunFormat.TABLE and (out is None or not isinstance(sys.stdout, ClosedOutput)):
        deliver_report(lambda console: show(console, document))
    if failure is not None:
        raise UnwrittenRecordError(
            f"{failure.filename}: {failure.strerror}; the run is finished and reported above, its record was not "
            "written; what was kept of it before is still there"
        ) from failure
