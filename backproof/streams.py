"""The standard streams, which may be closed, lack characters, or have no reader.

Main definitions: `prepare`, `ClosedOutput`, `printable`, `complain`, `abandon`.
"""

from __future__ import annotations

import errno
import io
import os
import sys


class ClosedOutput(io.TextIOBase):
    """Stands in for a closed standard output: writing to it raises an error that says so."""

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, "closed: open it, or send it to /dev/null", "standard output")


def prepare() -> None:
    """Let the streams accept any text, and keep files from getting the descriptor of a closed stream."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.set_inheritable(
                os.open(os.devnull, os.O_RDWR), True
            )  # it gets the lowest free descriptor, which is this one
    if os.environ.get("COLUMNS") == "0":  # a terminal without a size, on which rich would print nothing
        del os.environ["COLUMNS"]
    sys.stdout = ClosedOutput() if sys.stdout is None else sys.stdout
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def printable(text: str) -> str:
    r"""The text on one line, without anything that a terminal would obey.

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
    """Discard what is still to be written there: nobody reads it, and Python would complain at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in descriptors:
        os.dup2(nowhere, descriptor)
