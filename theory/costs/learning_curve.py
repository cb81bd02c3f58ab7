"""The learning curve of sign gradient from base in closed form: all gaps are equal, a_j = d_j = a and b_j = c_j = b.

`theory.costs.closed_forms` derives the cost of such rows for symbolic a, b, W and K. The claim `learning-curve` proves
the result, and says for which sizes and steps a run stays on the curve.

Main definition: `curve_costs`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from backproof.theory.costs.closed_forms import DiamondRows, K, W, solve
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Floats, Policy


def curve_costs(graph: CorridorGraph, gaps: ArrayLike) -> Floats:
    """Expected hitting times, in steps, of the policies whose gaps are all equal to these; float64 of their shape.

    After n steps of sign gradient of size h the gap is n h. The relative error is about K roundings: as a and b go to
    one, terms of order K^2 leave one of order K. Raises ValueError as `Policy.from_gaps`.

    >>> curve_costs(CorridorGraph(width=15, depth=15, lanes=5), [0.0, 3.0, 12.0]).round(4).tolist()
    [50142.0, 4177.9501, 900.4437]
    """
    given = np.asarray(gaps, dtype=np.float64)[..., np.newaxis] + np.zeros(graph.depth)
    policy = Policy.from_gaps(graph, **dict.fromkeys(FAMILIES, given))
    exits, entries = (np.asarray(family)[..., 0] for family in (policy.forward_exit, policy.forward_entry))
    return np.asarray(_cost_on_the_curve()(graph.width, graph.depth, exits, entries), dtype=np.float64)


@functools.cache
def _cost_on_the_curve() -> Callable[[Any, Any, Any, Any], Any]:
    """H by (W, K, a, b). A diamond reads the same from both ends, so its growth is 1."""
    a, b = sp.symbols("a b", positive=True)
    form = solve(DiamondRows(forward_exit=a, backward_entry=b, forward_entry=b, backward_exit=a))
    cost: Callable[[Any, Any, Any, Any], Any] = sp.lambdify((W, K, a, b), form.cost, "numpy")
    return cost
