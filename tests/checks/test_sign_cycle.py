"""The run of `sign-cycle`: what floats guess counts only if the intervals confirm it."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest

from backproof.checks.claims import sign_cycle
from backproof.theory.costs import crossings
from backproof.theory.graph import CorridorGraph

SMALL, TWO = CorridorGraph(2, 3, 1), Fraction(2)


def exact_slopes(steps):
    odds = [p / (1 - p) * TWO ** int(step) for p, step in zip(sign_cycle._base(SMALL), steps, strict=True)]
    return sign_cycle._slopes(SMALL, np.array([o / (1 + o) for o in odds], dtype=object))


def test_the_intervals_enclose_the_exact_run():
    steps = np.zeros((40, 12), int)
    for here, after in itertools.pairwise(steps):
        after[:] = here - np.sign(exact_slopes(here)[1].astype(float)).astype(int)
    costs, directions = sign_cycle._look(SMALL, TWO, steps, np.zeros(12, bool))
    assert (directions[:-1] == np.diff(steps, axis=0)).all()
    exact = [exact_slopes(state)[0] for state in steps]
    assert all(0 <= cost - Fraction(low) <= cost / 10**12 for cost, low in zip(exact, costs.tolist(), strict=True))


def test_a_rising_row_is_given_all_its_values_up_to_one():
    """The cost at the best of them is not below the bound, and a slope that changes its sign on the way is open."""
    (low,), _ = sign_cycle._look(SMALL, TWO, np.zeros((1, 12), int), np.arange(12) == 0)
    rows = np.array([Fraction(1), *sign_cycle._base(SMALL)[1:]], dtype=object)
    assert low <= crossings.walk_cost(2, rows[:6], rows[6:])
    _, (open_,) = sign_cycle._look(SMALL, TWO, np.full((1, 12), -5), np.ones(12, bool))
    assert 0 in open_


@pytest.mark.parametrize("at", [0, 17, 49])
def test_a_wrong_guess_is_noticed(monkeypatch, at):
    guessed, count = sign_cycle._guessed, iter(range(60))

    def wrong(*arguments):
        direction = guessed(*arguments)
        return -direction if next(count) == at else direction

    assert sign_cycle._settle(SMALL, TWO).least_cost > 130
    monkeypatch.setattr(sign_cycle, "_guessed", wrong)
    monkeypatch.setattr(sign_cycle, "ASKED_AFTER", (50,))
    with pytest.raises(ArithmeticError, match=r"may be zero|has not settled"):
        sign_cycle._settle(SMALL, TWO)
