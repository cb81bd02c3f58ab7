"""What `backproof train` refuses: one line for every bad input and every file that it would overwrite."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from backproof.sim import training_checkpoints
from backproof.sim.checkpoints import CheckpointError, Kind, write_checkpoint
from backproof.sim.curves import TrainingStoppedError
from backproof.sim.trainers import TRAINERS
from backproof.sim.trainers.rlvr import RlvrConfig
from backproof.sim.training import run_training
from backproof.sim.training_checkpoints import read_gaps
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES
from tests.backproof.training_runs import (
    BASE,
    DIVERGENT,
    GRAPH,
    SMALL,
    config,
)

# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--steps", "0"), "must be an integer >= 1, got 0"),
        (("--step", "0"), "step must be finite and positive, got step=0.0"),
        (("--step", "nan"), "step must be finite and positive, got step=nan"),
        (("--step", "1e400"), "step must be finite and positive, got step=inf"),
        (("--width", "1"), "width must be >= 2 for RLVR, got width=1"),
        (("--algorithm", "pop"), f"algorithm must be one of {', '.join(TRAINERS)}, ppo, got algorithm='pop'"),
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
        (("--algorithm", "grpo", "--bach", "64"), "there is no option --bach: did you mean --batch"),
        (("--algorithm", "grpo", "--batch", "many"), "--batch must be an integer, got many"),
        (("--algorithm", "grpo", "--device", "abacus"), "device must be cpu or cuda, got device=abacus"),
        (("--algorithm", "sampled-distil", "--traces", "0"), "traces must be an integer >= 1, got traces=0"),
        (("--out", "nowhere/run.json"), "the folder nowhere does not exist"),
        (DIVERGENT, "loss must stay below 1.8e308, got loss=inf at step 3: lower step=0.003"),
    ],
)
def test_bad_arguments_of_train_are_one_line_and_exit_code_2(backproof, monkeypatch, tmp_path, arguments, said):
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


# --- files of others -------------------------------------------------------------------------------------------------


def damage(file, **changes):
    """Change tensors of a checkpoint and write it with a valid digest; None leaves a tensor out."""
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
def test_a_checkpoint_of_another_graph_is_refused_as_start_and_as_policy(backproof, tmp_path, command):
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
def test_a_safetensors_file_of_another_program_is_refused_everywhere(backproof, tmp_path, metadata):
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
def test_a_configuration_that_is_not_an_object_is_refused(tmp_path, text):
    file = tmp_path / "run"
    metadata = {"schema": training_checkpoints.KIND.schema, "config": text}
    save_file({"gaps": torch.zeros(4, 2, dtype=torch.float64)}, file, metadata=metadata)
    with pytest.raises(CheckpointError, match="is damaged, its configuration is"):
        read_gaps(file, GRAPH)


@pytest.mark.parametrize("name", ["run.json.npz", "run.json.safetensors"])
@pytest.mark.parametrize("content", [b"mine", b"", b"PK\x03\x04", b"\x00" * 40])
def test_a_file_of_another_program_is_kept(backproof, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    code, out, err = backproof("train", *SMALL, "--out", tmp_path / "run.json")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "exists and is not a training curve" in err or "is damaged or not a checkpoint" in err
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, content)]


def test_a_curve_of_another_program_is_kept(backproof, tmp_path):
    np.savez(tmp_path / "run.json.npz", cost=np.ones(3))
    code, _, err = backproof("train", *SMALL, "--out", tmp_path / "run.json")
    assert (code, err.count("\n")) == (2, 1)
    assert "exists and is not a training curve: move it away, or name another --out" in err


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


def test_without_torch_the_message_says_what_to_install(backproof, monkeypatch):
    monkeypatch.setattr("backproof.installed.is_installed", lambda module: False)
    code, out, err = backproof("train")
    assert (code, out) == (2, "")
    assert "torch is not installed: in a clone, run `make .venv`, or pip install '.[sim]'" in err
