"""Too little memory, of the machine or of its GPU, is one line that says what to do."""

from __future__ import annotations

import pytest
import torch

from backproof.checks import verify as checks_verify
from backproof.memory import lacks_memory
from backproof.sim.walkers import Walkers
from backproof.workers.tasks import in_one_line

SMALL = ("--width", "3", "--depth", "2", "--lanes", "2")
ON_THE_GPU = [
    torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB.\nSee"),
    torch.AcceleratorError("CUDA error: out of memory\nCompile with `TORCH_USE_CUDA_DSA`"),
]
SAID = {
    "cpu": "there is not enough memory for so many episodes or states: ask for fewer",
    "cuda": "the GPU has too little memory for so many episodes or states: ask for fewer, or leave --device out",
}


def too_much_for_the_cpu():
    with pytest.raises(RuntimeError) as caught:
        torch.zeros(2**50)
    return caught.value


ERRORS = [(MemoryError(), "cpu"), (too_much_for_the_cpu(), "cpu"), *((error, "cuda") for error in ON_THE_GPU)]


@pytest.mark.parametrize(("error", "device"), ERRORS)
@pytest.mark.parametrize(
    "command",
    [
        ("simulate", *SMALL, "--engine", "steps", "--episodes", "500"),
        ("train", *SMALL, "--algorithm", "reinforce", "--steps", "2", "--batch", "32"),
        ("train", "--corridors", "2x2,1x3", "--algorithm", "grpo", "--steps", "2", "--batch", "32"),
    ],
)
def test_a_run_that_lacks_memory_ends_in_one_line(backproof, monkeypatch, tmp_path, command, error, device):
    def fail(*arguments, **options):
        raise error

    monkeypatch.setattr(Walkers, "advance", fail)
    assert backproof(*command, "--out", tmp_path / "run.json") == (2, "", f"backproof: {SAID[device]}\n")
    assert not (tmp_path / "run.json").exists()


@pytest.mark.parametrize(("error", "device"), ERRORS)
def test_another_command_and_a_task_say_so_too(backproof, monkeypatch, error, device):
    def fail(*arguments, **options):
        raise error

    assert lacks_memory(error) == device
    assert in_one_line(error) == "there was not enough memory"
    monkeypatch.setattr(checks_verify, "verify", fail)
    assert backproof("verify") == (4, "", "backproof: there was not enough memory: ask for smaller sizes\n")


@pytest.mark.parametrize("error", [RuntimeError("CUDA error: an illegal memory access"), ValueError("memory")])
def test_other_errors_are_not_taken_for_it(error):
    assert lacks_memory(error) == ""


@pytest.mark.cuda
@pytest.mark.skipif(not torch.cuda.is_available(), reason="torch sees no GPU on this machine")
def test_a_gpu_that_lacks_memory_is_one_line(backproof):
    torch.cuda.empty_cache()
    torch.cuda.set_per_process_memory_fraction(1e-6)
    try:
        found = backproof("simulate", *SMALL, "--engine", "steps", "--device", "cuda", "--episodes", 10_000_000)
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
    assert found == (2, "", f"backproof: {SAID['cuda']}\n")
