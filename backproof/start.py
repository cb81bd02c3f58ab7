"""The start of the command. Signals are handled from the first moment on, before anything heavy is imported.

SIGINT, SIGTERM and SIGHUP raise KeyboardInterrupt, and the command ends with 128 plus the signal's number. A second
signal ends it at once. So does the first after `GRACE` seconds, unless a run handles the signals itself, since it may
have much to save. A thread watches for signals, so that they also work while the command runs foreign code.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 1.5
"""Seconds that a command has to stop."""

INTERRUPTED = 130
SHOW_CURSOR = b"\x1b[?25h"


def start() -> None:
    """Run the command line, and end this process."""
    received: list[int] = []
    seen: list[int] = []  # filled by the thread, whoever handles the signals

    def interrupt(number: int, frame: FrameType | None) -> None:
        received.append(number)
        if len(received) == 1:
            raise KeyboardInterrupt

    code: int | str | None = 0
    try:
        _watch(interrupt, seen)
        from backproof import cli

        cli.main()
    except SystemExit as end:
        code = end.code
    except KeyboardInterrupt:
        _say("interrupted; nothing was written")
    if received or (code == INTERRUPTED and seen):
        _end((received or seen)[0])
    sys.exit(code)


def _watch(handler: signal._HANDLER, signals: list[int]) -> None:
    """Install the handler for signals that are not ignored, and a thread that ends a command that does not stop."""
    told, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
    threading.Thread(target=_insist, args=(told, signals, handler), daemon=True).start()
    hook = sys.unraisablehook
    sys.unraisablehook = lambda found: None if found.exc_type is KeyboardInterrupt else hook(found)
    for number in STOPPING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def _insist(told: int, signals: list[int], handler: signal._HANDLER) -> None:
    """End the process at the second signal, or if the first has had no effect.

    A run that handles signals itself may take as long as it needs to save its work.
    """
    while True:
        ready, _, _ = select.select([told], [], [], GRACE if signals else None)
        if ready:
            signals.extend(number for number in os.read(told, 64) if number in STOPPING)
        without_effect = signals and not ready and signal.getsignal(signals[0]) is handler
        if len(signals) > 1 or without_effect:
            _say("interrupted; stopped at once")
            _end(signals[0])


def _say(words: str) -> None:
    line = f"backproof: {words}\n".encode()
    with contextlib.suppress(OSError):  # nobody reads it
        os.write(2, SHOW_CURSOR + b"\r" + line if os.isatty(2) else line)


def _end(number: int) -> None:
    """End without waiting for threads that are still at work."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):
            stream.flush()
    os._exit(128 + number)


if __name__ == "__main__":
    start()
