"""A run in a process of its own that is stopped before it ends."""

from __future__ import annotations

import subprocess
import time


def stop(command, seconds, number, kept):
    """Start the command and send it a signal. All of this must hold, whether that is before, during or after its work.

    ``kept`` is what it says if it was interrupted when it had something to keep.
    """
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(seconds)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert process.returncode in (128 + number, -number, 0)
    if process.returncode == 128 + number and "nothing was written" not in err:
        assert kept in err
    assert err.count("\n") <= 1
