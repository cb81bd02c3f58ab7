"""Rewards on small graphs: the exact derivatives of success and length, and whether the bounds of `reward-forms` hold.

Main definitions: `slope_bound`, `outcome_slopes`, `stepped_slopes`, `horizon_within`, `discount_within`,
`charge_within`, `steepest_charge`, `steepest_slope`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from backproof.checks.tools.instances import random_policy
from backproof.checks.tools.scored_walks import joint_moments, success_and_slope
from backproof.checks.tools.walks import expected_visits
from backproof.theory.chain import corridor_chain
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.costs.walk_transform import ScoredRow, scored_rows
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy
from backproof.theory.relaxations.reward_forms import discounted_success, success_within

HORIZONS = (1, 6, 7, 12, 25, 60)
EFFECTIVE = (2, 10, 1000, 10**9)
"""Effective horizons 1/(1-g)."""


def slope_bound(graph: CorridorGraph, passing: Fraction, horizon: Fraction | int) -> Fraction:
    """The bound at the SFT limit for a backward row that passes with this probability; ``horizon`` is N or g/(1-g)."""
    rho = Fraction((graph.lanes + 1) ** 2, graph.lanes)
    return (1 - passing) * (1 - Fraction(1, graph.width)) * Fraction(horizon) / 2 / rho**graph.depth


def outcome_slopes(graph: CorridorGraph, seed: int) -> tuple[Any, Any]:
    """The probability of success, from the visits to each state and the probability to end there, and all E[S]."""
    policy = random_policy(graph, seed)
    chain = corridor_chain(graph, policy)
    visits = expected_visits(chain)
    success = sum(
        visits[state] * (1 - sum(map(Fraction, row.values())))
        for state, row in zip(chain.states, chain.rows, strict=True)
    )
    return success, {joint_moments(graph, policy, row, most=(0, 1))[0, 1] for row in scored_rows(graph)}


def stepped_slopes(graph: CorridorGraph, base: bool) -> tuple[Any, Any]:
    policy = Policy.base(graph) if base else Policy.sft_limit(graph)
    found = success_within(graph, policy, range(1, 17), exact=True)
    rows = scored_rows(graph)
    stepped = [list(success_and_slope(graph, policy, row, 16)) for row in rows]
    return [[(part.success, part.of_row(row)) for part in found.values()] for row in rows], stepped


def _backward(graph: CorridorGraph) -> list[tuple[ScoredRow, Fraction]]:
    """The backward rows with their passing probabilities at the SFT limit."""
    policy = Policy.sft_limit(graph)
    return [(row, getattr(policy, row.family)[row.diamond]) for row in scored_rows(graph) if not row.is_forward]


def horizon_within(graph: CorridorGraph, power: int) -> bool:
    """Whether the bound holds with the factor rho^-K raised to ``power``."""
    rho = Fraction((graph.lanes + 1) ** 2, graph.lanes)
    rarer = rho ** (graph.depth * (power - 1))
    found = success_within(graph, Policy.sft_limit(graph), HORIZONS, exact=True)
    return all(
        0 <= part.of_row(row) <= slope_bound(graph, passing, horizon) / rarer
        for horizon, part in found.items()
        for row, passing in _backward(graph)
    )


def discount_within(graph: CorridorGraph) -> bool:
    found = {
        length: discounted_success(graph, Policy.sft_limit(graph), 1 - Fraction(1, length), exact=True)
        for length in EFFECTIVE
    }
    return all(
        0 <= part.of_row(row) <= slope_bound(graph, passing, length - 1)
        for length, part in found.items()
        for row, passing in _backward(graph)
    )


def charge_within(graph: CorridorGraph) -> bool:
    slopes = expected_hitting_time_gradient(graph, Policy.sft_limit(graph), exact=True, coordinates="gaps")
    power = Fraction((graph.lanes + 1) ** 2, graph.lanes) ** graph.depth
    return all(
        -getattr(slopes, row.family)[row.diamond] >= 2 * (1 - passing) * (graph.width - 1) * power
        for row, passing in _backward(graph)
    )


def steepest_charge(graph: CorridorGraph) -> Fraction:
    """The steepest backward derivative of the length at the SFT limit."""
    slopes = expected_hitting_time_gradient(graph, Policy.sft_limit(graph), exact=True, coordinates="gaps")
    return Fraction(max(-getattr(slopes, row.family)[row.diamond] for row, _ in _backward(graph)))


def steepest_slope(graph: CorridorGraph) -> Fraction:
    (found,) = success_within(graph, Policy.base(graph), [12], exact=True).values()
    return Fraction(max(*found.by_forward, *found.by_backward))
