"""Rates of the last stretch to H*, by what is descended on: gaps, logits, or the natural gradient; and what the claim's
assumption of exact gradients carries: with sampled ones the lanes of a diamond do not stay alike.
"""

from __future__ import annotations

import math
from typing import TypeAlias, cast

import numpy as np
import torch

from backproof.experiments.base import Judgement, TrainingExperiment
from backproof.experiments.trainings import ROUNDING, Floats, least_cost, untrained_gaps
from backproof.experiments.walks import named_sizes
from backproof.sim.descent import Optimiser, descend, gradient_flow, natural, plain
from backproof.sim.exact_cost import cost_of_gaps
from backproof.sim.logit_table import corridor_logit_table, gap_speed, with_gradient
from backproof.sim.losses import rlvr_loss
from backproof.sim.table_reinforce import INNER, lane_entropies, moves_of, train_table
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph, EdgeState
from backproof.theory.policy import ENTRIES, FAMILIES, Policy

GRAPH = CorridorGraph(4, 3, 2)
EARLY, LATE = 1e5, 1e8
"""Times of the flow: from the first on every error is below 1e-4, and the claim's window narrow."""


def growth_on_gaps() -> Floats:
    """How fast 1/error of each row grows at the optimum, shape (4, K): the slopes there."""
    gradient = expected_hitting_time_gradient(GRAPH, Policy.optimal(GRAPH))
    return np.asarray([-getattr(gradient, family) for family in FAMILIES], dtype=np.float64)


def growth_on_logits() -> Floats:
    """The same where each of n rows with one gap has logits of its own: (1 + 1/L)/n times as fast."""
    alike = [GRAPH.width * (1 if family in ENTRIES else GRAPH.lanes) for family in FAMILIES]
    return np.asarray(growth_on_gaps() * (1 + 1 / GRAPH.lanes) / np.array(alike)[:, None])


def excess_times_time(speed: float | Floats, growth: Floats) -> Judgement:
    """A flow's excess over H*, times time, against the window that the claim derives from ``growth``.

    With errors of at most delta at `EARLY` and k = 16 (2K)^2 delta, each 1/error grows from then on at ``growth`` to
    within a factor (1 - k)(1 - delta)^2 below and 1 + k above, and the excess is slopes times errors to within k.
    """
    early, late = gradient_flow(rlvr_loss(GRAPH), untrained_gaps(GRAPH), [0.0, EARLY, LATE], speed=speed)[1:]
    probabilities = Policy.from_gaps(GRAPH, **dict(zip(FAMILIES, early, strict=True)))
    errors = np.array([1 - getattr(probabilities, family) for family in FAMILIES])
    delta = float(errors.max())
    k, further = 16 * (2 * GRAPH.depth) ** 2 * delta, LATE - EARLY
    low = (1 - k) * (growth_on_gaps() / (1 / errors + (1 + k) * growth * further)).sum() * LATE
    high = (1 + k) * (growth_on_gaps() / ((1 - k) * (1 - delta) ** 2 * growth * further)).sum() * LATE
    found = (float(cost_of_gaps(GRAPH, late)) - least_cost(GRAPH)) * LATE
    detail = (
        f"(H - H*) t = {found:.5g} at t = {LATE:g}, allowed {low:.5g} to {high:.5g}: no error exceeds {delta:.2g} "
        f"at t = {EARLY:g}"
    )
    return Judgement(bool(k < 1 and low <= found <= high), detail)


NEAR, UNIT = 3.0, 100
"""The gaps from which the descent below starts, and its steps per unit of time."""

SLACK = 0.01
"""Relative error allowed of the rate 2: after four units the terms in e^-4t are less than 1/1000 of those in e^-2t."""


def falls_geometrically(optimiser: Optimiser) -> Judgement:
    """By what power of e the excess falls in the fifth unit of time; the claim says 2."""
    start = np.full((len(FAMILIES), GRAPH.depth), NEAR)
    costs = [point.loss for point in descend(rlvr_loss(GRAPH), start, optimiser, step=1 / UNIT, steps=5 * UNIT)]
    before, after = (costs[units * UNIT] - least_cost(GRAPH) for units in (4, 5))
    rate = float(np.log(before / after))
    detail = f"H - H* falls from {before:.4g} to {after:.4g} in the fifth unit of time, by e^{rate:.4f}; 2 within 1%"
    return Judgement(abs(rate - 2) <= 2 * SLACK, detail)


LANES = CorridorGraph(2, 1, 2)
STEP, STEPS = 0.05, 150
WALKS, BUDGET = 50, 400
"""For each target, and the steps after which a walk is cut; at base 31 are expected."""


Trained: TypeAlias = tuple[float, dict[tuple[EdgeState, EdgeState], float]]
"""The cost, and the probability of each move."""


def exact_lanes() -> Trained:
    """After `STEPS` plain steps on the full table with the exact gradient."""
    table = corridor_logit_table(LANES)
    loss = with_gradient(table.hitting_time)
    inner = np.array([edge.head.kind in INNER for edge in (cast(EdgeState, row) for row, _ in table.moves())])

    def inner_loss(logits: Floats) -> tuple[float, Floats]:
        cost, gradient = loss(logits)
        return cost, gradient * inner

    *_, last = descend(inner_loss, np.zeros(len(inner)), plain, step=STEP, steps=STEPS)
    found = table.log_probabilities(torch.tensor(last.logits)).exp().tolist()
    moves = cast(list[tuple[EdgeState, EdgeState]], table.moves())
    return last.loss, dict(zip(moves, found, strict=True))


def sampled_lanes(seed: int) -> Trained:
    """The same by REINFORCE."""
    *_, last = train_table(LANES, step=STEP, steps=STEPS, walks=WALKS, budget=BUDGET, seed=seed)
    weights = dict(zip(moves_of(last), last.weights.tolist(), strict=True))
    table = corridor_logit_table(LANES)
    logits = torch.tensor([math.log(weights[cast(tuple[EdgeState, EdgeState], move)]) for move in table.moves()])
    return float(table.hitting_time(logits.double())), weights


def lanes_stay_alike(trained: Trained) -> Judgement:
    """The mean entropy of the choice among lanes is log L up to rounding."""
    cost, probabilities = trained
    entropies = lane_entropies([*probabilities], np.array([*probabilities.values()]))
    off = float(np.abs(entropies - math.log(LANES.lanes)).max())
    detail = (
        f"cost {cost:.4g}, mean entropy of lanes {entropies.mean():.4f} of {math.log(LANES.lanes):.4f}, at most "
        f"{off:.2g} off; allowed {ROUNDING:g}"
    )
    return Judgement(off <= ROUNDING, detail)


EXPERIMENTS = (
    TrainingExperiment(
        "parametrisation",
        "lanes-stay-alike",
        f"with exact gradients on the full table the lanes of a diamond stay equally likely, {named_sizes(LANES)}",
        lambda: lanes_stay_alike(exact_lanes()),
        "with gradients from walks they do",
        lambda: lanes_stay_alike(sampled_lanes(0)),
    ),
    TrainingExperiment(
        "parametrisation",
        "excess-times-time",
        "on all logits of the table, (H - H*) t ends in the window that the claim gives for them",
        lambda: excess_times_time(gap_speed(GRAPH, rows_tied=False), growth_on_logits()),
        "on the gaps, (H - H*) t ends in the window for the logits of the table",
        lambda: excess_times_time(1.0, growth_on_logits()),
    ),
    TrainingExperiment(
        "parametrisation",
        "excess-times-time-on-gaps",
        "on the gaps, (H - H*) t ends in the window that the claim gives for them",
        lambda: excess_times_time(1.0, growth_on_gaps()),
        "on gaps of which the backward ones move half as fast, (H - H*) t ends in the window for gaps",
        lambda: excess_times_time(np.array([[1.0], [0.5], [1.0], [0.5]]), growth_on_gaps()),
    ),
    TrainingExperiment(
        "parametrisation",
        "natural-geometric",
        "the natural gradient makes H - H* fall by e^2 a unit of time",
        lambda: falls_geometrically(natural(GRAPH)),
        "the plain gradient makes H - H* fall by e^2 a unit of time",
        lambda: falls_geometrically(plain),
    ),
)
