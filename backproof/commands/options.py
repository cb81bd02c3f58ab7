"""What the commands share: options spelt alike, checks of what was given, progress, and output that is whole or not
there.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import typer

from backproof.api.arguments import check_file as check_file
from backproof.installed import require as require
from backproof.streams import ClosedOutput, printable

if TYPE_CHECKING:
    from rich.progress import Progress

    from backproof.theory.graph import CorridorGraph

T = TypeVar("T")
MAX_DEPTH = 1_000_000


class InterruptedRun(Exception):  # noqa: N818 - no error: the user's wish
    """A run was broken off; the message says what is kept of it."""


class UnwrittenRecordError(OSError):
    """A run is finished and reported, and its record could not be written; the message says all of it."""


class PolicyName(StrEnum):
    BASE = "base"
    SFT = "sft"
    RLVR = "rlvr"


class RunFormat(StrEnum):
    TABLE = "table"
    JSON = "json"


def positive_integer(text: str | int) -> int:
    """Parse a size; typer's own message would leave out what was given."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise typer.BadParameter(f"must be an integer >= 1, got {_short(text)}")
    return number


def seed_number(text: str | int) -> int:
    """Parse a seed."""
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number < 2**64:
        raise typer.BadParameter(f"must be an integer from 0 to 2**64 - 1, got {_short(text)}")
    return number


def _short(text: str | int) -> str:
    return str(text) if len(str(text)) <= 60 else f"{str(text)[:57]}..."


Width = Annotated[int, typer.Option(parser=positive_integer, metavar="N", help="Corridors W of the graph.")]
Depth = Annotated[int, typer.Option(parser=positive_integer, metavar="N", help="Diamonds per corridor K.")]
Lanes = Annotated[int, typer.Option(parser=positive_integer, metavar="N", help="Lanes per diamond L.")]
Seed = Annotated[int, typer.Option(parser=seed_number, metavar="N", help="Seed of the random numbers, 0 to 2**64 - 1.")]
Device = Annotated[str, typer.Option(metavar="cpu|cuda", help="Where to compute.")]
Yes = Annotated[bool, typer.Option("--yes", help="Run though it is expected to take more than an hour.")]
Record = Annotated[Path | None, typer.Option(help="File for the record as JSON; what goes with it is put beside.")]
Out = Annotated[Path | None, typer.Option(help="File to write, in place of standard output.")]


def make_graph(width: int, depth: int, lanes: int) -> CorridorGraph:
    from backproof.theory.graph import CorridorGraph

    try:
        graph = CorridorGraph(width, depth, lanes)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if depth > MAX_DEPTH:
        raise typer.BadParameter(f"depth must be at most {MAX_DEPTH} on the command line, got depth={depth}")
    return graph


def check_writable(out: Path | None) -> None:
    """Refuse before working what could not be written after it."""
    if out is None:
        sys.stdout.write("")  # raises where it is closed
        return
    check_file("--out", out)


@contextmanager
def progress_bar(before: str, during: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar where standard error is a terminal: what to call with the parts that are done and the total."""
    with _bar(timed="elapsed") as progress:
        task = progress.add_task(before, total=None)
        yield lambda done, total: progress.update(task, description=during, completed=done, total=total)


@contextmanager
def counting_bar(doing: str, total: int) -> Iterator[Callable[[int, float], None]]:
    """A progress bar of a run where standard error is a terminal: what to call with the episodes and steps so far."""
    with _bar(timed="remaining") as progress:
        task = progress.add_task(doing, total=total)
        yield lambda done, steps: progress.update(task, completed=done, notes=(f"{steps:.3g} steps",))


@contextmanager
def training_bar(steps: int) -> Iterator[Callable[[int, Sequence[str]], None]]:
    """A progress bar of training where standard error is a terminal: what to call with the step and where it stands."""
    with _bar(timed="remaining") as progress:
        task = progress.add_task("training", total=steps)
        yield lambda step, standing: progress.update(task, completed=step, notes=standing)


def _bar(timed: Literal["elapsed", "remaining"]) -> Progress:
    from rich.console import Console
    from rich.progress import Progress, TimeElapsedColumn, TimeRemainingColumn

    from backproof.reports.terminal import Line

    console = Console(stderr=True)
    clock = TimeElapsedColumn() if timed == "elapsed" else TimeRemainingColumn()
    return Progress(Line(console, clock), console=console, transient=True, disable=not console.is_terminal)


@contextmanager
def status() -> Iterator[Callable[[str], None]]:
    """A spinner where standard error is a terminal: what to call with what is under way."""
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status("reading", spinner="line") as spinner:
        yield lambda words: spinner.update(Text(printable(words)))


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


def tell_estimate(words: str) -> None:
    """How long a run is expected to take, on standard error."""
    typer.echo(f"backproof: {words}", err=True)


def recorded(run: Callable[[Path | None], T], out: Path | None) -> tuple[T, OSError | None]:
    """What a run that keeps its record at ``out`` gave, and why the record could not be written, if so."""
    from backproof.sim.checkpoints import UnwrittenError

    with run_failures():
        try:
            return run(None if is_device(out) else out), None
        except UnwrittenError as error:
            return error.finished, error


def is_device(out: Path | None) -> bool:
    """Whether it is a pipe or device: nothing is put beside it."""
    return out is not None and out.exists() and not out.is_file()


def deliver(text: str, out: Path | None) -> None:
    """Print, or write a file that is whole or not there; into a pipe or device as it is. Raises OSError naming it."""
    if out is None:
        typer.echo(text, nl=False)
        return
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        if out.exists() and not out.is_file():
            out.write_text(text, encoding="utf-8")
        else:
            part.write_text(text, encoding="utf-8")
            part.replace(out)
    except OSError as error:  # of a full disk names no file, and the part's name means nothing to a user
        raise OSError(error.errno, error.strerror, str(out)) from error
    finally:
        part.unlink(missing_ok=True)


def report_run(
    document: dict[str, Any], as_text: Callable[..., str], format_: RunFormat, out: Path | None, failure: OSError | None
) -> None:
    """Print the record as a table, if anybody sees it; as JSON where there is no file, or a device.

    Then fail, if its file did.
    """
    from rich.console import Console

    text = json.dumps(document, indent=1) + "\n"
    if is_device(out):
        deliver(text, out)
    if format_ is RunFormat.JSON and (out is None or failure is not None):
        deliver(text, None)
    elif format_ is RunFormat.TABLE and (out is None or not isinstance(sys.stdout, ClosedOutput)):
        if sys.stdout.isatty():
            as_text(document, console=Console())
        else:
            deliver(as_text(document), None)
    if failure is not None:
        raise UnwrittenRecordError(
            f"{failure.filename}: {failure.strerror}; the run is finished and reported above, its record was not "
            "written; what was kept of it before is still there"
        ) from failure
