"""The kernels walk as `sim.moves` does, bit for bit: the one in C, and the one in Triton by Triton's interpreter."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch

from backproof.sim import kernel_c, kernels, philox, walkers
from backproof.sim.corridor_walks import corridor_table
from backproof.sim.kernel_c import c_kernel
from backproof.sim.kernels import Work
from backproof.sim.moves import Lanes, Results
from backproof.sim.rollouts import roll_out
from backproof.sim.walk_table import multigraph_table
from backproof.sim.walkers import Walkers, kernel_for, walk
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from tests.repo.files import ROOT
from tests.sim.test_moves import DEGREE
from tests.sim.test_moves import TABLE as BY_HAND

SMALL = CorridorGraph(width=3, depth=1, lanes=3)
CPU = torch.device("cpu")
HUB = {"a": {f"{i}": (i + 1) / 55 for i in range(10)}} | {f"{i}": {"a": 0.75, "b": 0.25} for i in range(10)}
TABLES = {
    "corridors": corridor_table(SMALL, Policy.base(SMALL)),
    "a hub": multigraph_table("a", (HUB | {"b": {"a": 1.0}}).__getitem__, ["3", "b"], head=lambda state: state),
    "a goal at once": multigraph_table("a", lambda state: {"a": 1.0}, [{"a"}], head=lambda state: state),
}
OPTIONS = {
    "53 bits": {},
    "32 bits": {"dtype": torch.float32},
    "a budget": {"budget": 30},
    "a budget of the shortest path": {"budget": 5, "dtype": torch.float32},
}


def interpreted():
    """The kernel for a GPU, run by the interpreter of Triton."""
    if importlib.util.find_spec("triton") is None:
        pytest.skip("triton is not installed: pip install triton")
    if torch.cuda.is_available():
        pytest.skip("a GPU is here: pytest -m cuda runs the kernel itself")
    os.environ["TRITON_INTERPRET"] = "1"  # read when triton is imported
    from backproof.sim.kernel_triton import triton_kernel

    return triton_kernel


def in_c():
    try:
        return c_kernel()
    except ValueError as error:
        pytest.skip(str(error))


@pytest.fixture(params=[in_c, interpreted])
def kernel(request):
    return request.param()


@pytest.fixture
def by_kernel(kernel, monkeypatch):
    """A function that walks with the kernel; `walk` itself goes without."""

    def run(function, *args, **options):
        with monkeypatch.context() as patch:
            patch.setattr(walkers, "kernel_for", lambda device, compiled: kernel)
            return function(*args, **options)

    return run


def same(left, right):
    pairs = zip(vars(left).values(), vars(right).values(), strict=True)
    return all(torch.equal(torch.as_tensor(a), torch.as_tensor(b)) for a, b in pairs)


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_kernel_walks_as_the_moves_do(by_kernel, table, options):
    for episodes in (range(60), range(2**40, 2**40 + 20)):
        given = {"seed": 2**64 - 3, "visits": True, "lanes": 33, **options}
        assert same(by_kernel(walk, table, episodes, **given), walk(table, episodes, **given))


def test_a_kernel_counts_passes_and_turns_as_the_moves_do(by_kernel, monkeypatch):
    gaps = np.array([[0.3], [-0.2], [1.0], [np.inf]])
    found = by_kernel(roll_out, SMALL, gaps, range(5, 35), seed=4)
    monkeypatch.setattr(walkers, "kernel_for", lambda device, compiled: None)
    assert same(found, roll_out(SMALL, gaps, range(5, 35), seed=4))


@pytest.mark.parametrize("kernel_first", [True, False])
def test_a_run_goes_on_with_a_kernel_or_without(by_kernel, monkeypatch, kernel_first):
    """As on another device: a snapshot does not say what made it."""
    monkeypatch.setattr(kernels, "ALL_MOVES", 20 * 12)
    given = {"seed": 5, "lanes": 20, "visits": True, "budget": 400}
    whole = walk(TABLES["corridors"], range(100), **given)

    def part(snapshot, advances):
        under_way = Walkers(TABLES["corridors"], range(100), **given)
        if snapshot is not None:
            under_way.restore(snapshot)
        for _ in range(advances):
            if not under_way.finished:
                under_way.advance()
        return under_way

    def far(snapshot, advances):
        return by_kernel(part, snapshot, advances)

    first, second = (far, part) if kernel_first else (part, far)
    begun = first(None, 5)
    assert 0 < begun.done < 100
    resumed = second(begun.snapshot(), 1000)
    assert same(resumed.results(), whole)
    assert resumed.walked == int(whole.steps.sum())


def test_a_walk_beyond_2_to_the_34_steps_takes_its_own_words(by_kernel):
    """Then the index of a Philox block is beyond one word."""

    def far(table):
        under_way = Walkers(table, range(4), budget=2**40, visits=True)
        snapshot = under_way.snapshot()
        under_way.restore(snapshot | {"lanes.steps": snapshot["lanes.steps"] + 2**36})
        while not under_way.finished:
            under_way.advance()
        return under_way.results()

    found = by_kernel(far, TABLES["corridors"])
    assert same(found, far(TABLES["corridors"]))
    assert int(found.steps.min()) > 2**36


def test_the_last_bits_of_a_draw_decide(kernel, monkeypatch):
    """The threshold of the slot is the place of the draw, and one more."""
    monkeypatch.setattr(kernels, "ALL_MOVES", 4)
    for episode in range(6):
        counter = philox.counter_of(torch.tensor([0]), torch.tensor([episode]), philox.WALK)
        high, low, *_ = map(int, philox.words(counter, philox.key_of(0, CPU)))
        slot, within = divmod((high << 21 | low >> 11) * DEGREE, 2**53)
        for more in (0, 1):
            threshold = BY_HAND.threshold.clone()
            threshold[slot] = within + more
            assert first_move(kernel, replace(BY_HAND, threshold=threshold), episode) == 3 + 2 * slot + 1 - more


def first_move(kernel, alias, episode):
    """The address to which the first move of this episode leads. There the walker stays."""
    one = torch.ones(1, dtype=torch.int64)
    lanes = Lanes(one - 1, one.clone(), one.int() + 7, one.int() - 2, one > 0, one - 1)
    results = Results(one - 1, one < 0, one.int(), one.int(), one < 0)
    kernel(Work(alias, 9, 0, episode, 2**62, lanes, results, torch.tensor([1, 1, 0, 0]), None))
    assert int(lanes.steps) == 5
    return int(lanes.state)


def test_a_call_makes_no_more_moves_than_it_may(kernel, monkeypatch):
    monkeypatch.setattr(kernels, "ALL_MOVES", 8)
    monkeypatch.setattr(walkers, "kernel_for", lambda device, compiled: kernel)
    under_way = Walkers(TABLES["a hub"], range(1), seed=3, budget=1000)
    under_way.advance()
    assert under_way.walked == 9
    assert not under_way.finished


# --- where there is which kernel -------------------------------------------------------------------------------------


def test_a_gpu_has_the_kernel_of_triton_if_triton_is_installed(monkeypatch):
    interpreted()
    assert kernel_for(torch.device("cuda"), compiled=False).__module__ == "backproof.sim.kernel_triton"
    monkeypatch.setattr(walkers.importlib.util, "find_spec", lambda name: None)
    with pytest.warns(UserWarning, match="^triton is not installed, so a GPU walks"):
        assert kernel_for(torch.device("cuda"), compiled=False) is None


@pytest.fixture
def fresh_cache(monkeypatch, tmp_path):
    """An empty cache of compiled files."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    c_kernel.cache_clear()
    yield tmp_path / "cache" / "backproof"
    c_kernel.cache_clear()


def test_the_kernel_in_c_is_compiled_once(fresh_cache, monkeypatch):
    in_c()
    made = sorted(fresh_cache.iterdir())
    assert [path.suffix for path in made] == [".so"] * 2
    c_kernel.cache_clear()
    monkeypatch.setattr(kernel_c.subprocess, "run", lambda *args, **options: pytest.fail("compiled again"))
    c_kernel()
    monkeypatch.setattr(kernel_c, "_processor", lambda: "another")
    c_kernel.cache_clear()
    with pytest.raises(pytest.fail.Exception, match="compiled again"):
        c_kernel()


def test_a_library_that_is_damaged_is_compiled_again(fresh_cache):
    fresh_cache.mkdir(parents=True)
    damaged = [kernel_c._library(address) for address in kernel_c.ADDRESSES.values()]
    for library in damaged:
        library.write_bytes(b"")
    in_c()
    assert all(library.stat().st_size > 0 for library in damaged)


def test_what_is_not_compiled_is_refused_in_one_line(fresh_cache, monkeypatch, tmp_path):
    def refused():
        assert kernel_for(CPU, compiled=None) is None
        with pytest.raises(ValueError, match=r"^--compile [^\n]*$") as caught:
            Walkers(TABLES["corridors"], range(10), compiled=True)
        return str(caught.value)

    monkeypatch.setenv("CC", "no-such-compiler")
    assert refused() == "--compile needs a C compiler, found no no-such-compiler: install one, or leave it out"
    monkeypatch.setenv("CC", "false")
    assert "false says []: set CC to another, or leave it out" in refused()
    monkeypatch.undo()
    elsewhere = tmp_path / "file" / "backproof"
    elsewhere.parent.write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(elsewhere.parent))
    assert refused() == f"--compile could not write to {elsewhere} (Not a directory): set XDG_CACHE_HOME"


@pytest.mark.slow
def test_the_kernel_for_a_gpu_compiles_for_an_h100(tmp_path):
    """Without a GPU: down to the machine code, for both precisions, with counts and without."""
    interpreted()
    script = ROOT / "tests/sim/compile_for_gpu.py"
    free = {name: value for name, value in os.environ.items() if name != "TRITON_INTERPRET"}
    env = free | {"TRITON_CACHE_DIR": str(tmp_path)}
    run = subprocess.run([sys.executable, script], env=env, cwd=ROOT, capture_output=True, text=True, check=True)
    sizes = [int(line) for line in run.stdout.split()]
    assert len(sizes) == 4
    assert min(sizes) > 1000
