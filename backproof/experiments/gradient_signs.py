"""The gradient estimated from walks of the base model has the exact gradient as its mean."""

from __future__ import annotations

import numpy as np
from scipy import stats
from scipy.special import expit

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.trainings import BACKWARD, SAMPLING_ALARM, untrained_gaps
from backproof.experiments.walks import SMALL
from backproof.sim.exact_cost import cost_gradient, logits_of_gaps
from backproof.sim.policy_gradients import leave_one_out, length
from backproof.sim.rollouts import Rollouts, roll_out

BATCHES, BATCH = 150, 400


def unbiased(backward: float) -> Judgement:
    """Means of REINFORCE's estimates at base against the exact gradient, its backward half times ``backward``."""
    _, exact = cost_gradient(SMALL, untrained_gaps(SMALL))
    walks = roll_out(SMALL, untrained_gaps(SMALL), range(BATCHES * BATCH), seed=1)
    passing = expit(logits_of_gaps(SMALL, untrained_gaps(SMALL)))
    batches = (
        Rollouts(*(field[begin : begin + BATCH] for field in vars(walks).values()))
        for begin in range(0, BATCHES * BATCH, BATCH)
    )
    estimates = np.array([leave_one_out(length(batch.steps, batch.hit), batch, passing) for batch in batches])
    claimed = exact.copy()
    claimed[BACKWARD] *= backward
    scores = (estimates.mean(axis=0) - claimed) / (estimates.std(axis=0, ddof=1) / np.sqrt(BATCHES))
    allowed = float(stats.t.isf(SAMPLING_ALARM / 2 / scores.size, BATCHES - 1))
    detail = (
        f"of {scores.size} derivatives estimated from {BATCHES} batches of {BATCH} walks the farthest is "
        f"z = {scores.flat[np.abs(scores).argmax()]:+.2f} off; allowed {allowed:.2f}"
    )
    return Judgement(bool((np.abs(scores) <= allowed).all()), detail)


EXPERIMENTS = (
    TrainingExperiment(
        "gradient-signs",
        "sampled-gradient-unbiased",
        "gradients estimated from walks of the base model have the exact gradient as their mean",
        lambda: unbiased(1.0),
        "gradients estimated from walks of the base model have the exact gradient with backward derivatives negated",
        lambda: unbiased(-1.0),
    ),
)
