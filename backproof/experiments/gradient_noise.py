"""The noise of a gradient that is estimated from one walk: its exact moments against walks."""

from __future__ import annotations

import functools
import math

import numpy as np
from scipy import stats
from scipy.special import expit

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.trainings import SAMPLING_ALARM, Floats, sft_limit_gaps, untrained_gaps
from backproof.experiments.walks import SMALL
from backproof.sim.exact_cost import cost_of_gaps, logits_of_gaps
from backproof.sim.rollouts import PASS, TURN, roll_out
from backproof.theory.costs.walk_transform import score_moments, scored_rows
from backproof.theory.policy import Policy

BATCHES, BATCH = 60, 400


def second_moments_match(at_sft: bool, claimed_baseline: float) -> Judgement:
    """Second moments of one walk's estimate (T - E[T]) S in each row, by their means over batches, against the exact
    ones of an estimate with the baseline ``claimed_baseline`` times E[T].
    """
    policy = Policy.sft_limit(SMALL) if at_sft else Policy.base(SMALL)
    laws = [score_moments(SMALL, policy, row, exact=False) for row in scored_rows(SMALL)]
    seen = [place for place, law in enumerate(laws) if law.score_squared > 0]
    claims = [laws[i].variance(claimed_baseline * laws[i].steps) + laws[i].slope ** 2 for i in seen]
    squares = _squares(at_sft)[:, seen]
    off = (squares.mean(axis=0) - claims) / (squares.std(axis=0, ddof=1) / math.sqrt(BATCHES))
    allowed = float(stats.t.isf(SAMPLING_ALARM / 2 / len(seen), BATCHES - 1))
    detail = (
        f"of {len(seen)} second moments from {BATCHES} batches of {BATCH} walks the farthest is "
        f"z = {off[np.abs(off).argmax()]:+.2f} off; allowed {allowed:.2f}"
    )
    return Judgement(bool((np.abs(off) <= allowed).all()), detail)


@functools.cache
def _squares(at_sft: bool) -> Floats:
    """Means over each batch of ((T - E[T]) S)^2, (batches, rows), the rows in the order of `scored_rows`."""
    gaps = sft_limit_gaps(SMALL) if at_sft else untrained_gaps(SMALL)
    walks, passing = roll_out(SMALL, gaps, range(BATCHES * BATCH), seed=4), expit(logits_of_gaps(SMALL, gaps))
    scores = walks.counts[..., PASS] * (1 - passing) - walks.counts[..., TURN] * passing
    estimates = (walks.steps - float(cost_of_gaps(SMALL, gaps)))[:, None, None] * scores
    return np.asarray((estimates**2).reshape(BATCHES, BATCH, -1).mean(axis=1))


EXPERIMENTS = (
    TrainingExperiment(
        "gradient-noise",
        "spread-at-base",
        "estimates from walks of the base model spread as the exact moments say",
        lambda: second_moments_match(False, 1.0),
        "they spread as estimates without a baseline would",
        lambda: second_moments_match(False, 0.0),
    ),
    TrainingExperiment(
        "gradient-noise",
        "spread-at-sft-limit",
        "estimates from walks of the SFT limit spread as the exact moments say, in its backward rows",
        lambda: second_moments_match(True, 1.0),
        "they spread as estimates without a baseline would",
        lambda: second_moments_match(True, 0.0),
    ),
)
