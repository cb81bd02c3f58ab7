"""Flows of RLVR's training: how fast an algorithm moves each logit gap, and when the flow comes near the optimum.

The gradient dH/dp of the cost by a row's probability p to pass is given; algorithms differ in what they make of it.
With D the row's logit gap, n the number of rows that are alike (W at entries, W L at exits) and N the expected visits
to them all in one walk, D moves at

- ``gaps``: -dH/dp p (1-p), gradient flow on the gaps;
- ``logits``: (1 + 1/L)/n times that, gradient flow on all L+1 logits of each row;
- ``natural``: -dH/dp / N, the natural gradient, on gaps or logits;
- ``sign``: -sign(dH/dp), the flow of the paper's sign gradient (its steps: `theory.sign_descent`).

The claim `parametrisation` derives these. Gaps are float64 arrays of 4K in the order of `theory.policy.by_vertex`:
those of p_1..p_2K, then those of q_1..q_2K.

Main definitions: `gap_velocity`, `row_visits`, `arrivals`, `times_until`, `vertex_gaps`, `base_gaps`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from scipy.integrate import solve_ivp
from scipy.special import expit

from backproof.theory.costs import crossings
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Floats, Policy, by_vertex

Way: TypeAlias = Literal["gaps", "logits", "natural", "sign"]

STEP_ERROR = 1e-8
"""Relative error of each step of the integrator, which takes some hundred."""

FAR = 1e7
"""The longest path of the gaps that is followed, in nats: some thousand times what deep corridors need."""


class Arrival(NamedTuple):
    """The time at which a flow comes so near the optimum, and the gaps that it has there."""

    time: float
    gaps: Floats


def base_gaps(graph: CorridorGraph) -> Floats:
    """The gaps of the base model: zeros."""
    return np.zeros(4 * graph.depth)


def vertex_gaps(graph: CorridorGraph, policy: Policy) -> Floats:
    """The gaps of a policy in the order by vertex; inf for probability one."""
    return np.concatenate(by_vertex(policy.gaps(graph)))


def alike_rows(graph: CorridorGraph) -> Floats:
    """n: how many rows of the full table share each gap."""
    entries, exits = np.full(graph.depth, graph.width), np.full(graph.depth, graph.width * graph.lanes)
    counts = {"forward_entry": entries, "forward_exit": exits, "backward_entry": entries, "backward_exit": exits}
    return np.concatenate(by_vertex(counts))


def row_visits(width: Any, p: crossings.Numbers, q: crossings.Numbers) -> Any:
    """N: expected visits in one walk to the rows of each gap, 4K of them, in the kind of number given.

    A walker who comes to vertex v from the fork's side has crossed edge v-1 outward, which happens 1 + x_(v-1) times on
    each of W passages out and y_(v-1) times on each of W-1 passages back. One from the leaf's side has crossed edge v
    inward, which happens x_v times and 1 + y_v times.
    """
    p, q = (side if isinstance(side, np.ndarray) else np.array(side, dtype=object) for side in (p, q))
    x, y = crossings.surpluses(p, q), crossings.surpluses(q[::-1], p[::-1])[::-1]
    from_fork = width * (1 + x[:-1]) + (width - 1) * y[:-1]
    from_leaf = width * x[1:] + (width - 1) * (1 + y[1:])
    return np.concatenate([from_fork, from_leaf])


def cost_and_slopes(graph: CorridorGraph, gaps: Floats) -> tuple[float, Floats]:
    """(H, its derivatives by the 4K probabilities) at these gaps."""
    gradient = crossings.walk_cost_gradient(graph.width, *_passes(graph, gaps))
    return float(gradient.cost), np.concatenate([gradient.by_forward, gradient.by_backward])


def turning(graph: CorridorGraph, gaps: Floats) -> Floats:
    """Each row's probability to turn, right to the last digits however small it is."""
    return np.asarray(expit(-_passing_logits(graph, gaps)), dtype=np.float64)


def gap_velocity(way: Way, graph: CorridorGraph, gaps: Floats) -> Floats:
    """How fast each gap moves, per unit of training time (`sign`: per nat stepped).

    Raises ValueError for the natural gradient on a single corridor, where visits to backward rows tend to 0.
    """
    if way == "natural" and graph.width == 1:
        raise ValueError("width must be >= 2 for the natural gradient, got width=1: no dead end is ever left")
    _, by_probability = cost_and_slopes(graph, gaps)
    match way:
        case "sign":
            return np.asarray(-np.sign(by_probability))
        case "natural":
            return np.asarray(-by_probability / row_visits(graph.width, *_passes(graph, gaps)))
    logits = _passing_logits(graph, gaps)
    by_gap = by_probability * expit(logits) * expit(-logits)
    share = 1.0 if way == "gaps" else (1 + 1 / graph.lanes) / alike_rows(graph)
    return np.asarray(-by_gap * share, dtype=np.float64)


def arrivals(way: Way, graph: CorridorGraph, bounds: Sequence[float], start: Floats | None = None) -> list[Arrival]:
    """When and where the flow from the gaps ``start`` (base if none) first costs no more than each of the ``bounds``.

    Bounds descend, and all exceed H*. Float64 to about 1e-6. The flow is integrated along its path: the path's length
    is the variable and time a coordinate, which suits a steep start and a slow end alike. Raises ValueError for bounds
    that are not above H*, ArithmeticError where the integrator gives up.
    """
    optimum = 1 + (2 * graph.width - 1) * (2 * graph.depth + 1)
    if not all(bound > optimum for bound in bounds):
        raise ValueError(f"bounds must be above the optimum's cost {optimum}, got bounds={list(bounds)}")

    def along(_: float, state: Floats) -> Floats:
        moves = gap_velocity(way, graph, state[:-1])
        return np.asarray(np.append(moves, 1.0) / np.linalg.norm(moves))

    def arrival(bound: float) -> Any:
        def above(_: float, state: Floats) -> float:
            return math.log(cost_and_slopes(graph, state[:-1])[0] / bound)

        above.terminal, above.direction = bound == bounds[-1], -1.0  # type: ignore[attr-defined]
        return above

    origin = np.append(base_gaps(graph) if start is None else start, 0.0)
    events = [arrival(bound) for bound in bounds]
    found = solve_ivp(along, (0, FAR), origin, "DOP853", events=events, rtol=STEP_ERROR, atol=STEP_ERROR)
    if not found.success or not all(len(times) for times in found.t_events):
        raise ArithmeticError(f"the flow must reach a cost of {bounds[-1]}, stopped: {found.message}")
    return [Arrival(float(states[0][-1]), states[0][:-1]) for states in found.y_events]


def times_until(way: Way, graph: CorridorGraph, bounds: Sequence[float], start: Floats | None = None) -> list[float]:
    """The times of `arrivals`."""
    return [arrival.time for arrival in arrivals(way, graph, bounds, start)]


def _passing_logits(graph: CorridorGraph, gaps: Floats) -> Floats:
    """The logits of passing: the gap plus ln L at entries, less ln L at exits."""
    entry_first = np.tile([1.0, -1.0], graph.depth)
    return gaps + math.log(graph.lanes) * np.concatenate([entry_first, -entry_first])


def _passes(graph: CorridorGraph, gaps: Floats) -> tuple[Floats, Floats]:
    """(p, q) at these gaps."""
    passing = expit(_passing_logits(graph, gaps))
    return passing[: 2 * graph.depth], passing[2 * graph.depth :]
