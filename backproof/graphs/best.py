"""How good the best policy without memory is: what no agent beats, what random starts find, and branch and bound.

Main definitions: `find_best`, `BestFindings`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from backproof.theory.any_graph.best_memoryless import Bracket, best_memoryless
from backproof.theory.any_graph.least_latency import least_latency
from backproof.theory.any_graph.reasoning_graph import Floats, ReasoningGraph
from backproof.theory.any_graph.tabular import TabularCost, each_once, evaluate_law, exact_cost
from backproof.theory.any_graph.tabular_descent import Descent, policy_gradient, random_law, rounded

ALIKE = 1e-9
"""Costs that differ by less than this share are the same, except for whether a policy is optimal."""
DECIMAL = Fraction(1, 10**38)
"""A Decimal is right to 40 digits."""


@dataclass(frozen=True, eq=False)
class BestFindings:
    """``least``: the expected steps that no agent beats, memory or not; None if there are too many targets.

    ``law`` is a policy without memory that costs less than RLVR's; None if none was found. ``attained``: whether the
    best policy known is shown to cost no more than ``least``. ``restarts`` random starts came to costs from
    ``restart_low`` to ``restart_high``, and ``reached`` of them to the lowest one. ``bracket``: between what bounds the
    cost of the best policy without memory lies, from branch and bound; None if it was not needed, or the graph is too
    large.
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
    walk = None if latency is None else latency.law
    if walk is not None:
        known.append((evaluate_law(graph, walk).cost, walk))
    cost, law = min(known, key=lambda pair: pair[0])
    least = None if latency is None else latency.cost
    best = (
        None
        if least is None
        else next((one for one in (found.law, law, walk) if one is not None and _costs(graph, one, least)), None)
    )
    attained, bracket = best is not None, None
    if best is None:
        tell("branch and bound")
        bracket = best_memoryless(graph, law, at_least=float(least or 0))
        if bracket is not None and bracket.high < cost * (1 - ALIKE):
            cost, law = bracket.high, bracket.law
        best = law if cost < found.evaluation.cost * (1 - ALIKE) else found.law
    return BestFindings(
        least,
        None if best is found.law else best,
        attained,
        restarts,
        sum(one <= min(costs) * (1 + ALIKE) for one in costs) if costs else 0,
        min(costs, default=math.nan),
        max(costs, default=math.nan),
        bracket,
    )


def attains(cost: TabularCost, least: Fraction) -> bool:
    """Whether a cost is no more than the bound. A float does not show it: a rare target adds less than its error."""
    return not isinstance(cost.value, float) and Fraction(cost.value) <= least * (1 + DECIMAL)


def _costs(graph: ReasoningGraph, law: Floats, least: Fraction) -> bool:
    """Whether the policy attains the bound: exactly, with the small fractions next to it in the rows that are met."""
    here = evaluate_law(graph, law)
    if not here.cost <= float(least) * (1 + ALIKE):
        return False
    base = np.array(each_once(graph.base(), float))
    small = rounded(graph, np.where(here.met[graph.states.row], law, base))
    exact = None if small is None else exact_cost(graph, small)
    return exact is not None and attains(exact, least)
