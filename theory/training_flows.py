"""Four ways to train the same rows: how each moves the logit gaps, and how long each takes to come near the optimum.

RLVR's gradient dH/dp of a row's probability p to pass is one thing, what an algorithm makes of it another. With D the
row's logit gap, n the number of rows that are alike (W at entries, W L at exits) and N the expected visits to them all
in one walk, D moves at

- ``gaps``: -dH/dp p (1-p), gradient flow on the gaps themselves;
- ``logits``: the same times (1 + 1/L)/n, gradient flow on all L+1 logits of each row;
- ``natural``: -dH/dp / N, the natural gradient, on gaps or logits;
- ``sign``: -sign(dH/dp), the paper's sign gradient on the gaps.

The claim `parametrisation` derives these. Gaps are float64 arrays of 4K: those of p_1..p_2K, then those of q_1..q_2K,
vertices as in `theory.costs.crossings`.

Main definitions: `velocity`, `row_visits`, `arrivals` (of a flow), `times_until`, `sign_descent`, `sign_steps_until`,
`gaps_of`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from scipy.integrate import solve_ivp
from scipy.special import expit

from backproof.theory.costs import crossings
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Floats, Policy, by_vertex

Way: TypeAlias = Literal["gaps", "logits", "natural", "sign"]

STEP = 0.01
"""The paper's step of sign gradient, in nats of the gap."""

MAX_STEPS = 5000
"""Of a sign descent, 50 nats: whatever gap has kept one direction is by then at probability one in float64."""

TOLERANCE = 1e-8
"""Relative, of each step of the integrator; it takes some hundred."""

FAR = 1e7
"""Longest path of the gaps to follow, in nats: some thousand times what deep corridors need."""


class Arrival(NamedTuple):
    """When a flow comes so near the optimum, in units of its time, and the gaps it has there."""

    time: float
    gaps: Floats


def base_gaps(graph: CorridorGraph) -> Floats:
    """The base model: zeros."""
    return np.zeros(4 * graph.depth)


def gaps_of(graph: CorridorGraph, policy: Policy) -> Floats:
    """The gaps of a policy, in the order of this module; inf for probability one."""
    return np.concatenate(by_vertex(policy.gaps(graph)))


def passing_logits(graph: CorridorGraph, gaps: Floats) -> Floats:
    """Logits of passing: ln L more than the gap at entries, ln L less at exits."""
    entry_first = np.tile([1.0, -1.0], graph.depth)
    return gaps + math.log(graph.lanes) * np.concatenate([entry_first, -entry_first])


def alike_rows(graph: CorridorGraph) -> Floats:
    """n: how many rows of the full table share each gap."""
    entry_first = np.tile([1.0, graph.lanes], graph.depth)
    return graph.width * np.concatenate([entry_first, entry_first.reshape(-1, 2)[:, ::-1].ravel()])


def row_visits(width: Any, p: crossings.Numbers, q: crossings.Numbers) -> Any:
    """N: expected visits in one walk to the rows of each gap, 4K of them, in the number given.

    Whoever comes to vertex v from the fork's side has crossed edge v-1 outward: 1 + x_(v-1) times on each of W passages
    out, y_(v-1) times on each of W-1 passages back. From the leaf's side it is edge v inward: x_v and 1 + y_v times.
    """
    p, q = (side if isinstance(side, np.ndarray) else np.array(side, dtype=object) for side in (p, q))
    x, y = crossings.surpluses(p, q), crossings.surpluses(q[::-1], p[::-1])[::-1]
    from_fork = width * (1 + x[:-1]) + (width - 1) * y[:-1]
    from_leaf = width * x[1:] + (width - 1) * (1 + y[1:])
    return np.concatenate([from_fork, from_leaf])


def slopes(graph: CorridorGraph, gaps: Floats) -> tuple[float, Floats]:
    """(H, dH/dp of all 4K probabilities) at these gaps."""
    p, q = _sides(graph, gaps)
    gradient = crossings.hitting_time_gradient(graph.width, p, q)
    return float(gradient.cost), np.concatenate([gradient.by_forward, gradient.by_backward])


def velocity(way: Way, graph: CorridorGraph, gaps: Floats) -> Floats:
    """How fast each gap moves, per unit of training time (`sign`: per nat stepped).

    Raises ValueError for the natural gradient on a single corridor, whose backward rows are not visited in the end.
    """
    if way == "natural" and graph.width == 1:
        raise ValueError("width must be >= 2 for the natural gradient, got width=1: no dead end is ever left")
    _, by_probability = slopes(graph, gaps)
    match way:
        case "sign":
            return np.asarray(-np.sign(by_probability))
        case "natural":
            return np.asarray(-by_probability / row_visits(graph.width, *_sides(graph, gaps)))
    logits = passing_logits(graph, gaps)
    by_gap = by_probability * expit(logits) * expit(-logits)
    share = 1.0 if way == "gaps" else (1 + 1 / graph.lanes) / alike_rows(graph)
    return np.asarray(-by_gap * share, dtype=np.float64)


def arrivals(way: Way, graph: CorridorGraph, bounds: Sequence[float], start: Floats | None = None) -> list[Arrival]:
    """When and where the flow from the gaps ``start`` first costs no more than each of the ``bounds``, descending, all
    above H*.

    It starts at base unless told otherwise. Float64 to about 1e-6. The integration is along the path: its length is the
    variable and time a coordinate, so that a steep start and a slow end are alike. Raises ValueError for bounds that
    are not above H*, ArithmeticError where the integrator gives up.
    """
    optimum = 1 + (2 * graph.width - 1) * (2 * graph.depth + 1)
    if not all(bound > optimum for bound in bounds):
        raise ValueError(f"bounds must be above the optimum's cost {optimum}, got bounds={list(bounds)}")

    def along(_: float, state: Floats) -> Floats:
        moves = velocity(way, graph, state[:-1])
        return np.asarray(np.append(moves, 1.0) / np.linalg.norm(moves))

    def arrival(bound: float) -> Any:
        def above(_: float, state: Floats) -> float:
            return math.log(slopes(graph, state[:-1])[0] / bound)

        above.terminal, above.direction = bound == bounds[-1], -1.0  # type: ignore[attr-defined]
        return above

    origin = np.append(base_gaps(graph) if start is None else start, 0.0)
    events = [arrival(bound) for bound in bounds]
    found = solve_ivp(along, (0, FAR), origin, "DOP853", events=events, rtol=TOLERANCE, atol=TOLERANCE)
    if not found.success or not all(len(times) for times in found.t_events):
        raise ArithmeticError(f"the flow must reach a cost of {bounds[-1]}, stopped: {found.message}")
    return [Arrival(float(states[0][-1]), states[0][:-1]) for states in found.y_events]


def times_until(way: Way, graph: CorridorGraph, bounds: Sequence[float], start: Floats | None = None) -> list[float]:
    """The times of `arrivals`."""
    return [arrival.time for arrival in arrivals(way, graph, bounds, start)]


def sign_descent(graph: CorridorGraph, start: Floats) -> Iterator[tuple[float, Floats, Floats]]:
    """Sign steps of `STEP` from the gaps ``start``: before each of `MAX_STEPS` the cost, the gaps, and the signs of the
    derivatives that the step goes against.
    """
    gaps = start
    for _ in range(MAX_STEPS):
        cost, by_probability = slopes(graph, gaps)
        signs = np.sign(by_probability)
        yield cost, gaps, signs
        gaps = gaps - STEP * signs


def sign_steps_until(graph: CorridorGraph, start: Floats, bounds: Sequence[float]) -> list[int | None]:
    """After how many sign steps of `STEP` from the gaps ``start`` the cost is first at most each bound, descending.

    None for what is not reached in `MAX_STEPS`: steps of finite size can go round in a cycle.

    >>> graph = CorridorGraph(width=15, depth=15, lanes=5)
    >>> sign_steps_until(graph, base_gaps(graph), [1.05 * 900])
    [738]
    """
    reached = list[int | None]()
    for step, (cost, _, _) in enumerate(sign_descent(graph, start)):
        while len(reached) < len(bounds) and cost <= bounds[len(reached)]:
            reached.append(step)
        if len(reached) == len(bounds):
            break
    return reached + [None] * (len(bounds) - len(reached))


def turning(graph: CorridorGraph, gaps: Floats) -> Floats:
    """Each row's probability to turn, to the last digits however small it is."""
    return np.asarray(expit(-passing_logits(graph, gaps)), dtype=np.float64)


def _sides(graph: CorridorGraph, gaps: Floats) -> tuple[Floats, Floats]:
    passing = expit(passing_logits(graph, gaps))
    return passing[: 2 * graph.depth], passing[2 * graph.depth :]
