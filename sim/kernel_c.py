"""The kernel for the CPU: `kernel.c`, compiled at the first use on a machine and kept in a folder of the user's cache.

The folder is ``$XDG_CACHE_HOME/backproof``, by default ``~/.cache/backproof``. A library there is named after a hash of
its source, the compiler and the processor, so that none is loaded that was made from something else.

Main definitions: `c_kernel`, `find_compiler`.
"""

from __future__ import annotations

import ctypes
import functools
import hashlib
import os
import platform
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

import torch
from torch import Tensor

from backproof.sim.kernels import Kernel, Work

SOURCE = Path(__file__).with_name("kernel.c")
FLAGS = ("-O3", "-march=native", "-shared", "-fPIC")
ADDRESSES = {torch.int32: "int32_t", torch.int64: "int64_t"}


@functools.cache
def c_kernel() -> Kernel:
    """The kernel. Raises ValueError where it cannot be compiled."""
    functions = {dtype: _loaded(name).walk for dtype, name in ADDRESSES.items()}

    def kernel(work: Work) -> None:
        function, argument = functions[work.alias.choices.dtype], _argument(work)
        threads = [threading.Thread(target=function, args=(argument,)) for _ in range(torch.get_num_threads())]
        for thread in threads:
            thread.start()  # Python's lock is free while a function of a library runs
        for thread in threads:
            thread.join()

    return kernel


def _argument(work: Work) -> ctypes.Array[ctypes.c_uint64]:
    """The structure ``Work`` of kernel.c, each of whose fields has eight bytes."""
    alias, lanes, results, tally = work.alias, work.lanes, work.results, work.tally
    work.counters[-1] = 0
    numbers = (alias.bits, work.goals, work.first_episode, len(results.over), work.budget, work.chunk, work.seed)
    fields: list[Tensor | int] = [
        *(alias.degree, alias.choices, alias.goal, alias.threshold, *numbers, len(lanes.slot)),
        *(lanes.state, lanes.steps, lanes.goal, lanes.first_goal, lanes.walking, lanes.slot),
        *(results.steps, results.hit, results.goal, results.first_goal, results.over, work.counters),
        *((0, 0, 0, 0) if tally is None else (tally.kind, tally.kinds, tally.counts, tally.elapsed)),
    ]
    values = [field if isinstance(field, int) else field.data_ptr() for field in fields]
    return (ctypes.c_uint64 * len(values))(*values)


def _loaded(address: str) -> ctypes.CDLL:
    """The library, compiled again if what is there cannot be loaded."""
    library = _library(address)
    try:
        return ctypes.CDLL(str(library))
    except OSError:
        library.unlink(missing_ok=True)
        return ctypes.CDLL(str(_library(address)))


def _library(address: str) -> Path:
    """The compiled file for addresses of this type, made unless it is there."""
    compiler = find_compiler()
    if compiler is None:
        missing = os.environ.get("CC", "cc")
        raise ValueError(f"--compile needs a C compiler, found no {missing}: install one, or leave it out")
    options = [*FLAGS, f"-DADDRESS={address}"]
    made_from = (SOURCE.read_text(encoding="ascii"), compiler, str(Path(compiler).stat().st_mtime_ns), _processor())
    digest = hashlib.sha256("\0".join((*made_from, *options)).encode()).hexdigest()
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "backproof")
    library = folder / f"walks-{digest[:32]}.so"
    if not library.exists():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder) as workshop:
                part = Path(workshop, library.name)
                subprocess.run([compiler, *options, str(SOURCE), "-o", str(part)], check=True, capture_output=True)  # noqa: S603 - the user's own compiler
                part.replace(library)
        except OSError as error:
            raise ValueError(f"--compile could not write to {folder} ({error.strerror}): set XDG_CACHE_HOME") from error
        except subprocess.CalledProcessError as error:
            why = error.stderr.decode(errors="replace").strip().splitlines()[:1]
            raise ValueError(f"--compile failed, {compiler} says {why}: set CC to another, or leave it out") from error
    return library


def find_compiler() -> str | None:
    """The C compiler: ``$CC``, by default ``cc``."""
    return shutil.which(os.environ.get("CC", "cc"))


def _processor() -> str:
    """What ``-march=native`` depends on."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return f"{platform.machine()} {platform.processor()}"
    return "\n".join(sorted({line for line in lines if line.startswith(("model name", "flags", "Features"))}))
