"""Runs give the same numbers in one go, in pieces, interrupted or resumed; other checkpoints are refused."""

from __future__ import annotations

import importlib
import os
import signal

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from backproof.sim import checkpoints, runs
from backproof.sim.checkpoints import CheckpointError, UnwrittenError
from backproof.sim.engines import BLOCK, CrossingsRun, begin_run
from backproof.sim.run_config import RunConfig
from backproof.sim.runs import load_checkpoint, run_simulation, save_checkpoint
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

GRAPH = CorridorGraph(3, 2, 2)
BASE = {name: tuple(map(float, getattr(Policy.base(GRAPH), name))) for name in FAMILIES}
ENGINES = ("steps", "crossings", "search")
each_engine = pytest.mark.parametrize("engine", ENGINES)


def config(engine="steps", episodes=20_000, **others):
    return RunConfig(3, 2, 2, BASE, engine, episodes, **others)


def same(one, two):
    pairs = list(zip(one.times(), two.times(), strict=True))
    if isinstance(one, CrossingsRun):
        pairs += zip(one.homeward(), two.homeward(), strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


@each_engine
def test_a_run_continues_from_its_checkpoint_to_the_same_numbers(engine, tmp_path):
    file = tmp_path / "run"
    whole, half = begin_run(config(engine)), begin_run(config(engine))
    while whole.done < 20_000:
        whole.advance()
    while half.done < 7000:
        half.advance()
    save_checkpoint(file, half, config(engine))
    resumed = run_simulation(config(engine), checkpoint=file)
    assert 7000 <= half.done < 20_000
    assert same(whole, resumed)
    assert whole.walked == resumed.walked
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


@each_engine
def test_a_finished_run_is_read_back(engine, tmp_path, monkeypatch):
    first = run_simulation(config(engine), checkpoint=tmp_path / "run")
    monkeypatch.setattr(runs, "save_checkpoint", lambda *arguments: None)
    again = run_simulation(config(engine), checkpoint=tmp_path / "run")
    assert same(first, again)


@each_engine
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_its_episodes(engine, number, tmp_path):
    file = tmp_path / "run"
    before = signal.getsignal(number)
    calls = []

    def interrupt(done, walked):
        calls.append(done)
        if len(calls) == 2:
            os.kill(os.getpid(), number)

    with pytest.raises(
        KeyboardInterrupt, match=r"of 20000 episodes are over; they are kept in .*run: the same command"
    ):
        run_simulation(config(engine), checkpoint=file, on_progress=interrupt)
    assert signal.getsignal(number) is before
    assert same(run_simulation(config(engine), checkpoint=file), run_simulation(config(engine)))


def test_without_a_file_an_interrupt_says_that_all_is_lost():
    with pytest.raises(KeyboardInterrupt, match="of 20000 episodes are over; they are lost, since --out was not given"):
        run_simulation(config(), on_progress=lambda done, walked: os.kill(os.getpid(), signal.SIGINT))


def test_blocks_of_crossings_are_independent_of_each_other():
    few, many = (run_simulation(config("crossings", episodes)) for episodes in (BLOCK + 7, 3 * BLOCK))
    assert np.array_equal(few.times()[0], many.times()[0][: BLOCK + 7])


@each_engine
def test_a_longer_run_begins_with_the_same_episodes(engine):
    few, many = (run_simulation(config(engine, episodes)) for episodes in (300, 9000))
    assert np.array_equal(few.times()[0], many.times()[0][:300])


def test_a_full_disk_keeps_the_old_checkpoint_and_the_error_has_the_results(tmp_path, monkeypatch):
    file = tmp_path / "run"
    run = begin_run(config())
    save_checkpoint(file, run, config())
    kept = file.read_bytes()

    def full(tensors, metadata):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpoints, "serialised", full)
    with pytest.raises(UnwrittenError, match="No space left") as lost:
        run_simulation(config(), checkpoint=file, every=-1.0)
    found, seconds = lost.value.finished
    monkeypatch.undo()
    assert same(found, run_simulation(config()))
    assert seconds > 0
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("run", kept)]


@each_engine
@pytest.mark.parametrize("few", [50, 1500])
def test_a_run_made_longer_writes_the_same_bytes_as_one_in_one_go(engine, few, tmp_path):
    """Also if the shorter run ended within a block of the crossing sampler."""
    one, two = tmp_path / "one", tmp_path / "two"
    save_checkpoint(one, run_simulation(config(engine, few)), config(engine, few))
    save_checkpoint(one, run_simulation(config(engine, 2100), checkpoint=one), config(engine, 2100))
    save_checkpoint(two, run_simulation(config(engine, 2100)), config(engine, 2100))
    assert one.read_bytes() == two.read_bytes()
    with pytest.raises(CheckpointError, match="a run can be made longer, not shorter; name another --out"):
        load_checkpoint(one, config(engine, few))


@each_engine
@pytest.mark.parametrize("moment", [1, 7, 20])
def test_an_interrupt_while_episodes_are_drawn_changes_no_number(engine, moment, tmp_path, monkeypatch):
    """The signal comes during a call of the random number generator, or of a move."""
    name = {
        "steps": "backproof.sim.walkers.moves",
        "crossings": "backproof.sim.crossing_sampler.negative_binomial",
        "search": "backproof.sim.search._moves",
    }
    module, _, function = name[engine].rpartition(".")
    own = getattr(importlib.import_module(module), function)
    calls = []

    def signalled(*arguments):
        calls.append(1)
        if len(calls) == moment:
            os.kill(os.getpid(), signal.SIGHUP)
        return own(*arguments)

    monkeypatch.setattr(name[engine], signalled)
    file, run = tmp_path / "run", config(engine, 9000)
    with pytest.raises(KeyboardInterrupt, match="of 9000 episodes are over; they are kept in"):
        run_simulation(run, checkpoint=file)
    assert len(calls) <= moment + (1 if engine == "steps" else 0)
    assert same(run_simulation(run, checkpoint=file), run_simulation(run))
    assert load_checkpoint(file, run).seconds > 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is damaged or not a checkpoint"),
        (b"{}", "is damaged or not a checkpoint"),
        (b"\x08\x00\x00\x00\x00\x00\x00\x00{}      ", "is not a checkpoint of a simulation: name another"),
    ],
)
def test_a_file_that_is_not_a_checkpoint_is_refused_and_kept(tmp_path, content, message):
    file = tmp_path / "run"
    file.write_bytes(content)
    with pytest.raises(CheckpointError, match=message):
        run_simulation(config(), checkpoint=file)
    assert file.read_bytes() == content


def test_a_truncated_checkpoint_is_refused(tmp_path):
    file = tmp_path / "run"
    save_checkpoint(file, begin_run(config()), config())
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(CheckpointError, match="is damaged or not a checkpoint"):
        load_checkpoint(file, config())


def test_a_foreign_safetensors_file_is_refused(tmp_path):
    save_file({"weights": torch.ones(3)}, tmp_path / "run", metadata={"schema": "somebody's"})
    with pytest.raises(CheckpointError, match="is not a checkpoint of a simulation"):
        load_checkpoint(tmp_path / "run", config())


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"seed": 1}, "seed 0 there, 1 here"),
        ({"budget": 50}, "budget None there, 50 here"),
        ({"engine": "search"}, "engine 'steps' there, 'search' here"),
    ],
)
def test_a_checkpoint_of_another_run_is_refused(tmp_path, other, message):
    file = tmp_path / "run"
    save_checkpoint(file, begin_run(config()), config())
    with pytest.raises(
        CheckpointError, match=rf"belongs to another run \({message}\): move it away, or name another --out"
    ):
        load_checkpoint(file, config(**other))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"episodes": 0}, "episodes must be an integer >= 1, got episodes=0"),
        ({"seed": -1}, r"seed must be an integer from 0 to 2\*\*64 - 1, got seed=-1"),
        ({"engine": "crossings", "budget": 9}, "a budget of steps goes with engine=steps, got engine=crossings"),
        ({"device": "cuda:77"}, "torch sees no such GPU; use cpu"),
    ],
)
def test_bad_arguments_of_a_run_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        config(**options)


def test_a_policy_of_another_depth_is_refused():
    with pytest.raises(ValueError, match="one probability per diamond, got 2 in forward_exit for depth=3"):
        RunConfig(3, 3, 2, BASE, "steps", 10)


def test_only_the_step_walker_can_be_compiled():
    with pytest.raises(
        ValueError, match=r"compiled moves \(--compile\) go with engine=steps, got engine=search: leave them out"
    ):
        begin_run(config("search"), compiled=True)


def test_a_search_that_is_stuck_is_censored():
    run = run_simulation(config("search", 1000))
    times, hit = run.times()
    assert 0 < hit.sum() < 1000
    assert times.max() <= 2 * GRAPH.edge_count
