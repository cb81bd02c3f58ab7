"""Row `distillation`: its numbers compared with an integrated flow and the simulator's student."""

import math

import numpy as np
import pytest

from backproof.checks.audit.distillation import ASSUMPTION, training_times
from backproof.sim.descent import gradient_flow
from backproof.sim.exact_cost import cost_of_gaps
from backproof.sim.losses import distillation_loss
from backproof.theory.graph import CorridorGraph

SIZES = [(1, 1, 1), (2, 1, 1), (3, 3, 2), (15, 15, 5), (2, 100, 3)]


@pytest.mark.parametrize("size", SIZES)
def test_all_checks_hold_at_every_size(size):
    finding = ASSUMPTION.examine(CorridorGraph(*size))
    assert [check.words for check in finding.checks if not check.holds] == []
    assert finding.dropped.cost_ratio == 1
    assert finding.held.cost_ratio >= 1


def test_the_table_agrees_with_the_simulators_students():
    """The simulator integrates the gradient flow of the student's loss in its gaps."""
    graph = CorridorGraph(3, 2, 2)
    soon, _ = training_times(graph)
    teacher, start = np.full((4, 2), np.inf), np.zeros((4, 2))
    for eps, cell, *_ in ASSUMPTION.examine(graph).table.rows:
        flow = gradient_flow(distillation_loss(graph, teacher, eps.value), start, [0.0, soon])
        # the integrator's tolerance of 1e-11 a step, over a few hundred steps
        assert cell.value == pytest.approx(float(cost_of_gaps(graph, flow[-1])), rel=1e-7)


def test_the_cost_falls_with_eps_and_depends_on_eps_times_t():
    finding = ASSUMPTION.examine(CorridorGraph(15, 15, 5))
    columns = list(zip(*finding.table.rows, strict=True))
    for column in columns[1:3]:
        costs = [cell.value for cell in column]
        assert costs == sorted(costs, reverse=True)
        assert costs[-1] == pytest.approx(900, rel=0.02)
    doses = [finding.breaking_point.numbers[name].value for name in ("dose_soon", "dose_late")]
    assert math.isclose(*doses, rel_tol=0.01)


def test_there_is_no_threshold_if_sft_is_cheap_anyway():
    assert ASSUMPTION.examine(CorridorGraph(1, 4, 2)).breaking_point.text.startswith("none")


def test_a_single_corridor_is_mentioned_first():
    assert ASSUMPTION.examine(CorridorGraph(1, 2, 2)).words[0].text.startswith("With a single corridor")
    assert not ASSUMPTION.examine(CorridorGraph(2, 2, 2)).words[0].text.startswith("With a single corridor")
