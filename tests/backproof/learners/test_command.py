"""`backproof train` and `graph` with a learner: records, files, and what is refused in one line."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest
import torch
from jsonschema import Draft202012Validator

from backproof import CorridorGraph, train
from backproof.api.trainers import in_words
from backproof.commands import trainer_options
from backproof.learners import sb3_ppo
from backproof.learners.algorithms import LEARNERS
from backproof.learners.learnt import is_learnt, read_learnt
from backproof.sim.checkpoints import CheckpointError, Kind, read_checkpoint, write_checkpoint
from backproof.sim.engines import DRAWN
from backproof.sim.run_config import OwnRunConfig
from backproof.sim.runs import run_simulation
from tests.repo.files import ROOT

SIZES = ("--width", "3", "--depth", "1", "--lanes", "2")
PPO = ("--algorithm", "ppo", "--steps", "3", "--walkers", "32", "--rollout", "8", "--minibatch", "64")


@pytest.fixture(scope="module")
def learnt(tmp_path_factory):
    """The record of a run, with its files beside it."""
    out = tmp_path_factory.mktemp("learnt") / "run.json"
    train(CorridorGraph(3, 1, 2), "ppo", steps=3, walkers=32, rollout=8, minibatch=64, out=out)
    return out


# --- records ---------------------------------------------------------------------------------------------------------


def test_the_report_names_the_policy_class_and_the_fork(backproof):
    code, out, err = backproof("train", *SIZES, *PPO, "--fork", "agent", "--seed", "7")
    assert (code, err) == (0, "")
    words = " ".join(out.split())
    assert words.startswith(
        "ppo of policy class table, fork=agent, from base at W=3, K=1, L=2: 3 steps of 0.05, seed 7"
    )
    assert "observation=id, walkers=32, rollout=8, minibatch=64, epochs=2" in words
    assert "least cost = 10" in words
    _, other, _ = backproof("train", "--corridors", "1x2,3x1", *PPO, "--policy-class", "mlp")
    assert " ".join(other.split()).startswith("ppo of policy class mlp, fork=env, from base at corridors 1x2,3x1")


def test_the_record_has_the_configuration_the_points_and_the_files(learnt):
    document = json.loads(learnt.read_text())
    config = document["config"]
    assert [config[name] for name in ("algorithm", "policy_class", "fork", "start")] == ["ppo", "table", "env", "base"]
    assert config["corridors"] == [[2], [2], [2]]
    assert config["settings"]["walkers"] == 32
    assert [point["agent_steps"] for point in document["points"]] == [0, 256, 512, 768]
    assert document["least_cost"] == 16
    assert {"stable_baselines3", "gymnasium", "torch"} <= set(document["versions"])
    assert {path.name for path in learnt.parent.iterdir()} == {"run.json", "run.json.npz", "run.json.safetensors"}
    for entry in document["files"].values():
        assert hashlib.sha256((learnt.parent / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    with np.load(learnt.with_name("run.json.npz"), allow_pickle=False) as curve:
        assert str(curve["schema"]) == "backproof.learning-curve/1"
        assert curve["cost"].tolist() == [point["cost"] for point in document["points"]]


def test_the_command_and_the_function_give_the_same_files(backproof, tmp_path, learnt):
    assert backproof("train", *SIZES, *PPO, "--out", tmp_path / "run.json").code == 0
    for end in ("npz", "safetensors"):
        name = f"run.json.{end}"
        assert (tmp_path / name).read_bytes() == learnt.with_name(name).read_bytes()


def test_a_run_made_longer_writes_the_same_files_as_one_in_one_go(backproof, tmp_path, learnt):
    out = tmp_path / "run.json"
    assert backproof("train", *SIZES, *PPO, "--steps", "1", "--out", out).code == 0
    assert backproof("train", *SIZES, *PPO, "--out", out).code == 0
    for end in ("npz", "safetensors"):
        name = f"run.json.{end}"
        assert (tmp_path / name).read_bytes() == learnt.with_name(name).read_bytes()


def test_a_finished_run_is_read_back_without_training(backproof, monkeypatch, learnt):
    monkeypatch.setattr(sb3_ppo, "PPORun", None)
    written = learnt.read_bytes()
    assert backproof("train", *SIZES, *PPO, "--out", learnt).code == 0
    assert learnt.read_bytes() == written


def test_training_goes_on_from_the_policy_of_another_run(backproof, tmp_path, learnt):
    start = learnt.with_name("run.json.safetensors")
    out = tmp_path / "further.json"
    assert backproof("train", *SIZES, *PPO, "--start", start, "--seed", "1", "--out", out).code == 0
    first = json.loads(out.read_text())["points"][0]
    last = json.loads(learnt.read_text())["points"][-1]
    assert first == last | {"step": 0, "agent_steps": 0}


def test_from_python_the_result_has_the_table(learnt):
    found = train(CorridorGraph(3, 1, 2), "ppo", out=learnt, steps=3, walkers=32, rollout=8, minibatch=64)
    assert found.cost == found.curve.cost[-1]
    assert found.law is not None
    rows = np.bincount(found.graph.states.row, found.law)
    assert rows == pytest.approx(np.ones(len(rows)))
    assert found.least_cost == 16
    network = train(CorridorGraph(3, 1, 2), "ppo", policy_class="mlp", steps=1, walkers=8, minibatch=64)
    assert network.cost == pytest.approx(network.curve.cost[-1])


def test_graph_examines_what_was_learnt(backproof, learnt):
    code, out, err = backproof("graph", learnt.with_name("run.json.safetensors"), "--format", "json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert document["trained_by"] == "ppo, policy class table, fork=env"
    costs = {policy["policy"]: policy["cost"]["value"] for policy in document["policies"]}
    assert costs["trained"] == pytest.approx(json.loads(learnt.read_text())["points"][-1]["cost"])
    assert costs["rlvr"] == 16


def test_the_help_names_every_learner_and_setting(backproof):
    words = "".join(backproof("train", "--help").out.split())  # words with hyphens are broken there
    for learner in LEARNERS:
        assert "".join(f"{in_words(learner)}: {learner.summary}".split()) in words
        for name, about in learner.config.settings().items():
            assert f"--{name.replace('_', '-')}{about['metavar']}" in words
    assert words.count("Sizeofastep;default0.01(") == 1
    assert "ppo:0.05" in words
    assert trainer_options.DEFAULTED["steps"].replace(" ", "") in words


# --- refused ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--fork", "walker"), "fork must be one of env, agent, got fork='walker'"),
        (("--observation", "eye"), "observation must be one of id, row, got observation='eye'"),
        (
            ("--policy-class", "mpl"),
            "got policy_class='mpl': did you mean mlp?",
        ),
        (("--optimiser", "sign"), "algorithm=ppo has an optimiser of its own: leave optimiser out"),
        (("--batch", "9"), "algorithm=ppo takes no batch: leave it out, or use grpo or reinforce"),
        (("--minibatch", "1000"), "minibatch must be from 2 to walkers times rollout, 256, got minibatch=1000"),
        (("--minibatch", "1"), "minibatch must be from 2 to walkers times rollout, 256, got minibatch=1"),
        (("--walkers", "0"), "walkers must be an integer >= 1, got walkers=0"),
        (("--discount", "1.5"), "discount must be from 0 to 1, got discount=1.5"),
        (("--gae-lambda", "-1"), "gae_lambda must be from 0 to 1, got gae_lambda=-1.0"),
        (("--budget", "3"), "budget must be at least a shortest path, 4 steps, got budget=3"),
        (("--step", "0"), "step must be finite and positive, got step=0"),
        (("--seed", "-1"), "seed must be an integer from 0 to 2**64 - 1, got seed=-1"),
        (("--start", "sft"), "--start takes base or the FILE.safetensors of a learner; there is no file 'sft'"),
        (("--steps", "10000000"), "the limit is 1 hour"),
    ],
)
def test_bad_arguments_are_one_line_and_exit_code_2(backproof, monkeypatch, tmp_path, arguments, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = backproof("train", *SIZES, *PPO, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--algorithm", "rlvr", "--policy-class", "mlp"),
            "algorithm=rlvr trains policy_class=table, got policy",
        ),
        (("--algorithm", "rlvr", "--fork", "agent"), "algorithm=rlvr takes no fork: leave it out, or use ppo"),
    ],
)
def test_a_trainer_takes_no_option_of_a_learner(backproof, arguments, said):
    code, out, err = backproof("train", *SIZES, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--fork", "agent"), "(fork 'env' there, 'agent' here)"),
        (("--observation", "row"), "(observation 'id' there, 'row' here)"),
        (("--policy-class", "mlp"), "(policy_class 'table' there, 'mlp' here)"),
        (("--width", "4"), "there, "),
    ],
)
@pytest.mark.parametrize("option", ["--out", "--start"])
def test_a_checkpoint_of_another_run_is_refused_and_kept(backproof, learnt, option, arguments, said):
    kept = {path.name: path.read_bytes() for path in learnt.parent.iterdir()}
    file = learnt if option == "--out" else learnt.with_name("run.json.safetensors")
    code, out, err = backproof("train", *SIZES, *PPO, *arguments, option, file)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert ("belongs to another run" if option == "--out" else "is of another ") in err
    assert {path.name: path.read_bytes() for path in learnt.parent.iterdir()} == kept


def test_a_trainer_and_a_learner_do_not_take_each_others_files(backproof, tmp_path, learnt):
    code, _, err = backproof("train", *SIZES, "--start", learnt.with_name("run.json.safetensors"))
    assert (code, err.count("\n")) == (2, 1)
    assert "is not a checkpoint of a training run" in err
    backproof("train", *SIZES, "--steps", "2", "--out", tmp_path / "run.json")
    file = tmp_path / "run.json.safetensors"
    assert not is_learnt(file)
    for option, given, said in (
        ("--start", file, "is not a checkpoint of a run of a learner"),
        ("--out", tmp_path / "run.json", "is not a backproof.learning record"),
    ):
        code, _, err = backproof("train", *SIZES, *PPO, option, given)
        assert (code, err.count("\n")) == (2, 1)
        assert said in err


def test_without_the_extra_the_message_says_how_to_get_it(backproof, monkeypatch):
    monkeypatch.setattr("backproof.installed.is_installed", lambda module: module != "stable_baselines3")
    code, out, err = backproof("train", *SIZES, *PPO)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "stable_baselines3 is not installed: in a clone, run `make .venv`, or pip install '.[rl]'" in err


def damaged(learnt, path, **changes):
    """A copy of the checkpoint with other tensors and a valid digest; None leaves a tensor out."""
    file = learnt.with_name("run.json.safetensors")
    saved = read_checkpoint(file, Kind("backproof.learner-checkpoint/1", "test"))
    tensors = {**saved.tensors, **{name.replace("__", "."): tensor for name, tensor in changes.items()}}
    text = json.dumps(saved.config)
    kept = {name: tensor for name, tensor in tensors.items() if tensor is not None}
    write_checkpoint(path, Kind("backproof.learner-checkpoint/1", "test"), kept, text)
    return path


def test_a_damaged_checkpoint_is_refused(backproof, tmp_path, learnt):
    law = read_learnt(learnt.with_name("run.json.safetensors")).tensors["law"]
    for changed, said in (
        (law[:-1].clone(), "its table does not fit its graph"),
        (law / 2, "its table does not fit its graph"),
        (None, "which is no table"),
    ):
        with pytest.raises(CheckpointError, match=said):
            _ = read_learnt(damaged(learnt, tmp_path / "law", law=changed)).law
    file = damaged(learnt, tmp_path / "run.json.safetensors", curve__cost=law[:2].clone())
    code, _, err = backproof("train", *SIZES, *PPO, "--out", tmp_path / "run.json")
    assert (code, err.count("\n")) == (2, 1)
    assert f"{file} is damaged, its curve is not whole" in err


# --- walks -----------------------------------------------------------------------------------------------------------


def test_simulate_walks_what_was_learnt(backproof, tmp_path, learnt):
    """Walks of the step walker, which training did not use. Null: their mean is the exact cost; 20000 walks, a fixed
    seed, 4.5 standard errors (false-alarm rate 7e-6).
    """
    file, out = learnt.with_name("run.json.safetensors"), tmp_path / "walks.json"
    walk = ("simulate", *SIZES, "--policy", file, "--compare", "--episodes", "20000", "--seed", "3")
    assert backproof(*walk, "--out", out).code == 0
    document = json.loads(out.read_text())
    assert document["prediction"]["mean"] == json.loads(learnt.read_text())["points"][-1]["cost"]
    assert abs(document["prediction"]["z"]) < 4.5
    assert document["config"]["fork"] == "env"
    schema = json.loads((ROOT / "backproof" / "schemas" / "simulation.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(document)) == []
    assert "fork=env" in " ".join(backproof(*walk, "--out", out).out.split())


def test_walks_made_longer_are_those_of_one_go(backproof, tmp_path, learnt):
    walk = ("simulate", *SIZES, "--policy", learnt.with_name("run.json.safetensors"))
    for episodes in ("100", "500"):
        assert backproof(*walk, "--episodes", episodes, "--out", tmp_path / "two.json").code == 0
    assert backproof(*walk, "--episodes", "500", "--out", tmp_path / "one.json").code == 0
    one, two = ((tmp_path / f"{name}.json.safetensors").read_bytes() for name in ("one", "two"))
    assert one == two


def test_walks_that_are_drawn_in_blocks_can_be_made_longer(tmp_path):
    """As those of a network, here of made-up lengths. The last block of the shorter run is drawn again."""

    def draw(block):
        steps = torch.rand(len(block), generator=torch.Generator().manual_seed(block.start), dtype=torch.float64)
        return steps, steps < 0.9

    def run(episodes, name):
        config = OwnRunConfig(((1,),), "env", "", "steps", episodes, budget=9, draw=draw)
        return run_simulation(config, checkpoint=tmp_path / name)

    run(DRAWN + 7, "two")
    longer, whole = run(3 * DRAWN - 5, "two"), run(3 * DRAWN - 5, "one")
    assert all(np.array_equal(*pair) for pair in zip(longer.times(), whole.times(), strict=True))
    assert longer.walked == pytest.approx(whole.walked) == pytest.approx(whole.times()[0].sum())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--width", "4"), "is of another graph (W=3, K=1, L=2 there, W=4, K=1, L=2 here): name another, or give its"),
        (
            ("--engine", "crossings"),
            "what a learner learnt is walked with engine=steps, got engine=crossings: leave it",
        ),
        (("--engine", "search"), "what a learner learnt is walked with engine=steps, got engine=search: leave it"),
    ],
)
def test_walks_that_are_not_possible_are_refused(backproof, learnt, arguments, said):
    code, out, err = backproof("simulate", *SIZES, "--policy", learnt.with_name("run.json.safetensors"), *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_a_network_of_window_one_walks_by_the_kernel_and_another_on_the_cpu(backproof, tmp_path):
    """The first is a table, and so the kernel gives the walks that torch gives."""
    for window in ("1", "0"):
        train = ("train", *SIZES, "--algorithm", "sft", "--policy-class", "transformer", "--steps", "1")
        small = ("--batches", "1", "--batch-traces", "8", "--evaluations", "20", "--window", window)
        assert backproof(*train, *small, "--out", tmp_path / window).code == 0

    def walk(window, *more):
        file = tmp_path / f"{window}.safetensors"
        return backproof("simulate", *SIZES, "--policy", file, "--episodes", "300", "--format", "json", *more)

    compiled, plain = (json.loads(walk("1", *how).out) for how in (("--compile",), ()))
    assert compiled["estimate"] == plain["estimate"]
    refused = "backproof: a transformer walks on the CPU, got device=cuda: leave the device out\n"
    assert walk("0", "--budget", "50", "--device", "cuda") == (2, "", refused)
    assert walk("0", "--budget", "50").code == 0
