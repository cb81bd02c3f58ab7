"""Ways to sample hitting times, each with the interval in which the mean must lie if a formula is true.

The interval is Chernoff's, for the mean of so many independent hitting times of the predicted law.

Main definitions: `walked`, `crossed`, `walked_by_rows`, `mean_of`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import torch

from backproof.experiments.base import PredictedMean, Sample, WalkExperiment
from backproof.sim.corridor_walks import corridor_table
from backproof.sim.crossing_sampler import sample_crossings
from backproof.sim.walk_table import PolicyTable, multigraph_table
from backproof.sim.walkers import walk
from backproof.theory.chain import HittingLaw, TargetBlind
from backproof.theory.costs.hitting_law import chernoff_interval, hitting_time_moments, mean_time_interval
from backproof.theory.graph import START, CorridorGraph
from backproof.theory.policy import FAMILIES, Policy

WALKS = 1_500_000
"""Episodes of a step walk: the mean of hitting times that spread like their mean is then known to about 0.1%."""

POOLS, POOLED = 1000, 10_000
"""Draws of the crossing sampler, and episodes in each."""

SMALL = CorridorGraph(3, 2, 2)
DEEP = CorridorGraph(4, 12, 3)

Formula: TypeAlias = Callable[[CorridorGraph], Fraction | float]
"""A claim's formula of the expected hitting time."""


def walked(claim: str, name: str, graph: CorridorGraph, policy: Policy, formula: Formula) -> WalkExperiment:
    """Step by step on the full multigraph."""
    sample = functools.partial(_walks, corridor_table(graph, policy))
    words = f"walked step by step at {named_sizes(graph)}"
    return WalkExperiment(claim, name, words, WALKS, sample, _predicted(graph, policy, formula))


def crossed(claim: str, name: str, graph: CorridorGraph, policy: Policy, formula: Formula) -> WalkExperiment:
    """By crossing counts, each draw the sum over many episodes."""

    def sample(seed: int) -> Sample:
        generator = torch.Generator().manual_seed(seed)
        means = sample_crossings(graph, policy, POOLS, generator=generator, pooled=POOLED).steps / POOLED
        return float(means.mean()), float(means.std()) / math.sqrt(POOLS)

    words = f"drawn by crossing counts at {named_sizes(graph)}"
    return WalkExperiment(claim, name, words, POOLS * POOLED, sample, _predicted(graph, policy, formula))


def walked_by_rows(
    claim: str, name: str, words: str, blind: TargetBlind, formula: Callable[[], Fraction | float]
) -> WalkExperiment:
    """Step by step, with the rows of any walk that does not see its target; the law is that of its chains."""
    table = multigraph_table(START, blind.row, [{leaf} for leaf in blind.leaves()])

    def predict(episodes: int, false_alarm: float) -> PredictedMean:
        law = HittingLaw.of(blind)
        interval = chernoff_interval(law.log_generating_function, law.mean, law.std, episodes, false_alarm)
        return PredictedMean.of_law(float(formula()), law.mean, interval, law.std)

    sample = functools.partial(_walks, table)
    return WalkExperiment(claim, name, f"walked step by step {words}", WALKS, sample, predict)


def _walks(table: PolicyTable, seed: int) -> Sample:
    """Its mean. The kernel in C, where it can be compiled, makes the same moves in less time."""
    return mean_of(walk(table, range(WALKS), seed=seed, dtype=torch.float32, compiled=None).steps)


def mean_of(steps: torch.Tensor) -> Sample:
    """The mean of hitting times, shape (episodes,), and its standard error."""
    times = steps.double()
    return float(times.mean()), float(times.std()) / math.sqrt(len(times))


def _predicted(graph: CorridorGraph, policy: Policy, formula: Formula) -> Callable[[int, float], PredictedMean]:
    def predict(episodes: int, false_alarm: float) -> PredictedMean:
        law = hitting_time_moments(graph, policy)
        interval = mean_time_interval(graph, policy, episodes, false_alarm)
        return PredictedMean.of_law(float(formula(graph)), law.mean, interval, math.sqrt(law.variance))

    return predict


def named_sizes(graph: CorridorGraph) -> str:
    return f"W={graph.width}, K={graph.depth}, L={graph.lanes}"


def drawn_policy(depth: int, seed: int, least: float) -> Policy:
    """A policy with every probability uniform from ``least`` to 1."""
    draw = np.random.default_rng(seed)
    return Policy(**{name: draw.uniform(least, 1, depth) for name in FAMILIES})


DEEP_RANDOM = drawn_policy(DEEP.depth, 5, 0.3)
