"""Tasks given to workers: each is done once, again if its worker is lost, and its error is kept as one line.

Main definitions: `outcomes`, `TaskOutcome`, `Workers`, `WorkersError`.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol, TypeVar

from backproof.memory import lacks_memory
from backproof.streams import printable
from backproof.workers.versions import first_difference, installed_versions

POLL = 2.0
"""Seconds without a result after which the workers are looked at."""

LOST = "the process that ran it was lost twice: there may be too little memory"

NONE_LIVES = (
    "the processes of the pool end before they have done anything: there may be too little memory; a script must have "
    "its calls under `if __name__ == '__main__':`"
)


class WorkersError(ValueError):
    """There are no workers, they cannot be reached any more, or they are of another version."""


class TaskOutcome(NamedTuple):
    """What became of the task of this number: its ``value``, or an ``error`` in one line."""

    number: int
    value: Any
    error: str = ""


class Workers(Protocol):
    """Where tasks are run. ``losses`` are the exceptions of a task that was lost with its workers."""

    losses: tuple[type[BaseException], ...]
    suspects_alone: bool
    """Whether a lost task is run again alone, so that one that ends its process is found."""

    def open(self) -> None:
        """Start or find the workers, again after a loss. Raises WorkersError where there are none."""

    def slots(self) -> int:
        """How many tasks to give at a time: some more than are run, so that no worker waits."""

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]: ...

    def check(self) -> None:
        """Called when there was no result for a while. Raises WorkersError where none is to be expected."""

    def close(self) -> None:
        """End what is under way."""


W = TypeVar("W", bound=Workers)


@contextmanager
def at_work(workers: W) -> Iterator[W]:
    """Open the workers, and end at the end what is under way."""
    try:
        workers.open()
        yield workers
    finally:
        workers.close()


def outcomes(workers: Workers, function: Callable[[Any], Any], arguments: Sequence[Any]) -> Iterator[TaskOutcome]:
    """Call the function with each argument on workers that are open. Yields the outcomes as they come.

    Raises WorkersError where the workers are gone, or of another version.
    """
    versions = installed_versions()
    fresh, suspects = deque(range(len(arguments))), deque[int]()
    running: dict[Future[Any], int] = {}
    blamed: int | None = None
    done_any, ended = False, 0
    while fresh or suspects or running:
        alone = workers.suspects_alone and bool(suspects)
        while (fresh or suspects) and len(running) < (1 if alone else workers.slots()):
            number = (suspects or fresh).popleft()
            blamed = number if alone else None
            try:
                running[workers.submit(_run, function, arguments[number], versions)] = number
            except workers.losses:
                suspects.append(number)
                break
        done, _ = wait(running, timeout=POLL, return_when=FIRST_COMPLETED)
        if not done and running:
            workers.check()
        lost = [number for future, number in running.items() if future in done and _is_lost(future, workers)]
        for future in [future for future in done if running[future] not in lost]:
            done_any = True
            yield _outcome(running.pop(future), future)
        if lost or (not done and not running):
            again = sorted(running.values())
            running.clear()
            if again == [blamed]:
                ended += 1
                if ended > 1 and not done_any:
                    raise WorkersError(NONE_LIVES)
                yield TaskOutcome(again.pop(), None, LOST)
            suspects.extend(again)
            workers.open()


def _is_lost(future: Future[Any], workers: Workers) -> bool:
    return future.cancelled() or isinstance(future.exception(), workers.losses)


def _outcome(number: int, future: Future[Any]) -> TaskOutcome:
    """Raises WorkersError where the worker is of another version."""
    error = future.exception()
    if error is not None:  # `_run` raises nothing: the worker could not call it
        return TaskOutcome(number, None, f"its worker could not run it: {in_one_line(error)}")
    value, why, is_other = future.result()
    if is_other:
        raise WorkersError(f"a worker has {why}: give all workers the same versions")
    return TaskOutcome(number, value, why)


def _run(function: Callable[[Any], Any], argument: Any, versions: Mapping[str, str]) -> tuple[Any, str, bool]:
    """On the worker: the value, or why there is none, and whether the worker is of another version."""
    difference = first_difference(versions, installed_versions())
    if difference:
        return None, difference, True
    try:
        use_threads(1)
        return function(argument), "", False
    except Exception as error:  # of any kind: it belongs to this task alone
        return None, in_one_line(error), False


def in_one_line(error: BaseException) -> str:
    """What an error says; the refusals of this package speak for themselves."""
    if lacks_memory(error):
        return "there was not enough memory"
    says = printable(" ".join(str(error).split()))[:300]
    ours = type(error).__module__.startswith("backproof.") or isinstance(error, ValueError | ArithmeticError)
    return says if ours and says else f"{type(error).__name__}: {says}"


def use_threads(count: int | None) -> int | None:
    """Let torch compute with so many threads, if it is imported; returns how many it had.

    A task has one: a worker is a core, and a sum does not depend on the number of cores.
    """
    if count is None or "torch" not in sys.modules:
        return None
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(count)
    return before
