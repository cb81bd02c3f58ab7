"""Policy gradients from sampled episodes: estimators of the derivative of an expected cost by the logit gaps.

A *cost* is a function of an episode's outcome; the reward is minus the cost. Let p be the probability of passing in a
row. The *score* of an episode there is the derivative of its log-likelihood by the row's gap, passes (1-p) - turns p.
It has mean 0, and the derivative of E[cost] is E[cost * score]. An *estimator* averages over the batch

    without_baseline      cost * score                                                          unbiased
    leave_one_out         (cost - mean cost of the other episodes) * score                      unbiased
    group_relative(n)     (cost - mean) / deviation * score, both of a group of n               biased, rescaled
    reward_to_go          each move with the steps that follow it, less their mean at moves     unbiased
                          of the same row in the other episodes

Group-relative advantages estimate the gradient divided by the cost's standard deviation, with a further relative bias
of O(1/n): each group is weighted by its own deviation, and its mean includes the episode itself. Every episode has the
same start and an unseen target, so any n episodes are a group. If the batch is one group, this rescales leave-one-out.
Where all costs are equal, all but `without_baseline` return exactly zero: an outcome that never varies teaches nothing.

Sources: R. Williams, Machine Learning 8 (1992) 229-256 (REINFORCE); W. Kool, H. van Hoof, M. Welling, ICLR 2019
workshop (leave-one-out); Z. Shao et al., arXiv 2402.03300 (group-relative). The baseline by row is ours. It depends on
the other episodes only, and the score of each move has mean 0 whatever came before it, so it adds no bias.

Main definitions: the costs `length`, `discounted`, `horizon`; the estimators `without_baseline`,
`leave_one_out`, `group_relative`, `reward_to_go`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from jaxtyping import Bool, Float64, Int64
from numpy import ndarray

from backproof.sim.rollouts import PASS, TURN, Rollouts
from backproof.theory.graph import positive_integer

EpisodeCost: TypeAlias = Callable[
    [Int64[ndarray, " episodes"], Bool[ndarray, " episodes"]], Float64[ndarray, " episodes"]
]
"""(steps, hit) to cost."""

Estimator: TypeAlias = Callable[
    [Float64[ndarray, " episodes"], Rollouts, Float64[ndarray, "4 depth"]], Float64[ndarray, "4 depth"]
]
"""(costs, rollouts, probabilities of passing) to the gradient by the gaps."""


# --- costs -----------------------------------------------------------------------------------------------------------


def length(steps: Int64[ndarray, " episodes"], hit: Bool[ndarray, " episodes"]) -> Float64[ndarray, " episodes"]:
    """The number of steps: the cost of an outcome reward with a penalty of 1 a step, since success is certain.

    With a budget the steps are cut off there, and their mean is that of the truncated hitting time.
    """
    return steps.astype(np.float64)


def discounted(gamma: float) -> EpisodeCost:
    """Minus gamma**steps: discounted success, for ``gamma`` in (0, 1). Raises ValueError for any other."""
    if not 0 < gamma < 1:
        raise ValueError(f"gamma must be in (0, 1), got gamma={gamma}: for no discount take length or horizon")

    def cost(steps: Int64[ndarray, " episodes"], hit: Bool[ndarray, " episodes"]) -> Float64[ndarray, " episodes"]:
        return np.asarray(-(gamma ** steps.astype(np.float64)) * hit)

    return cost


def horizon(steps: Int64[ndarray, " episodes"], hit: Bool[ndarray, " episodes"]) -> Float64[ndarray, " episodes"]:
    """-1 for a walk that succeeds within the budget of steps, else 0. Without a budget it is constant."""
    return -hit.astype(np.float64)


# --- estimators ------------------------------------------------------------------------------------------------------


def without_baseline(
    costs: Float64[ndarray, " episodes"], rollouts: Rollouts, passing: Float64[ndarray, "4 depth"]
) -> Float64[ndarray, "4 depth"]:
    """Each move is weighted by the whole cost; there is no baseline."""
    return _average(costs, rollouts, passing)


def leave_one_out(
    costs: Float64[ndarray, " episodes"], rollouts: Rollouts, passing: Float64[ndarray, "4 depth"]
) -> Float64[ndarray, "4 depth"]:
    """The baseline is the mean of the other episodes. Raises ValueError for fewer than two."""
    episodes = len(costs)
    check_baseline(episodes)
    return _average(_centred(costs) * episodes / (episodes - 1), rollouts, passing)


def group_relative(size: int) -> Estimator:
    """Costs standardised within groups of ``size`` consecutive episodes; equal costs become 0.

    Raises TypeError or ValueError for a size that is not an integer >= 2. The estimator raises ValueError for a batch
    that is not a whole number of groups.
    """
    if positive_integer("size", size) < 2:
        raise ValueError(f"size must be at least 2, got size={size}: one episode has no group to compare with")

    def estimate(
        costs: Float64[ndarray, " episodes"], rollouts: Rollouts, passing: Float64[ndarray, "4 depth"]
    ) -> Float64[ndarray, "4 depth"]:
        check_groups(len(costs), size)
        centred = _centred(costs.reshape(-1, size))
        deviations = np.sqrt(np.mean(centred**2, axis=-1, keepdims=True))
        return _average((centred / np.where(deviations > 0, deviations, 1.0)).ravel(), rollouts, passing)

    return estimate


def reward_to_go(
    costs: Float64[ndarray, " episodes"], rollouts: Rollouts, passing: Float64[ndarray, "4 depth"]
) -> Float64[ndarray, "4 depth"]:
    """The steps that follow each move, less their mean at the same row in the other episodes. The cost is `length`.

    Raises ValueError for another cost, and for fewer than two episodes.
    """
    check_baseline(len(costs))
    if not np.array_equal(costs, rollouts.steps):
        raise ValueError("cost must be the length for reward_to_go, got another: use leave_one_out")
    counts = rollouts.counts.astype(np.float64)
    follow = rollouts.steps[:, None, None, None] * counts - rollouts.elapsed
    visits, after = counts.sum(axis=-1), follow.sum(axis=-1)
    others = visits.sum(axis=0) - visits
    baseline = np.divide(after.sum(axis=0) - after, others, out=np.zeros_like(others), where=others > 0)
    advantages = follow - baseline[..., None] * counts
    return _mean_score(advantages, passing)


def _average(
    weights: Float64[ndarray, " episodes"], rollouts: Rollouts, passing: Float64[ndarray, "4 depth"]
) -> Float64[ndarray, "4 depth"]:
    return _mean_score(weights[:, None, None, None] * rollouts.counts, passing)


def _mean_score(
    weighted: Float64[ndarray, "episodes 4 depth 2"], passing: Float64[ndarray, "4 depth"]
) -> Float64[ndarray, "4 depth"]:
    """The score of the mean of weighted counts."""
    mean = weighted.mean(axis=0)
    return np.asarray(mean[..., PASS] * (1 - passing) - mean[..., TURN] * passing)


def _centred(costs: Float64[ndarray, "*groups episodes"]) -> Float64[ndarray, "*groups episodes"]:
    """Costs less their mean. Differences to the first cost are taken first, so that equal costs give exactly 0."""
    off = costs - costs[..., :1]
    return np.asarray(off - off.mean(axis=-1, keepdims=True))


def check_baseline(batch: int) -> None:
    """Refuse a batch without other episodes to compare with."""
    if batch < 2:
        raise ValueError(f"batch must be at least 2 for a baseline, got batch={batch}: use more episodes")


def check_groups(batch: int, size: int) -> None:
    """Refuse a batch that is not a whole number of groups."""
    if batch % size:
        raise ValueError(f"batch must be a multiple of the group size, got batch={batch} for size={size}")
