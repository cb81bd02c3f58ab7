"""Pieces of a run's snapshot: tensors by names with dots, and the states of torch's and numpy's own generators.

Main definitions: `joined`, `part`, `RandomStates`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch import Tensor


def joined(name: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Copies of these tensors, named ``name.key``."""
    return {f"{name}.{key}": tensor.detach().clone() for key, tensor in tensors.items()}


def part(snapshot: Mapping[str, Tensor], name: str) -> dict[str, Tensor]:
    """Copies of the tensors named ``name.key``, by key."""
    return {key[len(name) + 1 :]: held.clone() for key, held in snapshot.items() if key.startswith(f"{name}.")}


class RandomStates:
    """The random numbers of one run from the global generators of torch and numpy, which a library may use."""

    def __init__(self, seed: int) -> None:
        self._states: Any = None
        with self.used():
            torch.manual_seed(seed)
            np.random.seed([seed % 2**32, seed >> 32])

    @contextmanager
    def used(self) -> Iterator[None]:
        """The generators as this run left them; afterwards they are as they were before."""
        before = torch.get_rng_state(), np.random.get_state()
        if self._states is not None:
            _set(*self._states)
        try:
            yield
        finally:
            self._states = torch.get_rng_state(), np.random.get_state()
            _set(*before)

    def snapshot(self) -> dict[str, Tensor]:
        state, (_, key, *rest) = self._states
        return {"torch": state, "numpy": torch.tensor([*key.tolist(), *rest[:2]]), "numpy.gauss": torch.tensor(rest[2])}

    def restore(self, snapshot: Mapping[str, Tensor]) -> None:
        *key, place, has_gauss = snapshot["numpy"].tolist()
        gauss = float(snapshot["numpy.gauss"])
        self._states = snapshot["torch"], ("MT19937", np.array(key, np.uint32), place, has_gauss, gauss)


def _set(of_torch: Tensor, of_numpy: Any) -> None:
    torch.set_rng_state(of_torch)
    np.random.set_state(of_numpy)
