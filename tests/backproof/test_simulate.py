"""The command `backproof simulate`: records, resumption, comparison, and one line for every bad input."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys

import pytest
from safetensors import safe_open

from backproof.policies import policy_text
from backproof.reports.records import only_run
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from tests.backproof.stopping import stop

SMALL = ("--width", "3", "--depth", "2", "--lanes", "2")
GRAPH = CorridorGraph(3, 2, 2)
COMMAND = [sys.executable, "-m", "backproof.cli", "simulate"]


def simulated(backproof, *arguments):
    code, out, err = backproof("simulate", *SMALL, *arguments, "--format", "json")
    assert (code, err) == (0, "")
    return json.loads(out)


@pytest.mark.parametrize("engine", ["steps", "crossings", "search"])
def test_a_record_has_the_configuration_and_the_result(backproof, engine):
    document = simulated(backproof, "--engine", engine, "--episodes", "3000", "--seed", "5", "--policy", "sft")
    assert document["schema"] == "backproof.simulation/1"
    config = document["config"]
    assert [config[key] for key in ("width", "depth", "lanes", "policy")] == [3, 2, 2, "sft"]
    assert (config["engine"], config["episodes"], config["seed"]) == (engine, 3000, 5)
    assert set(document["versions"]) == {"backproof", "python", "torch", "numpy"}
    low, high = document["estimate"]["interval"]
    assert low < document["estimate"]["mean"] < high
    assert document["survival"]["probability"] == sorted(document["survival"]["probability"], reverse=True)
    assert document["hitting_times"] is None


def test_the_same_seed_gives_the_same_record(backproof):
    one, two, other = (simulated(backproof, "--engine", "steps", "--seed", seed) for seed in ("1", "1", "2"))
    assert one["estimate"] == two["estimate"] != other["estimate"]


@pytest.mark.parametrize("policy", ["base", "sft", "rlvr"])
@pytest.mark.parametrize("engine", ["steps", "crossings"])
def test_the_prediction_is_confirmed(backproof, engine, policy):
    code, out, err = backproof("simulate", *SMALL, "--engine", engine, "--policy", policy, "--compare")
    assert (code, err) == (0, "")
    assert "confirmed: allowed " in out
    assert ", z = " in out


def test_a_wrong_prediction_is_rejected(backproof, monkeypatch):
    monkeypatch.setattr("backproof.reports.simulation.mean_time_interval", lambda *arguments: (90.0, 91.0))
    code, out, err = backproof("simulate", *SMALL, "--compare")
    assert (code, err) == (1, "")
    assert "rejected: allowed 90 to 91" in out


def test_the_comparison_uses_the_formula(backproof, monkeypatch):
    monkeypatch.setattr("backproof.reports.simulation.expected_hitting_time", lambda graph, policy: 1.1 * 141)
    code, out, _ = backproof("simulate", *SMALL, "--compare", "--episodes", "20000")
    assert (code, "rejected: allowed" in out) == (1, True)


def test_stuck_walkers_never_arrive(backproof):
    """The survival curve ends at the share of stuck walkers, and there is no mean."""
    document = simulated(backproof, "--engine", "search", "--episodes", "4000", "--width", "2")
    hits, estimate = document["hits"], document["estimate"]
    assert estimate["mean"] is None
    assert estimate["episodes"] - estimate["censored"] == hits["count"]
    assert document["survival"]["probability"][-1] == pytest.approx(1 - hits["count"] / 4000, abs=1e-12)
    code, out, _ = backproof("simulate", *SMALL, "--engine", "search")
    assert (code, "the expected hitting time is infinite" in out) == (0, True)


def test_a_file_name_is_printed_unchanged(backproof, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a[red]b[bold].json").write_text(policy_text(Policy.base(GRAPH)))
    code, out, _ = backproof("simulate", *SMALL, "--policy", "a[red]b[bold].json")
    assert (code, "a[red]b[bold].json by crossings" in out) == (0, True)


def test_the_search_agent_has_its_prediction(backproof):
    document = simulated(backproof, "--engine", "search", "--policy", "rlvr", "--compare")
    assert document["prediction"]["mean"] == 16


def test_long_walks_are_estimated_at_the_sizes_of_the_paper(backproof):
    code, out, _ = backproof("simulate", "--policy", "sft", "--episodes", "20000", "--compare")
    assert code == 0
    assert "4.3184482e14 steps" in out
    assert "confirmed" in out


def test_a_record_and_its_hitting_times_are_files(backproof, tmp_path):
    out = tmp_path / "run.json"
    code, printed, _ = backproof("simulate", *SMALL, "--engine", "steps", "--episodes", "500", "--out", out)
    assert (code, printed.split()[:2]) == (0, ["run", "base"])
    document = json.loads(out.read_text())
    times = tmp_path / document["hitting_times"]["file"]
    assert hashlib.sha256(times.read_bytes()).hexdigest() == document["hitting_times"]["sha256"]
    with safe_open(times, framework="np") as file:
        steps = file.get_tensor("results.steps")
    assert steps.mean() == pytest.approx(document["estimate"]["mean"], rel=1e-14)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run.json", "run.json.safetensors"]


@pytest.mark.parametrize("engine", ["steps", "crossings", "search"])
def test_a_finished_command_run_again_changes_no_byte(backproof, tmp_path, engine):
    arguments = ("simulate", *SMALL, "--engine", engine, "--episodes", "500", "--out", tmp_path / "run.json")
    first = backproof(*arguments)
    written = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    assert backproof(*arguments) == first
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()} == written


def test_a_second_run_on_one_file_is_refused(backproof, tmp_path):
    out = tmp_path / "run.json"
    with only_run(out):
        code, printed, err = backproof("simulate", *SMALL, "--out", out)
        assert (code, printed, err.count("\n")) == (2, "", 1)
        assert "another run is writing there; wait for it, or name another" in err
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_needs_too_much_memory_is_refused(backproof, monkeypatch):
    monkeypatch.setattr("backproof.api.runs.available_memory", lambda: 2.0**30)
    code, out, err = backproof("simulate", "--engine", "steps", "--depth", "20000")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "this run needs about 2.01 GiB of memory and 1 GiB are available: lower the sizes" in err


def test_on_a_full_disk_the_result_is_still_printed(backproof, tmp_path, monkeypatch):
    def full(tensors, metadata):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("backproof.sim.checkpoints.serialised", full)
    code, out, err = backproof("simulate", *SMALL, "--out", tmp_path / "run.json")
    assert (code, err.count("\n")) == (5, 1)
    assert "95% interval" in out
    assert "run.json.safetensors: No space left on device; the run is finished and reported above" in err
    assert list(tmp_path.iterdir()) == []


def test_a_record_can_be_written_to_a_pipe_or_device_without_a_checkpoint(backproof, tmp_path):
    pipe = tmp_path / "null"
    pipe.symlink_to("/dev/null")
    assert backproof("simulate", *SMALL, "--out", pipe).code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["null"]


def test_a_censored_run_has_only_a_truncated_mean(backproof):
    code, out, _ = backproof("simulate", *SMALL, "--engine", "steps", "--budget", "30", "--episodes", "400")
    assert code == 0
    assert "of them censored by the budget" in out
    assert "a lower bound of the expected hitting time" in out


LONG = ("--engine", "steps", "--episodes", "8000", "--width", "5", "--depth", "5", "--format", "json")
"""Sixteen million steps: a second or two, so that it can be stopped in the middle."""


@pytest.fixture(scope="module")
def whole():
    return json.loads(subprocess.run([*COMMAND, *LONG], capture_output=True, text=True, check=True).stdout)


@pytest.mark.slow  # some ten seconds each; tests/sim/test_runs.py resumes runs in this process
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_run_is_resumed_to_the_same_numbers(tmp_path, number, whole):
    out = tmp_path / "run.json"
    stop([*COMMAND, *LONG, "--out", str(out)], 2.5, number, "episodes are over; they are kept in")
    subprocess.run([*COMMAND, *LONG, "--out", str(out)], capture_output=True, check=True)
    assert json.loads(out.read_text())["estimate"] == whole["estimate"]


# --- policies --------------------------------------------------------------------------------------------------------


def write(tmp_path, **families):
    file = tmp_path / "policy.json"
    file.write_text(json.dumps({"schema": "backproof.policy/1", **families}))
    return str(file)


HALVES = {name: ["1/2", 0.5] for name in FAMILIES}


def test_a_policy_that_may_never_arrive_is_refused_unless_there_is_a_budget(backproof, tmp_path):
    file = write(tmp_path, **HALVES | {"forward_exit": [0.5, 0]})
    code, out, err = backproof("simulate", *SMALL, "--engine", "steps", "--policy", file)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "a walker that has travelled s -> f never reaches its target" in err
    code, out, err = backproof("simulate", *SMALL, "--engine", "steps", "--policy", file, "--budget", "99")
    assert (code, err) == (0, "")
    code, _, err = backproof("simulate", *SMALL, "--policy", file)
    assert (code, err.count("\n")) == (2, 1)


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--episodes", "0"), "must be an integer >= 1, got 0"),
        (("--episodes", "1"), "episodes must be at least 2, got 1: one walk has no spread"),
        (("--engine", "hops"), "--engine must be one of steps, crossings, search, got 'hops'"),
        (("--engine", "steps", "--budget", "3"), "budget must be at least the shortest path, 6 steps, got budget=3"),
        (("--engine", "crossings", "--budget", "30"), "a budget of steps goes with engine=steps"),
        (("--device", "cuda", "--engine", "steps"), "torch sees no such GPU; use cpu"),
        (("--device", "abacus"), "device must be cpu or cuda, got device=abacus"),
        (("--seed", "-1"), "must be an integer from 0 to 2**64 - 1, got -1"),
        (("--seed", "x"), "must be an integer from 0 to 2**64 - 1, got x"),
        (("--episodes", str(10**21)), "episodes must be at most 2**30 in one run"),
        (("--budget", str(2**63), "--engine", "steps"), "budget must be at most 2**62 steps"),
        (("--width", "100000", "--engine", "steps"), "may have 2**28 cells, got about 1e+10 for width=100000"),
        (("--depth", "180", "--lanes", "5", "--policy", "sft", "--compare"), "leave --compare out"),
        (
            ("--policy", "bass"),
            "--policy takes base, sft, rlvr, a policy file or the FILE.safetensors of a training run; there is no",
        ),
        (
            ("--compare", "--engine", "search", "--policy", "base"),
            "the theory predicts the search agent of --policy sft",
        ),
        (("--compare", "--engine", "steps", "--budget", "99"), "leave --budget or --compare out"),
        (("--compile",), "compiled moves (--compile) go with engine=steps, got engine=crossings"),
        (("--out", "nowhere/run.json"), "the folder nowhere does not exist"),
    ],
)
def test_bad_arguments_of_simulate_are_one_line_and_exit_code_2(backproof, monkeypatch, tmp_path, arguments, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = backproof("simulate", *SMALL, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_counts_beyond_float64_are_reported_in_one_line(backproof):
    code, out, err = backproof("simulate", "--depth", "900", "--policy", "sft", "--episodes", "10")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "counts must have means up to 1e+300" in err


@pytest.mark.parametrize("name", ["run.json", "run.json.safetensors"])
def test_a_file_of_another_program_in_place_of_the_hitting_times_is_kept(backproof, tmp_path, name):
    out = tmp_path / "run.json"
    (tmp_path / "run.json.safetensors").write_text("mine")
    code, _, err = backproof("simulate", *SMALL, "--out", out)
    assert (code, err.count("\n")) == (2, 1)
    assert "is damaged or not a checkpoint" in err
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("run.json.safetensors", "mine")]


def test_without_torch_the_message_says_what_to_install(backproof, monkeypatch):
    monkeypatch.setattr("backproof.installed.is_installed", lambda module: False)
    code, out, err = backproof("simulate")
    assert (code, out) == (2, "")
    assert err == "backproof: torch is not installed: in a clone, run `make .venv`, or pip install '.[sim]'\n"


@pytest.mark.parametrize("content", ["notes", '{"mine": 1}', '{"schema": "backproof.verify/1"}', "[]"])
def test_a_file_that_is_not_a_record_is_not_overwritten(backproof, tmp_path, content):
    out = tmp_path / "run.json"
    out.write_text(content)
    code, _, err = backproof("simulate", *SMALL, "--out", out)
    assert (code, err.count("\n")) == (2, 1)
    assert "exists and is not a backproof.simulation record; name another file" in err
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("run.json", content)]


def test_crossings_of_the_edges_add_up_to_the_steps(backproof):
    document = simulated(backproof, "--episodes", "3000", "--policy", "sft")
    crossings = document["crossings"]
    # each edge is crossed once more outward than homeward; the first step is added; all are integers below 2**53
    total = 2 * sum(crossings["homeward"]) + len(crossings["homeward"]) + 1
    assert total == pytest.approx(document["estimate"]["mean"], rel=1e-13)
    ends = zip(crossings["low"], crossings["homeward"], crossings["high"], strict=True)
    assert all(low < mean < high for low, mean, high in ends)
    assert simulated(backproof, "--engine", "steps", "--episodes", "50")["crossings"] is None


def test_the_survival_curve_has_a_band_and_a_tail(backproof):
    survival = simulated(backproof, "--episodes", "4000")["survival"]
    bands = list(zip(survival["low"], survival["probability"], survival["high"], strict=True))
    assert all(low <= found <= high for low, found, high in bands)
    assert 0 < sorted(survival["probability"])[1] < 1e-3
    assert len(bands) == len(survival["steps"]) <= 100


def test_squares_beyond_float64_leave_no_interval(backproof):
    code, out, _ = backproof(
        "simulate", "--width", "3", "--depth", "250", "--policy", "sft", "--episodes", "3", "--format", "json"
    )
    crossings = json.loads(out)["crossings"]
    assert (code, crossings["high"][-1]) == (0, None)
    assert crossings["low"][0] is not None
