"""Tasks are done once each, also if a worker is killed; what cannot be done is one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from backproof.workers import places, tasks
from backproof.workers.places import Cluster, Here, Pool
from backproof.workers.tasks import LOST, WorkersError, at_work, outcomes
from tests.backproof.workers.clusters import LocalCluster, deadly, refused, squared, wait_until
from tests.repo.files import ROOT

pytestmark = [pytest.mark.timeout(120), pytest.mark.filterwarnings("ignore::ResourceWarning")]

NUMBERS = range(20)
SQUARES = [(number, number**2, "") for number in NUMBERS]


def test_tasks_are_done_in_this_process():
    with at_work(Here()) as here:
        assert list(outcomes(here, squared, range(5))) == SQUARES[:5]
        assert list(outcomes(here, refused, [1])) == [(0, None, "number must be even, got 1")]


def test_a_worker_of_another_version_is_refused(monkeypatch):
    theirs = iter([{"backproof": "0.1.0", "numpy": "2"}, {"backproof": "0.1.0", "numpy": "1"}])
    monkeypatch.setattr(tasks, "installed_versions", lambda: next(theirs))
    with at_work(Here()) as here, pytest.raises(WorkersError, match=r"^a worker has numpy 1, here it is numpy 2: give"):
        list(outcomes(here, squared, [1]))


def test_a_task_that_ends_its_process_is_found(monkeypatch):
    monkeypatch.syspath_prepend(ROOT)  # where the processes find this module
    with at_work(Pool(2)) as pool:
        found = sorted(outcomes(pool, deadly, range(6)))
    assert found == [*SQUARES[:3], (3, None, LOST), *SQUARES[4:6]]


def test_the_processes_of_a_pool_end_with_their_parent():
    code = (
        "import time; from backproof.workers.places import Pool; import multiprocessing as m\n"
        "if __name__ == '__main__':\n"
        "    pool = Pool(1); pool.open(); pool.submit(time.sleep, 0).result()\n"
        "    print(m.active_children()[0].pid, flush=True); time.sleep(100)"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        child = Path("/proc") / process.stdout.readline().strip()
        assert child.exists()
        process.kill()
    wait_until(lambda: not child.exists() or "zombie" in (child / "status").read_text(), seconds=30)


def test_a_worker_of_a_cluster_is_killed_midway():
    with LocalCluster() as cluster, at_work(Cluster(cluster.address)) as workers:
        found = []
        for outcome in outcomes(workers, squared, NUMBERS):
            found.append(outcome)
            if len(found) == 5:
                cluster.kill_worker()
    assert sorted(found) == SQUARES


@pytest.mark.parametrize("answers", [False, True])
def test_a_scheduler_that_does_not_answer_or_has_no_workers_is_refused_in_time(answers, monkeypatch):
    monkeypatch.setattr(places, "ANSWER", 1.0)
    if not answers:
        with pytest.raises(WorkersError, match=r"^--scheduler tcp://127.0.0.1:1: did not answer within 1 s: start one"):
            Cluster("tcp://127.0.0.1:1").open()
        return
    said = r": had no worker within 1 s: start some with `dask worker tcp://"
    with LocalCluster(workers=0) as cluster, pytest.raises(WorkersError, match=said):
        Cluster(cluster.address).open()
