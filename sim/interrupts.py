"""Interrupts of a run: raised at once, or after a short piece of work that must be finished first.

Main definitions: `Interrupts`, `interruptible`.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
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
            signal.signal(other, signal.SIG_DFL)  # so that a second signal ends even a long call of a library
        if not self._held:
            raise KeyboardInterrupt

    @contextmanager
    def held(self) -> Iterator[None]:
        """A short piece of work that must be finished: a signal that arrives meanwhile raises at its end."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self._noted:
            raise KeyboardInterrupt


@contextmanager
def interruptible() -> Iterator[Interrupts]:
    """SIGINT, SIGTERM and SIGHUP go to an `Interrupts`, unless the user ignores them (nohup).

    In a thread that is not the main one nothing changes.
    """
    interrupts = Interrupts()
    if threading.current_thread() is not threading.main_thread():
        yield interrupts
        return
    before = {number: signal.getsignal(number) for number in NUMBERS}
    try:
        for number, theirs in before.items():
            if theirs is not signal.SIG_IGN:
                signal.signal(number, interrupts.note)
        yield interrupts
    finally:
        for number, theirs in before.items():
            signal.signal(number, theirs)
