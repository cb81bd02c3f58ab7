"""The audit of the theorem's assumptions.

Main definition: `audit`.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable

from backproof.api.arguments import RefusedError, names
from backproof.api.progress import Counter, OnProgress
from backproof.checks.audit.index import select_assumptions
from backproof.reports.audit import AuditRow, examine_assumptions
from backproof.theory.graph import CorridorGraph, check_type
from backproof.theory.relaxations.frozen_growth import log10_least_sft_cost

MAX_WIDTH = 10_000
"""Some assumptions are examined corridor by corridor."""

MAX_LANES = 10**9
"""float64 keeps the distance of L/(L+1) from 1 to one part in 2^53/(L+1): at this size, one in ten million."""

MAX_LOG10 = 140
"""The largest log10 of SFT's cost: squares of costs and costs at twice the depth must fit float64."""


def audit(
    graph: CorridorGraph, only: str | Iterable[str] = (), *, on_progress: OnProgress | None = None
) -> tuple[AuditRow, ...]:
    """Drop each assumption of the theorem in turn, and compute the costs with and without it on this graph.

    ``only`` names assumptions; all of them by default. Each row has the ``assumption``, with its verdict in
    ``bearing``, and the ``finding``: costs in expected steps with it (``held``) and without it (``dropped``), where the
    answer changes, and the numbers that were computed in two ways (``checks``).

    Raises ValueError for an unknown id, with the near ones, and for sizes at which float64 does not hold the costs.

    >>> from backproof import CorridorGraph, audit
    >>> (row,) = audit(CorridorGraph(width=15, depth=15, lanes=5), "search-agent")
    >>> row.assumption.bearing.value, all(check.holds for check in row.finding.checks)
    ('carries the separation', True)
    """
    check_type("graph", graph, CorridorGraph)
    counter = Counter(on_progress)
    _check_size(graph)
    chosen = select_assumptions(names("only", only))
    counter.start(len(chosen))
    return tuple(examine_assumptions(chosen, graph, counter.advance))


def _check_size(graph: CorridorGraph) -> None:
    """Refuse what float64 cannot hold, and what would take very long, without working it out.

    ``MAX_LOG10`` is of `log10_least_sft_cost`. A single corridor is taken for two: the rows look at ways back from
    others of its size.
    """
    for name, size, limit, why in (
        ("width", graph.width, MAX_WIDTH, "some rows look at each corridor by itself"),
        (
            "lanes",
            graph.lanes,
            MAX_LANES,
            "beyond that float64 does not tell an entry row's L/(L+1) from one well enough",
        ),
    ):
        if size > limit:
            raise RefusedError(f"{name} must be at most {limit} for the audit, got {name}={size}: {why}")

    def too_deep(depth: int) -> bool:
        return log10_least_sft_cost(max(graph.width, 2), depth, graph.lanes) > MAX_LOG10

    if too_deep(graph.depth):
        deepest = bisect.bisect(range(1, graph.depth), False, key=too_deep)
        raise RefusedError(
            f"depth must be at most {deepest} for the audit at width={graph.width}, lanes={graph.lanes}, got "
            f"depth={graph.depth}: it computes in float64 and needs SFT's cost below about 1e{MAX_LOG10}"
        )
