"""Rows that are alike, and costs near the optimum, on small graphs, for the claim `parametrisation`.

Main definitions: `on_alike_rows`, `each_row_the_whole_slope`.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from fractions import Fraction
from typing import Any

from backproof.checks.statement import Control, Instance
from backproof.checks.tools.instances import SMALL_SIZES, chain_cost, random_policy
from backproof.checks.tools.rows import RowUse, in_vertex_order, place, row_uses
from backproof.checks.tools.walks import visits_per_trace
from backproof.theory.costs.hitting_time import expected_hitting_time_gradient
from backproof.theory.graph import CorridorGraph
from backproof.theory.policy import FAMILIES, Policy
from backproof.theory.training_flows import alike_rows, row_visits

FEW = tuple(
    {"width": width, "depth": depth, "lanes": lanes, "seed": seed}
    for (width, depth, lanes), seed in itertools.product(((2, 1, 2), (3, 2, 1), (2, 2, 2), (3, 1, 3)), (1, 2))
)


def on_alike_rows() -> list[Instance]:
    return [
        Instance(
            "alike-rows",
            "on the full multigraph each of n rows that are alike has 1/n of the slope and of the visits N",
            FEW,
            lambda width, depth, lanes, seed: _single_rows(CorridorGraph(width, depth, lanes), seed),
        ),
        Instance(
            "at-the-optimum",
            "with the solved visits at the optimum the natural gradient moves the gaps at 2v and 2(2K+1-v), and the "
            "sum of n/(1+1/L) is 2WKL",
            tuple(size for size in SMALL_SIZES if size["width"] > 1),
            lambda width, depth, lanes: _at_the_optimum(CorridorGraph(width, depth, lanes)),
        ),
        Instance(
            "excess",
            "with random errors of at most 1/(32 M^2), H - H* is the sum of slopes times errors up to a relative 1/2",
            FEW,
            lambda width, depth, lanes, seed: (_excess_is_linear(CorridorGraph(width, depth, lanes), seed), True),
        ),
    ]


def _below_one(graph: CorridorGraph, seed: int) -> Policy:
    """A random policy without ones."""
    drawn = random_policy(graph, seed)
    return Policy(**{name: [min(value, Fraction(7, 8)) for value in getattr(drawn, name)] for name in FAMILIES})


def _single_rows(graph: CorridorGraph, seed: int) -> tuple[Any, Any]:
    policy = _below_one(graph, seed)
    uses = row_uses(graph, policy)
    alike = Counter(place(graph, row) for row in uses)
    slopes = in_vertex_order(expected_hitting_time_gradient(graph, policy, exact=True))
    visits = row_visits(graph.width, *policy.passes())
    stated = [RowUse(visits[part] / count, slopes[part] / count) for part, count in sorted(alike.items())]
    expected = {row: stated[place(graph, row)] for row in uses}
    return (uses, dict(alike)), (expected, dict(enumerate(alike_rows(graph))))


def _at_the_optimum(graph: CorridorGraph) -> tuple[Any, Any]:
    visits: Counter[int] = Counter()
    for row, weight in visits_per_trace(graph).items():
        visits[place(graph, row)] += weight  # type: ignore[assignment]
    slopes = in_vertex_order(expected_hitting_time_gradient(graph, Policy.optimal(graph), exact=True))
    found = [-slope / visits[vertex] for vertex, slope in enumerate(slopes)]
    out = [2 * vertex for vertex in range(1, 2 * graph.depth + 1)]
    total = sum(map(int, alike_rows(graph))) / (1 + Fraction(1, graph.lanes))
    return (found, total), ([*out, *out[::-1]], 2 * graph.width * graph.depth * graph.lanes)


def _excess_is_linear(graph: CorridorGraph, seed: int) -> bool:
    """Whether H - H* is linear in the errors up to a relative k = 16 M^2 delta = 1/2."""
    draw, most = random.Random(seed), Fraction(1, 32 * (2 * graph.depth) ** 2)  # noqa: S311 - not for secrets
    policy = Policy(**{f: [1 - most * draw.randint(0, 4) / 4 for _ in range(graph.depth)] for f in FAMILIES})
    optimum = Policy.optimal(graph)
    slopes = in_vertex_order(expected_hitting_time_gradient(graph, optimum, exact=True))
    linear = -sum(slope * (1 - pi) for slope, pi in zip(slopes, in_vertex_order(policy), strict=True))
    excess = chain_cost(graph, policy) - chain_cost(graph, optimum)
    return bool(linear / 2 <= excess <= linear * 3 / 2)


def each_row_the_whole_slope() -> Control:
    """False: a row would have what all rows that are alike have together."""
    return Control(
        Instance(
            "each-row-the-whole-slope",
            "each of n rows that are alike has the whole slope, as a gap does",
            FEW,
            lambda width, depth, lanes, seed: _whole_slope(CorridorGraph(width, depth, lanes), seed),
        )
    )


def _whole_slope(graph: CorridorGraph, seed: int) -> tuple[Any, Any]:
    policy = _below_one(graph, seed)
    slopes = in_vertex_order(expected_hitting_time_gradient(graph, policy, exact=True))
    uses = row_uses(graph, policy)
    return {row: use.slope for row, use in uses.items()}, {row: slopes[place(graph, row)] for row in uses}
