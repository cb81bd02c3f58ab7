"""Descent on unequal corridors: wrong gradients and wrong first rows are noticed."""

from __future__ import annotations

import math

import pytest

from backproof.experiments import never_turn
from backproof.experiments.never_turn import GRAPH, descent_reaches
from backproof.sim.descent import descend
from backproof.sim.unequal_cost import unequal_cost_gradient
from backproof.theory.relaxations.never_turn import squared_first_rows

BEST = [math.sqrt(square) for square in squared_first_rows(GRAPH.depths)]


def test_first_rows_off_by_a_hundredth_are_noticed(monkeypatch):
    """All three are compared with one descent."""
    points = []

    def once(*given, **settings):
        return points or points.extend(descend(*given, **settings)) or points

    monkeypatch.setattr(never_turn, "descend", once)
    assert descent_reaches(BEST).holds
    assert not descent_reaches([*BEST[:-1], BEST[-1] + 0.01]).holds
    assert not descent_reaches([BEST[0] - 0.01, *BEST[1:]]).holds


@pytest.mark.parametrize("corridor", range(GRAPH.width))
def test_a_gradient_of_the_wrong_sign_is_noticed(monkeypatch, corridor):
    first = sum(GRAPH.depths[:corridor])

    def turned(graph, gaps):
        cost, gradient = unequal_cost_gradient(graph, gaps)
        gradient[:, first] *= -1
        return cost, gradient

    monkeypatch.setattr(never_turn, "unequal_cost_gradient", turned)
    monkeypatch.setattr(never_turn, "STEPS", 300)
    assert not descent_reaches(BEST).holds
