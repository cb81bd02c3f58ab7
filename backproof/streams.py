"""The standard streams as they really are: closed, of few characters, or with nobody left to read.

Main definitions: `prepare`, `ClosedOutput`, `printable`, `complain`, `abandon`.
"""

from __future__ import annotations

import errno
import io
import os
import sys


class ClosedOutput(io.TextIOBase):
    """In place of a standard output that is closed: whoever writes is told in words."""

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, "closed: open it, or send it to /dev/null", "standard output")


def prepare() -> None:
    """Have every stream take any text, and keep the descriptors of closed ones from becoming those of files."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest that is free: this one
    if os.environ.get("COLUMNS") == "0":  # of a terminal without a size: rich would print nothing
        del os.environ["COLUMNS"]
    sys.stdout = ClosedOutput() if sys.stdout is None else sys.stdout
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def printable(text: str) -> str:
    r"""The text on one line, and nothing in it that a terminal obeys.

    >>> print(printable("a\x1b[2Jb\n"))
    a\x1b[2Jb\n
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def complain(message: str) -> None:
    """One line on standard error, if somebody reads it."""
    if sys.stderr is not None:
        try:
            print(f"backproof: {printable(message)}", file=sys.stderr, flush=True)  # noqa: T201 - where it belongs
        except OSError:
            abandon(2)


def abandon(*descriptors: int) -> None:
    """Let what waits to be written there go nowhere: nobody reads it, and Python would complain at its exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in descriptors:
        os.dup2(nowhere, descriptor)
