"""The registry finds every trainer by its file, and all trainers obey the same rules."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from backproof.sim import trainers
from backproof.sim.trainer import TrainingConfig
from backproof.sim.trainers import TRAINERS, trainer_named, trainer_of
from backproof.sim.training import run_training
from backproof.sim.training_checkpoints import config_document, read_gaps
from backproof.theory.graph import CorridorGraph
from tests.repo.files import ROOT
from tests.sim.gaps import config_of

GRAPH = CorridorGraph(3, 2, 2)
FILES = sorted(path.stem for path in Path(trainers.__file__).parent.glob("[!_]*.py"))
SMALL = {"batch": 32, "traces": 20}


def small(name, **settings):
    kind = TRAINERS[name].config
    return config_of(kind, GRAPH, **{key: value for key, value in SMALL.items() if key in kind.settings()}, **settings)


def test_every_file_registers_one_trainer_under_its_own_name():
    assert sorted(name.replace("-", "_") for name in TRAINERS) == FILES
    assert all(re.fullmatch("[a-z][a-z0-9-]*", name) for name in TRAINERS)
    assert all(trainer.summary and not trainer.summary.endswith(".") for trainer in TRAINERS.values())


@pytest.mark.parametrize("name", TRAINERS)
def test_every_trainer_resumes_from_any_point_to_the_same_curve(tmp_path, name):
    file = tmp_path / "run"
    whole = run_training(small(name, steps=6, step=0.1))
    for steps in (2, 3, 6):
        curve = run_training(small(name, steps=steps, step=0.1), checkpoint=file)
    assert all(np.array_equal(getattr(curve, part), getattr(whole, part)) for part in vars(whole))
    assert np.array_equal(read_gaps(file, GRAPH), whole.final)


@pytest.mark.parametrize("name", TRAINERS)
def test_every_setting_has_help_and_is_saved_in_records(name):
    config = small(name)
    assert trainer_of(config) is trainer_named(name)
    said = config_document(config)
    assert said["algorithm"] == name
    for setting, about in config.settings().items():
        assert about["help"].endswith(".")
        assert about["metavar"]
        assert {**said, **said.get("settings", {})}[setting] == getattr(config, setting)


def test_a_setting_of_several_trainers_is_the_same_for_all():
    """The command line has one option for it."""
    for name, trainer in TRAINERS.items():
        for setting, about in trainer.config.settings().items():
            for other in TRAINERS.values():
                assert other.config.settings().get(setting, about) == about, (name, setting, other.name)


def test_no_two_trainers_share_a_configuration():
    kinds = [trainer.config for trainer in TRAINERS.values()]
    assert len(set(kinds)) == len(kinds)
    assert TrainingConfig not in kinds


def test_an_unknown_trainer_is_refused_with_the_near_name():
    with pytest.raises(
        ValueError, match=r"^algorithm must be one of .*, got algorithm='reinforced': did you mean rein"
    ):
        trainer_named("reinforced")


def test_listing_the_trainers_does_not_import_torch():
    code = "import sys; from backproof.sim.trainers import TRAINERS; print(len(TRAINERS), 'torch' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == [str(len(TRAINERS)), "False"]


@pytest.mark.slow  # some seconds, for a copy of the package and a process
def test_a_new_file_is_a_trainer_with_its_own_options(tmp_path):
    """In a copy of the package a new file alone gives the trainer's command line and record."""
    shutil.copytree(ROOT / "backproof", tmp_path / "backproof", ignore=shutil.ignore_patterns("__pycache__", "smt"))
    folder = tmp_path / "backproof" / "sim" / "trainers"
    text = (folder / "sft.py").read_text(encoding="utf-8")
    text = text.replace("TrainingConfig\n", "TrainingConfig, setting\n", 1).replace("SftConfig", "NewConfig")
    text = text.replace('"""No settings of its own."""', 'extra: int = setting(3, "An extra.", "N")')
    (folder / "brand_new.py").write_text(text.replace('"sft"', '"brand-new"'), encoding="utf-8")
    arguments = ["train", "--width", "2", "--depth", "1", "--lanes", "1", "--steps", "1", "--format", "json"]
    command = [sys.executable, "-m", "backproof", *arguments, "--algorithm", "brand-new", "--extra", "5"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    config = json.loads(run.stdout)["config"]
    assert (config["algorithm"], config["settings"]) == ("brand-new", {"extra": 5})
