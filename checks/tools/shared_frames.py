"""Policies on small graphs whose rows share a feature, for the claim `shared-rows`.

Main definitions: `on_shared_tables`, `first_velocity`, `allocentric_excess`, `allocentric_gain`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from backproof.checks.statement import Instance
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost
from backproof.checks.tools.rows import is_outward
from backproof.theory.any_graph.golden import sft_gradient
from backproof.theory.graph import SOURCE, CorridorGraph, EdgeState
from backproof.theory.policy import Policy
from backproof.theory.relaxations.shared_rows import Frame

SEVERAL = tuple(size for size in SMALL_SIZES if size["width"] > 1 and size["depth"] < 3)


def on_shared_tables() -> list[Instance]:
    return [
        Instance(
            "first-velocity",
            "on the table of all edge-states, at base and with lambda = 1/3, golden paths move s at lambda K and each "
            "backward gap at phi lambda^2 K",
            tuple({**size, "frame": frame} for size in SEVERAL for frame in Frame),
            lambda frame, **size: first_velocity(CorridorGraph(**size), frame, Fraction(1, 3)),
        ),
        Instance(
            "egocentric-cost",
            "if F = 6KL and the forward gaps are as far apart as they can be, the cost is at most 2 H*",
            SEVERAL,
            lambda width, depth, lanes: (egocentric_ratio(CorridorGraph(width, depth, lanes)) <= 2, True),
        ),
        Instance(
            "allocentric-bound",
            "at F = 3 and forward gaps of ln 5 the cost is at least H* + 2(W-1)(3^K - 1)",
            SEVERAL,
            lambda width, depth, lanes: (allocentric_excess(CorridorGraph(width, depth, lanes)) >= 0, True),
        ),
    ]


def _policy_of_odds(graph: CorridorGraph, exit_: Fraction, entry: Fraction, frame: Frame, size: Fraction) -> Policy:
    """The policy with e^gap = ``exit_`` and ``entry`` at forward rows, ``size`` to the power phi at backward rows."""
    away = size**frame
    odds = (exit_ / graph.lanes, away * graph.lanes, entry * graph.lanes, away / graph.lanes)
    return Policy(*([m / (1 + m)] * graph.depth for m in odds))


def first_velocity(graph: CorridorGraph, frame: Frame, weight: Fraction) -> tuple[Any, Any]:
    base = Policy.base(graph)
    rows: Any = {state: base.row(graph, state) for state in graph.edge_states() if state.head.kind in ("left", "right")}
    gradient: Any = sft_gradient(graph.multigraph(), SOURCE, graph.leaves(), rows)

    def feature(row: EdgeState, move: EdgeState) -> int:
        outward = is_outward(graph, move)
        straight = outward == is_outward(graph, row)
        return int(straight if frame is Frame.EGOCENTRIC else outward)

    push = -sum(weight * feature(row, move) * value for row, moves in gradient.items() for move, value in moves.items())
    gaps = {
        weight * push * (feature(row, passing) - feature(row, turning))
        for row, moves in rows.items()
        if not is_outward(graph, row)
        for passing in moves
        for turning in moves
        if is_outward(graph, turning) and not is_outward(graph, passing)
    }
    return (push, gaps), (weight * graph.depth, {frame * weight**2 * graph.depth})


def egocentric_ratio(graph: CorridorGraph) -> Fraction:
    size = Fraction(6 * graph.depth * graph.lanes)
    policy = _policy_of_odds(graph, size * graph.lanes, size / graph.lanes, Frame.EGOCENTRIC, size)
    return chain_cost(graph, policy) / chain_cost(graph, Policy.optimal(graph))


def allocentric_excess(graph: CorridorGraph, turns: int | None = None) -> Fraction:
    """The cost minus H* + 2(W-1)(3^K - 1), or minus the same with ``turns`` for W-1."""
    policy = _policy_of_odds(graph, Fraction(5), Fraction(5), Frame.ALLOCENTRIC, Fraction(3))
    surplus = 2 * (graph.width - 1 if turns is None else turns) * (Fraction(3) ** graph.depth - 1)
    return chain_cost(graph, policy) - chain_cost(graph, Policy.optimal(graph)) - surplus


def allocentric_gain(graph: CorridorGraph) -> Fraction:
    policy = _policy_of_odds(graph, Fraction(5), Fraction(5), Frame.ALLOCENTRIC, Fraction(3))
    return chain_cost(graph, Policy.base(graph)) - chain_cost(graph, policy)
