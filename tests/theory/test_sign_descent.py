"""Sign descent by the theory's gradient, against the simulator's trainer, which has a gradient of its own."""

import numpy as np
import pytest

from backproof.sim.descent import sign
from backproof.sim.exact_training import ExactTraining, train_exact
from backproof.sim.losses import rlvr_loss
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES
from backproof.theory.sign_descent import sign_descent_costs

GRAPH = CorridorGraph(width=4, depth=3, lanes=2)


def test_it_is_what_the_trainer_does():
    """Each cost errs by some hundred roundings; the gaps are sums of the same steps."""
    start = np.random.default_rng(0).uniform(-1, 2, (len(FAMILIES), GRAPH.depth))
    run = train_exact(ExactTraining(GRAPH, rlvr_loss(GRAPH), sign, step=0.05, steps=200), start)
    costs = sign_descent_costs(GRAPH, dict(zip(FAMILIES, start, strict=True)), step=0.05, steps=200)
    assert np.allclose(costs, run.cost, rtol=1e-12, atol=0)
    assert costs[-1] < costs[0] / 2


@pytest.mark.parametrize("step", [0.0, -1.0, float("nan"), float("inf")])
def test_a_step_that_is_none_is_refused(step):
    with pytest.raises(ValueError, match="step must be a positive number"):
        sign_descent_costs(GRAPH, {}, step=step)
