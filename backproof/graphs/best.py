"""How good the best policy without memory is: what no agent beats, what random starts find, and branch and bound.

Main definitions: `find_best`, `BestFindings`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from backproof.theory.any_graph.best_memoryless import Bracket, best_memoryless
from backproof.theory.any_graph.least_latency import least_latency
from backproof.theory.any_graph.reasoning_graph import Floats, ReasoningGraph
from backproof.theory.any_graph.tabular import evaluate_law
from backproof.theory.any_graph.tabular_descent import Descent, policy_gradient, random_law

ALIKE = 1e-9
"""Costs that differ by less than this share are the same."""


@dataclass(frozen=True, eq=False)
class BestFindings:
    """``least``: the expected steps that no agent beats, memory or not; None if there are too many targets.

    ``law`` is a policy without memory that costs less than RLVR's; None if none was found. ``attained``: whether the
    best policy known costs no more than ``least``. ``restarts`` random starts came to costs from ``restart_low`` to
    ``restart_high``, and ``reached`` of them to the lowest one. ``bracket``: between what bounds the cost of the best
    policy without memory lies, from branch and bound; None if it was not needed, or the graph is too large.
    """

    least: Fraction | None
    law: Floats | None
    attained: bool
    restarts: int = 0
    reached: int = 0
    restart_low: float = math.nan
    restart_high: float = math.nan
    bracket: Bracket | None = None


def find_best(graph: ReasoningGraph, found: Descent, restarts: int, tell: Callable[[str], None]) -> BestFindings:
    """Beside the policy that policy gradient found from base. The same at every call."""
    known = [(found.evaluation.cost, found.law)]
    costs = []
    for seed in range(restarts):
        tell(f"policy gradient, random start {seed + 1} of {restarts}")
        descent = policy_gradient(graph, begin=random_law(graph, seed))
        if descent is not None:
            costs.append(descent.evaluation.cost)
            known.append((descent.evaluation.cost, descent.law))
    tell("the order of the targets that is best")
    latency = least_latency(graph)
    if latency is not None and latency.law is not None:
        known.append((evaluate_law(graph, latency.law).cost, latency.law))
    cost, law = min(known, key=lambda pair: pair[0])
    least = None if latency is None else latency.cost
    attained = least is not None and cost <= float(least) * (1 + ALIKE)
    bracket = None
    if not attained:
        tell("branch and bound")
        bracket = best_memoryless(graph, law, at_least=float(least or 0))
        if bracket is not None and bracket.high < cost * (1 - ALIKE):
            cost, law = bracket.high, bracket.law
    return BestFindings(
        least,
        law if cost < found.evaluation.cost * (1 - ALIKE) else None,
        attained,
        restarts,
        sum(one <= min(costs) * (1 + ALIKE) for one in costs) if costs else 0,
        min(costs, default=math.nan),
        max(costs, default=math.nan),
        bracket,
    )
