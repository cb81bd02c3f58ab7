"""The cost of SFT on its way, to 30 digits, by the clocks of `sft-dynamics`.

Main results: `cost_on_the_way`, `lowest_cost`, `cost_to_base`.
"""

from __future__ import annotations

from typing import Any

import mpmath
import sympy as sp

from backproof.theory.costs import closed_forms, crossings
from backproof.theory.graph import CorridorGraph

DIGITS = 30


def cost_on_the_way(graph: CorridorGraph, clock: Any, entry_speed: int) -> Any:
    """H at clock tau of the exit rows, to 30 digits; the clock of entry rows runs ``entry_speed`` times as fast."""
    lanes = mpmath.mpf(graph.lanes)
    exit_odds = mpmath.exp(_gap(1 / lanes, clock)) / lanes
    entry_odds = mpmath.exp(_gap(lanes, entry_speed * clock)) * lanes
    forward = [entry_odds / (1 + entry_odds), exit_odds / (1 + exit_odds)] * graph.depth
    backward = [1 / (1 + lanes), lanes / (1 + lanes)] * graph.depth
    return crossings.walk_cost(graph.width, forward, backward)


def _gap(factor: Any, clock: Any) -> Any:
    """The solution D of D + factor (e^D - 1) = clock, by Lambert's function."""
    shifted = clock + factor
    return shifted - mpmath.lambertw(factor * mpmath.exp(shifted)).real


def lowest_cost(graph: CorridorGraph, entry_speed: int) -> Any:
    """The least cost over time, by a ternary search between 0 and 1/10, where the cost falls and then rises."""
    with mpmath.workdps(DIGITS):
        low, high = mpmath.mpf(0), mpmath.mpf(1) / 10
        for _ in range(60):
            left, right = (2 * low + high) / 3, (low + 2 * high) / 3
            if cost_on_the_way(graph, left, entry_speed) < cost_on_the_way(graph, right, entry_speed):
                high = right
            else:
                low = left
        return cost_on_the_way(graph, low, entry_speed)


def cost_to_base(graph: CorridorGraph, clock: sp.Rational) -> Any:
    """H / H_base at this clock of the exit rows of the full table, whose entry rows are visited L times as often."""
    with mpmath.workdps(DIGITS):
        base = closed_forms.base_form().at(graph)
        return cost_on_the_way(graph, mpmath.mpf(clock.p) / clock.q, graph.lanes) * base.denominator / base.numerator
