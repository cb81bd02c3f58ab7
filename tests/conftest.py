"""Settings of every test.

Hypothesis draws the same examples on every run and is never timed. A process has one thread. Signals that the caller
ignores, as `nohup` and a shell's `&` do, are not ignored here: commands inherit that, and a test that interrupts one
would wait for ever.
"""

import gc
import os
import signal

from hypothesis import settings

from tests import shapes  # noqa: F401 - jaxtyping asks for `tests.shapes.checked`

os.environ["OMP_NUM_THREADS"] = "1"  # the workers of pytest already share the cores

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None, max_examples=40)
settings.load_profile("repeatable")


def pytest_collection_finish():
    """What is loaded by now stays until the end, and so do most results that tests share: the garbage collector need
    not look through them again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
