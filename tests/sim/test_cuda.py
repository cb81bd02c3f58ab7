"""On a GPU: the walks, searches and trainings are those of the CPU. Run as ``pytest -m cuda``."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from backproof.sim.corridor_walks import corridor_table
from backproof.sim.rollouts import roll_out
from backproof.sim.search import search_walks
from backproof.sim.trainers.grpo import GrpoConfig, train_grpo
from backproof.sim.trainers.reinforce import ReinforceConfig, train_reinforce
from backproof.sim.walkers import Walkers, walk
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from tests.sim.test_kernels import same

pytestmark = [
    pytest.mark.cuda,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="torch sees no GPU on this machine"),
]

GRAPH = CorridorGraph(width=5, depth=4, lanes=3)
TABLE = corridor_table(GRAPH, Policy.base(GRAPH))


def on_the_cpu(walks):
    return type(walks)(**{name: None if value is None else value.cpu() for name, value in vars(walks).items()})


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("budget", [None, 200])
def test_a_gpu_walks_as_a_cpu_does(dtype, budget):
    given = {"seed": 6, "dtype": dtype, "budget": budget, "visits": True}
    assert same(on_the_cpu(walk(TABLE, range(5000), device="cuda", **given)), walk(TABLE, range(5000), **given))


def test_a_gpu_searches_as_a_cpu_does():
    found = on_the_cpu(search_walks(TABLE, range(2000), seed=1, device="cuda"))
    assert same(found, search_walks(TABLE, range(2000), seed=1))


def test_a_gpu_counts_passes_and_turns_as_a_cpu_does():
    gaps = np.full((4, GRAPH.depth), 0.3)
    assert same(roll_out(GRAPH, gaps, range(500), device="cuda"), roll_out(GRAPH, gaps, range(500)))


@pytest.mark.parametrize(("config", "train"), [(ReinforceConfig, train_reinforce), (GrpoConfig, train_grpo)])
def test_training_on_a_gpu_has_the_points_of_a_cpu(config, train):
    start = dict.fromkeys(FAMILIES, (0.0,) * GRAPH.depth)

    def points(device):
        made = config(5, 4, 3, start, steps=3, batch=64, device=device)
        return list(train(made, made.gaps(), 0))

    for ours, theirs in zip(points("cuda"), points("cpu"), strict=True):
        assert ours.loss == theirs.loss
        np.testing.assert_array_equal(ours.gradient, theirs.gradient)


@pytest.mark.parametrize(("first", "second"), [("cpu", "cuda"), ("cuda", "cpu")])
def test_a_run_goes_on_on_another_device(first, second):
    given = {"seed": 2, "budget": 100_000, "visits": True}
    begun = Walkers(TABLE, range(3000), device=first, lanes=100, **given)
    begun.advance()
    resumed = Walkers(TABLE, range(3000), device=second, **given)
    resumed.restore(begun.snapshot())
    while not resumed.finished:
        resumed.advance()
    assert same(on_the_cpu(resumed.results()), walk(TABLE, range(3000), **given))
