"""What the benchmarks share: the fastest of several runs, and whether a bar was met."""

from __future__ import annotations

import time
from collections.abc import Callable


def best(run: Callable[[], object], times: int) -> float:
    """Seconds of the fastest of ``times`` runs."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def verdict(met: bool) -> str:
    """Whether a bar was met."""
    return "met" if met else "missed"
