"""What the three policies of the theorem cost on one graph, exactly where that is feasible.

Main definitions: `Cost`, `costs`, `as_document`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from backproof.theory.costs.hitting_time import DECIMALS, expected_hitting_time, log10_expected_hitting_time
from backproof.theory.graph import CorridorGraph, check_type
from backproof.theory.policy import Policy

EXACT_DIGITS = 4000
"""Fractions of up to so many digits are computed exactly, in a second or two; beyond them only log10 is."""

SCHEMA = "backproof.cost/1"
POLICIES = {"base": Policy.base, "sft": Policy.sft_limit, "rlvr": Policy.optimal}


@dataclass(frozen=True)
class Cost:
    """Expected hitting time of one policy; ``exact`` is None where only ``log10`` was computed, NaN where none is."""

    policy: str
    exact: Fraction | None
    log10: float

    def __str__(self) -> str:
        """Exact where it is an integer of at most 15 digits; else rounded, and said to be."""
        if self.exact is not None and 0 < self.exact < 10**6:
            return str(self.exact) if self.exact.denominator == 1 else f"{float(self.exact):.4f} (rounded)"
        if self.exact is not None and self.exact.denominator == 1 and 0 < self.exact < 10**15:
            return str(self.exact)
        if math.isnan(self.log10):
            return "not a cost: the recurrence fails"
        with localcontext(DECIMALS):
            return f"{Decimal(10) ** Decimal(self.log10):.6e} (rounded)"


def costs(graph: CorridorGraph) -> list[Cost]:
    """The costs of base, SFT limit and RLVR optimum on a graph, in expected steps, by the crossing recurrences.

    >>> from backproof import CorridorGraph, costs
    >>> [(one.policy, str(one)) for one in costs(CorridorGraph(width=15, depth=15, lanes=5))]
    [('base', '50142'), ('sft', '4.318448e+14 (rounded)'), ('rlvr', '900')]
    """
    check_type("graph", graph, CorridorGraph)
    digits = 2 * graph.depth * math.log10(graph.lanes + 1)
    found = []
    for name, make in POLICIES.items():
        policy = make(graph)
        exact = expected_hitting_time(graph, policy, exact=True) if digits <= EXACT_DIGITS else None
        try:
            log10 = log10_expected_hitting_time(graph, policy)
        except ArithmeticError:  # no positive cost: the recurrence itself is wrong, which its claim says better
            log10 = math.nan
        found.append(Cost(name, exact, log10))
    return found


def as_document(graph: CorridorGraph, found: list[Cost]) -> dict[str, Any]:
    """The costs as JSON; exact ones are text, null where only the logarithm is known."""
    return {
        "schema": SCHEMA,
        "sizes": {"width": graph.width, "depth": graph.depth, "lanes": graph.lanes},
        "costs": entries(found),
    }


def entries(found: list[Cost]) -> list[dict[str, Any]]:
    """The costs as a list for JSON."""
    return [
        {
            "policy": cost.policy,
            "exact": None if cost.exact is None else str(cost.exact),
            "log10": None if math.isnan(cost.log10) else cost.log10,
        }
        for cost in found
    ]
