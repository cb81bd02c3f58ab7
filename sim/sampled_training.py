"""Sampled RLVR: REINFORCE on the four families' logit gaps, from walks of the step walker alone.

Step t walks the episodes t * batch to (t+1) * batch - 1 of the seed, each of which draws its own random words. So a run
has no memory: continued from any of its points it gives identical numbers, whatever the device.

Main definitions: `SampledTraining`, `train_sampled`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64
from numpy import ndarray
from scipy.special import expit

from backproof.sim.descent import Optimiser, Point
from backproof.sim.exact_cost import passing_logits
from backproof.sim.losses import check_backtracking
from backproof.sim.policy_gradients import Cost, Estimator, length
from backproof.sim.rollouts import Rollouts, roll_out
from backproof.theory.graph import CorridorGraph, positive_integer


@dataclass(frozen=True)
class SampledTraining:
    """What to train and how: ``steps`` steps of size ``step``, in nats of logit gap times the optimiser's direction.

    ``batch`` episodes a step, each up to ``budget`` steps of its own (None: until it hits). ``device`` walks.
    Of the optimisers of `sim.descent` `natural` brings in exact visits; the others see the walks alone. Raises
    TypeError or ValueError for sizes that are no integers >= 1, a step that is not finite and positive, width 1, and a
    batch or a cost that the estimator refuses.
    """

    graph: CorridorGraph
    estimator: Estimator
    optimiser: Optimiser
    step: float
    steps: int
    batch: int
    cost: Cost = length
    budget: int | None = None
    seed: int = 0
    device: str = "cpu"

    def __post_init__(self) -> None:
        check_backtracking(self.graph)
        positive_integer("steps", self.steps)
        if not (math.isfinite(self.step) and self.step > 0):
            raise ValueError(f"step must be finite and positive, got step={self.step}")
        blank = Rollouts.blank(positive_integer("batch", self.batch), self.graph.depth)
        self.estimator(self.cost(blank.steps, blank.hit), blank, np.full((4, self.graph.depth), 0.5))


def train_sampled(
    config: SampledTraining, start: Float64[ndarray, "4 depth"] | None = None, *, first_step: int = 0
) -> Iterator[Point]:
    """Points ``first_step`` to ``steps``, from the gaps ``start`` (None: the base model).

    A point's ``loss`` is the batch's mean cost and its ``gradient`` the batch's estimate: the next point follows from
    them. Raises ValueError for gaps of another shape or not finite, and a first step outside 0 to ``steps``; as it
    walks, what `sim.walkers.Walkers` raises for its arguments.

    >>> from backproof.sim.descent import sign
    >>> from backproof.sim.policy_gradients import leave_one_out
    >>> graph = CorridorGraph(width=2, depth=1, lanes=2)
    >>> config = SampledTraining(graph, leave_one_out, sign, step=0.5, steps=20, batch=200)
    >>> costs = [point.loss for point in train_sampled(config)]
    >>> costs[-1] < costs[0] / 1.5
    True
    """
    depth = config.graph.depth
    gaps = np.zeros((4, depth)) if start is None else np.array(start, dtype=np.float64)
    if gaps.shape != (4, depth) or not np.isfinite(gaps).all():
        raise ValueError(f"start must hold finite gaps of shape (4, depth={depth}), got shape {gaps.shape} or NaN, inf")
    if not 0 <= first_step <= config.steps:
        raise ValueError(f"first_step must be from 0 to steps={config.steps}, got first_step={first_step}")
    return _points(config, gaps, first_step)


def _points(config: SampledTraining, gaps: Float64[ndarray, "4 depth"], first_step: int) -> Iterator[Point]:
    for index in range(first_step, config.steps + 1):
        episodes = range(index * config.batch, (index + 1) * config.batch)
        rollouts = roll_out(config.graph, gaps, episodes, seed=config.seed, budget=config.budget, device=config.device)
        costs = config.cost(rollouts.steps, rollouts.hit)
        gradient = config.estimator(costs, rollouts, expit(passing_logits(config.graph, gaps)))
        yield Point(index, gaps, float(costs.mean()), gradient)
        gaps = gaps - config.step * config.optimiser(gradient, gaps)
