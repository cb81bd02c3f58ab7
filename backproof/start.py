"""Where the command starts: what a signal does from the first moment on, before anything heavy is imported.

SIGINT, SIGTERM and SIGHUP raise KeyboardInterrupt in whatever the command does, and it ends with 128 and the signal's
number. A second one ends it at once, and so does the first after `GRACE` seconds, except where a run has taken hold of
the signals and may have much to save. Both are seen while the command is in foreign code, since a thread looks at them.
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
"""Seconds that a command has to stop what it does."""

INTERRUPTED = 130
SHOW_CURSOR = b"\x1b[?25h"


def start() -> None:
    """Run the command line, and end this process."""
    received: list[int] = []
    seen: list[int] = []  # by the thread, whoever handles them

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
    """Install the handler for what is not ignored, and a thread that ends what goes on nevertheless."""
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
    """End the process at the second signal, or when the first has had no effect.

    A run that handles signals itself is left to save what it has, however long that takes.
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
