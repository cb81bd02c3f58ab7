"""Whatever is killed, and whenever: after resuming, the results are byte for byte those of an undisturbed run."""

from __future__ import annotations

import json
import multiprocessing
import random
import signal
import subprocess
import sys

import pytest

from backproof import CorridorGraph, simulate, sweep
from backproof.workers import places
from tests.backproof.sweeps.test_sweeps import contents
from tests.backproof.workers.clusters import PATIENCE, LocalCluster, wait_until
from tests.repo.files import ROOT

pytestmark = [pytest.mark.timeout(600), pytest.mark.filterwarnings("ignore::ResourceWarning")]

SEEDS = range(12)
GRIDS = {"simulate": [{"width": 3, "depth": 2, "lanes": 2, "policy": "sft", "seed": list(SEEDS), "episodes": 3000}]}
WALKS = {"engine": "crossings", "episodes": 60_000, "seed": 3}
COMMAND = [sys.executable, "-m", "backproof.cli"]


class Once:
    """Called with the progress; acts the first time that it has come so far."""

    def __init__(self, act, at):
        self.act, self.at, self.acted = act, at, False

    def __call__(self, done, total):
        if done >= self.at and not self.acted:
            self.acted = True
            self.act()


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """The machine may be so busy that it takes long to start a process again."""
    monkeypatch.setattr(places, "RETURN", float(PATIENCE))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The dataset of a sweep that nothing disturbed, in this process."""
    folder = tmp_path_factory.mktemp("undisturbed")
    sweep(GRIDS, out=folder / "whole", jobs=1)
    return contents(folder / "whole")


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """The record and the hitting times of a simulation that nothing disturbed."""
    folder = tmp_path_factory.mktemp("walked")
    return simulated(folder)


def simulated(folder, **options):
    graph = CorridorGraph(15, 15, 5)
    found = simulate(graph, "sft", out=folder / "run.json", **WALKS, **options).record
    versions = {name: value for name, value in found.items() if name not in ("seconds", "threads")}
    return versions, (folder / "run.json.safetensors").read_bytes()


def kill_a_process_of_the_pool():
    multiprocessing.active_children()[0].kill()


VICTIMS = ("worker", "scheduler", "sweep", "process", "shard", "simulation")
ROUNDS = [(victim, number) for victim in VICTIMS for number in range(4)]


@pytest.mark.slow
@pytest.mark.parametrize(("victim", "number"), ROUNDS)
def test_after_any_kill_the_results_are_the_same(victim, number, tmp_path, request):
    at = random.Random(f"{victim} {number}").randrange(1, len(SEEDS) - 2)  # noqa: S311 - when to kill
    kinds = {"worker": killed_part, "scheduler": killed_part, "process": killed_process, "sweep": killed_sweep}
    if victim in kinds:
        kinds[victim](tmp_path / "results", at, victim)
        assert contents(tmp_path / "results") == request.getfixturevalue("whole")
    else:
        killed_walks = {"shard": killed_shard, "simulation": killed_simulation}[victim]
        assert killed_walks(tmp_path, at, number) == request.getfixturevalue("walked")


def killed_part(out, at, victim):
    with LocalCluster() as cluster:
        kill = Once(cluster.kill_worker if victim == "worker" else cluster.kill_scheduler, at)
        found = sweep(GRIDS, out=out, scheduler=cluster.address, on_progress=kill)
    assert kill.acted
    assert found.failures == {}


def killed_process(out, at, victim):
    kill = Once(kill_a_process_of_the_pool, at)
    assert sweep(GRIDS, out=out, jobs=2, on_progress=kill).failures == {}
    assert kill.acted


def killed_sweep(out, at, victim):
    """The command, on a cluster, is killed as soon as so many cells are recorded."""
    file = out.with_suffix(".toml")
    (table,) = GRIDS["simulate"]
    file.write_text("[[simulate]]\n" + "\n".join(f"{name} = {json.dumps(value)}" for name, value in table.items()))
    with LocalCluster() as cluster:
        command = [*COMMAND, "sweep", str(file), "--out", str(out), "--scheduler", cluster.address]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
            wait_until(lambda: len(list(out.rglob("*.parquet"))) >= at)
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=30)
        left = len(list(out.rglob("*.parquet")))
        assert at <= left < len(SEEDS)
        found = sweep(GRIDS, out=out, scheduler=cluster.address)
    assert (found.found, found.failures) == (left, {})


def killed_shard(folder, at, number):
    """A worker, or the scheduler, while shards are drawn."""
    with LocalCluster() as cluster:
        act = cluster.kill_scheduler if number % 2 else cluster.kill_worker
        kill = Once(act, at * WALKS["episodes"] // len(SEEDS))
        found = simulated(folder, scheduler=cluster.address, on_progress=kill)
    assert kill.acted
    return found


def killed_simulation(folder, at, number):
    """The simulation itself, in the middle: in a process of its own, which kills itself."""
    with LocalCluster() as cluster:
        code = f"""
import os, signal
from backproof import CorridorGraph, simulate
from backproof.sim import runs

def die(done, steps):
    if done >= {at * WALKS["episodes"] // len(SEEDS)}:
        os.kill(os.getpid(), signal.SIGKILL)

runs.run_simulation_timed.__kwdefaults__["every"] = 0.0
out, scheduler = {str(folder / "run.json")!r}, {cluster.address!r}
simulate(CorridorGraph(15, 15, 5), "sft", out=out, scheduler=scheduler, on_progress=die, **{WALKS!r})
"""
        ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=PATIENCE, check=False)
        assert ran.returncode == -signal.SIGKILL
        assert not (folder / "run.json").exists()
        assert (folder / "run.json.safetensors").exists()
        return simulated(folder, scheduler=cluster.address)
