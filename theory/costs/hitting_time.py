"""Expected hitting time of a policy on a corridor graph, and its exact gradient.

The hitting time is the number of edges walked from the source to the target leaf. The target is uniform over the
leaves, and the policy does not see it. All of it takes O(K) operations, by the recurrences of `theory.costs.crossings`.

Main definitions: `expected_hitting_time` (float or Fraction), `expected_hitting_times` (a batch of policies),
`log10_expected_hitting_time` (where a float overflows), `expected_hitting_time_gradient`, `expected_crossings`.
"""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple, overload

import numpy as np

from backproof.theory.costs import crossings
from backproof.theory.graph import CorridorGraph, check_type
from backproof.theory.policy import Floats, Policy, by_family

DECIMALS = decimal.Context(prec=50, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX)
"""Fifty digits and practically unlimited exponents: each operation of the recurrences errs by at most 5e-50."""


class HittingTimeGradient(NamedTuple):
    """An expected hitting time and its partial derivatives, one per diamond in each family.

    If exact, a Fraction and tuples of K Fractions; else a float and float64 arrays of shape (K,).
    """

    cost: Any
    forward_exit: Any
    backward_entry: Any
    forward_entry: Any
    backward_exit: Any


class EdgeCrossings(NamedTuple):
    """Expected crossings of the edges e = 0..2K, summed over lanes and corridors: arrays of 2K+1.

    ``outward`` is away from the fork, ``homeward`` toward it. Fractions (dtype object) if exact.
    """

    outward: Any
    homeward: Any


@overload
def expected_hitting_time(graph: CorridorGraph, policy: Policy, *, exact: Literal[False] = False) -> float: ...
@overload
def expected_hitting_time(graph: CorridorGraph, policy: Policy, *, exact: Literal[True]) -> Fraction: ...
@overload
def expected_hitting_time(graph: CorridorGraph, policy: Policy, *, exact: bool) -> float | Fraction: ...
def expected_hitting_time(graph: CorridorGraph, policy: Policy, *, exact: bool = False) -> float | Fraction:
    """Expected steps from the source to the target leaf: float64, or a Fraction if ``exact``.

    The exact value of a float policy is that for its float64 probabilities. Raises ValueError if the policy is a batch
    or does not fit the graph, OverflowError if a float cannot hold the result.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> [expected_hitting_time(graph, p(graph), exact=True) for p in (Policy.base, Policy.optimal)]
    [Fraction(50142, 1), Fraction(900, 1)]
    >>> f"{expected_hitting_time(graph, Policy.sft_limit(graph)):.3e}"
    '4.318e+14'
    """
    passes = _passes(graph, policy, exact)  # which checks the graph
    cost = crossings.walk_cost(graph.width, *passes)
    if exact:
        return Fraction(cost)
    _check_finite(cost)
    return float(cost)


def expected_hitting_times(graph: CorridorGraph, policies: Policy) -> Floats:
    """Expected hitting times of a batch of policies, float64 of its batch shape. Errors as for a single policy."""
    check_type("policies", policies, Policy)
    policies.check_fits(graph)
    with np.errstate(over="ignore", invalid="ignore"):
        costs = np.asarray(crossings.walk_cost(graph.width, *policies.to_floats().passes()))
    _check_finite(costs)
    return costs


def log10_expected_hitting_time(graph: CorridorGraph, policy: Policy) -> float:
    """log10 of the expected hitting time, for costs of any size; correctly rounded to within 1e-15 of itself.

    The recurrence is evaluated in 50-digit decimals. Its terms are positive, so the error of 2K steps is below 8K
    units of the fiftieth digit.

    >>> graph = CorridorGraph(width=15, depth=400, lanes=5)
    >>> f"{log10_expected_hitting_time(graph, Policy.sft_limit(graph)):.6f}"
    '344.708339'
    """
    sides = _passes(graph, policy, exact=True)
    with decimal.localcontext(DECIMALS):
        p, q = ([Decimal(x.numerator) / x.denominator for x in side] for side in sides)
        return float(crossings.walk_cost(graph.width, p, q).log10())


def expected_hitting_time_gradient(
    graph: CorridorGraph,
    policy: Policy,
    *,
    exact: bool = False,
    coordinates: Literal["probabilities", "gaps"] = "probabilities",
) -> HittingTimeGradient:
    """The expected hitting time with its gradient in the 4K probabilities, or in their logit gaps.

    A probability p is sigmoid(gap + constant), so the derivative by its gap is p (1 - p) times that by p.
    Errors as for `expected_hitting_time`.
    """
    if coordinates not in ("probabilities", "gaps"):
        raise ValueError(f"coordinates must be 'probabilities' or 'gaps', got coordinates={coordinates!r}")
    p, q = _passes(graph, policy, exact)
    with np.errstate(over="ignore", invalid="ignore"):
        gradient = crossings.walk_cost_gradient(graph.width, p, q)
    by_forward, by_backward = gradient.by_forward, gradient.by_backward
    if coordinates == "gaps":
        p, q = np.asarray(p), np.asarray(q)
        by_forward, by_backward = by_forward * p * (1 - p), by_backward * q * (1 - q)
    families = by_family(by_forward, by_backward)
    if exact:
        return HittingTimeGradient(gradient.cost, **{name: tuple(slopes) for name, slopes in families.items()})
    _check_finite(gradient.cost, *families.values())
    return HittingTimeGradient(float(gradient.cost), **families)


def expected_crossings(graph: CorridorGraph, policy: Policy, *, exact: bool = False) -> EdgeCrossings:
    """How often each edge is crossed, in either direction, on the walk from the source to the target leaf.

    Together with the step from the source to the fork, they add up to the expected hitting time. Errors as for it.

    >>> graph = CorridorGraph(width=2, depth=1, lanes=3)
    >>> [sum(way) for way in expected_crossings(graph, Policy.optimal(graph), exact=True)]
    [Fraction(6, 1), Fraction(3, 1)]
    """
    p, q = (np.asarray(side) for side in _passes(graph, policy, exact))
    with np.errstate(over="ignore", invalid="ignore"):
        out, back = crossings.surpluses(p, q), crossings.surpluses(q[::-1], p[::-1])[::-1]
        passages, returns = graph.width, graph.width - 1
        both = passages * out + returns * back
        found = EdgeCrossings(outward=both + passages, homeward=both + returns)
    if not exact:
        _check_finite(*found)
    return found


def _passes(graph: CorridorGraph, policy: Policy, exact: bool) -> tuple[Any, Any]:
    check_type("exact", exact, bool)
    check_type("policy", policy, Policy)
    return policy.single_passes(graph, exact=exact)


def _check_finite(*values: float | Floats) -> None:
    if not all(np.all(np.isfinite(value)) for value in values):
        raise OverflowError(
            "the result is beyond float64 (1.8e308): use exact=True, or log10_expected_hitting_time for the cost"
        )
