"""What simulations and trainings have in common: what they may take, and what becomes of a finished one.

Main definitions: `check_effort`, `finished_run`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from backproof.api.arguments import RefusedError, callback
from backproof.sim.effort import Effort
from backproof.theory.graph import check_type

GIVEN = "given"
"""The name, in a record, of a policy that was given as a `Policy`."""

NOTED_SECONDS, LONG_SECONDS = 60, 3600
"""A longer run is announced; a run longer than the second limit must be allowed."""


def check_effort(effort: Effort, *, yes: bool, on_estimate: Callable[[str], None] | None) -> None:
    """Refuse a run that exceeds the memory, or takes long and is not allowed to; announce one that takes long."""
    check_type("yes", yes, bool)
    callback("on_estimate", on_estimate)
    free = available_memory()
    if effort.bytes > free:
        raise RefusedError(
            f"this run needs about {effort.bytes / 2**30:.3g} GiB of memory and {free / 2**30:.3g} GiB are available: "
            "lower the sizes or the episodes"
        )
    seconds = effort.seconds
    if seconds is None or seconds < NOTED_SECONDS:
        return
    length = f"{seconds / 3600:.3g} hours" if seconds >= LONG_SECONDS else f"{seconds / 60:.2g} minutes"
    if seconds > LONG_SECONDS and not yes:
        raise RefusedError(
            f"this run is estimated at {length}, the limit is 1 hour: lower the sizes, or give --yes to run it"
        )
    if on_estimate is not None:
        on_estimate(f"estimated at {length} and {effort.bytes / 2**30:.2g} GiB")


def available_memory() -> float:
    """Bytes that the kernel says are available; if it does not say, all of the machine's memory."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(1024.0 * int(line.split()[1]) for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))


@contextmanager
def finished_run(files: Iterable[Path]) -> Iterator[None]:
    """If a run is interrupted after its end, say where the results are."""
    try:
        yield
    except KeyboardInterrupt:
        kept = " and ".join(str(path) for path in files)
        how = f"kept in {kept}: the same command reports it" if kept else "lost, because no --out was given"
        raise KeyboardInterrupt(f"the run is finished, and {how}") from None
