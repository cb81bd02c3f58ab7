"""Descent on the expected hitting time by the signs of its gradient: the paper's protocol from any start.

From the base model the curve is known in closed form where all signs stay right (claim `learning-curve`). Elsewhere
it is this recursion, on the gradient of `theory.costs.hitting_time`.

Main definition: `sign_descent_costs`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph, positive_integer
from backproof.theory.policy import FAMILIES, Floats, Policy


def sign_descent_costs(
    graph: CorridorGraph, gaps: Mapping[str, ArrayLike], *, step: float = 0.01, steps: int = 1200
) -> Floats:
    """Costs after 0..steps steps by which each gap moves ``step`` nats against its derivative; shape (steps + 1,).

    ``gaps`` are those of the start as `Policy.from_gaps` takes them; a family left out starts at base. Raises
    ValueError for a step that is not positive, OverflowError where cost or gradient leave float64.

    >>> costs = sign_descent_costs(CorridorGraph(width=15, depth=15, lanes=5), {}, steps=300)
    >>> [round(float(cost), 4) for cost in costs[[0, 300]]]
    [50142.0, 4177.9501]
    """
    if not 0 < step < math.inf:
        raise ValueError(f"step must be a positive number, got step={step}")
    now = {name: np.broadcast_to(np.asarray(gaps.get(name, 0.0)), (graph.depth,)) for name in FAMILIES}
    costs = []
    for _ in range(positive_integer("steps", steps) + 1):
        gradient = expected_hitting_time_gradient(graph, Policy.from_gaps(graph, **now), coordinates="gaps")
        costs.append(float(gradient.cost))
        now = {name: gap - step * np.sign(getattr(gradient, name)) for name, gap in now.items()}
    return np.array(costs)
