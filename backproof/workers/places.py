"""Where tasks are run: in this process, in a pool of processes, or on a dask cluster.

Main definitions: `Here`, `Pool`, `Cluster`.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from multiprocessing.connection import Connection
from typing import Any

from backproof.installed import require
from backproof.workers.tasks import WorkersError, in_one_line, use_threads

ANSWER = 10.0
"""Seconds in which a scheduler must answer, and have a worker."""
RETURN = 60.0
"""Seconds in which a scheduler or workers that are lost must be back."""
LOOK = 2.0
"""Seconds after which the workers of a scheduler are counted again."""

AHEAD = 2
"""Tasks given to each worker, so that it has the next one when it is done."""

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Here:
    """This process, one task at a time."""

    losses: tuple[type[BaseException], ...] = ()
    suspects_alone = False

    def __init__(self) -> None:
        self._threads: int | None = None

    def open(self) -> None:
        self._threads = use_threads(1)

    def slots(self) -> int:
        return 1

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*arguments))
        return future

    def check(self) -> None:
        return

    def close(self) -> None:
        use_threads(self._threads)


class Pool:
    """So many processes of this machine. They end with this one, however it ends."""

    losses: tuple[type[BaseException], ...] = (BrokenExecutor,)
    suspects_alone = True

    def __init__(self, count: int) -> None:
        self._count = count
        self._executor: Executor | None = None
        self._lifeline: Connection | None = None

    def open(self) -> None:
        self.close()
        context = multiprocessing.get_context("spawn")  # a fork would copy the locks of torch's threads
        theirs, self._lifeline = context.Pipe(duplex=False)
        self._executor = ProcessPoolExecutor(self._count, context, _prepare, (theirs,))

    def slots(self) -> int:
        return AHEAD * self._count

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        if self._executor is None:
            raise RuntimeError("open the pool first")
        return self._executor.submit(function, *arguments)

    def check(self) -> None:
        return

    def close(self) -> None:
        if self._executor is not None and self._lifeline is not None:
            self._lifeline.close()
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None


def _prepare(lifeline: Connection) -> None:
    """In a process of the pool, before anything heavy is imported: one thread, and an end with the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the parent
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))

    def end() -> None:
        lifeline.poll(None)  # nothing is ever sent: it returns when the other side is closed
        os._exit(1)

    threading.Thread(target=end, daemon=True).start()


class Cluster:
    """The workers of a dask scheduler. Raises MissingPackageError where dask is not installed."""

    losses: tuple[type[BaseException], ...] = (CancelledError,)
    suspects_alone = False  # the scheduler gives up a task whose workers die repeatedly

    def __init__(self, address: str) -> None:
        require("distributed", "cluster")
        self.address = address
        self._client: Any = None
        self._executor: Any = None
        self._slots = 0
        self._looked = self._seen = 0.0

    def open(self) -> None:
        again = self._client is not None
        self.close()
        patience = RETURN if again else ANSWER
        until = time.monotonic() + patience
        while not self._connected(until):
            if time.monotonic() >= until:
                raise WorkersError(
                    f"--scheduler {self.address}: did not answer within {patience:.0f} s: start one with "
                    "`dask scheduler`"
                )
            time.sleep(0.2)
        while not self.slots():
            if time.monotonic() >= until:
                self.close()
                raise WorkersError(
                    f"--scheduler {self.address}: had no worker within {patience:.0f} s: start some with "
                    f"`dask worker {self.address}`"
                )
            time.sleep(0.2)

    def _connected(self, until: float) -> bool:
        from backproof.workers.dask_client import QuickClient

        for name in ("distributed.client", "distributed.core", "distributed.comm.tcp"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what they log is said here in one line
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # versions are compared by the tasks
                left = max(0.5, until - time.monotonic())
                self._client = QuickClient(self.address, timeout=left, set_as_default=False)
        except OSError:
            return False
        except (ValueError, TypeError, RuntimeError, ImportError) as error:
            raise WorkersError(
                f"--scheduler must be an address as tcp://host:8786, got {self.address!r:.60} "
                f"({in_one_line(error)[:80]})"
            ) from error
        self._executor = self._client.get_executor(pure=False)
        self._seen = time.monotonic()
        self._looked = 0.0
        return True

    def slots(self) -> int:
        now = time.monotonic()
        if now - self._looked > LOOK or not self._slots:
            try:
                self._slots = AHEAD * sum(self._client.nthreads().values())
            except (OSError, RuntimeError):  # the connection is lost, which its tasks will say
                return max(1, self._slots)
            self._looked = now
            self._seen = now if self._slots else self._seen
        return self._slots

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        future: Future[Any] = self._executor.submit(function, *arguments)
        return future

    def check(self) -> None:
        if not self.slots() and time.monotonic() - self._seen > RETURN:
            raise WorkersError(f"--scheduler {self.address}: had no worker for {RETURN:.0f} s: start some")

    def close(self) -> None:
        if self._client is not None:
            self._client.close(timeout=2)
            self._client = None
