"""Experiments on what sampled walks can teach: the noise of their gradient, and rewards that charge nothing for a step.

Each walks with a seed of its own and tells what it allows. The formulas judged are those of `gradient-noise` and
`reward-forms`.

Main definitions: `SAMPLINGS`.
"""

from __future__ import annotations

import functools
import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit

from backproof.checks.claims.reward_forms import slope_bound
from backproof.experiments.training import ALARM, BACKWARD, FORWARD, Judgement, TrainingExperiment, base
from backproof.sim.exact_cost import cost_of_gaps, logits_of_gaps
from backproof.sim.policy_gradients import EpisodeCost, horizon, leave_one_out, length
from backproof.sim.rollouts import PASS, TURN, roll_out
from backproof.theory.costs.walk_transform import score_moments, scored_rows
from backproof.theory.graph import PAPER, CorridorGraph
from backproof.theory.policy import Policy

WALKED = CorridorGraph(3, 2, 2)
BATCHES, BATCH = 60, 400

PAPER_WALKS, PAPER_BUDGET = 1000, 900
"""From the SFT limit at the paper's sizes, within H*."""


def sft_limit(graph: CorridorGraph) -> NDArray[np.float64]:
    """The gaps of the SFT limit."""
    gaps = base(graph)
    gaps[FORWARD] = np.inf
    return gaps


# --- gradient-noise --------------------------------------------------------------------------------------------------


def spread(at_sft: bool, claimed_baseline: float) -> Judgement:
    """Second moments of one walk's estimate (T - E[T]) S in each row, against the exact ones with ``claimed_baseline``
    times E[T] for the baseline: their means over batches, taken as normal.
    """
    policy = Policy.sft_limit(WALKED) if at_sft else Policy.base(WALKED)
    laws = [score_moments(WALKED, policy, row, exact=False) for row in scored_rows(WALKED)]
    seen = [place for place, law in enumerate(laws) if law.score_squared > 0]
    claims = [laws[i].variance(claimed_baseline * laws[i].steps) + laws[i].slope ** 2 for i in seen]
    squares = _squares(at_sft)[:, seen]
    off = (squares.mean(axis=0) - claims) / (squares.std(axis=0, ddof=1) / math.sqrt(BATCHES))
    allowed = float(stats.t.isf(ALARM / 2 / len(seen), BATCHES - 1))
    detail = (
        f"of {len(seen)} second moments from {BATCHES} batches of {BATCH} walks the farthest is "
        f"z = {off[np.abs(off).argmax()]:+.2f} off; allowed {allowed:.2f}"
    )
    return Judgement(bool((np.abs(off) <= allowed).all()), detail)


@functools.cache
def _squares(at_sft: bool) -> NDArray[np.float64]:
    """Means over each batch of ((T - E[T]) S)^2, (batches, rows), the rows in the order of `scored_rows`."""
    gaps = sft_limit(WALKED) if at_sft else base(WALKED)
    walks, passing = roll_out(WALKED, gaps, range(BATCHES * BATCH), seed=4), expit(logits_of_gaps(WALKED, gaps))
    scores = walks.counts[..., PASS] * (1 - passing) - walks.counts[..., TURN] * passing
    estimates = (walks.steps - float(cost_of_gaps(WALKED, gaps)))[:, None, None] * scores
    return np.asarray((estimates**2).reshape(BATCHES, BATCH, -1).mean(axis=1))


# --- reward-forms ----------------------------------------------------------------------------------------------------


def teaches_nothing(cost: EpisodeCost) -> Judgement:
    """The gradient of 400 walks of the base model with a leave-one-out baseline is zero to the bit."""
    walks = roll_out(WALKED, base(WALKED), range(BATCH), seed=5)
    gradient = leave_one_out(cost(walks.steps, walks.hit), walks, expit(logits_of_gaps(WALKED, base(WALKED))))
    detail = f"{int(np.count_nonzero(gradient))} of {gradient.size} derivatives are not 0 after {BATCH} walks"
    return Judgement(not gradient.any(), detail)


def none_returns(gaps: NDArray[np.float64]) -> Judgement:
    """Of walks within H*, none that met a dead end succeeds: by the bound with the row's factor 1-q left out, one does
    with probability (1-1/W) (N/2) rho^-K each at the SFT limit.
    """
    walks = roll_out(PAPER, gaps, range(PAPER_WALKS), seed=6, budget=PAPER_BUDGET)
    lost = walks.counts[:, BACKWARD].any(axis=(1, 2, 3))
    found = int((walks.hit & lost).sum())
    alarm = float(PAPER_WALKS * slope_bound(PAPER, Fraction(0), PAPER_BUDGET))
    detail = (
        f"{int(lost.sum())} of {PAPER_WALKS} walks of at most {PAPER_BUDGET} steps used a backward row, {found} of "
        f"them succeeded; more than 0 has probability {alarm:.1g} at the SFT limit"
    )
    return Judgement(found == 0, detail)


# --- the list --------------------------------------------------------------------------------------------------------

SAMPLINGS = (
    TrainingExperiment(
        "gradient-noise",
        "spread-at-base",
        "estimates from walks of the base model spread as the exact moments say",
        lambda: spread(False, 1.0),
        "the same, with the moments of an estimate without a baseline",
        lambda: spread(False, 0.0),
    ),
    TrainingExperiment(
        "gradient-noise",
        "spread-at-sft-limit",
        "so do those of the SFT limit, in its backward rows",
        lambda: spread(True, 1.0),
        "the same, with the moments of an estimate without a baseline",
        lambda: spread(True, 0.0),
    ),
    TrainingExperiment(
        "reward-forms",
        "outcome-teaches-nothing",
        "with the outcome alone the sampled gradient at base is zero to the bit",
        lambda: teaches_nothing(horizon),
        "with a charge for steps it is, too",
        lambda: teaches_nothing(length),
    ),
    TrainingExperiment(
        "reward-forms",
        "no-success-to-learn-from",
        "within H* no walk from the SFT limit at the paper's sizes comes back from a dead end and succeeds",
        lambda: none_returns(sft_limit(PAPER)),
        "none from the base model does, either",
        lambda: none_returns(base(PAPER)),
    ),
)
