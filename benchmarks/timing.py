"""The stopwatch of the benchmarks. All times are of the clock.

Main definitions: `best`, `rate`, `process`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence


def best(run: Callable[[], object], repeats: int) -> float:
    """Seconds of the fastest of ``repeats`` runs."""
    seconds = []
    for _ in range(repeats):
        began = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def rate(work: Callable[[], int], seconds: float) -> float:
    """Units of work a second. ``work`` does some and returns how many; the first call, to warm up, does not count."""
    work()
    done, began = 0, time.perf_counter()
    while (passed := time.perf_counter() - began) < seconds or not done:
        done += work()
    return done / passed


LAUNCHER = """
import resource, subprocess, sys, time
began = time.perf_counter()
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
"""
"""A small process that starts the command: the peak memory of a process is never below that of the one it came from."""


def process(command: Sequence[str], environment: Mapping[str, str] | None = None) -> tuple[float, float]:
    """Seconds, and the peak memory in GB, of a command from its start to its end.

    Raises RuntimeError with the last line of its standard error if it fails.
    """
    run = subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, "-S", "-c", LAUNCHER, *command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    if run.returncode:
        raise RuntimeError(f"exit code {run.returncode}: {(run.stderr.strip() or 'no message').splitlines()[-1]}")
    seconds, kibibytes = run.stdout.split()
    return float(seconds), float(kibibytes) * 1024 / 1e9
