"""Runs of learners: a resumed run ends with the same numbers, and what cannot go on says so in one line."""

from __future__ import annotations

import os
import re
import signal
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
import torch

from backproof.learners import algorithms
from backproof.learners.algorithms import LEARNERS, learner_for, learner_of
from backproof.learners.gaps_config import GapsConfig
from backproof.learners.ppo import PPOConfig
from backproof.learners.training import LearnerProgress
from backproof.sim.curves import TrainingStoppedError
from backproof.sim.trainers import TRAINERS
from backproof.sim.training import train_further

SMALL = PPOConfig(((2,),) * 3, "table", half_life=3, steps=6, walkers=32, rollout=8, minibatch=64)
FILES = sorted(path.stem for path in Path(algorithms.__file__).parent.glob("[!_]*.py"))


def run(config, checkpoint=None, **options):
    progress = LearnerProgress(config, checkpoint)
    train_further(progress, **options)
    return progress


def same(one, two):
    """Whether curve and snapshot agree bit for bit."""
    curves = [vars(run.curve()) for run in (one, two)]
    tensors = set(one.state) == set(two.state) and all(
        torch.equal(one.state[name], two.state[name]) for name in one.state
    )
    return tensors and all(np.array_equal(curves[0][name], curves[1][name]) for name in curves[0])


# --- the registry ----------------------------------------------------------------------------------------------------


def test_every_file_registers_one_learner():
    assert len(LEARNERS) == len(FILES)
    pairs = [(learner.name, kind) for learner in LEARNERS for kind in learner.policy_classes]
    assert len(set(pairs)) == len(pairs)
    alike = {(name, "table") for name in TRAINERS} & set(pairs)
    assert all(issubclass(learner_of(*pair).config, GapsConfig) for pair in alike), "only on unequal corridors"
    for learner in LEARNERS:
        assert re.fullmatch("[a-z][a-z0-9-]*", learner.name)
        assert learner.summary
        assert not learner.summary.endswith(".")
        assert all(learner_of(learner.name, kind) is learner for kind in learner.policy_classes)
        assert set(learner.config.fits) <= {part.name for part in fields(learner.config)}
    assert learner_for(SMALL).name == "ppo"


def test_a_setting_of_several_is_the_same_for_all():
    """The command line has one option for it."""
    configs = [one.config for one in (*TRAINERS.values(), *LEARNERS)]
    for config in configs:
        for setting, about in config.settings().items():
            assert about["help"].endswith(".")
            assert about["metavar"]
            assert all(other.settings().get(setting, about) == about for other in configs), setting


# --- continuing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy_class", ["table", "mlp"])
def test_a_run_in_parts_ends_with_the_same_numbers(tmp_path, policy_class):
    whole = run(replace(SMALL, policy_class=policy_class))
    for steps in (1, 4, 6):
        found = run(replace(SMALL, policy_class=policy_class, steps=steps), tmp_path / "run")
    assert same(found, whole)
    again = LearnerProgress(replace(SMALL, policy_class=policy_class), tmp_path / "run")
    assert same(again, whole)
    assert again.finished


def test_the_numbers_depend_on_the_seed_alone(monkeypatch):
    first = run(SMALL)
    torch.rand(3)
    np.random.rand(3)
    state, numbers = torch.get_rng_state(), np.random.get_state()
    assert same(run(SMALL), first)
    assert torch.equal(torch.get_rng_state(), state)
    assert np.array_equal(np.random.get_state()[1], numbers[1])
    assert not same(run(replace(SMALL, seed=1)), first)


def test_an_interrupted_run_continues_to_the_same_numbers(tmp_path):
    def interrupt(step, row):
        if step in (2, 5):
            os.kill(os.getpid(), signal.SIGINT)

    for step in (2, 5):
        with pytest.raises(KeyboardInterrupt, match=rf"^{step} of 6 steps are done; they are kept in .*run: the same"):
            run(SMALL, tmp_path / "run", on_progress=interrupt)
    assert same(run(SMALL, tmp_path / "run"), run(SMALL))
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_run_that_diverges_keeps_its_last_good_point(tmp_path):
    """So large a step makes the logits overflow float32."""
    wild = replace(SMALL, step=1e38)
    with pytest.raises(
        TrainingStoppedError, match=r"in step \d: lower step=1e\+38; the good points before it, \d, are kept in"
    ):
        run(wild, tmp_path / "run")
    kept = LearnerProgress(wild, tmp_path / "run")
    assert 1 <= len(kept.rows) < wild.steps
    assert all(bool(held.isfinite().all()) for held in kept.state.values() if held.is_floating_point())
