"""What the three policies of the theorem cost on one graph, exactly where that is feasible.

Main definitions: `Cost`, `costs`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from theory.graph import CorridorGraph
from theory.hitting_time import expected_hitting_time, log10_expected_hitting_time
from theory.policy import Policy

EXACT_DEPTH = 2000
"""Up to this depth the exact fraction takes well under a second; beyond it only log10 is computed."""

POLICIES = {"base": Policy.base, "sft": Policy.sft_limit, "rlvr": Policy.optimal}


@dataclass(frozen=True)
class Cost:
    """Expected hitting time of one policy; ``exact`` is None where only ``log10`` was computed."""

    policy: str
    exact: Fraction | None
    log10: float

    def __str__(self) -> str:
        """Exact where it is an integer of at most 15 digits; else seven digits, and said to be rounded."""
        if self.exact is not None and self.exact.denominator == 1 and self.exact < 10**15:
            return str(self.exact)
        exponent = math.floor(self.log10)
        return f"{10 ** (self.log10 - exponent):.6f}e{exponent} (rounded)"


def costs(graph: CorridorGraph) -> list[Cost]:
    """The costs of base, SFT limit and RLVR optimum, by the crossing recurrences."""
    found = []
    for name, make in POLICIES.items():
        policy = make(graph)
        exact = expected_hitting_time(graph, policy, exact=True) if graph.depth <= EXACT_DEPTH else None
        found.append(Cost(name, exact, log10_expected_hitting_time(graph, policy)))
    return found
