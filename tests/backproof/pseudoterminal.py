"""A command in a terminal of its own."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from typing import NamedTuple

COMMAND = [sys.executable, "-m", "backproof.cli"]
CHANGES_THE_TERMINAL = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TERM", "PYTHONIOENCODING")


class Shown(NamedTuple):
    code: int
    text: str
    """All that was written to the terminal, with escape sequences and carriage returns."""


def in_terminal(
    *arguments: str, columns: int = 80, cwd: str | os.PathLike[str] | None = None, **variables: str
) -> Shown:
    """Run a command in a terminal of that width, with these environment variables."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    plain = {name: value for name, value in os.environ.items() if name not in CHANGES_THE_TERMINAL}
    environment = plain | {"TERM": "xterm-256color"} | variables
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=its, stdout=its, stderr=its, env=environment, cwd=cwd, start_new_session=True
    ) as process:
        os.close(its)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # how Linux reports that the other end is closed
                break
            if not part:
                break
            shown += part
    os.close(ours)
    return Shown(process.returncode, shown.decode(errors="backslashreplace"))
