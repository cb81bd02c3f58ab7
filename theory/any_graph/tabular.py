"""The cost of a tabular policy on a reasoning graph, the expected steps to the hidden target, and its gradient.

For each target t the chain stops on arrival there, and one factorisation gives the expected steps h_t from every state
and the expected visits n_t to it. With pi_t the target's prior, the derivative of the cost by the logit of a move m of
row i is exactly

    dH/dlogit_m = p_m sum_t pi_t n_t(i) (h_t(m) - mean of h_t over the row).

A cost is *infinite* if the walker can come to a state from which its target is out of reach; it is then trapped, with
the probability `Evaluation.trapped`. This depends only on which moves have positive probability, so rounding does not
decide it.

Main definitions: `evaluate_law` (float64, any size, with a bound on its error), `exact_cost` (Fractions, or 60 digits
where those take too long), `Evaluation`, `TabularCost`.
"""

from __future__ import annotations

import decimal
import functools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import breadth_first_order

from backproof.theory.any_graph.elimination import TooMuchWork, expected_visits_by_elimination
from backproof.theory.any_graph.reasoning_graph import START_STATE, Flags, Floats, Integers, ReasoningGraph
from backproof.theory.any_graph.sparse_walks import Chain, elimination_is_cheap

EXACT_STATES = 120
"""Fractions grow with the number of states. Beyond so many, decimals of `DIGITS` digits are used."""
DIGITS = 60
MOST_STEPS = 2_000_000
"""Products in the eliminations for all targets together; these take some seconds."""


@dataclass(frozen=True, eq=False)
class TabularCost:
    """The cost of a policy: an exact Fraction, a Decimal right to 40 digits, or a float.

    A float has a relative error of at most ``error``. The value is inf if ``trapped``, the probability that the walker
    never arrives, is positive. ``visits`` (states,) are the expected visits, those on arrival at the target included;
    empty if the value is inf. Both are as exact as the value.
    """

    value: Fraction | Decimal | float
    trapped: Fraction | Decimal | float = 0
    error: float = 0.0
    visits: tuple[Any, ...] = ()

    @property
    def infinite(self) -> bool:
        return self.value == math.inf


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Cost and gradient of a policy in float64.

    ``cost`` is inf if ``trapped``, the probability never to arrive, is positive. It is NaN, and ``error`` is inf, if
    float64 gives no bound. ``visits`` (states,) are the expected visits, those on arrival at the target included; they
    sum to cost + 1. ``pull`` (moves,) is the gradient by the move's logit divided by its probability: the sum over
    targets of prior times visits times (steps after the move less the row's mean). Visits and pull are NaN unless the
    cost is finite. ``met`` (states,) says whether the walker can come to the state. ``error`` bounds the relative error
    of a finite cost, or the error of ``trapped``; ``visits_error`` is as in `theory.any_graph.sparse_walks.Solution`.
    """

    cost: float
    trapped: float
    error: float
    visits_error: float
    visits: Floats
    pull: Floats
    met: Flags


@dataclass(frozen=True)
class _Support:
    """For one target: states that the walker can meet, those from which it can arrive, and those in which it does."""

    met: Flags
    able: Flags
    arrives: Flags

    @functools.cached_property
    def lost(self) -> Flags:
        """The states in which a walker becomes trapped."""
        return self.met & ~self.able

    @functools.cached_property
    def transient(self) -> Integers:
        """The states of the chain, the start first."""
        return np.flatnonzero(self.met & self.able & ~self.arrives)


def _support(graph: ReasoningGraph, target: int, possible: Flags) -> _Support:
    if not possible.all():
        return _supported(graph, target, possible)
    known = _full_supports(graph)
    if target not in known:
        known[target] = _supported(graph, target, possible)
    return known[target]


@functools.lru_cache(maxsize=2)
def _full_supports(graph: ReasoningGraph) -> dict[int, _Support]:
    """The supports by target for policies in which all moves are possible, filled as they are found."""
    return {}


def _supported(graph: ReasoningGraph, target: int, possible: Flags) -> _Support:
    states, size = graph.states, len(graph.states)
    arrives = states.head == target
    walks = possible & ~arrives[states.row]
    row, to = states.row[walks], states.to[walks]
    met = _reached(row, to, size, [START_STATE])
    able = _reached(to, row, size, np.flatnonzero(arrives))
    return _Support(met, able, arrives)


def _reached(tails: Integers, heads: Integers, size: int, begin: Sequence[int] | Integers) -> Flags:
    """The states to which links lead from ``begin``, those included."""
    tails, heads = np.append(tails, np.full(len(begin), size)), np.append(heads, begin)
    links = sparse.csr_array((np.ones(len(tails)), (tails, heads)), shape=(size + 1, size + 1))
    reached = np.zeros(size + 1, bool)
    reached[breadth_first_order(links, size, return_predecessors=False)] = True
    return reached[:size]


# --- float64 ---------------------------------------------------------------------------------------------------------


def evaluate_law(graph: ReasoningGraph, law: Floats) -> Evaluation:
    """Cost and gradient of the policy with the probability ``law[m]`` of each move; rows sum to one up to rounding."""
    size = len(graph.states)
    total = Evaluation(0.0, 0.0, 0.0, 0.0, np.zeros(size), np.zeros(len(law)), np.zeros(size, bool))
    for target, prior in graph.target_law.items():
        support = _support(graph, target, law > 0)
        possible = support.able[START_STATE]
        one = _evaluate_one(graph, law, support) if possible else _infinite(graph, support, 1.0, 0.0)
        weight = float(prior)
        total = Evaluation(
            total.cost + weight * one.cost,
            total.trapped + weight * one.trapped,
            max(total.error, one.error),
            max(total.visits_error, one.visits_error),
            total.visits + weight * one.visits,
            total.pull + weight * one.pull,
            total.met | one.met,
        )
    return total


def _evaluate_one(graph: ReasoningGraph, law: Floats, support: _Support) -> Evaluation:
    states, size = graph.states, len(graph.states)
    inside = np.full(size, -1)
    inside[support.transient] = np.arange(len(support.transient))
    mine = (inside[states.row] >= 0) & (law > 0)
    row, to, p = inside[states.row[mine]], states.to[mine], law[mine]
    stays = inside[to] >= 0
    exits = np.zeros(len(support.transient))
    np.add.at(exits, row[~stays], p[~stays])
    direct = _direct(graph)
    solution = Chain(row[stays], inside[to[stays]], p[stays], exits).solve(direct=direct)
    gone = support.lost[to]
    if gone.any():
        return _infinite(
            graph, support, float(solution.visits[row[gone]] @ p[gone]), solution.visits_error * solution.steps[0]
        )
    steps = np.zeros(size)
    steps[support.transient] = solution.steps
    after = steps[states.to]
    weighted = np.where(law > 0, law * after, 0.0)
    visits = np.zeros(size)
    visits[support.transient] = solution.visits
    mean = np.bincount(states.row, weighted, minlength=size)
    # States that the walker cannot meet count with 0 steps: moves to them have probability 0 or start in rows not met.
    pull = np.where(law > 0, visits[states.row] * (after - mean[states.row]), 0.0)
    made = np.bincount(states.to, visits[states.row] * law, minlength=size)
    visits[support.arrives] = made[support.arrives]
    met = support.met & ~support.arrives
    cost = float(solution.steps[0]) if solution.error < math.inf else math.nan
    return Evaluation(cost, 0.0, solution.error, solution.visits_error, visits, pull, met)


def _infinite(graph: ReasoningGraph, support: _Support, trapped: float, error: float) -> Evaluation:
    nothing = np.full(len(graph.states), math.nan)
    pull = np.full(len(graph.states.to), math.nan)
    return Evaluation(math.inf, trapped, error, math.inf, nothing, pull, support.met & ~support.arrives)


@functools.lru_cache(maxsize=4)
def _direct(graph: ReasoningGraph) -> bool:
    return elimination_is_cheap(graph)


# --- exactly ---------------------------------------------------------------------------------------------------------


def exact_cost(graph: ReasoningGraph, law: Sequence[Fraction]) -> TabularCost | None:
    """The cost of a policy with exact probabilities, in Fractions or to 40 digits; None if that is too much work.

    >>> from backproof.theory.graph import CorridorGraph
    >>> from backproof.theory.any_graph.reasoning_graph import corridor_reasoning_graph
    >>> graph = corridor_reasoning_graph(CorridorGraph(width=2, depth=1, lanes=3))
    >>> exact_cost(graph, graph.base()).value, exact_cost(graph, graph.sft_limit()).value
    (Fraction(36, 1), Fraction(74, 3))
    """
    exact = len(graph.states) <= EXACT_STATES
    number = Fraction if exact else _decimal
    possible = np.array(each_once(law, lambda p: p > 0))
    visits = [number(Fraction(0))] * len(graph.states)
    trapped: Any = 0
    with decimal.localcontext(decimal.Context(prec=DIGITS, Emin=-(10**9), Emax=10**9)):
        numbers = each_once(law, number)
        for target, prior in graph.target_law.items():
            support = _support(graph, target, possible)
            if not support.able[START_STATE]:
                trapped += number(prior)
                continue
            try:
                visited, lost = _exact_visits(graph, numbers, support, number)
            except TooMuchWork:
                return None
            trapped += number(prior) * lost
            for state, n in visited.items():
                visits[state] += number(prior) * n
        if trapped:
            return TabularCost(math.inf, trapped)
        return TabularCost(sum(visits) - 1, visits=tuple(visits))


def _exact_visits(
    graph: ReasoningGraph, law: Sequence[Any], support: _Support, number: Callable[[Fraction], Any]
) -> tuple[dict[int, Any], Any]:
    """(expected visits until the walker has arrived or is lost, probability to be lost)."""
    place = {int(state): i for i, state in enumerate(support.transient)}
    rows: list[dict[int, Any]] = []
    ends: list[dict[int, Any]] = []
    for state in place:
        moves = dict(_moves(graph, law, state))
        rows.append({place[to]: p for to, p in moves.items() if to in place})
        ends.append({to: p for to, p in moves.items() if to not in place})
    exits = [sum(end.values(), number(Fraction(0))) for end in ends]
    budget = MOST_STEPS // len(graph.targets)
    found = expected_visits_by_elimination(rows, exits, one=number(Fraction(1)), most_steps=budget)
    visits = dict(zip(place, found, strict=True))
    for n, end in zip(found, ends, strict=True):
        for to, p in end.items():
            visits[to] = visits.get(to, 0) + n * p
    return visits, sum(n for state, n in visits.items() if support.lost[state])


def _moves(graph: ReasoningGraph, law: Sequence[Any], state: int) -> Iterator[tuple[int, Any]]:
    """The moves of positive probability after a state."""
    for cell in range(graph.states.first[state], graph.states.first[state + 1]):
        if law[cell]:
            yield int(graph.states.to[cell]), law[cell]


def each_once(law: Sequence[Fraction], convert: Callable[[Fraction], Any]) -> list[Any]:
    """``convert`` applied to every probability, but once to each object: rows at one vertex share their Fractions."""
    converted = {key: convert(p) for key, p in {id(p): p for p in law}.items()}
    return [converted[id(p)] for p in law]


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
