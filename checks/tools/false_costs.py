"""Controls of the cost claims: a wrong formula for the cost of a policy, put to the solvers at one depth.

The true side is the crossing recurrence, run on symbols at that depth without a closed form. The counterexample is a
pair of sizes, which is confirmed on the full multigraph.

Main results: `false_cost`, `contradicted`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from backproof.checks.formula import Model, eq
from backproof.checks.statement import Control, Obligation, fraction
from backproof.checks.tools.instances import chain_cost
from backproof.checks.tools.symbols import sizes
from backproof.theory.costs import closed_forms, crossings
from backproof.theory.costs.closed_forms import DiamondRows
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy


def false_cost(
    id: str,  # noqa: A002 - the field that it fills
    words: str,
    rows: DiamondRows,
    policy: Callable[[CorridorGraph], Policy],
    wrong: Callable[[Any, Any, Any], sp.Expr],
    *,
    depth: int = 1,
) -> Control:
    """The control that for every W and L the policy costs ``wrong(W, depth, L)``."""
    width, lanes = sizes("W L")
    p, q = [rows.forward_entry, rows.forward_exit] * depth, [rows.backward_exit, rows.backward_entry] * depth
    cost = crossings.walk_cost(width, p, q).subs(closed_forms.L, lanes)

    def confirm(model: Model) -> str:
        graph = CorridorGraph(int(model.get("W", 1)), depth, int(model.get("L", 1)))
        return contradicted(graph, policy, wrong)

    return Control(Obligation(id, words, eq(cost, wrong(width, sp.Integer(depth), lanes))), confirm)


def contradicted(
    graph: CorridorGraph, policy: Callable[[CorridorGraph], Policy], wrong: Callable[[Any, Any, Any], sp.Expr]
) -> str:
    """What the policy costs on this graph, and what the formula says. Raises ValueError if that is the same."""
    claimed = fraction(wrong(*map(sp.Integer, (graph.width, graph.depth, graph.lanes))))
    true = chain_cost(graph, policy(graph))
    if true == claimed:
        raise ValueError(f"at {graph} the chain costs {true}, as the control says")
    return f"at W={graph.width}, K={graph.depth}, L={graph.lanes} the chain costs {true}, the control says {claimed}"
