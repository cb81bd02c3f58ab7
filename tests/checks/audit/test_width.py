"""Row `width`: signs compared with finite differences, steps and times with the simulator's descents."""

import numpy as np
import pytest

from backproof.checks.audit.width import ASSUMPTION, NEAR, not_right
from backproof.sim.descent import descend, gradient_flow, sign
from backproof.sim.exact_cost import cost_of_gaps
from backproof.sim.losses import rlvr_loss
from backproof.theory.graph import CorridorGraph

SIZES = [(1, 1, 1), (2, 1, 1), (2, 8, 3), (15, 15, 5), pytest.param((2, 100, 3), marks=pytest.mark.slow)]


@pytest.mark.parametrize("size", SIZES)
def test_all_checks_hold_at_every_size(size):
    finding = ASSUMPTION.examine(CorridorGraph(*size))
    assert [check.words for check in finding.checks if not check.holds] == []
    assert finding.dropped.cost_ratio >= 1
    counts = [row[1].value for row in finding.table.rows]
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize(("size", "expected"), [((2, 8, 3), 14), ((3, 12, 1), 19), ((15, 15, 5), 0), ((5, 3, 2), 0)])
def test_wrong_signs_agree_with_finite_differences(size, expected):
    graph = CorridorGraph(*size)
    wrong = 0
    for place in ((family, j) for family in (1, 3) for j in range(graph.depth)):
        nudge = np.zeros((4, graph.depth))
        nudge[place] = 1e-4
        wrong += int(cost_of_gaps(graph, nudge) >= cost_of_gaps(graph, -nudge))
    assert not_right(graph) == wrong == expected


def test_training_arrives_at_the_stated_time():
    graph = CorridorGraph(2, 4, 3)
    finding = ASSUMPTION.examine(graph)
    optimum = finding.dropped.rlvr.value
    time = finding.words[1].numbers["time"].value
    _, there = gradient_flow(rlvr_loss(graph), np.zeros((4, 4)), [0.0, time])
    # both integrators' tolerances, over some hundred steps
    assert float(cost_of_gaps(graph, there)) == pytest.approx(NEAR * optimum, rel=1e-6)
    steps = int(finding.table.rows[0][2])
    costs = [point.loss for point in descend(rlvr_loss(graph), np.zeros((4, 4)), sign, step=0.01, steps=steps)]
    assert [cost <= NEAR * optimum for cost in costs] == [False] * steps + [True]


@pytest.mark.slow
def test_a_stalled_descent_is_reported(monkeypatch):
    monkeypatch.setattr("backproof.theory.sign_descent.STEP", 0.1)
    finding = ASSUMPTION.examine(CorridorGraph(2, 12, 3))
    assert finding.table.rows[0][2] is None
    assert "do not come there" in finding.words[-1].text
