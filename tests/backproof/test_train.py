"""The command `backproof train`: what it trains, its records and its curves."""

from __future__ import annotations

import hashlib
import itertools
import json

import numpy as np
import pytest
import torch
from safetensors import safe_open

from backproof.commands import progress
from backproof.sim.descent import OPTIMISERS, descend, sign
from backproof.sim.exact_cost import cost_of_gaps
from backproof.sim.losses import rlvr_loss
from backproof.sim.trainers import TRAINERS
from backproof.sim.training import run_training
from backproof.theory.policy import FAMILIES, Policy
from tests.backproof.training_runs import (
    GRAPH,
    SAMPLED,
    SMALL,
    config,
    trained,
)

# --- what is trained -------------------------------------------------------------------------------------------------


def test_the_defaults_are_the_settings_of_figure_3(backproof):
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


def test_the_curve_matches_a_descent_bit_for_bit():
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
def test_every_algorithm_lowers_its_loss_with_every_optimiser(backproof, algorithm, optimiser):
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


def test_distillation_uses_uncleaned_traces_by_default(backproof):
    documents = [trained(backproof, "--algorithm", "distil", *given) for given in ((), ("--uncleaned", "1"))]
    cleaned = trained(backproof, "--algorithm", "distil", "--uncleaned", "0")
    sft = trained(backproof, "--algorithm", "sft")
    assert documents[0]["points"] == documents[1]["points"] != cleaned["points"]
    assert [point["cost"] for point in cleaned["points"]] == [point["cost"] for point in sft["points"]]


# --- records ---------------------------------------------------------------------------------------------------------


def test_a_record_has_the_configuration_and_the_result(backproof, tmp_path):
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


# --- starts, and the use of checkpoints ------------------------------------------------------------------------------


def test_a_checkpoint_can_be_simulated_as_a_policy(backproof, tmp_path):
    backproof("train", *SMALL, "--step", "0.1", "--out", tmp_path / "run.json")
    file = tmp_path / "run.json.safetensors"
    code, out, err = backproof("simulate", *SMALL[:6], "--policy", file, "--compare", "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out)["prediction"]["mean"] == pytest.approx(run_training(config()).cost[-1], rel=1e-12)
    low, high = json.loads(out)["prediction"]["interval"]
    assert low <= json.loads(out)["estimate"]["mean"] <= high


def test_rlvr_after_sft_starts_from_exactly_the_trained_gaps(backproof, tmp_path):
    out = tmp_path / "sft.json"
    backproof("train", *SMALL, "--algorithm", "sft", "--optimiser", "plain", "--step", "1", "--out", out)
    last = json.loads(out.read_text())["points"][-1]
    document = trained(backproof, "--start", f"{out}.safetensors")
    assert document["points"][0]["cost"] == last["cost"]
    assert document["points"][0]["gaps"] == last["gaps"]
    assert document["points"][-1]["cost"] < last["cost"]


def test_training_can_start_from_a_policy_file(backproof, tmp_path):
    file = tmp_path / "policy.json"
    file.write_text(json.dumps({"schema": "backproof.policy/1", **{name: ["1/2", 0.25] for name in FAMILIES}}))
    document = trained(backproof, "--start", file)
    gaps = Policy(**{name: [0.5, 0.25] for name in FAMILIES}).gaps(GRAPH)
    for name in FAMILIES:
        assert document["points"][0]["gaps"][name] == pytest.approx([gaps[name].min(), gaps[name].max()], rel=1e-12)


def test_progress_shows_cost_and_gaps_on_a_terminal_and_is_silent_in_a_pipe(monkeypatch, capsys):
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
