"""Descent on the cost by the signs of its gradient, step by step: the paper's protocol, from any start.

From base the costs are known in closed form as long as all signs are right (`theory.costs.learning_curve`). Gaps are in
the order of `theory.training_flows`.

Main definitions: `sign_descent`, `sign_steps_until`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Floats
from backproof.theory.training_flows import cost_and_slopes

STEP = 0.01
"""The paper's step of sign gradient, in nats of the gap."""

MAX_STEPS = 5000
"""Of a descent. By then a gap that kept one direction has moved 50 nats, and has probability one in float64."""


def sign_descent(graph: CorridorGraph, start: Floats, step: float = STEP) -> Iterator[tuple[float, Floats, Floats]]:
    """Before each of `MAX_STEPS` sign steps from the gaps ``start``: the cost, the gaps, and the derivatives' signs.

    A step moves each gap by ``step`` nats against the sign. Raises ValueError for a step that is not positive.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> costs = [cost for cost, _, _ in sign_descent(graph, np.zeros(60))]
    >>> [round(cost, 4) for cost in costs[:301:300]]
    [50142.0, 4177.9501]
    """
    if not 0 < step < math.inf:
        raise ValueError(f"step must be a positive number, got step={step}")
    gaps = start
    for _ in range(MAX_STEPS):
        cost, by_probability = cost_and_slopes(graph, gaps)
        signs = np.sign(by_probability)
        yield cost, gaps, signs
        gaps = gaps - step * signs


def sign_steps_until(graph: CorridorGraph, start: Floats, bounds: Sequence[float]) -> list[int | None]:
    """After how many sign steps of `STEP` from the gaps ``start`` the cost is first at most each bound, descending.

    None for a bound that is not reached in `MAX_STEPS`: steps of finite size can cycle.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> sign_steps_until(graph, np.zeros(60), [1.05 * 900])
    [738]
    """
    reached = list[int | None]()
    for taken, (cost, _, _) in enumerate(sign_descent(graph, start, STEP)):
        while len(reached) < len(bounds) and cost <= bounds[len(reached)]:
            reached.append(taken)
        if len(reached) == len(bounds):
            break
    return reached + [None] * (len(bounds) - len(reached))
