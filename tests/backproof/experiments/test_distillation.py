"""The predicted time of a student is not far from the time that it needs."""

from __future__ import annotations

import numpy as np
import pytest

from backproof.experiments.distillation import predicted_time, student_gaps
from backproof.sim.exact_cost import cost_of_gaps, expected_moves
from backproof.theory.graph import PAPER


@pytest.mark.parametrize("uncleaned", [1.0, 0.1])
def test_a_hundredth_of_the_predicted_time_is_too_early(uncleaned):
    early = student_gaps(uncleaned, predicted_time(PAPER, uncleaned) / 100)
    assert cost_of_gaps(PAPER, early) > 1.01 * 900


def test_the_visits_to_rows_are_those_that_the_predicted_time_assumes():
    visits = expected_moves(PAPER, np.full((4, 15), np.inf)).passes
    assert visits.min() == PAPER.width - 1
