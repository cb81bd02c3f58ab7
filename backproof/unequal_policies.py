"""The policies of the theorem on unequal corridors, and the one that never turns.

Main definition: `UNEQUAL_POLICIES`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from backproof.theory.graph import UnequalGraph
from backproof.theory.relaxations.never_turn import squared_first_rows
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors


def best_corridors(graph: UnequalGraph) -> UnequalCorridors:
    """The policy of the least cost with a uniform fork; its first rows are floats where they are not rational."""
    entered = list(zip(graph.lanes, map(_root, squared_first_rows(graph.depths)), strict=True))
    made = {corridor: Corridor.entered(*corridor) for corridor in set(entered)}
    return UnequalCorridors(tuple(made[corridor] for corridor in entered))


def _root(square: Fraction) -> Fraction | float:
    """The square root: a Fraction if it is rational."""
    root = Fraction(math.isqrt(square.numerator), math.isqrt(square.denominator))
    return root if root**2 == square else math.sqrt(square)


def _alike(make: Callable[[Sequence[int]], Corridor]) -> Callable[[UnequalGraph], UnequalCorridors]:
    """The policy whose rows in each corridor depend on that corridor alone."""

    def made(graph: UnequalGraph) -> UnequalCorridors:
        of_lanes = {lanes: make(lanes) for lanes in set(graph.lanes)}
        return UnequalCorridors(tuple(of_lanes[lanes] for lanes in graph.lanes))

    return made


UNEQUAL_POLICIES: Mapping[str, Callable[[UnequalGraph], UnequalCorridors]] = {
    "base": _alike(Corridor.base),
    "sft": _alike(Corridor.sft_limit),
    "straight": _alike(Corridor.straight),
    "rlvr": best_corridors,
}
"""By the names that commands use: `POLICIES` of the theorem, and never turning."""
