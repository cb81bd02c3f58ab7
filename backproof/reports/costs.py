"""What the three policies of the theorem cost on one graph, exactly where that is feasible.

Main definitions: `PolicyCost`, `policy_costs`, `format_costs`, `costs_document`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from backproof.reports.numbers import format_number
from backproof.theory.costs.hitting_time import DECIMALS, expected_hitting_time, log10_expected_hitting_time
from backproof.theory.graph import CorridorGraph, check_type
from backproof.theory.policy import POLICIES

EXACT_DIGITS = 4000
"""Fractions of at most so many digits are computed exactly, in a second or two; of longer ones only log10 is."""

DIGITS = 7
WHOLE = 10**15
"""Costs below this are written in full where they are integers."""

SCHEMA = "backproof.cost/1"


@dataclass(frozen=True)
class PolicyCost:
    """Expected hitting time of one policy; ``exact`` is None if only ``log10`` was computed, which is NaN if that
    failed.
    """

    policy: str
    exact: Fraction | None
    log10: float

    def __str__(self) -> str:
        """In full where it is an integer of at most 15 digits; else rounded to seven digits, and said to be."""
        if self.exact is not None and self.exact > 0:
            shown = format_number(self.exact, DIGITS, whole=WHOLE)
            return shown if Fraction(shown) == self.exact else f"about {shown}"
        if math.isnan(self.log10):
            return "not a cost: the recurrence fails"
        with localcontext(DECIMALS):
            return f"about {format_number(Decimal(10) ** Decimal(self.log10), DIGITS)}"


def policy_costs(graph: CorridorGraph) -> list[PolicyCost]:
    """The costs of base, SFT limit and RLVR optimum on a graph, in expected steps, by the crossing recurrences.

    >>> from backproof import CorridorGraph, policy_costs
    >>> [(one.policy, str(one)) for one in policy_costs(CorridorGraph(width=15, depth=15, lanes=5))]
    [('base', '50142'), ('sft', 'about 4.318448e14'), ('rlvr', '900')]
    """
    check_type("graph", graph, CorridorGraph)
    digits = 2 * graph.depth * math.log10(graph.lanes + 1)
    found = []
    for name, make in POLICIES.items():
        policy = make(graph)
        exact = expected_hitting_time(graph, policy, exact=True) if digits <= EXACT_DIGITS else None
        try:
            log10 = log10_expected_hitting_time(graph, policy)
        except ArithmeticError:  # the cost is not positive, so the recurrence is wrong; its claim reports that
            log10 = math.nan
        found.append(PolicyCost(name, exact, log10))
    return found


def format_costs(graph: CorridorGraph, found: list[PolicyCost]) -> str:
    """One line."""
    listed = ", ".join(f"{cost.policy} {cost}" for cost in found)
    return f"Expected steps at W={graph.width}, K={graph.depth}, L={graph.lanes}: {listed}"


def costs_document(graph: CorridorGraph, found: list[PolicyCost]) -> dict[str, Any]:
    """The costs as JSON; exact ones are text, null where only the logarithm is known."""
    return {
        "schema": SCHEMA,
        "sizes": {"width": graph.width, "depth": graph.depth, "lanes": graph.lanes},
        "costs": cost_entries(found),
    }


def cost_entries(found: list[PolicyCost]) -> list[dict[str, Any]]:
    """The costs as a list for JSON."""
    return [
        {
            "policy": cost.policy,
            "exact": None if cost.exact is None else str(cost.exact),
            "log10": None if math.isnan(cost.log10) else cost.log10,
        }
        for cost in found
    ]
