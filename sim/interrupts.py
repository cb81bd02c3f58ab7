"""Interrupts of a run: seen at once where nothing is half done, and after it where something is.

Light on purpose: a command takes hold of the signals before it loads what is heavy.

Main definitions: `Interrupts`, `interruptible`, `ended_at_once`.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupts:
    """The first signal raises KeyboardInterrupt, the second ends the process as the signal would without us."""

    def __init__(self) -> None:
        self._noted = False
        self._held = False

    def note(self, number: int, frame: FrameType | None) -> None:
        """Handle a signal."""
        self._noted = True
        for other in NUMBERS:
            signal.signal(other, signal.SIG_DFL)  # not by us: a second one shall end a long call of a library too
        if not self._held:
            raise KeyboardInterrupt

    @contextmanager
    def held(self) -> Iterator[None]:
        """What is short and must be whole: a signal within it is raised after it."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self._noted:
            raise KeyboardInterrupt


@contextmanager
def _handled(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """The signals go to this handler, but for one that the user has ignored (nohup); in another thread none does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in NUMBERS}
    try:
        for number, theirs in before.items():
            if theirs is not signal.SIG_IGN:
                signal.signal(number, handler)
        yield
    finally:
        for number, theirs in before.items():
            signal.signal(number, theirs)


@contextmanager
def interruptible() -> Iterator[Interrupts]:
    """SIGINT, SIGTERM and SIGHUP as `Interrupts` has them."""
    interrupts = Interrupts()
    with _handled(interrupts.note):
        yield interrupts


@contextmanager
def ended_at_once(message: str) -> Iterator[None]:
    """While modules load: the process says so and ends, since an exception may be swallowed by what is loading."""

    def end(number: int, frame: FrameType | None) -> None:
        os.write(2, message.encode())
        os._exit(128 + number)

    with _handled(end):
        yield
