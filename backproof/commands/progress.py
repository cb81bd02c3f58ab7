"""Progress bars, which are shown if standard error is a terminal.

Main definitions: `progress_bar`, `counting_bar`, `training_bar`, `status`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from backproof.streams import printable

if TYPE_CHECKING:
    from rich.progress import Progress


@contextmanager
def progress_bar(before: str, during: str) -> Iterator[Callable[[int, int], None]]:
    """Yields what to call with the number of parts that are done and of all parts."""
    with _bar(timed="elapsed") as progress:
        task = progress.add_task(before, total=None)
        yield lambda done, total: progress.update(task, description=during, completed=done, total=total)


@contextmanager
def counting_bar(doing: str, total: int) -> Iterator[Callable[[int, float], None]]:
    """Yields what to call with the episodes and steps so far."""
    with _bar(timed="remaining") as progress:
        task = progress.add_task(doing, total=total)
        yield lambda done, steps: progress.update(task, completed=done, notes=(f"{steps:.3g} steps",))


@contextmanager
def training_bar(steps: int) -> Iterator[Callable[[int, Sequence[str]], None]]:
    """Yields what to call with the step and notes on where training stands."""
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
    """A spinner; yields what to call with the words for what is being done."""
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status("reading", spinner="line") as spinner:
        yield lambda words: spinner.update(Text(printable(words)))
