"""Quantities that most rows of the audit start from: the theorem's own costs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from backproof.checks.audit.assumption import Costs, Number, Quantity, Sentence
from backproof.theory.costs.hitting_time import expected_hitting_time
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy


def by_claim(claim: str) -> Callable[[Number], Quantity]:
    """A function that turns a number into a quantity that rests on this claim."""
    return lambda value: Quantity(value, claim)


def standard_costs(graph: CorridorGraph) -> Costs:
    """The exact costs of converged SFT and of RLVR's optimum: the theorem as it stands."""
    return Costs(sft=sft_cost(graph), rlvr=rlvr_cost(graph))


def base_cost(graph: CorridorGraph) -> Quantity:
    return Quantity(expected_hitting_time(graph, Policy.base(graph), exact=True), "base-cost")


def sft_cost(graph: CorridorGraph) -> Quantity:
    return Quantity(expected_hitting_time(graph, Policy.sft_limit(graph), exact=True), "sft-cost")


def rlvr_cost(graph: CorridorGraph) -> Quantity:
    return Quantity(expected_hitting_time(graph, Policy.optimal(graph), exact=True), "rlvr-optimal")


def sft_growth(lanes: int) -> Quantity:
    """rho, the factor by which one more diamond multiplies the cost of converged SFT."""
    return Quantity(Fraction((lanes + 1) ** 2, lanes), "rate-audit")


def single_corridor(graph: CorridorGraph) -> tuple[Sentence, ...]:
    """The first sentence of a row at W = 1, where there is no dead end; nothing at W >= 2."""
    if graph.width > 1:
        return ()
    return (Sentence("With a single corridor there is no dead end, and SFT is optimal. What follows is for W >= 2."),)
