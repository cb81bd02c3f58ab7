"""Solvers as processes: each ends with this one, however that ends, and its time and its output are bounded.

A solver leads a process group of its own. In it waits a guard (`checks.solver_worker.end_with`) for the end of a pipe
whose other side is open here alone. That side is closed when the solver is done, and by the system when this process
dies, be it by SIGKILL; then the guard kills the group. A solver that leaves its group escapes, as a daemon does.

Main definitions: `Processes`, `Ended`, `threads`.
"""

from __future__ import annotations

import errno
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backproof.checks.solver_worker import MEMORY_BYTES, memory_allowed

WORKER = Path(__file__).with_name("solver_worker.py")
MAX_OUTPUT = 4 * 1024**2
"""Bytes that a solver may write; an answer takes some, a model some hundreds."""

CHUNK = 1024
"""Bytes to write at a time: so few never block where a pipe is ready."""

LOOK_AGAIN = 0.1
"""Seconds after which to see whether a silent process is still there: what it started may hold its output open."""


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code, or minus its signal; ``stopped`` says why we ended it, if we did."""

    code: int
    output: str
    errors: str
    seconds: float
    stopped: str = ""


class Processes:
    """Runs solvers; once stopped, it kills those that run and starts no others."""

    def __init__(self) -> None:
        self.running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def run(self, arguments: Sequence[str], text: str, wall_seconds: float) -> Ended:
        """Run the worker with these arguments and the text on its standard input."""
        began = time.monotonic()
        try:
            ours, process = self._start(arguments)
        except OSError as error:
            return Ended(1, "", "", 0.0, f"it could not be started: {error.strerror}")
        try:
            with process:
                try:
                    output, errors, stopped = _talk(process, text.encode(), began + wall_seconds)
                finally:
                    process.kill()
                    with self._lock:
                        self.running.discard(process)
        finally:
            os.close(ours)
        said = (output.decode(errors="replace"), errors.decode(errors="replace"))
        return Ended(process.returncode, *said, time.monotonic() - began, stopped)

    def _start(self, arguments: Sequence[str]) -> tuple[int, subprocess.Popen[bytes]]:
        """Our side of its lifeline, and the worker. Raises OSError, also where it was told to stop."""
        lifeline, ours = os.pipe()
        try:
            command = [sys.executable, "-P", str(WORKER), str(lifeline), *arguments]
            with self._lock:
                if self._stopped:
                    raise InterruptedError(errno.EINTR, "no more are wanted")
                process = subprocess.Popen(  # noqa: S603 - our own worker; a user's command is run by no shell
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    pass_fds=(lifeline,),
                    process_group=0,
                )
                self.running.add(process)
                return ours, process
        except BaseException:
            os.close(ours)
            raise
        finally:
            os.close(lifeline)

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            for process in self.running:
                process.kill()


def _talk(process: subprocess.Popen[bytes], text: bytes, deadline: float) -> tuple[bytes, bytes, str]:
    """Write the text and read both outputs until the process has ended, or has to be; says why in that case."""
    heard = {process.stdout: bytearray(), process.stderr: bytearray()}
    left = memoryview(text)
    with selectors.DefaultSelector() as selector:
        for pipe in heard:
            selector.register(pipe, selectors.EVENT_READ)  # type: ignore[arg-type]
        selector.register(process.stdin, selectors.EVENT_WRITE)  # type: ignore[arg-type]
        stopped = ""
        while selector.get_map() and not stopped:
            gone = process.poll() is not None  # before the look at its pipes: then all that it wrote is in them
            ready = selector.select(LOOK_AGAIN)
            for key, _ in ready:
                if key.fileobj is process.stdin:
                    left = _write(key.fd, left)
                    done = not left
                else:
                    chunk = os.read(key.fd, MAX_OUTPUT)
                    heard[key.fileobj] += chunk  # type: ignore[index]
                    done = not chunk
                if done:
                    selector.unregister(key.fileobj)
                    key.fileobj.close()  # type: ignore[union-attr]
            if sum(map(len, heard.values())) > MAX_OUTPUT:
                stopped = f"it wrote more than {MAX_OUTPUT // 1024**2} MiB"
            elif time.monotonic() > deadline:
                stopped = "timeout"
            elif not ready and gone:
                break
    output, errors = heard.values()
    return bytes(output), bytes(errors), stopped


def _write(pipe: int, left: memoryview) -> memoryview:
    """Write some of it; what is left, nothing where nobody reads."""
    try:
        return left[os.write(pipe, left[:CHUNK]) :]
    except BrokenPipeError:
        return left[:0]


@contextmanager
def threads(number: int, stop: Callable[[], None]) -> Iterator[ThreadPoolExecutor]:
    """A pool that nobody waits for where something is raised: ``stop`` is to end what its threads wait for."""
    pool = ThreadPoolExecutor(max_workers=number)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        stop()
        raise
    pool.shutdown()


def memory_hint() -> str:
    """What to add where one of our solvers was lost and may have had too little memory."""
    allowed = memory_allowed()
    if allowed == MEMORY_BYTES:
        return ""
    return f"; a process may use {allowed // 1024**2} MiB here, of {MEMORY_BYTES // 1024**2} wanted: raise `ulimit -v`"
