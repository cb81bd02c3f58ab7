"""Rewards that charge nothing for a step: what walks teach with them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from scipy.special import expit

from backproof.checks.tools.reward_slopes import slope_bound
from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.trainings import BACKWARD, Floats, sft_limit_gaps, untrained_gaps
from backproof.experiments.walks import SMALL
from backproof.sim.exact_cost import logits_of_gaps
from backproof.sim.policy_gradients import EpisodeCost, horizon, leave_one_out, length
from backproof.sim.rollouts import roll_out
from backproof.theory.graph import PAPER

BATCH = 400

PAPER_WALKS, PAPER_BUDGET = 1000, 900
"""From the SFT limit at the paper's sizes, within H*."""


def teaches_nothing(cost: EpisodeCost) -> Judgement:
    """The gradient of 400 walks of the base model with a leave-one-out baseline is zero to the bit."""
    walks = roll_out(SMALL, untrained_gaps(SMALL), range(BATCH), seed=5)
    gradient = leave_one_out(cost(walks.steps, walks.hit), walks, expit(logits_of_gaps(SMALL, untrained_gaps(SMALL))))
    detail = f"{int(np.count_nonzero(gradient))} of {gradient.size} derivatives are not 0 after {BATCH} walks"
    return Judgement(not gradient.any(), detail)


def none_returns(gaps: Floats) -> Judgement:
    """Of walks within N = H* steps, none that met a dead end succeeds.

    At the SFT limit one does with probability (1-1/W) (N/2) rho^-K at most: the claim's bound without its factor 1-q.
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


EXPERIMENTS = (
    TrainingExperiment(
        "reward-forms",
        "outcome-teaches-nothing",
        "with the outcome alone the sampled gradient at base is zero to the bit",
        lambda: teaches_nothing(horizon),
        "with a charge for steps the sampled gradient at base is zero to the bit",
        lambda: teaches_nothing(length),
    ),
    TrainingExperiment(
        "reward-forms",
        "no-success-to-learn-from",
        "within H* no walk from the SFT limit at the paper's sizes comes back from a dead end and succeeds",
        lambda: none_returns(sft_limit_gaps(PAPER)),
        "within H* no walk from the base model comes back from a dead end and succeeds",
        lambda: none_returns(untrained_gaps(PAPER)),
    ),
)
