"""Solvers as processes: each ends with this one, however that ends, and its time and its output are bounded.

Our own solvers are forked, one process for each statement, from a server that has imported the solver
(`checks.solver_worker.serve`). A foreign solver is a command, with a process group of its own. Either way a guard
waits for the end of a pipe, the *lifeline*, whose other side is open here alone. We close that side to end the solver,
and the system closes it when this process dies, even by SIGKILL. A foreign solver that leaves its group escapes, as a
daemon does.

Main definitions: `Processes`, `Ended`, `threads`.
"""

from __future__ import annotations

import errno
import os
import select
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backproof.checks.solver_worker import MEMORY_BYTES, REQUEST_BYTES, REQUEST_FILES, memory_allowed

WORKER = Path(__file__).with_name("solver_worker.py")
MAX_OUTPUT = 4 * 1024**2
"""The most bytes that a solver may write; an answer with a model takes some hundreds."""

CHUNK = 1024
"""Bytes to write at a time; a write of this size never blocks on a pipe that is ready."""

LOOK_AGAIN = 0.1
"""Seconds between checks whether a silent process still runs; a child of it may hold its output open."""


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code, or minus its signal; ``stopped`` is the reason if we ended it."""

    code: int
    output: str
    errors: str
    seconds: float
    stopped: str = ""


class Spawned(subprocess.Popen[bytes]):
    """A foreign command in a process group of its own. Raises OSError."""

    def __init__(self, command: Sequence[str]) -> None:
        theirs, self._lifeline = os.pipe()
        try:
            super().__init__(
                [sys.executable, "-P", str(WORKER), "become", str(theirs), *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=(theirs,),
                process_group=0,
            )
        except BaseException:
            os.close(self._lifeline)
            raise
        finally:
            os.close(theirs)

    def __exit__(self, *error: Any) -> None:
        try:
            super().__exit__(*error)
        finally:
            os.close(self._lifeline)


class Server:
    """A process that has imported one of our solvers, and forks another one for each statement."""

    def __init__(self, solver: str) -> None:
        self.control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own worker
                [sys.executable, "-P", str(WORKER), "serve", solver, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                process_group=0,
            )

    def close(self) -> None:
        """Send no more requests, so that the server ends. The processes that it has forked continue."""
        self.control.close()
        self.process.wait()


class Forked:
    """One of our solvers, forked by its server for one statement; used as a `subprocess.Popen`. Raises OSError."""

    def __init__(self, server: Server, limit: int) -> None:
        self.returncode: int | None = None
        ends = [os.pipe() for _ in range(REQUEST_FILES)]
        (
            (its_lifeline, lifeline),
            (status, its_status),
            (its_input, text),
            (output, its_output),
            (errors, its_errors),
        ) = ends
        given = [its_lifeline, its_status, its_input, its_output, its_errors]
        with ExitStack() as theirs, ExitStack() as ours:
            for file in given:
                theirs.callback(os.close, file)
            self._lifeline, self.stdin = (ours.enter_context(open(file, "wb", 0)) for file in (lifeline, text))
            self._status, self.stdout, self.stderr = (
                ours.enter_context(open(file, "rb", 0)) for file in (status, output, errors)
            )
            request = f"{limit:{REQUEST_BYTES}d}".encode()
            socket.send_fds(server.control, [request], given)
            self._ours = ours.pop_all()

    def __enter__(self) -> Forked:
        return self

    def __exit__(self, *error: object) -> None:
        self.wait()
        self._ours.close()

    def kill(self) -> None:
        self._lifeline.close()

    def poll(self) -> int | None:
        """The exit code, or minus the signal that ended the process; None while it runs."""
        return self.wait() if self.returncode is not None or select.select([self._status], [], [], 0)[0] else None

    def wait(self) -> int:
        if self.returncode is None:  # an empty status: its guard, or the server, was killed
            self.returncode = int(self._status.read() or -signal.SIGKILL)
        return self.returncode


class Processes:
    """Runs solvers; once stopped, it kills those that run and starts no others."""

    def __init__(self) -> None:
        self.running: set[Spawned | Forked] = set()
        self._servers: dict[str, Server] = {}
        self._lock = threading.Lock()
        self._stopped = False

    def ask(self, solver: str, limit: int, text: str, wall_seconds: float) -> Ended:
        """Put a statement to one of our own solvers, with this resource limit, in a process forked for it."""
        return self._run(lambda: Forked(self._server(solver), limit), text, wall_seconds)

    def run(self, command: Sequence[str], text: str, wall_seconds: float) -> Ended:
        """Run a foreign command with the text on its standard input."""
        return self._run(lambda: Spawned(command), text, wall_seconds)

    def _run(self, start: Callable[[], Spawned | Forked], text: str, wall_seconds: float) -> Ended:
        began = time.monotonic()
        try:
            with self._lock:
                if self._stopped:
                    raise InterruptedError(errno.EINTR, "no more are wanted")
                process = start()
                self.running.add(process)
        except OSError as error:
            return Ended(1, "", "", 0.0, f"it could not be started: {error.strerror}")
        with process:
            try:
                output, errors, stopped = _talk(process, text.encode(), began + wall_seconds)
            finally:
                process.kill()
                with self._lock:
                    self.running.discard(process)
        said = (output.decode(errors="replace"), errors.decode(errors="replace"))
        return Ended(process.wait(), *said, time.monotonic() - began, stopped)

    def _server(self, solver: str) -> Server:
        if solver in self._servers and self._servers[solver].process.poll() is not None:
            self._servers.pop(solver).close()
        if solver not in self._servers:
            self._servers[solver] = Server(solver)
        return self._servers[solver]

    def open(self) -> None:
        """Start solvers again after a `stop`."""
        with self._lock:
            self._stopped = False

    def stop(self) -> None:
        """Kill all running processes, and start no more."""
        with self._lock:
            self._stopped = True
            for process in self.running:
                process.kill()
        self.close()

    def close(self) -> None:
        """End the servers; the next statement starts its own again."""
        with self._lock:
            for server in self._servers.values():
                server.close()
            self._servers.clear()


def _talk(process: Spawned | Forked, text: bytes, deadline: float) -> tuple[bytes, bytes, str]:
    """Write the text and read both outputs until the process ends, or has to be ended; then returns the reason too."""
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
    """Write some of it and return the rest, or nothing if nobody reads."""
    try:
        return left[os.write(pipe, left[:CHUNK]) :]
    except BrokenPipeError:
        return left[:0]


@contextmanager
def threads(number: int, stop: Callable[[], None]) -> Iterator[ThreadPoolExecutor]:
    """A thread pool that is abandoned on an error; ``stop`` must then end what its threads wait for."""
    pool = ThreadPoolExecutor(max_workers=number)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        stop()
        raise
    pool.shutdown()


def memory_hint() -> str:
    """A hint for the message about a lost solver that may have had too little memory."""
    allowed = memory_allowed()
    if allowed == MEMORY_BYTES:
        return ""
    return f"; a process may use {allowed // 1024**2} MiB here, of {MEMORY_BYTES // 1024**2} wanted: raise `ulimit -v`"
