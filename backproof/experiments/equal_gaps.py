"""The success of policies with one gap for all rows, estimated from walks, against the theory."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import numpy as np

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.sampled_words import means_agree
from backproof.experiments.trainings import Floats
from backproof.experiments.walks import SMALL, named_sizes
from backproof.sim.corridor_walks import corridor_table
from backproof.sim.trajectories import table_trajectories
from backproof.theory.companions.equal_gaps import equal_gap_success
from backproof.theory.policy import FAMILIES, Policy

BUDGET, BATCHES, BATCH = 26, 60, 200
GAPS = (0.0, 1.0, 2.5)


def successes_have(stated: Callable[[float], float]) -> Judgement:
    return means_agree("shares of successes", _shares(), [stated(gap) for gap in GAPS])


@functools.cache
def _shares() -> Floats:
    """(batches, gaps): the shares of the walks that arrive in time, in batches of walks to one target."""
    shares = []
    for gap in GAPS:
        table = corridor_table(SMALL, Policy.from_gaps(SMALL, **dict.fromkeys(FAMILIES, gap)))
        walked = table_trajectories(table, BATCHES * BATCH, BUDGET, seed=7)
        shares.append(walked.hit.reshape(SMALL.width * BATCHES, BATCH).mean(axis=1))
    return np.column_stack(shares)


def _success(gap: float) -> float:
    return float(equal_gap_success(SMALL, math.exp(gap), BUDGET))


EXPERIMENTS = (
    TrainingExperiment(
        "equal-gaps",
        "equal-gaps-walked",
        f"the success with a gap of 0, 1 and 2.5 nats in every row, at {named_sizes(SMALL)} and {BUDGET} steps",
        lambda: successes_have(_success),
        "the gap does not change the success",
        lambda: successes_have(lambda gap: _success(0.0)),
    ),
)
