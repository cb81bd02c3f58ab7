"""Commands interrupted at random moments end at once, leave no other files, and are resumed to the same files."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time

import pytest

COMMAND = [sys.executable, "-m", "backproof.cli"]
RUNS = {
    "steps": "simulate --engine steps --episodes 8000 --width 5 --depth 5",
    "crossings": "simulate --engine crossings --episodes 4000 --depth 300",
    "search": "simulate --engine search --episodes 20000",
    "rlvr": "train --depth 150 --steps 4000",
    "reinforce": "train --algorithm reinforce --width 3 --depth 3 --steps 20 --batch 256",
}
MOMENTS = 10
LONGEST = 8.0
"""Seconds from the start to the latest signal, which may come before, during or after the work."""


def files(folder):
    """The content of each file by name; that of a record without its times."""
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    record = json.loads(found.pop("run"))
    del record["seconds"]
    for entries in (record.get("hitting_times"), record.get("files")):
        assert entries is None or entries
    return {**found, "run": record}


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("run", RUNS)
def test_a_command_interrupted_at_random_moments_is_resumed_to_the_same_bytes(run, number, tmp_path):
    command = [*COMMAND, *RUNS[run].split(), "--out"]
    (tmp_path / "whole").mkdir()
    subprocess.run([*command, tmp_path / "whole" / "run"], capture_output=True, check=True)
    moments = random.Random(f"{run} {number}")  # noqa: S311 - no secret
    for moment in range(MOMENTS):
        folder = tmp_path / str(moment)
        folder.mkdir()
        with subprocess.Popen([*command, folder / "run"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            time.sleep(moments.uniform(0.5, LONGEST))
            process.send_signal(number)
            _, err = process.communicate(timeout=60)
        assert process.returncode in (0, 128 + number, -number)
        assert b"Traceback" not in err
        subprocess.run([*command, folder / "run"], capture_output=True, check=True)
        assert files(folder) == files(tmp_path / "whole")
