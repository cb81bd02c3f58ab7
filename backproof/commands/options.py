"""What the commands share: options spelt alike, checks of what was given, progress, and output that is whole or not
there.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from backproof.installed import is_installed
from backproof.streams import ClosedOutput, printable

if TYPE_CHECKING:
    from rich.progress import Progress

    from backproof.checks.index import Claim
    from backproof.sim.effort import Effort
    from backproof.theory.graph import CorridorGraph

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


def select_claims(ids: list[str]) -> tuple[Claim, ...]:
    """The claims of these --only, all of them where there is none."""
    from backproof.checks.index import UnknownClaimError, claims_with_used

    try:
        return claims_with_used(name.strip() for part in ids for name in part.split(","))
    except UnknownClaimError as error:
        raise typer.BadParameter(str(error)) from error


def check_writable(out: Path | None) -> None:
    """Refuse before working what could not be written after it."""
    if out is None:
        sys.stdout.write("")  # raises where it is closed
        return
    check_file("--out", out)


def check_file(option: str, file: Path) -> None:
    """Refuse a file that could not be written."""
    if not file.parent.is_dir():
        raise typer.BadParameter(f"{option} {file}: the folder {file.parent} does not exist; create it first")
    if file.is_dir() or not os.access(file.parent, os.W_OK):
        raise typer.BadParameter(f"{option} {file}: not a file that can be written; name another")


@contextmanager
def progress_bar(before: str, during: str) -> Iterator[tuple[Callable[[int], None], Callable[[], None]]]:
    """A progress bar where standard error is a terminal: what to call with the total, and after each part."""
    with _bar(timed="elapsed") as progress:
        task = progress.add_task(before, total=None)
        yield (
            lambda total: progress.update(task, description=during, total=total),
            lambda: progress.advance(task),
        )


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


def is_device(out: Path | None) -> bool:
    """Whether it is a pipe or device: nothing is put beside it."""
    return out is not None and out.exists() and not out.is_file()


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


def require(module: str, extra: str) -> None:
    """Refuse what needs a package of an extra that is not installed."""
    if not is_installed(module):
        raise typer.BadParameter(
            f"{module} is not installed: in a clone, run `make .venv`, or pip install '.[{extra}]'"
        )


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
