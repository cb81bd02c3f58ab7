"""The sparse solver's bound on its error also holds for a bad solution."""

from __future__ import annotations

import numpy as np
import pytest

from backproof.theory.any_graph import sparse_walks
from backproof.theory.any_graph.sparse_walks import Chain

PATH = Chain(np.array([0, 1, 1, 2]), np.array([1, 0, 2, 1]), np.array([1.0, 0.5, 0.5, 0.5]), np.array([0.0, 0.0, 0.5]))
"""A walk on 0, 1, 2, 3 that starts at 0 and ends at 3."""
STEPS = np.array([9.0, 8.0, 5.0])
VISITS = np.array([3.0, 4.0, 2.0])


@pytest.mark.parametrize("signs", [(1.0, -1.0, 0.5), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0)])
@pytest.mark.parametrize("size", [1e-9, 1e-3, 0.3])
def test_a_bad_solution_is_within_its_bound(monkeypatch, size, signs):
    """A perturbed matrix is solved without refinement, so that the errors are large; the bound still holds."""
    right = sparse_walks._factorised

    def off(matrix):
        solve = right(matrix)
        return lambda wanted, transposed: solve(wanted, transposed) * (1 + size * np.array(signs))

    monkeypatch.setattr(sparse_walks, "_factorised", off)
    monkeypatch.setattr(sparse_walks, "ROUNDS", 1)
    found = PATH.solve(direct=True)
    error = np.max(np.abs(found.steps - STEPS) / STEPS)
    assert size / 2 <= error <= found.error
    assert np.sum(np.abs(found.visits - VISITS)) / STEPS[0] <= found.visits_error


def test_a_good_solution_has_a_small_bound():
    found = PATH.solve(direct=True)
    assert found.steps == pytest.approx(STEPS, rel=1e-12)
    assert found.visits == pytest.approx(VISITS, rel=1e-12)
    assert found.error < 1e-11
