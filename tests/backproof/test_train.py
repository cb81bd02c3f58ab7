"""The command `backproof train`: records, curves, resumption bit for bit, and one line for every bad input."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from backproof.commands import progress
from backproof.sim import training, training_checkpoints, walkers
from backproof.sim.checkpoints import CheckpointError, Kind, write_checkpoint
from backproof.sim.curves import TrainingStoppedError
from backproof.sim.descent import OPTIMISERS, descend, sign
from backproof.sim.exact_cost import cost_of_gaps
from backproof.sim.losses import rlvr_loss
from backproof.sim.trainers import TRAINERS
from backproof.sim.trainers.reinforce import ReinforceConfig
from backproof.sim.trainers.rlvr import RlvrConfig
from backproof.sim.training import run_training
from backproof.sim.training_checkpoints import read_gaps
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

GRAPH = CorridorGraph(3, 2, 2)
SMALL = ("--width", "3", "--depth", "2", "--lanes", "2", "--steps", "40")
DIVERGENT = ("--width", "2", "--depth", "8", "--lanes", "3", "--steps", "40", "--optimiser", "plain", "--step", "0.003")
"""Three good points, then a backward row turns almost surely."""

COMMAND = [sys.executable, "-m", "backproof.cli", "train"]
BASE = dict.fromkeys(FAMILIES, (0.0, 0.0))


def trained(backproof, *arguments):
    code, out, err = backproof("train", *SMALL, *arguments, "--format", "json")
    assert (code, err) == (0, "")
    return json.loads(out)


SAMPLED = [name for name, trainer in TRAINERS.items() if "batch" in trainer.config.settings()]


def config(kind=RlvrConfig, **others):
    return kind(3, 2, 2, **{"start": BASE, "steps": 40, "step": 0.1, **others})


def same(one, two):
    return all(np.array_equal(getattr(one, name), getattr(two, name)) for name in vars(one))


# --- what is trained -------------------------------------------------------------------------------------------------


def test_the_defaults_are_figure_3(backproof):
    code, out, err = backproof("train")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "rlvr from base at W=15, K=15, L=5: 1200 sign steps of 0.01, seed 0"
    rows = {line.split()[0]: line.split()[1:] for line in lines[2:8]}
    costs = ("50142", "39503.4941", "20239.8814", "4177.9501", "1078.0128", "900.4437")
    assert {step: row[0] for step, row in rows.items()} == dict(zip(map(str, STEPS), costs, strict=True))
    assert rows["1200"][2:] == ["12", "12", "12", "12"]
    assert lines[8] == "Gaps: a forward exit, b backward entry, c forward entry, d backward exit."
    assert lines[9].startswith("H* = 900;")


STEPS = (0, 25, 100, 300, 600, 1200)


def test_the_curve_is_that_of_a_descent_bit_for_bit():
    points = list(descend(rlvr_loss(GRAPH), np.zeros((4, 2)), sign, step=0.1, steps=40))
    curve = run_training(config())
    assert curve.loss.tolist() == [point.loss for point in points]
    assert curve.cost.tolist() == [cost_of_gaps(GRAPH, point.logits) for point in points]
    assert np.array_equal(curve.final, points[-1].logits)


def pairs_of_training():
    """Sampled algorithms have no natural gradient, and take seconds: all but one are slow."""
    for algorithm, optimiser in itertools.product(TRAINERS, OPTIMISERS):
        if algorithm not in SAMPLED:
            yield algorithm, optimiser
        elif optimiser != "natural":
            yield pytest.param(
                algorithm,
                optimiser,
                marks=[] if (algorithm, optimiser) == ("reinforce", "sign") else [pytest.mark.slow],
            )


@pytest.mark.parametrize(("algorithm", "optimiser"), list(pairs_of_training()))
def test_every_algorithm_goes_down_its_loss_with_every_optimiser(backproof, algorithm, optimiser):
    walks = ("--batch", "256") if algorithm in SAMPLED else ()
    document = trained(backproof, "--algorithm", algorithm, "--optimiser", optimiser, *walks)
    first, *_, last = document["points"]
    assert last["loss"] < first["loss"]
    assert (last["cost"] < first["cost"]) is (algorithm != "sft" or first["cost"] > last["cost"])
    moved = last["gaps"]["backward_exit"] != [0, 0]
    assert moved is (algorithm != "sft")


def test_the_help_names_every_trainer_setting_and_optimiser(backproof):
    out = backproof("train", "--help").out
    assert "|".join(TRAINERS) in out
    assert "|".join(OPTIMISERS) in out
    words = " ".join(out.split())
    for trainer in TRAINERS.values():
        assert f"{trainer.name}: {trainer.summary}" in words
        for name, about in trainer.config.settings().items():
            assert f"--{name} {about['metavar']}" in words
            assert about["help"].rstrip(".") in words


def test_distillation_takes_all_traces_uncleaned_unless_told(backproof):
    documents = [trained(backproof, "--algorithm", "distil", *given) for given in ((), ("--uncleaned", "1"))]
    cleaned = trained(backproof, "--algorithm", "distil", "--uncleaned", "0")
    sft = trained(backproof, "--algorithm", "sft")
    assert documents[0]["points"] == documents[1]["points"] != cleaned["points"]
    assert [point["cost"] for point in cleaned["points"]] == [point["cost"] for point in sft["points"]]


# --- records ---------------------------------------------------------------------------------------------------------


def test_a_record_says_what_was_run_and_found(backproof, tmp_path):
    out = tmp_path / "run.json"
    code, printed, _ = backproof("train", *SMALL, "--out", out)
    assert (code, printed.split()[:3]) == (0, ["rlvr", "from", "base"])
    document = json.loads(out.read_text())
    assert document["schema"] == "backproof.training/1"
    recorded = document["config"]
    assert [recorded[key] for key in ("width", "depth", "lanes", "steps", "seed")] == [3, 2, 2, 40, 0]
    assert [recorded[key] for key in ("algorithm", "optimiser", "step", "start")] == ["rlvr", "sign", 0.01, "base"]
    assert recorded["device"] == "cpu"
    assert set(document["versions"]) == {"backproof", "python", "numpy", "scipy", "torch"}
    assert document["threads"] == torch.get_num_threads()
    assert document["optimal_cost"] == 26
    assert [point["step"] for point in document["points"]] == [0, 1, 3, 10, 20, 40]
    names = {kind: entry["file"] for kind, entry in document["files"].items()}
    assert names == {kind: f"run.json.{kind}" for kind in ("npz", "safetensors")}
    assert {path.name for path in tmp_path.iterdir()} == {"run.json", *names.values()}
    for entry in document["files"].values():
        assert hashlib.sha256((tmp_path / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


def test_the_whole_curve_and_the_trained_gaps_are_files(backproof, tmp_path):
    out = tmp_path / "run.json"
    backproof("train", *SMALL, "--step", "0.1", "--out", out)
    run = run_training(config())
    with np.load(tmp_path / "run.json.npz", allow_pickle=False) as curve:
        assert curve["step"].tolist() == list(range(41))
        assert curve["families"].tolist() == list(FAMILIES)
        for name in ("cost", "loss", "least", "greatest"):
            assert np.array_equal(curve[name], getattr(run, name))
    with safe_open(tmp_path / "run.json.safetensors", framework="np") as file:
        assert file.metadata()["schema"] == "backproof.training-checkpoint/1"
        assert json.loads(file.metadata()["config"])["optimiser"] == "sign"
        assert np.array_equal(file.get_tensor("gaps"), run.final)


# --- going on --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_an_interrupted_run_goes_on_to_the_same_curve(tmp_path, optimiser, number):
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
    with pytest.raises(KeyboardInterrupt, match=r"^0 of 40 steps are done; they are lost, for want of --out$"):
        run_training(config(), on_progress=lambda step, row: os.kill(os.getpid(), signal.SIGINT))


def test_a_run_is_kept_every_so_often(tmp_path, monkeypatch):
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


def test_a_run_made_longer_leaves_the_files_of_the_whole_one_and_counts_all_seconds(backproof, tmp_path):
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


def test_what_takes_hours_is_said_beforehand(backproof, tmp_path):
    code, out, err = backproof("train", "--algorithm", "reinforce", "--out", tmp_path / "run.json")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert re.search(r"estimated at [\d.]+ hours, the limit is 1 hour: lower the sizes, or give --yes to run it", err)
    assert list(tmp_path.iterdir()) == []


def test_into_a_device_nothing_is_put_beside_it(backproof, tmp_path):
    (tmp_path / "null").symlink_to("/dev/null")
    assert backproof("train", *SMALL, "--out", tmp_path / "null").code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["null"]


def test_a_step_may_be_broken_off_anywhere(tmp_path, monkeypatch):
    """A signal in the middle of the third step's walks."""
    file, calls, own = tmp_path / "run", [], walkers.moves

    def signalled(*arguments):
        calls.append(1)
        if len(calls) == 60:
            os.kill(os.getpid(), signal.SIGTERM)
        return own(*arguments)

    run = config(ReinforceConfig, batch=64, steps=6)
    whole = run_training(run)
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


@pytest.mark.slow  # some ten seconds; `test_an_interrupted_run_goes_on_to_the_same_curve` is of this process
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_command_goes_on_to_the_same_curve_byte_for_byte(tmp_path, number, whole):
    out = tmp_path / "run.json"
    with subprocess.Popen([*COMMAND, *LONG, "--out", str(out)], stderr=subprocess.PIPE, text=True) as process:
        time.sleep(3)  # whether this is before, within or after the training, what follows must hold
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert process.returncode in (128 + number, -number, 0)
    if process.returncode == 128 + number and "nothing was written" not in err:
        assert "steps are done; they are kept in" in err
    assert err.count("\n") <= 1
    subprocess.run([*COMMAND, *LONG, "--out", str(out)], capture_output=True, check=True)
    assert out.with_name("run.json.npz").read_bytes() == whole


# --- starts and what comes of a run ----------------------------------------------------------------------------------


def test_a_checkpoint_is_a_policy_to_simulate(backproof, tmp_path):
    backproof("train", *SMALL, "--step", "0.1", "--out", tmp_path / "run.json")
    file = tmp_path / "run.json.safetensors"
    code, out, err = backproof("simulate", *SMALL[:6], "--policy", file, "--compare", "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out)["prediction"]["mean"] == pytest.approx(run_training(config()).cost[-1], rel=1e-12)
    low, high = json.loads(out)["prediction"]["interval"]
    assert low <= json.loads(out)["estimate"]["mean"] <= high


def test_sft_then_rlvr_starts_from_the_very_gaps(backproof, tmp_path):
    out = tmp_path / "sft.json"
    backproof("train", *SMALL, "--algorithm", "sft", "--optimiser", "plain", "--step", "1", "--out", out)
    last = json.loads(out.read_text())["points"][-1]
    document = trained(backproof, "--start", f"{out}.safetensors")
    assert document["points"][0]["cost"] == last["cost"]
    assert document["points"][0]["gaps"] == last["gaps"]
    assert document["points"][-1]["cost"] < last["cost"]


def test_a_policy_file_is_a_start(backproof, tmp_path):
    file = tmp_path / "policy.json"
    file.write_text(json.dumps({"schema": "backproof.policy/1", **{name: ["1/2", 0.25] for name in FAMILIES}}))
    document = trained(backproof, "--start", file)
    gaps = Policy(**{name: [0.5, 0.25] for name in FAMILIES}).gaps(GRAPH)
    for name in FAMILIES:
        assert document["points"][0]["gaps"][name] == pytest.approx([gaps[name].min(), gaps[name].max()], rel=1e-12)


def test_progress_is_cost_and_extremes_on_a_terminal_and_nothing_in_a_pipe(monkeypatch, capsys):
    from backproof.reports.training import standing

    shown = standing((50142.0, 1.0, np.zeros(4), np.array([0.0, 0.0, 0.0, 2.5])))
    assert shown == ("H = 50142", "forward exit 0", "backward entry 0", "forward entry 0", "backward exit 0 to 2.5")
    with progress.training_bar(40) as show:
        show(7, shown)
    assert capsys.readouterr() == ("", "")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    with progress.training_bar(40) as show:
        show(7, shown)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "backward exit 0 to 2.5" in captured.err


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--steps", "0"), "must be an integer >= 1, got 0"),
        (("--step", "0"), "step must be finite and positive, got step=0.0"),
        (("--step", "nan"), "step must be finite and positive, got step=nan"),
        (("--step", "1e400"), "step must be finite and positive, got step=inf"),
        (("--width", "1"), "width must be >= 2 for RLVR, got width=1"),
        (("--algorithm", "ppo"), f"algorithm must be one of {', '.join(TRAINERS)}, got algorithm='ppo'"),
        (("--batch", "64"), "algorithm=rlvr takes no batch: leave it out, or use grpo or reinforce"),
        (("--algorithm", "reinforce", "--batch", "1"), "batch"),
        (("--algorithm", "grpo", "--batch", "17"), "group"),
        (("--algorithm", "grpo", "--optimiser", "natural"), "natural needs the exact number of visits"),
        (("--optimiser", "adam"), "optimiser must be one of sign, plain, normalised, natural, got optimiser='adam'"),
        (("--algorithm", "distil", "--uncleaned", "1.5"), "must be a fraction in [0, 1], got uncleaned=1.5"),
        (("--algorithm", "distil", "--uncleaned", "-0.1"), "must be a fraction in [0, 1], got uncleaned=-0.1"),
        (("--algorithm", "distil", "--uncleaned", "nan"), "must be a fraction in [0, 1], got uncleaned=nan"),
        (
            ("--uncleaned", "0.5"),
            "algorithm=rlvr takes no uncleaned: leave it out, or use distil or sampled-distil",
        ),
        (
            ("--start", "bass"),
            "--start takes base, a policy file or the FILE.safetensors of a training run; there is no file 'bass'",
        ),
        (("--start", "sft"), "sft has probability 0 or 1 in forward_exit, forward_entry: its logits are infinite"),
        (("--start", "rlvr"), "training must start from finite logits"),
        (("--seed", "3"), "algorithm=rlvr takes no seed: leave it out, or use grpo or reinforce or sampled-distil"),
        (("--algorithm", "grpo", "--seed", "-1"), "must be an integer from 0 to 2**64 - 1, got seed=-1"),
        (("--algorithm", "grpo", "--bach", "64"), "there is no option --bach: did you mean --batch?"),
        (("--algorithm", "grpo", "--batch", "many"), "--batch must be an integer, got many"),
        (("--algorithm", "grpo", "--device", "abacus"), "device must be cpu or cuda, got device=abacus"),
        (("--algorithm", "sampled-distil", "--traces", "0"), "traces must be an integer >= 1, got traces=0"),
        (("--out", "nowhere/run.json"), "the folder nowhere does not exist"),
        (DIVERGENT, "loss must stay below 1.8e308, got loss=inf at step 3: lower step=0.003"),
    ],
)
def test_what_cannot_be_trained_is_one_line_and_exit_code_2(backproof, monkeypatch, tmp_path, arguments, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = backproof("train", *SMALL, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_a_step_that_diverges_keeps_the_last_good_point(backproof, tmp_path):
    out, file = tmp_path / "run.json", tmp_path / "run.json.safetensors"
    said = [backproof("train", *DIVERGENT, "--out", out) for _ in range(2)]
    for code, printed, err in said:
        assert (code, printed, err.count("\n")) == (2, "", 1)
        assert f"the good points before it, 3, are kept in {file}" in err
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    gaps = read_gaps(file, CorridorGraph(2, 8, 3))
    assert backproof("train", *DIVERGENT[:8], "--step", "1e-5", "--start", file).code == 0
    with pytest.raises(TrainingStoppedError) as stopped:
        run_training(RlvrConfig(2, 8, 3, dict.fromkeys(FAMILIES, (0.0,) * 8), "plain", 0.003, 40))
    assert np.array_equal(stopped.value.curve.final, gaps)


@pytest.mark.parametrize("start", [dict.fromkeys(FAMILIES, (0.0,)), dict.fromkeys(FAMILIES, (0.0,) * 3)])
def test_a_start_of_another_depth_is_refused(start):
    with pytest.raises(ValueError, match="start must have one gap per diamond, depth=2, got"):
        config(start=start)


def test_a_start_that_is_nan_is_refused(backproof, tmp_path):
    file = tmp_path / "nan"
    with pytest.raises(ValueError, match="start must hold finite logits"):
        run_training(config(start=BASE | {"forward_exit": (0.0, float("nan"))}))
    run_training(config(), checkpoint=file)
    damage(file, gaps=lambda gaps: gaps * float("nan"))
    with pytest.raises(CheckpointError, match="must hold finite gaps, got NaN or inf"):
        read_gaps(file, GRAPH)
    code, out, err = backproof("train", *SMALL, "--start", file)
    assert (code, out, err.count("\n")) == (2, "", 1)


# --- files in the way ------------------------------------------------------------------------------------------------


def damage(file, **changes):
    """Change tensors of a checkpoint and write it as if they were right; None leaves one out."""
    with safe_open(file, framework="pt") as opened:
        metadata = opened.metadata()
    changed = {name: changes.get(name, lambda same: same)(tensor) for name, tensor in load_file(file).items()}
    tensors = {name: tensor for name, tensor in changed.items() if tensor is not None}
    write_checkpoint(file, Kind(metadata["schema"], "test"), tensors, metadata["config"])


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (("--width", "4"), "belongs to another run (width 3 there, 4 here)"),
        (("--optimiser", "plain"), "belongs to another run (optimiser 'sign' there, 'plain' here)"),
        (("--steps", "39"), "with steps=40, got steps=39: a run can be made longer, not shorter"),
        (("--step", "0.5"), "belongs to another run (step 0.01 there, 0.5 here)"),
    ],
)
def test_a_checkpoint_of_another_run_is_refused_and_kept(backproof, tmp_path, other, said):
    out = tmp_path / "run.json"
    backproof("train", *SMALL, "--out", out)
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    code, printed, err = backproof("train", *SMALL, *other, "--out", out)
    assert (code, printed, err.count("\n")) == (2, "", 1)
    assert said in err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == kept


@pytest.mark.parametrize("command", ["train --start", "simulate --policy"])
def test_a_checkpoint_of_another_graph_is_no_start_and_no_policy(backproof, tmp_path, command):
    name, option = command.split()
    backproof("train", *SMALL, "--out", tmp_path / "run.json")
    code, out, err = backproof(name, option, tmp_path / "run.json.safetensors")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "is of another graph (width 3 there, 15 here): name another, or give its sizes" in err


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"gaps": lambda gaps: None}, "it must hold float64 gaps of shape"),
        ({"gaps": lambda gaps: gaps[:, :1].contiguous()}, "it must hold float64 gaps of shape"),
        ({"gaps": lambda gaps: gaps.float()}, "it must hold float64 gaps of shape"),
        ({"gaps": lambda gaps: gaps + 1e-12}, r"has loss .* at step 40, which here is .*: it is damaged, or of other"),
        ({"cost": lambda cost: cost[:-1].clone()}, "its curve is not whole"),
        ({"least": lambda least: None}, "its curve is not whole"),
        ({"loss": lambda loss: loss.float()}, "its curve is not whole"),
    ],
)
def test_a_damaged_checkpoint_is_refused(tmp_path, changes, message):
    file = tmp_path / "run"
    run_training(config(), checkpoint=file)
    damage(file, **changes)
    with pytest.raises(CheckpointError, match=message):
        run_training(config(steps=41), checkpoint=file)


@pytest.mark.parametrize("metadata", [None, {"schema": "somebody's"}, {"schema": "backproof.checkpoint/1"}])
def test_a_foreign_safetensors_file_is_refused_everywhere(backproof, tmp_path, metadata):
    file = tmp_path / "run.json.safetensors"
    save_file({"gaps": torch.zeros(4, 2, dtype=torch.float64)}, file, metadata=metadata)
    kept = file.read_bytes()
    for arguments in (
        ("train", "--out", tmp_path / "run.json"),
        ("train", "--start", file),
        ("simulate", "--policy", file),
    ):
        code, out, err = backproof(arguments[0], *SMALL[:6], *arguments[1:])
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert "is not a checkpoint of a training run" in err
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(file.name, kept)]


@pytest.mark.parametrize("text", ["", "[]", "{" * 9, "[" * 100_000])
def test_a_configuration_that_is_no_object_is_refused(tmp_path, text):
    file = tmp_path / "run"
    metadata = {"schema": training_checkpoints.KIND.schema, "config": text}
    save_file({"gaps": torch.zeros(4, 2, dtype=torch.float64)}, file, metadata=metadata)
    with pytest.raises(CheckpointError, match="is damaged, its configuration is"):
        read_gaps(file, GRAPH)


@pytest.mark.parametrize("name", ["run.json.npz", "run.json.safetensors"])
@pytest.mark.parametrize("content", [b"mine", b"", b"PK\x03\x04", b"\x00" * 40])
def test_a_foreign_file_in_the_way_is_kept(backproof, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    code, out, err = backproof("train", *SMALL, "--out", tmp_path / "run.json")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "is in the way and is no training curve" in err or "is damaged or no checkpoint" in err
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, content)]


def test_a_curve_of_somebody_else_is_kept(backproof, tmp_path):
    np.savez(tmp_path / "run.json.npz", cost=np.ones(3))
    code, _, err = backproof("train", *SMALL, "--out", tmp_path / "run.json")
    assert (code, err.count("\n")) == (2, 1)
    assert "is in the way and is no training curve: move it, or name another --out" in err


def test_a_full_disk_is_one_line(backproof, tmp_path, monkeypatch):
    def full(file, **arrays):
        file.write(b"half")
        raise OSError(28, "No space left on device", "run.json.npz")

    monkeypatch.setattr(np, "savez", full)
    code, out, err = backproof("train", *SMALL, "--out", tmp_path / "run.json")
    assert (code, err.count("\n")) == (5, 1)
    assert out.startswith("rlvr from base")
    assert "run.json.npz: No space left on device; the run is finished and reported above" in err
    assert [path.name for path in tmp_path.iterdir()] == ["run.json.safetensors"]


def test_without_torch_it_says_what_to_install(backproof, monkeypatch):
    monkeypatch.setattr("backproof.installed.is_installed", lambda module: False)
    code, out, err = backproof("train")
    assert (code, out) == (2, "")
    assert "torch is not installed: in a clone, run `make .venv`, or pip install '.[sim]'" in err
