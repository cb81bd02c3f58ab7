"""The audit of the theorem's assumptions.

Main definitions: `audit`, `measured_networks`.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable

from backproof.api.arguments import RefusedError, names
from backproof.api.progress import Counter, OnProgress
from backproof.checks.audit.index import select_assumptions
from backproof.paper_figures.records import RecordError
from backproof.reports.audit import AuditRow, examine_assumptions
from backproof.reports.measured import NETWORK, MeasuredRun, network_runs
from backproof.theory.graph import CorridorGraph, UnequalGraph, check_graph
from backproof.theory.relaxations.frozen_growth import log10_least_sft_cost

MAX_WIDTH = 10_000
"""Some assumptions are examined corridor by corridor."""

MAX_LANES = 10**9
"""float64 keeps the distance of L/(L+1) from 1 to one part in 2^53/(L+1): at this size, one in ten million."""

MAX_LOG10 = 140
"""The largest log10 of SFT's cost: squares of costs and costs at twice the depth must fit float64."""


def audit(
    graph: CorridorGraph | UnequalGraph, only: str | Iterable[str] = (), *, on_progress: OnProgress | None = None
) -> tuple[AuditRow, ...]:
    """Drop each assumption of the theorem in turn, and compute the costs with and without it on this graph.

    ``only`` names assumptions; all of them by default. On an `UnequalGraph` that is unequal-corridors alone, since the
    others are about equal corridors. Each row has the ``assumption``, with its verdict in ``bearing``, and the
    ``finding``: costs in expected steps with it (``held``) and without it (``dropped``), where the answer changes, and
    the numbers that were computed in two ways (``checks``).

    The row network is not computed: ask `measured_networks`, or the command.

    Raises ValueError for an unknown id, with the near ones, for one that has no meaning on the graph, and for sizes at
    which float64 does not hold the costs.

    >>> from backproof import CorridorGraph, audit
    >>> (row,) = audit(CorridorGraph(width=15, depth=15, lanes=5), "search-agent")
    >>> row.assumption.bearing.value, all(check.holds for check in row.finding.checks)
    ('carries the separation', True)
    """
    check_graph(graph)
    counter = Counter(on_progress)
    named = names("only", only)
    chosen = select_assumptions(named, beside=(NETWORK,))
    if not chosen and not isinstance(graph, UnequalGraph):
        return ()
    if isinstance(graph, UnequalGraph):
        if NETWORK in named:
            raise RefusedError(f"{NETWORK} is measured in equal corridors only: leave it out")
        _check_sizes(graph.width, max(graph.depths), max(map(max, graph.lanes)))
        alike = [row.id for row in chosen if row.examine_unequal is None]
        if named and alike:
            raise RefusedError(f"{alike[0]} is examined in equal corridors only: leave it out")
        chosen = tuple(row for row in chosen if row.examine_unequal is not None)
    else:
        _check_sizes(graph.width, graph.depth, graph.lanes)
    counter.start(len(chosen))
    return tuple(examine_assumptions(chosen, graph, counter.advance))


def measured_networks(graph: CorridorGraph | UnequalGraph, only: str | Iterable[str] = ()) -> tuple[MeasuredRun, ...]:
    """The saved runs of the row network, at sizes of their own; none beside unequal corridors, or if ``only`` does not
    name the row. Raises ValueError for a record that is missing or was changed.
    """
    named = names("only", only)
    if isinstance(graph, UnequalGraph) or (named and NETWORK not in named):
        return ()
    try:
        return network_runs()
    except RecordError as error:
        raise RefusedError(str(error)) from error


def _check_sizes(width: int, most_depth: int, lanes: int) -> None:
    """Refuse what float64 cannot hold, and what would take very long, without working it out.

    ``MAX_LOG10`` is of `log10_least_sft_cost`, which rises with each size. A single corridor is taken for two: the rows
    look at ways back from others of its size.
    """
    for name, size, limit, why in (
        ("width", width, MAX_WIDTH, "some rows look at each corridor by itself"),
        (
            "lanes",
            lanes,
            MAX_LANES,
            "beyond that float64 does not tell an entry row's L/(L+1) from one well enough",
        ),
    ):
        if size > limit:
            raise RefusedError(f"{name} must be at most {limit} for the audit, got {name}={size}: {why}")

    def too_deep(depth: int) -> bool:
        return log10_least_sft_cost(max(width, 2), depth, lanes) > MAX_LOG10

    if too_deep(most_depth):
        deepest = bisect.bisect(range(1, most_depth), False, key=too_deep)
        raise RefusedError(
            f"depth must be at most {deepest} for the audit at width={width}, lanes={lanes}, got "
            f"depth={most_depth}: it computes in float64 and needs SFT's cost below about 1e{MAX_LOG10}"
        )
