"""On a GPU: the walks, searches and trainings are those of the CPU. Run as ``pytest -m cuda``.

Each test also runs on the CPU with the kernel in C, against the moves in torch, so that the test itself is known to
work. Too little memory is in tests/backproof/test_memory.py.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch

from backproof.sim import kernels, search, walkers
from backproof.sim.corridor_walks import corridor_table
from backproof.sim.rollouts import roll_out
from backproof.sim.search import search_walks
from backproof.sim.trainers.grpo import GrpoConfig, train_grpo
from backproof.sim.trainers.reinforce import ReinforceConfig, train_reinforce
from backproof.sim.walkers import Walkers, walk
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from tests.sim.test_kernels import in_c, same

ON_A_GPU = [
    pytest.mark.cuda,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="torch sees no GPU on this machine"),
]
GRAPH = CorridorGraph(width=5, depth=4, lanes=3)
TABLE = corridor_table(GRAPH, Policy.base(GRAPH))


@pytest.fixture(params=["cpu", pytest.param("cuda", marks=ON_A_GPU)])
def there(request, monkeypatch):
    """Calls a function on the device that is tested."""

    def call(function, *args, **options):
        with monkeypatch.context() as patch:
            if request.param == "cpu":
                kernel = in_c()
                patch.setattr(walkers, "kernel_for", lambda device, compiled: kernel)
                patch.setitem(search.MOST, "cpu", 700)
            return function(*args, device=request.param, **options)

    return call


@pytest.fixture
def here(monkeypatch):
    """Calls a function on the CPU, without a kernel."""

    def call(function, *args, **options):
        with monkeypatch.context() as patch:
            patch.setattr(walkers, "kernel_for", lambda device, compiled: None)
            return function(*args, device="cpu", **options)

    return call


def on_the_cpu(walks):
    return type(walks)(**{name: None if value is None else value.cpu() for name, value in vars(walks).items()})


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("budget", [None, 200])
def test_a_device_walks_as_the_cpu_does(there, here, dtype, budget):
    given = {"seed": 6, "dtype": dtype, "budget": budget, "visits": True}
    assert same(on_the_cpu(there(walk, TABLE, range(5000), **given)), here(walk, TABLE, range(5000), **given))


def test_a_device_searches_as_the_cpu_does(there, here):
    found = on_the_cpu(there(search_walks, TABLE, range(2000), seed=1))
    assert same(found, here(search_walks, TABLE, range(2000), seed=1))


def test_a_device_counts_passes_and_turns_as_the_cpu_does(there, here):
    gaps = np.full((4, GRAPH.depth), 0.3)
    assert same(there(roll_out, GRAPH, gaps, range(500)), here(roll_out, GRAPH, gaps, range(500)))


@pytest.mark.parametrize(("config", "train"), [(ReinforceConfig, train_reinforce), (GrpoConfig, train_grpo)])
def test_training_on_a_device_has_the_points_of_the_cpu(there, here, config, train):
    start = dict.fromkeys(FAMILIES, (1.0,) * GRAPH.depth)

    def points(device):
        made = config(5, 4, 3, start, steps=3, batch=64, device=device)
        return list(train(made, made.gaps(), 0))

    for ours, theirs in zip(there(points), here(points), strict=True):
        assert ours.loss == theirs.loss
        np.testing.assert_array_equal(ours.gradient, theirs.gradient)


@pytest.mark.parametrize("there_first", [True, False])
def test_a_run_goes_on_on_another_device(there, here, there_first, monkeypatch):
    monkeypatch.setattr(kernels, "ALL_MOVES", 100 * 400)
    given = {"seed": 2, "budget": 2000, "visits": True}
    first, second = (there, here) if there_first else (here, there)

    def begin(device):
        begun = Walkers(TABLE, range(3000), device=device, lanes=100, **given)
        for _ in range(5):
            begun.advance()
        assert 0 < begun.done < 3000
        return begun.snapshot()

    def go_on(device, snapshot):
        resumed = Walkers(TABLE, range(3000), device=device, **given)
        resumed.restore(snapshot)
        while not resumed.finished:
            resumed.advance()
        return resumed.results()

    found = second(go_on, snapshot=first(begin))
    assert same(on_the_cpu(found), here(walk, TABLE, range(3000), **given))
