"""``backproof audit``: every assumption of the theorem, and what becomes of the separation without it."""

from __future__ import annotations

import bisect
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from backproof.commands.options import (
    Depth,
    Lanes,
    Out,
    Width,
    check_writable,
    deliver,
    make_graph,
    progress_bar,
    require,
)
from backproof.theory.graph import PAPER

if TYPE_CHECKING:
    from backproof.checks.audit.assumption import Assumption
    from backproof.theory.graph import CorridorGraph

MAX_WIDTH = 10_000
"""Some rows look at each corridor by itself."""

MAX_LANES = 10**9
"""What an entry row lacks to one, 1/(L+1), is held by float64 to L+1 parts in 2^53: here to one in ten million."""

MAX_LOG10 = 140
"""Of SFT's cost: squares of costs, and costs at twice the depth, have to stay within float64."""


class AuditFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


def audit(
    only: Annotated[list[str] | None, typer.Option(help="Assumption to examine; may be repeated.")] = None,
    explain: Annotated[str | None, typer.Option(metavar="ID", help="One page on this assumption.")] = None,
    format_: Annotated[AuditFormat, typer.Option("--format", help="How to report.")] = AuditFormat.TABLE,
    out: Out = None,
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
) -> None:
    """List the assumptions of the theorem: what each carries, and what is left without it."""
    check_writable(out)
    graph = make_graph(width, depth, lanes)
    if explain is not None and (only or "," in explain or format_ is not AuditFormat.TABLE):
        raise typer.BadParameter(
            "--explain is a page of text on one assumption: name one, leave --only and --format out"
        )
    if format_ is AuditFormat.HTML:
        require("matplotlib", "figures")
    _check_size(graph)
    chosen = _select([explain] if explain is not None else only or [])
    from backproof.reports import audit as audit_report

    with progress_bar("examining", "assumptions") as (expect, advance):
        expect(len(chosen))
        rows = audit_report.examine(chosen, graph, advance)
    if format_ is AuditFormat.TABLE and out is None and sys.stdout.isatty():
        from rich.console import Console

        if explain is not None:
            audit_report.page(rows[0], graph, console=Console())
        else:
            audit_report.table(rows, graph, console=Console())
    elif explain is not None:
        deliver(audit_report.page(rows[0], graph), out)
    elif format_ is AuditFormat.HTML:
        from backproof.reports.audit_html import html

        deliver(html(rows, graph), out)
    else:
        renderers = {
            AuditFormat.TABLE: audit_report.table,
            AuditFormat.JSON: audit_report.as_json,
            AuditFormat.MARKDOWN: audit_report.markdown,
        }
        deliver(renderers[format_](rows, graph), out)
    if out is not None:
        typer.echo(audit_report.summary(rows, graph.width), err=True)
    raise typer.Exit(audit_report.exit_code(rows))


def _select(ids: list[str]) -> tuple[Assumption, ...]:
    from backproof.checks.audit.index import UnknownAssumptionError, select_assumptions

    try:
        return select_assumptions(name.strip() for part in ids for name in part.split(","))
    except UnknownAssumptionError as error:
        raise typer.BadParameter(str(error)) from error


def _check_size(graph: CorridorGraph) -> None:
    """Refuse what float64 cannot hold, and what would take very long, without working it out.

    ``MAX_LOG10`` is of `log10_least_sft_cost`. A single corridor is taken for two: the rows look at ways back from
    others of its size.
    """
    from backproof.theory.relaxations.frozen_growth import log10_least_sft_cost

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
            raise typer.BadParameter(f"--{name} must be at most {limit} for the audit, got {name}={size}: {why}")

    def too_deep(depth: int) -> bool:
        return log10_least_sft_cost(max(graph.width, 2), depth, graph.lanes) > MAX_LOG10

    if too_deep(graph.depth):
        deepest = bisect.bisect(range(1, graph.depth), False, key=too_deep)
        raise typer.BadParameter(
            f"--depth must be at most {deepest} for the audit at width={graph.width}, lanes={graph.lanes}, got "
            f"depth={graph.depth}: it computes in float64 and needs SFT's cost below about 1e{MAX_LOG10}"
        )
