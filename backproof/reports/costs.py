"""What the policies of the theorem cost on one graph, exactly where that is feasible.

Main definitions: `PolicyCost`, `policy_costs`, `format_costs`, `costs_table`, `costs_document`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from backproof.reports.numbers import format_number
from backproof.theory.costs.hitting_time import DECIMALS, expected_hitting_time, log10_expected_hitting_time
from backproof.theory.graph import CorridorGraph, UnequalGraph, check_type
from backproof.theory.policy import POLICIES
from backproof.theory.relaxations.never_turn import best_first_rows_cost, exact_best_cost
from backproof.theory.relaxations.unequal_corridors import unequal_hitting_time
from backproof.unequal_policies import UNEQUAL_POLICIES

EXACT_DIGITS = 4000
"""Fractions of at most so many digits are computed exactly, in a second or two; of longer ones only log10 is."""

DIGITS = 7
WHOLE = 10**15
"""Costs below this are written in full where they are integers."""

MOST_ROOTS = 30
"""Of so many different depths at most the optimum is given as a sum of square roots: it has one for every pair."""

MOST_COLUMNS = 60

SCHEMA = "backproof.cost/1"


@dataclass(frozen=True)
class PolicyCost:
    """Expected hitting time of one policy; ``exact`` is None if only ``log10`` was computed, which is NaN if that
    failed. An irrational cost has its square roots in ``roots``, as "44/3 + 8*sqrt(70)/3".
    """

    policy: str
    exact: Fraction | None
    log10: float
    roots: str | None = None

    @property
    def exactly(self) -> str | None:
        """The exact value as text, if it is known."""
        return self.roots if self.exact is None else str(self.exact)

    def __str__(self) -> str:
        """In full where it is an integer of at most 15 digits; else rounded to seven digits, and said to be."""
        if self.exact is not None and self.exact > 0:
            shown = format_number(self.exact, DIGITS, whole=WHOLE)
            return shown if Fraction(shown) == self.exact else f"about {shown}"
        if math.isnan(self.log10):
            return "not a cost: the recurrence fails"
        with localcontext(DECIMALS):
            return f"about {format_number(Decimal(10) ** Decimal(self.log10), DIGITS)}"


def policy_costs(graph: CorridorGraph | UnequalGraph) -> list[PolicyCost]:
    """The costs of base, SFT limit and RLVR optimum on a graph, in expected steps, by the crossing recurrences.

    On an `UnequalGraph` the policy that never turns is listed as "straight": it can cost more than the optimum. Raises
    ValueError for unequal corridors that are too deep for exact costs.

    >>> from backproof import CorridorGraph, UnequalGraph, policy_costs
    >>> [(one.policy, str(one)) for one in policy_costs(CorridorGraph(width=15, depth=15, lanes=5))]
    [('base', '50142'), ('sft', 'about 4.318448e14'), ('rlvr', '900')]
    >>> [(one.policy, str(one)) for one in policy_costs(UnequalGraph([[2], [2] * 8]))]
    [('base', '283'), ('sft', 'about 360342.5'), ('straight', '31'), ('rlvr', '27')]
    """
    if isinstance(graph, UnequalGraph):
        return _unequal_costs(graph)
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


def _unequal_costs(graph: UnequalGraph) -> list[PolicyCost]:
    """By the excursions into each corridor; the optimum by its closed form."""
    digits = sum(2 * math.log10(lanes + 1) for row in set(graph.lanes) for lanes in row)
    if digits > EXACT_DIGITS:
        raise ValueError(
            f"graph must have costs of at most {EXACT_DIGITS} digits, got about {digits:.0f}: give fewer or shorter "
            "corridors"
        )
    found = []
    for name, make in UNEQUAL_POLICIES.items():
        corridors = make(graph)
        if name == "rlvr" and not all(corridor.policy.is_exact for corridor in corridors.corridors):
            cost = best_first_rows_cost(graph.depths)
            roots = str(exact_best_cost(graph.depths)) if len(set(graph.depths)) <= MOST_ROOTS else None
            found.append(PolicyCost(name, None, math.log10(cost), roots))
        else:
            exact = unequal_hitting_time(corridors, exact=True)
            found.append(PolicyCost(name, exact, math.log10(exact.numerator) - math.log10(exact.denominator)))
    return found


def format_costs(graph: CorridorGraph, found: list[PolicyCost]) -> str:
    """One line."""
    listed = ", ".join(f"{cost.policy} {cost}" for cost in found)
    return f"Expected steps at W={graph.width}, K={graph.depth}, L={graph.lanes}: {listed}"


def costs_table(found: list[PolicyCost]) -> str:
    """A line for each policy; behind a rounded cost of unequal corridors the exact one, where it fits."""
    width = max(len(cost.policy) for cost in found) if _is_unequal(found) else 5
    lines = []
    for cost in found:
        line, exactly = f"{cost.policy:{width}} {cost}", cost.exactly or ""
        longer = f"{line}, exactly {exactly}"
        is_wanted = _is_unequal(found) and exactly and " about " in line and len(longer) <= MOST_COLUMNS
        lines.append(f"{longer if is_wanted else line}\n")
    return "".join(lines)


def _is_unequal(found: list[PolicyCost]) -> bool:
    return len(found) > len(POLICIES)


def costs_document(graph: CorridorGraph | UnequalGraph, found: list[PolicyCost]) -> dict[str, Any]:
    """The costs as JSON; exact ones are text, null where only the logarithm is known."""
    return {
        "schema": SCHEMA,
        "sizes": sizes_document(graph),
        "costs": cost_entries(found),
    }


def sizes_document(graph: CorridorGraph | UnequalGraph) -> dict[str, Any]:
    """The sizes as JSON: W, K and L, or the lanes of each diamond of each corridor."""
    if isinstance(graph, UnequalGraph):
        return {"corridors": [list(row) for row in graph.lanes]}
    return {"width": graph.width, "depth": graph.depth, "lanes": graph.lanes}


def cost_entries(found: list[PolicyCost]) -> list[dict[str, Any]]:
    """The costs as a list for JSON."""
    return [
        {
            "policy": cost.policy,
            "exact": cost.exactly,
            "log10": None if math.isnan(cost.log10) else cost.log10,
        }
        for cost in found
    ]
