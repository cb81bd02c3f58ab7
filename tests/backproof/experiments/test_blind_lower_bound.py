"""The bound of all target-blind agents: the agents come near to it, and one that is not blind is caught below it."""

from __future__ import annotations

import math

import pytest

from backproof.experiments.blind_lower_bound import BOUND, EPISODES, MARGIN, SEED, lowest, table_with_fork
from backproof.experiments.walks import SMALL, mean_of
from backproof.sim.corridor_walks import corridor_table
from backproof.sim.walkers import walk
from backproof.theory.policy import Policy


def test_a_table_with_a_trained_fork_comes_as_near_to_the_bound_as_walks_can_tell():
    """Null: the mean is at most 1.01 times the bound, four standard errors allowed; one false alarm in 3e4."""
    mean, error = mean_of(walk(table_with_fork(0), range(EPISODES), seed=SEED + 1).steps)
    assert mean - MARGIN * error < 1.01 * BOUND
    assert lowest({"table": (mean, error)}, BOUND).holds


def test_an_agent_that_sees_its_target_is_caught():
    """Without detours every walk of the optimal policy that visits one corridor is a shortest path."""
    walks = walk(corridor_table(SMALL, Policy.optimal(SMALL)), range(2000), seed=SEED)
    seeing = walks.steps[walks.steps == SMALL.shortest_path_length]
    assert len(seeing) > 500
    found = lowest({"blind": (BOUND + 1, 0.1), "seeing": mean_of(seeing)}, BOUND)
    assert not found.holds
    assert "seeing" in found.detail


@pytest.mark.parametrize(("errors_below", "holds"), [(3.9, True), (4.1, False), (-1, True)])
def test_the_margin_is_four_standard_errors(errors_below, holds):
    assert lowest({"an agent": (16 - 0.5 * errors_below, 0.5)}, 16.0).holds is holds


def test_the_false_alarm_rate_is_that_of_four_standard_errors():
    assert math.erfc(MARGIN / math.sqrt(2)) / 2 == pytest.approx(3.2e-5, rel=0.02)
