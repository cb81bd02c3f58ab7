"""A dask cluster of processes on this machine, which a test may kill one by one."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time

from backproof.workers.dask_client import QuickClient
from tests.repo.files import ROOT

PATIENCE = 200
"""Seconds after which a test fails that waits for a process."""

DASK = [sys.executable, "-m", "distributed.cli.dask_worker"]
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT}


class LocalCluster:
    """A scheduler and some workers, one process and one thread each. A process that is killed is replaced."""

    def __init__(self, workers: int = 2) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.scheduler = self._start_scheduler()
        self.workers = [self._start_worker() for _ in range(workers)]

    def __enter__(self) -> LocalCluster:
        """Waits until all is there, however busy the machine is."""
        wait_until(self.answers)
        with QuickClient(self.address, timeout=PATIENCE, set_as_default=False) as client:
            wait_until(lambda: len(client.nthreads()) == len(self.workers))
        return self

    def __exit__(self, *error: object) -> None:
        for process in (*self.workers, self.scheduler):
            _kill(process)

    def answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False

    def kill_worker(self) -> None:
        _kill(self.workers.pop(0))
        self.workers.append(self._start_worker())

    def kill_scheduler(self) -> None:
        """Its workers end when they notice; they are replaced at once, as a service would."""
        for process in (self.scheduler, *self.workers):
            _kill(process)
        self.scheduler = self._start_scheduler()
        self.workers = [self._start_worker() for _ in self.workers]

    def _start_scheduler(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard"]
        return subprocess.Popen([*command, "--host", "127.0.0.1", "--port", str(self.port)], **QUIET)

    def _start_worker(self) -> subprocess.Popen[bytes]:
        options = ["--no-nanny", "--no-dashboard", "--nthreads", "1", "--death-timeout", str(PATIENCE)]
        return subprocess.Popen([*DASK, self.address, *options], **QUIET)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=30)


def squared(number):
    time.sleep(0.02)
    return number**2


def deadly(number):
    """Ends its process at 3."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number**2


def refused(number):
    raise ValueError(f"number must be even,\ngot {number}")


def wait_until(holds, seconds=PATIENCE):
    """Wait for something that happens in another process."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)
