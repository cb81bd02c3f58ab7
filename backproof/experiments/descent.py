"""Experiments on ways of descent: what the claims say of rates and of step sizes, and what the simulator's descents do.

They draw nothing. Main definition: `DESCENTS`, collected with those of `backproof.experiments.training`.
"""

from __future__ import annotations

import numpy as np

from backproof.experiments.training import Floats, Judgement, TrainingExperiment, base, optimum
from backproof.sim.descent import Optimiser, descend, gradient_flow, natural, plain, sign
from backproof.sim.exact_cost import cost_of_gaps
from backproof.sim.logit_table import gap_speed
from backproof.sim.losses import rlvr_loss
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import ENTRIES, FAMILIES, Policy

# --- parametrisation -------------------------------------------------------------------------------------------------

GRAPH = CorridorGraph(4, 3, 2)
EARLY, LATE = 1e5, 1e8
"""Times of the flow: from the first on every error is below 1e-4, and the claim's window narrow."""


def on_gaps() -> Floats:
    """How fast 1/error grows at the optimum: the slopes there."""
    gradient = expected_hitting_time_gradient(GRAPH, Policy.optimal(GRAPH))
    return np.asarray([-getattr(gradient, family) for family in FAMILIES], dtype=np.float64)


def on_logits() -> Floats:
    """The same for logits of single rows: (1 + 1/L)/n of it."""
    alike = [GRAPH.width * (1 if family in ENTRIES else GRAPH.lanes) for family in FAMILIES]
    return np.asarray(on_gaps() * (1 + 1 / GRAPH.lanes) / np.array(alike)[:, None])


def excess_times_time(speed: float | Floats, growth: Floats) -> Judgement:
    """A flow's excess over H*, times time, against what `near-p`, `near-q` and `one-over-error` make of ``growth``.

    With errors of at most delta at `EARLY` and k = 16 (2K)^2 delta, each 1/error grows from then on at ``growth`` to
    within a factor (1 - k)(1 - delta)^2 below and 1 + k above, and the excess is slopes times errors to within k.
    """
    early, late = gradient_flow(rlvr_loss(GRAPH), base(GRAPH), [0.0, EARLY, LATE], speed=speed)[1:]
    probabilities = Policy.from_gaps(GRAPH, **dict(zip(FAMILIES, early, strict=True)))
    errors = np.array([1 - getattr(probabilities, family) for family in FAMILIES])
    delta = float(errors.max())
    k, further = 16 * (2 * GRAPH.depth) ** 2 * delta, LATE - EARLY
    low = (1 - k) * (on_gaps() / (1 / errors + (1 + k) * growth * further)).sum() * LATE
    high = (1 + k) * (on_gaps() / ((1 - k) * (1 - delta) ** 2 * growth * further)).sum() * LATE
    found = (float(cost_of_gaps(GRAPH, late)) - optimum(GRAPH)) * LATE
    detail = (
        f"(H - H*) t = {found:.5g} at t = {LATE:g}, allowed {low:.5g} to {high:.5g}: no error exceeds {delta:.2g} "
        f"at t = {EARLY:g}"
    )
    return Judgement(bool(k < 1 and low <= found <= high), detail)


NEAR, UNIT = 3.0, 100
"""The gaps from which the descent below starts, and its steps per unit of time."""

SLACK = 0.01
"""Relatively: beyond the slowest rows, e^-2t, come those at e^-4t, less than 1/1000 of them after four units."""


def falls_geometrically(optimiser: Optimiser) -> Judgement:
    """By what power of e the excess falls in the fifth unit of time: 2 is said."""
    start = np.full((len(FAMILIES), GRAPH.depth), NEAR)
    costs = [point.loss for point in descend(rlvr_loss(GRAPH), start, optimiser, step=1 / UNIT, steps=5 * UNIT)]
    before, after = (costs[units * UNIT] - optimum(GRAPH) for units in (4, 5))
    rate = float(np.log(before / after))
    detail = f"H - H* falls from {before:.4g} to {after:.4g} in the fifth unit of time, by e^{rate:.4f}; 2 within 1%"
    return Judgement(abs(rate - 2) <= 2 * SLACK, detail)


# --- sign-cycle ------------------------------------------------------------------------------------------------------

DEEP = CorridorGraph(2, 50, 3)
COARSE, FINER, TRAVEL = 0.01, 0.003, 15.0
"""Two steps of sign gradient, and how far each descent goes, in nats."""


def stalls(step: float, times: float = 100.0) -> Judgement:
    """Whether sign steps from base stay above so many times H*."""
    *_, last = descend(rlvr_loss(DEEP), base(DEEP), sign, step=step, steps=round(TRAVEL / step))
    ratio = last.loss / optimum(DEEP)
    return Judgement(
        ratio > times, f"{ratio:.5g} H* after {TRAVEL:g} nats in steps of {step:g}; said to be above {times:g}"
    )


# --- the list --------------------------------------------------------------------------------------------------------

DESCENTS = (
    TrainingExperiment(
        "parametrisation",
        "excess-times-time",
        "on all logits of the table (H - H*) t comes to where the window near the optimum has it",
        lambda: excess_times_time(gap_speed(GRAPH, rows_tied=False), on_logits()),
        "so it does on the gaps themselves",
        lambda: excess_times_time(1.0, on_logits()),
    ),
    TrainingExperiment(
        "parametrisation",
        "excess-times-time-on-gaps",
        "on gaps it does, where the window for gaps has it",
        lambda: excess_times_time(1.0, on_gaps()),
        "on gaps of which backward ones move half as fast, too",
        lambda: excess_times_time(np.array([[1.0], [0.5], [1.0], [0.5]]), on_gaps()),
    ),
    TrainingExperiment(
        "parametrisation",
        "natural-geometric",
        "the natural gradient makes H - H* fall by e^2 a unit of time",
        lambda: falls_geometrically(natural(GRAPH)),
        "the plain gradient does, too",
        lambda: falls_geometrically(plain),
    ),
    TrainingExperiment(
        "sign-cycle",
        "coarse-steps-stall",
        "at W = 2, K = 50, L = 3 sign steps of 0.01 from base stay above 100 H*",
        lambda: stalls(COARSE),
        "steps of 0.003 do, too",
        lambda: stalls(FINER),
    ),
)
