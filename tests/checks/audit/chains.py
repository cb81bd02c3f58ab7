"""Costs, gradients and SFT's times of small graphs, from the chain of the full multigraph and by searching for roots.

No formula of ``theory.costs``, ``theory.sft`` or ``theory.relaxations`` is used. Gradients are differences of costs.

Main definitions: `GRAPH`, `rows` (policies), `cost`, `slopes`, `sft` and `shared` (costs in time), `root`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq, minimize_scalar

from backproof.checks.tools.walks import search_cost
from backproof.theory.chain import EdgeStateChain, edge_state_chain, mean_hitting_time
from backproof.theory.graph import START, CorridorGraph, EdgeState
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.relaxations.unequal_corridors import Corridor, UnequalCorridors

GRAPH, DEEPER, NARROW = CorridorGraph(3, 2, 2), CorridorGraph(3, 4, 2), CorridorGraph(2, 2, 2)
LONG = CorridorGraph(2, 10, 2)
"""The size for `reward-forms`, whose sentence on horizons needs depth."""

ENTRY, EXIT = Fraction(2, 3), Fraction(1, 3)
"""Uniform rows at L = 2."""

FORWARD = ("forward_entry", "forward_exit")
BACKWARD = ("backward_entry", "backward_exit")

# --- policies and their costs ----------------------------------------------------------------------------------------


def rows(forward: Any, backward: Any = (ENTRY, EXIT), depth: int = 2) -> Policy:
    """The policy that passes with these probabilities, a pair for entries and exits, in every diamond."""
    values = dict(zip((*FORWARD, *BACKWARD), (*forward, *backward), strict=True))
    return Policy(**{name: [value] * depth for name, value in values.items()})


BASE, SFT, OPTIMUM = rows((ENTRY, EXIT)), rows((1, 1)), rows((1, 1), (1, 1))


def solved(chain: EdgeStateChain, discount: float = 1.0) -> float:
    """E[T] from the first state, or E[discount^T] for a discount below one; float64."""
    moves = np.zeros((len(chain.rows),) * 2)
    for i, row in enumerate(chain.rows):
        for j, weight in row.items():
            moves[i, j] = weight
    arrives = np.ones(len(moves)) if discount == 1 else discount * (1 - moves.sum(axis=1))
    return float(np.linalg.solve(np.eye(len(moves)) - discount * moves, arrives)[0])


def chain_of(graph: CorridorGraph, row: Callable[[EdgeState], Mapping[EdgeState, Any]]) -> EdgeStateChain:
    return edge_state_chain(START, row, frozenset({graph.leaves()[0]}))


def cost(graph: CorridorGraph, policy: Policy) -> float:
    return 1 + solved(chain_of(graph, lambda state: policy.row(graph, state)))


def discounted(graph: CorridorGraph, policy: Policy, discount: float) -> float:
    return discount * solved(chain_of(graph, lambda state: policy.row(graph, state)), discount)


def shifted(policy: Policy, family: str, place: int, gap: float) -> Policy:
    """The policy with the gap of one row, that is the logarithm of its odds, moved by this much."""
    families = {name: [float(p) for p in getattr(policy, name)] for name in FAMILIES}
    p = families[family][place]
    families[family][place] = p * math.exp(gap) / (1 - p + p * math.exp(gap))
    return Policy(**families)


STEP = 0.01
"""The error of a derivative is some STEP^4/30 of it, 3e-10, and a rounding error of the value over STEP."""


def slopes(of: Callable[[Policy], float], policy: Policy, families: tuple[str, str]) -> Iterator[float]:
    """The derivatives by the gaps of these rows, by differences of the fourth order."""
    for family in families:
        for place in range(policy.depth):
            near, far = (
                of(shifted(policy, family, place, gap)) - of(shifted(policy, family, place, -gap))
                for gap in (STEP, 2 * STEP)
            )
            yield (8 * near - far) / (12 * STEP)


# --- SFT in time -----------------------------------------------------------------------------------------------------


def odds(base: float, progress: float) -> float:
    """The solution of o + ln o = base + ln base + progress."""
    aim = base + math.log(base) + progress
    return math.exp(brentq(lambda log: math.exp(log) + log - aim, -50, math.log(abs(aim) + 50), xtol=1e-14))


def trained(time: float, *, kept: float = 0.0, depth: int = 2) -> Policy:
    """SFT at this time, of traces of which a fraction ``kept`` keeps its dead ends, at W = 3."""
    forward, backward = (
        [o / (1 + o) for o in (odds(base, weight * time) for base in (2, 1 / 2))] for weight in (1 + 2 * kept, 2 * kept)
    )
    return rows(forward, backward, depth)


def sft(time: float, graph: CorridorGraph = GRAPH, kept: float = 0.0) -> float:
    return cost(graph, trained(time, kept=kept, depth=graph.depth))


@functools.cache
def searched(policy: Policy) -> Fraction:
    """The cost of the agent that walks no directed edge twice, by enumeration."""
    return search_cost(GRAPH, policy)


def root(of: Callable[[float], float], low: float, high: float) -> float:
    """The root in between, found in the logarithm."""
    return math.exp(brentq(lambda log: of(math.exp(log)), math.log(low), math.log(high), xtol=1e-13))


@functools.cache
def best_time(graph: CorridorGraph) -> float:
    return float(minimize_scalar(lambda t: sft(t, graph), bounds=(0, 3), options={"xatol": 1e-9}).x)


def best_growth() -> Fraction | float:
    """What a diamond multiplies the way back by, at the best time: the odds of its two rows."""
    policy = trained(best_time(GRAPH))
    return policy.forward_entry[0] * policy.forward_exit[0] / float(ENTRY * EXIT)


@functools.cache
def soon() -> float:
    """The power of ten that is at least 100 times the time that traces with all their dead ends need for 2 H*."""
    return 10.0 ** math.ceil(math.log10(100 * root(lambda t: sft(t, kept=1.0) - 52, 1e-3, 1e3)))


@functools.cache
def dose(time: float) -> float:
    """eps times t where SFT costs 2 H*."""
    return time * root(lambda kept: sft(time, kept=kept) - 52, 1e-9, 1.0)


# --- shared rows -----------------------------------------------------------------------------------------------------


@functools.cache
def shared(weight: float, frame: int) -> Any:
    """The flow of all parameters in the logarithm of 1 + time: the rows' own, and one for the whole table."""

    def gaps(state: Any) -> Any:
        entry, exit_, common = state
        return entry + weight * common, exit_ + weight * common, frame * weight * common

    def velocity(log: float, state: Any) -> Any:
        errors = [1 / (1 + base * math.exp(gap)) for base, gap in zip((2, 1 / 2), gaps(state), strict=False)]
        return np.array([*errors, weight * 2 * sum(errors)]) * math.exp(log)

    last = 31.0 if frame == 1 else 5.0
    flow = solve_ivp(velocity, (0, last), np.zeros(3), "Radau", dense_output=True, rtol=1e-10, atol=1e-12).sol

    def at(time: float) -> float:
        entry, exit_, back = gaps(flow(math.log1p(time)))
        passing = [1 / (1 + math.exp(-gap) / base) for gap, base in ((entry, 2), (exit_, 0.5), (back, 2), (back, 0.5))]
        return cost(GRAPH, rows(passing[:2], passing[2:]))

    return at


# --- unequal corridors -----------------------------------------------------------------------------------------------


def best_entrance(lanes: tuple[tuple[int, ...], ...]) -> Any:
    """(c, cost): rows of one, but for the first inward row of the deepest corridor, which is found by search."""
    deepest = max(lanes, key=len)

    def cost_with(first: float) -> float:
        rows = (Corridor.entered(one, Fraction(first) if one is deepest else 1) for one in lanes)
        return float(mean_hitting_time(UnequalCorridors(tuple(rows))))

    found = minimize_scalar(cost_with, bounds=(0.1, 1), method="bounded", options={"xatol": 1e-7})
    return found.x, found.fun
