"""Experiments in a process of their own: what they find arrives, what is lost is an error, and none goes on alone."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from backproof.checks.index import claim_named
from backproof.experiments.apart import started_apart
from backproof.experiments.base import experiments_of
from tests.checks.test_processes import ROOT, children, lives

CLAIM = claim_named("zero-gradient")
(NAME,) = CLAIM.experiments
FOUND = {
    "id": NAME,
    "words": "it walks",
    "verdict": "confirmed",
    "detail": "z = 0",
    "seconds": 1.5,
}
SAID = {"claim": CLAIM.id, "outcome": FOUND, "twin": FOUND | {"id": "twin", "verdict": "rejected"}, "caught": True}
START = """
import time
from backproof.checks.index import claim_named
from backproof.experiments.apart import started_apart
with started_apart([claim_named("sft-cost")], 0): time.sleep(600)
"""


@pytest.fixture
def saying(monkeypatch, tmp_path):
    """A process that writes these lines in the place of results, and ends with this code."""

    def use(*lines: str, code: int = 0) -> None:
        script = tmp_path / "python"
        script.write_text(f"#!{sys.executable} -S\nprint({chr(10).join(lines)!r})\nraise SystemExit({code})\n")
        script.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(script))

    return use


def timeless(results):
    """Without the seconds."""
    outcome, control = results
    twin = replace(control.twin, finding=replace(control.twin.finding, seconds=0))
    return replace(outcome, finding=replace(outcome.finding, seconds=0)), replace(control, twin=twin)


def test_the_results_are_those_of_the_experiments_here():
    with started_apart([CLAIM], 3) as started:
        (future,) = started[CLAIM.id]
        found = future.result(timeout=300)
    (run,) = experiments_of(CLAIM, 3)
    assert timeless(found) == timeless(run())
    assert found[0].finding.seconds > 0


def test_a_result_is_read_as_it_is_written(saying):
    saying("a warning", json.dumps(SAID), json.dumps(SAID))
    with started_apart([CLAIM], 0) as started:
        outcome, control = started[CLAIM.id][0].result(timeout=60)
    assert (outcome.id, outcome.kind, outcome.words) == (NAME, "simulation", "it walks")
    assert (outcome.finding.verdict, outcome.finding.detail, outcome.finding.seconds) == ("confirmed", "z = 0", 1.5)
    assert (control.twin.id, control.twin.finding.verdict, control.caught) == ("twin", "rejected", True)


@pytest.mark.parametrize(
    "line",
    [
        "out of luck",
        "[]",
        *map(
            json.dumps,
            (
                {},
                SAID | {"claim": "sft-cost"},
                SAID | {"caught": 1},
                SAID | {"outcome": FOUND | {"verdict": "certain"}},
                SAID | {"outcome": {"id": FOUND["id"]}},
            ),
        ),
    ],
)
def test_what_is_no_result_is_a_lost_experiment_with_the_last_line(saying, line):
    saying("a first line", line, code=3)
    with started_apart([CLAIM], 0) as started:
        outcome, control = started[CLAIM.id][0].result(timeout=60)
    assert (outcome.id, outcome.finding.verdict) == (NAME, "error")
    assert outcome.finding.detail == f"the simulations ended with code 3: {line[:200]}"
    assert not control.caught


def test_a_process_that_says_nothing_is_named_too(saying):
    saying()
    with started_apart([CLAIM], 0) as started:
        outcome, _ = started[CLAIM.id][0].result(timeout=60)
    assert outcome.finding.detail == "the simulations ended with code 0: it said nothing"


def test_claims_without_experiments_need_no_process(monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", None)
    with started_apart([replace(CLAIM, experiments=())], 0) as started:
        assert started == {}


def test_experiments_that_are_not_awaited_are_killed():
    with started_apart([claim_named("sft-cost")], 0) as started:
        first = started["sft-cost"][0]
    assert first.result(timeout=60)[0].finding.detail == "the simulations ended with code -9: it said nothing"


def test_the_experiments_end_with_the_process_that_started_them():
    with subprocess.Popen([sys.executable, "-c", START], cwd=ROOT) as starting:
        while not (found := children(starting.pid)):
            time.sleep(0.02)
        starting.kill()
        assert starting.wait() == -signal.SIGKILL
    while any(map(lives, found)):  # for a long time, if they walk on
        time.sleep(0.02)
