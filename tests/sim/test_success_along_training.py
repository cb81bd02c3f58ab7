"""The success at each budget along RLVR's training: for gradient flow a conjecture, for sign steps refuted."""

from __future__ import annotations

import numpy as np
import pytest

from backproof.sim.descent import descend, gradient_flow, sign
from backproof.sim.exact_cost import cost_gradient, cost_of_gaps
from backproof.sim.losses import rlvr_loss
from backproof.theory.companions.pass_at_k import success_probabilities
from backproof.theory.graph import CorridorGraph
from tests.sim.gaps import policy_of


@pytest.mark.parametrize("size", [(2, 2, 1), (2, 8, 1), (2, 6, 3), (3, 6, 1)], ids=str)
def test_success_rises_at_every_budget_along_the_gradient_flow(size):
    """A conjecture, even where some gradients at base have the wrong sign; a drop of 1e-10 is above rounding."""
    graph = CorridorGraph(*size)
    start = np.zeros((4, graph.depth))
    times = [0.0, *np.geomspace(1e-3, 300, 20) / np.abs(cost_gradient(graph, start)[1]).max()]
    along = [
        success_probabilities(graph, policy_of(graph, gaps), 1500)[0]
        for gaps in gradient_flow(rlvr_loss(graph), start, times)
    ]
    assert np.diff(along, axis=0).min() > -1e-10
    assert along[-1][60] > along[0][60] + 0.05


def test_a_sign_step_that_lowers_the_cost_can_lower_the_success_at_some_budget():
    """Refuted for sign steps: at W=2, K=8, L=1 by the third step of 0.01 from base."""
    graph = CorridorGraph(2, 8, 1)
    *_, second, third = descend(rlvr_loss(graph), np.zeros((4, 8)), sign, step=0.01, steps=3)
    assert cost_of_gaps(graph, third.logits) < cost_of_gaps(graph, second.logits)
    before, after = (success_probabilities(graph, policy_of(graph, at.logits), 2500)[0] for at in (second, third))
    assert (after - before).min() < -1e-4
