"""Sign descent with the theory's gradient agrees with the simulator's trainer, which computes its own gradient."""

import itertools

import numpy as np
import pytest

from backproof.sim.descent import descend, sign
from backproof.sim.losses import rlvr_loss
from backproof.sim.trainers.rlvr import RlvrConfig
from backproof.theory.costs.learning_curve import curve_costs
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import FAMILIES, by_vertex
from backproof.theory.sign_descent import STEP, sign_descent, sign_steps_until
from backproof.theory.training_flows import base_gaps
from tests.sim.gaps import trained

GRAPH = CorridorGraph(width=4, depth=3, lanes=2)


def test_sign_descent_matches_the_trainer():
    """Each cost has an error of some hundred roundings; the gaps are sums of the same steps."""
    start = np.random.default_rng(0).uniform(-1, 2, (len(FAMILIES), GRAPH.depth))
    run = trained(RlvrConfig, GRAPH, start, step=0.05, steps=200)
    gaps = np.concatenate(by_vertex(dict(zip(FAMILIES, start, strict=True))))
    costs = [cost for cost, _, _ in itertools.islice(sign_descent(GRAPH, gaps, step=0.05), 201)]
    assert np.allclose(costs, run.cost, rtol=1e-12, atol=0)
    assert costs[-1] < costs[0] / 2


@pytest.mark.parametrize("step", [0.0, -1.0, float("nan"), float("inf")])
def test_a_step_that_is_not_positive_is_refused(step):
    with pytest.raises(ValueError, match=f"^step must be a positive number, got step={step}$"):
        next(sign_descent(GRAPH, base_gaps(GRAPH), step=step))


def test_sign_steps_follow_the_closed_curve():
    costs = curve_costs(PAPER, [STEP * step for step in range(1500)])
    bounds = [5000.0, 945.0, 900.1]
    expected = [next(step for step, cost in enumerate(costs) if cost <= bound) for bound in bounds]
    assert sign_steps_until(PAPER, base_gaps(PAPER), bounds) == expected


def test_coarse_sign_steps_below_w_star_end_in_a_cycle():
    """So does the simulator's descent: at W = 2 < w*(50, 3) its cost is far above H* = 304 after 20 nats."""
    graph = CorridorGraph(2, 50, 3)
    assert sign_steps_until(graph, base_gaps(graph), [2 * 304.0]) == [None]
    *_, last = descend(rlvr_loss(graph), np.zeros((4, 50)), sign, step=STEP, steps=1000)
    assert last.loss > 100 * 304
