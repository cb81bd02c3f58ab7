"""The runs of the tests of `backproof train`, and their comparison."""

from __future__ import annotations

import json
import sys

import numpy as np

from backproof.sim.trainers import TRAINERS
from backproof.sim.trainers.rlvr import RlvrConfig
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES

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
