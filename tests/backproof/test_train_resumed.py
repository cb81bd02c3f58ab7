"""An interrupted `backproof train` continues bit for bit from the files that it kept."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess

import pytest

from backproof.sim import training, walkers
from backproof.sim.descent import OPTIMISERS
from backproof.sim.trainers.reinforce import ReinforceConfig
from backproof.sim.training import run_training
from tests.backproof.stopping import stop
from tests.backproof.training_runs import (
    COMMAND,
    SMALL,
    config,
    same,
)

# --- continuing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_an_interrupted_run_continues_to_the_same_curve(tmp_path, optimiser, number):
    file, before = tmp_path / "run", signal.getsignal(number)

    def interrupt(step, row):
        if step in (7, 23):
            os.kill(os.getpid(), number)

    run = config(optimiser=optimiser, step=0.01)
    for step in (7, 23):
        with pytest.raises(KeyboardInterrupt, match=rf"^{step} of 40 steps are done; they are kept in .*run: the same"):
            run_training(run, checkpoint=file, on_progress=interrupt)
    assert signal.getsignal(number) is before
    assert same(run_training(run, checkpoint=file), run_training(run))
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_without_a_file_an_interrupt_says_that_all_is_lost():
    with pytest.raises(KeyboardInterrupt, match=r"^0 of 40 steps are done; they are lost, since --out was not given$"):
        run_training(config(), on_progress=lambda step, row: os.kill(os.getpid(), signal.SIGINT))


def test_a_run_is_saved_at_intervals(tmp_path, monkeypatch):
    steps = []
    monkeypatch.setattr(training, "save_curve", lambda path, config, rows, gaps, seconds: steps.append(len(rows) - 1))
    run_training(config(steps=5), checkpoint=tmp_path / "run", every=-1.0)
    assert steps == [0, 1, 2, 3, 4, 5, 5]


def test_a_finished_run_is_read_back(backproof, tmp_path, monkeypatch):
    out = tmp_path / "run.json"
    first = backproof("train", *SMALL, "--out", out).out
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr(training, "save_curve", None)
    again = backproof("train", *SMALL, "--out", out).out
    assert first == again
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == written


def test_a_run_made_longer_writes_the_same_files_as_one_in_one_go_and_counts_all_seconds(backproof, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    backproof("train", *SMALL[:-1], "5", "--out", one)
    written = json.loads(one.read_text())
    one.write_text(json.dumps(written | {"seconds": 1000.0}))
    assert backproof("train", *SMALL[:-1], "10", "--out", one).code == 0
    assert backproof("train", *SMALL[:-1], "10", "--out", two).code == 0
    for kind in ("npz", "safetensors"):
        assert (tmp_path / f"one.{kind}").read_bytes() == (tmp_path / f"two.{kind}").read_bytes()
    assert json.loads(one.read_text())["seconds"] > 1000
    assert json.loads(one.read_text())["points"] == json.loads(two.read_text())["points"]


def test_a_run_of_hours_needs_yes(backproof, tmp_path):
    code, out, err = backproof("train", "--algorithm", "reinforce", "--batch", "65536", "--out", tmp_path / "run.json")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert re.search(r"estimated at [\d.]+ hours, the limit is 1 hour: lower the sizes, or give --yes to run it", err)
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_written_beside_a_device(backproof, tmp_path):
    (tmp_path / "null").symlink_to("/dev/null")
    assert backproof("train", *SMALL, "--out", tmp_path / "null").code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["null"]


def test_a_step_may_be_interrupted_anywhere(tmp_path, monkeypatch):
    """A signal in the middle of the third step's walks, where no kernel walks them."""
    file, calls, own = tmp_path / "run", [], walkers.moves

    def signalled(*arguments):
        calls.append(1)
        if len(calls) == 60:
            os.kill(os.getpid(), signal.SIGTERM)
        return own(*arguments)

    run = config(ReinforceConfig, batch=64, steps=6)
    whole = run_training(run)
    monkeypatch.setattr(walkers, "kernel_for", lambda device, compiled: None)
    monkeypatch.setattr(walkers, "moves", signalled)
    with pytest.raises(KeyboardInterrupt, match=r"^[0-5] of 6 steps are done; they are kept in"):
        run_training(run, checkpoint=file)
    assert len(calls) == 60
    assert same(run_training(run, checkpoint=file), whole)


LONG = ("--depth", "150", "--steps", "4000", "--format", "json")
"""A second, so that it can be stopped in the middle."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    out = tmp_path_factory.mktemp("whole") / "run.json"
    subprocess.run([*COMMAND, *LONG, "--out", str(out)], capture_output=True, check=True)
    return out.with_name("run.json.npz").read_bytes()


@pytest.mark.slow  # some ten seconds; `test_an_interrupted_run_continues_to_the_same_curve` is of this process
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_command_continues_to_the_same_curve_byte_for_byte(tmp_path, number, whole):
    out = tmp_path / "run.json"
    stop([*COMMAND, *LONG, "--out", str(out)], 3, number, "steps are done; they are kept in")
    subprocess.run([*COMMAND, *LONG, "--out", str(out)], capture_output=True, check=True)
    assert out.with_name("run.json.npz").read_bytes() == whole
