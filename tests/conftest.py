"""Settings of every test: hypothesis draws the same examples on every run and is never timed; one thread a process."""

import os

from hypothesis import settings

os.environ["OMP_NUM_THREADS"] = "1"  # the workers of pytest share the cores already

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None, max_examples=40)
settings.load_profile("repeatable")
