"""How many sampled walks detect a derivative on small graphs, and whether the bounds of `gradient-noise` hold there.

Main definitions: `least_walks`, `both_moments`, `within_bound`, `within_base_bound`, `next_to_fork`,
`no_more_than_at_base`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from backproof.checks.tools.instances import random_policy
from backproof.checks.tools.scored_walks import joint_moments
from backproof.theory.costs.walk_transform import ScoredRow, score_moments, scored_rows
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import Policy


def least_walks(graph: CorridorGraph, vertex: int) -> Fraction:
    """The bound 2 E[S^2] - 1 at the SFT limit for the backward row at v = 1..2K."""
    return 2 * _squared_score(graph, vertex) - 1


def _squared_score(graph: CorridorGraph, vertex: int) -> Fraction:
    _, backward = Policy.sft_limit(graph).passes()
    squared = (graph.width - 1) * (1 - backward[vertex - 1])
    for passing in backward[: vertex - 1]:
        squared /= passing
    return Fraction(squared)


def _policy(graph: CorridorGraph, name: str) -> Policy:
    if name == "random":
        return random_policy(graph, 5)
    return Policy.base(graph) if name == "base" else Policy.sft_limit(graph)


def both_moments(graph: CorridorGraph, name: str) -> tuple[Any, Any]:
    policy, rows = _policy(graph, name), scored_rows(graph)[:: graph.depth]
    brute = [joint_moments(graph, policy, row) for row in rows]
    orders = ((1, 0), (0, 2), (1, 1), (1, 2), (2, 2))
    solved = [(*(moments[order] for order in orders), moments[0, 1]) for moments in brute]
    found = [score_moments(graph, policy, row) for row in rows]
    return [(m.steps, m.score_squared, m.slope, m.steps_score_squared, m.both_squared, 0) for m in found], solved


def within_bound(graph: CorridorGraph, factor: int) -> bool:
    """Whether the bound holds with ``factor`` in place of 2."""
    policy = Policy.sft_limit(graph)
    rows = [row for row in scored_rows(graph) if not row.is_forward]
    moments = {row.vertex: score_moments(graph, policy, row) for row in rows}
    return all(
        found.score_squared == _squared_score(graph, v)
        and found.walks_for_unit_ratio(found.best_baseline) >= factor * found.score_squared - 1
        for v, found in moments.items()
    )


def within_base_bound(graph: CorridorGraph) -> bool:
    found = [score_moments(graph, Policy.base(graph), row) for row in scored_rows(graph) if row.is_forward]
    factor = Fraction(384 * (graph.lanes + 1) ** 2, graph.width**2)
    return all(moments.walks_for_unit_ratio() <= factor * moments.steps**4 for moments in found)


def next_to_fork(graph: CorridorGraph) -> Fraction:
    found = score_moments(graph, Policy.sft_limit(graph), ScoredRow("backward_exit", 0))
    return Fraction(found.walks_for_unit_ratio(found.best_baseline))


def no_more_than_at_base(graph: CorridorGraph) -> bool:
    def walks(policy: Policy, row: ScoredRow) -> Fraction:
        found = score_moments(graph, policy, row)
        return Fraction(found.walks_for_unit_ratio(found.best_baseline))

    rows = [row for row in scored_rows(graph) if not row.is_forward]
    return all(walks(Policy.sft_limit(graph), row) <= walks(Policy.base(graph), row) for row in rows)
