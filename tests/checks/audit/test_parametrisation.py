"""Row `parametrisation`: its times compared with the simulator's descents, its constants with its table."""

import math

import numpy as np
import pytest

from backproof.checks.audit.parametrisation import ASSUMPTION
from backproof.sim.descent import descend, gradient_flow, sign
from backproof.sim.exact_cost import cost_of_gaps
from backproof.sim.logit_table import gap_speed
from backproof.sim.losses import rlvr_loss
from backproof.theory.graph import CorridorGraph

SIZES = [(1, 1, 1), (2, 1, 1), (2, 8, 3), (15, 15, 5), pytest.param((2, 100, 3), marks=pytest.mark.slow)]


@pytest.mark.parametrize("size", SIZES)
def test_all_checks_hold_at_every_size(size):
    finding = ASSUMPTION.examine(CorridorGraph(*size))
    assert [check.words for check in finding.checks if not check.holds] == []
    assert finding.dropped.cost_ratio == finding.held.cost_ratio
    assert all(cell is None or isinstance(cell, str) or cell.value >= 0 for row in finding.table.rows for cell in row)


def column(finding, name):
    cells = [row[finding.table.columns.index(name)] for row in finding.table.rows]
    return [int(cell) if isinstance(cell, str) else cell.value for cell in cells]


def test_the_table_agrees_with_the_simulators_times():
    graph = CorridorGraph(3, 2, 2)
    finding = ASSUMPTION.examine(graph)
    bounds = [26 * (1 + excess) for excess in column(finding, "H/H* - 1")[:2]]
    for name, speed in (("gap flow, time", 1.0), ("logit flow, time", gap_speed(graph, rows_tied=False))):
        flow = gradient_flow(rlvr_loss(graph), np.zeros((4, 2)), [0.0, *column(finding, name)[:2]], speed=speed)
        # both integrators' tolerances, over some hundred steps
        np.testing.assert_allclose(cost_of_gaps(graph, flow)[1:], bounds, rtol=1e-6)
    steps = column(finding, "sign steps of 0.01")[:2]
    costs = [point.loss for point in descend(rlvr_loss(graph), np.zeros((4, 2)), sign, step=0.01, steps=steps[-1])]
    assert [next(n for n, cost in enumerate(costs) if cost <= bound) for bound in bounds] == steps


def test_the_rates_agree_with_the_claim():
    """The tolerance is the last excess times its logarithm, 1/1000, and for the natural flow the next slowest rows."""
    graph = CorridorGraph(15, 15, 5)
    finding = ASSUMPTION.examine(graph)
    excess = 900 * column(finding, "H/H* - 1")[-1]
    assert column(finding, "gap flow, time")[-1] * excess == pytest.approx(4 * 15, rel=1e-3)
    assert column(finding, "logit flow, time")[-1] * excess == pytest.approx(2 * 15 * 15 * 5, rel=1e-3)
    steps = column(finding, "sign steps of 0.01")
    assert np.diff(steps) == pytest.approx(100 * math.log(10), abs=2)
    small = ASSUMPTION.examine(CorridorGraph(2, 1, 1))
    assert np.diff(column(small, "natural flow, time"))[-1] == pytest.approx(math.log(10) / 2, rel=0.01)


def test_a_stalled_descent_is_reported(monkeypatch):
    monkeypatch.setattr("backproof.theory.sign_descent.STEP", 0.1)
    finding = ASSUMPTION.examine(CorridorGraph(2, 12, 3))
    assert "too coarse" in finding.breaking_point.text
    assert "do not arrive" in finding.words[-1].text
    assert finding.words[-1].numbers["optimum"] == finding.held.rlvr
    assert finding.table.rows[0][-1] is None
    assert finding.table.rows[0][1].value > 0
