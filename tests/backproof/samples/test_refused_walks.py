"""Walks that are refused: of what is no policy, of a policy of another graph, too short or too many."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
import torch

import backproof as front
from backproof.learners.learnt import KIND, read_learnt
from backproof.sim.checkpoints import Kind, write_checkpoint
from tests.backproof.samples.test_trained_walks import GRAPH, PPO, SHORT, UNEQUAL, trained_network


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    return trained_network(tmp_path_factory.mktemp("network"))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Checkpoints of each kind, on equal and unequal corridors, and what is no policy."""
    folder = tmp_path_factory.mktemp("files")
    front.train(GRAPH, "rlvr", **SHORT, out=folder / "table")
    front.train(GRAPH, "ppo", **PPO, out=folder / "ppo")
    front.train(UNEQUAL, "rlvr", **SHORT, out=folder / "unequal")
    front.simulate(GRAPH, "base", episodes=10, out=folder / "times")
    whole = (folder / "ppo.safetensors").read_bytes()
    for name, changed in {
        "header": whole[:300],
        "short": whole[:-8],
        "flipped": whole[:-1] + bytes([whole[-1] ^ 1]),
    }.items():
        (folder / f"{name}.safetensors").write_bytes(changed)
    write_checkpoint(folder / "other.safetensors", Kind("backproof.learner-checkpoint/9", ""), {}, "{}")
    return folder


EQUAL = ("--width", "4", "--depth", "1", "--lanes", "2")
CORRIDORS = ("--corridors", "1x2,2x3")
WALK = ("--trajectories", "3", "--budget", "10")


@pytest.mark.parametrize("sizes", [EQUAL, CORRIDORS], ids=["equal", "unequal"])
@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("times.safetensors", "is not a checkpoint of a training run, its schema is 'backproof.checkpoint/"),
        ("header.safetensors", "is damaged or not a checkpoint"),
        ("short.safetensors", "is damaged or not a checkpoint"),
        ("flipped.safetensors", "is damaged, its numbers are not those that were written"),
        ("other.safetensors", "was written by another version of backproof"),
        ("ppo", "is the record of a training run; its policy is in the file beside it"),
        ("table", "is the record of a training run; its policy is in the file beside it"),
        ("times", "is the record of a simulation, which holds no policy"),
        ("none.safetensors", "a policy file or the FILE.safetensors of a training run; there is no file"),
    ],
)
def test_what_is_no_policy_is_refused_in_one_line(backproof, files, tmp_path, sizes, file, said):
    assert_refused(backproof, tmp_path, (*sizes, *WALK, "--policy", files / file), said)


@pytest.mark.parametrize(
    ("options", "file", "said"),
    [
        (("--width", "5", "--depth", "1", "--lanes", "2"), "table", "is of another graph (width 4 there, 5 here)"),
        (("--width", "5", "--depth", "1", "--lanes", "2"), "ppo", "(W=4, K=1, L=2 there, W=5, K=1, L=2 here)"),
        (EQUAL, "unequal", "is of another graph (corridors 1x2,2x3 there, W=4, K=1, L=2 here)"),
        (CORRIDORS, "ppo", "is of another graph (W=4, K=1, L=2 there, corridors 1x2,2x3 here)"),
        (CORRIDORS, "table", "is the checkpoint of a training on equal corridors: leave --corridors out"),
        ((*CORRIDORS, "--width", "2"), "ppo", "--corridors gives the sizes of all corridors: leave --width out"),
        ((*CORRIDORS, "--engine", "steps"), "ppo", "--trajectories writes walks alone: leave --engine out"),
    ],
)
def test_a_policy_of_another_graph_is_refused_in_one_line(backproof, files, tmp_path, options, file, said):
    assert_refused(backproof, tmp_path, (*options, *WALK, "--policy", files / f"{file}.safetensors"), said)


@pytest.mark.parametrize(
    ("walk", "said"),
    [
        (("--trajectories", "3", "--budget", "3"), "budget must be at least the shortest path, 4 steps, got budget=3"),
        (("--trajectories", "9999999", "--budget", "99"), "lower the walks or the budget"),
        (("--trajectories", "0", "--budget", "10"), "--trajectories must be an integer >= 1, got 0"),
        (("--trajectories", "3"), "--trajectories needs --budget, the most steps of a walk"),
    ],
)
@pytest.mark.parametrize("policy", ["base", "unequal", "network"])
def test_walks_that_are_too_short_or_too_many_are_refused(backproof, files, network, tmp_path, walk, said, policy):
    file = {"base": "base", "unequal": files / "unequal.safetensors", "network": network}[policy]
    sizes = ("--corridors", "1x1,1x1") if policy == "network" else ("--corridors", "1x2,2x3")
    assert_refused(backproof, tmp_path, (*sizes, *walk, "--policy", file), said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda tensors: tensors.pop("policy.head.weight"), "is damaged, its weights do not fit its network"),
        (lambda tensors: tensors["policy.head.weight"].fill_(torch.nan), "must hold finite weights, got NaN or inf"),
    ],
)
def test_a_network_of_wrong_weights_is_refused_in_one_line(backproof, network, tmp_path, change, said):
    learnt, file = read_learnt(network), tmp_path / "changed.safetensors"
    tensors = dict(learnt.tensors)
    change(tensors)
    config = json.dumps({"algorithm": "sft", **asdict(learnt.config)})
    write_checkpoint(file, KIND, tensors, config)
    folder = tmp_path / "walks"
    folder.mkdir()
    assert_refused(backproof, folder, ("--corridors", "1x1,1x1", *WALK, "--policy", file), said)


def assert_refused(backproof, folder, options, said):
    """In one line, with a file that was there before as it was, and no other file."""
    out = folder / "walks.parquet"
    out.write_text("before")
    code, printed, err = backproof("simulate", *options, "--out", out)
    assert (code, printed, err.count("\n")) == (2, "", 1)
    assert said in err
    assert {path.name: path.read_text() for path in folder.iterdir()} == {"walks.parquet": "before"}
