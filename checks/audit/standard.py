"""The theorem's own costs as quantities, which most rows of the audit start from."""

from __future__ import annotations

from fractions import Fraction

from backproof.checks.audit.assumption import Costs, Quantity, Sentence
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy


def standard_costs(graph: CorridorGraph) -> Costs:
    """Converged SFT and RLVR's optimum, exactly: the theorem as it stands."""
    return Costs(sft=sft_cost(graph), rlvr=rlvr_cost(graph))


def base_cost(graph: CorridorGraph) -> Quantity:
    return Quantity(expected_hitting_time(graph, Policy.base(graph), exact=True), "base-cost")


def sft_cost(graph: CorridorGraph) -> Quantity:
    return Quantity(expected_hitting_time(graph, Policy.sft_limit(graph), exact=True), "sft-cost")


def rlvr_cost(graph: CorridorGraph) -> Quantity:
    return Quantity(expected_hitting_time(graph, Policy.optimal(graph), exact=True), "rlvr-optimal")


def growth(lanes: int) -> Quantity:
    """rho: the factor by which a diamond multiplies converged SFT's cost."""
    return Quantity(Fraction((lanes + 1) ** 2, lanes), "rate-audit")


def single_corridor(graph: CorridorGraph) -> tuple[Sentence, ...]:
    """What a row about dead ends says first where there is none."""
    if graph.width > 1:
        return ()
    return (Sentence("With a single corridor there is no dead end, and SFT is optimal: what follows is for W >= 2."),)
