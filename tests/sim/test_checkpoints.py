"""Checkpoint files are written whole or not at all, and a file that was changed is refused."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from backproof.sim.checkpoints import CheckpointError, Kind, read_checkpoint, read_own_checkpoint, write_checkpoint
from tests.repo.files import ROOT

KIND = Kind("backproof.test/1", "test")
TENSORS = {"a": torch.arange(6.0).reshape(2, 3), "b": torch.tensor(7)}


def test_what_is_saved_can_be_loaded(tmp_path):
    write_checkpoint(tmp_path / "file", KIND, TENSORS, '{"x": 1}')
    tensors, config, seconds = read_checkpoint(tmp_path / "file", KIND)
    assert (config, seconds) == ({"x": 1}, None)
    assert all(torch.equal(tensors[name], TENSORS[name]) for name in TENSORS)


def test_a_flipped_byte_is_noticed(tmp_path):
    file = tmp_path / "file"
    write_checkpoint(file, KIND, TENSORS, "{}")
    content = bytearray(file.read_bytes())
    content[-3] ^= 1
    file.write_bytes(content)
    with pytest.raises(CheckpointError, match="its numbers are not those that were written"):
        read_checkpoint(file, KIND)


@pytest.mark.parametrize("change", ["missing tensor", "no config", "another config", "no digest"])
def test_a_file_of_another_program_is_refused(tmp_path, change):
    file = tmp_path / "file"
    write_checkpoint(file, KIND, TENSORS, '{"x": 1}')
    with safe_open(file, framework="pt") as whole:
        metadata = dict(whole.metadata())
    tensors = dict(TENSORS)
    if change == "missing tensor":
        del tensors["b"]
    elif change == "another config":
        metadata["config"] = '{"x": 2}'
    else:
        del metadata["config" if change == "no config" else "sha256"]
    save_file(tensors, file, metadata=metadata)
    with pytest.raises(CheckpointError, match="is damaged"):
        read_own_checkpoint(file, KIND, '{"x": 1}')


def test_a_full_disk_raises_an_os_error(tmp_path):
    """In a process whose files may have 4 kB at most: the old file is kept, and no other file is left."""
    file = tmp_path / "file"
    write_checkpoint(file, KIND, TENSORS, "{}")
    kept = file.read_bytes()
    code = (
        "import resource, signal, sys, torch\n"
        "from pathlib import Path\n"
        "from backproof.sim.checkpoints import Kind, write_checkpoint\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    write_checkpoint(Path(sys.argv[1]), Kind('backproof.test/1', 'test'), {'a': torch.zeros(10_000)}, '{}')\n"
        "except OSError as error:\n"
        "    print(error.filename == sys.argv[1], 'File too large' in str(error.strerror))\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(file)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "True True\n"
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", kept)]


def test_equal_content_gives_equal_bytes_and_the_umask_sets_the_mode(tmp_path):
    """safetensors orders its metadata by a hash with a new seed in each process: without sorting, ten files would
    differ.
    """
    before = os.umask(0o027)
    try:
        for number in range(10):
            write_checkpoint(tmp_path / str(number), KIND, TENSORS, '{"x": "\u00e9 \\u4e2d"}', seconds=1.5)
    finally:
        os.umask(before)
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 1
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o640}
    assert read_checkpoint(tmp_path / "0", KIND).seconds == 1.5


def test_a_run_may_be_made_longer_not_shorter(tmp_path):
    write_checkpoint(tmp_path / "file", KIND, TENSORS, '{"x": 1, "steps": 5}')
    assert read_own_checkpoint(tmp_path / "file", KIND, '{"x": 1, "steps": 6}', extends="steps").config["steps"] == 5
    with pytest.raises(CheckpointError, match="with steps=5, got steps=4: a run can be made longer, not shorter"):
        read_own_checkpoint(tmp_path / "file", KIND, '{"x": 1, "steps": 4}', extends="steps")
    with pytest.raises(CheckpointError, match="was written by another version of backproof: move it away"):
        read_checkpoint(tmp_path / "file", Kind("backproof.test/2", "test"))
