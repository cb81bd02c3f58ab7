"""What `simulate` and `train` share: their options, what can go wrong with a run, and the report of its record.

Main definitions: `run_failures`, `recorded`, `report_run`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from backproof.commands.options import RunFormat
from backproof.commands.output import InterruptedRun, deliver, deliver_report, is_device
from backproof.memory import lacks_memory
from backproof.streams import ClosedOutput

if TYPE_CHECKING:
    from rich.console import Console

TOO_LITTLE = {
    "cpu": "there is not enough memory for so many episodes or states: ask for fewer",
    "cuda": "the GPU has too little memory for so many episodes or states: ask for fewer, or leave --device out",
}

T = TypeVar("T")
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
    """Turn the errors of a run into one line each."""
    try:
        yield
    except (ValueError, ArithmeticError) as error:
        raise typer.BadParameter(str(error)) from error
    except (MemoryError, RuntimeError) as error:
        device = lacks_memory(error)
        if not device:
            raise
        raise typer.BadParameter(TOO_LITTLE[device]) from error
    except KeyboardInterrupt as error:
        raise InterruptedRun(str(error) or "nothing was written") from error


def recorded(run: Callable[[Path | None], T], out: Path | None) -> tuple[T, OSError | None]:
    """What a run that keeps its record at ``out`` gave, and why the record could not be written, if so."""
    from backproof.sim.checkpoints import UnwrittenError

    with run_failures():
        try:
            return run(None if is_device(out) else out), None
        except UnwrittenError as error:
            return error.finished, error


def tell_estimate(words: str) -> None:
    """How long a run is expected to take, on standard error."""
    typer.echo(f"backproof: {words}", err=True)


def report_run(
    document: dict[str, Any],
    show: Callable[[Console, dict[str, Any]], None],
    format_: RunFormat,
    out: Path | None,
    failure: OSError | None,
) -> None:
    """Print the record: as a table if there is a standard output, as JSON if it goes to no file.

    Raises UnwrittenRecordError if its file could not be written.
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
            f"{failure.filename}: {failure.strerror}; the run is finished and reported above, but its record was not "
            "written; files that were saved before are still there"
        ) from failure
