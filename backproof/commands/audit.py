"""``backproof audit``: the assumptions of the theorem, and what the policies cost without each."""

from __future__ import annotations

import bisect
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from backproof.commands.given import refuse
from backproof.commands.options import FORMAT, Depth, Lanes, Out, Width, make_graph, names_of, require
from backproof.commands.output import check_writable, deliver, deliver_report
from backproof.commands.progress import progress_bar
from backproof.theory.graph import PAPER

if TYPE_CHECKING:
    from backproof.checks.audit.assumption import Assumption
    from backproof.reports.audit import AuditRow
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
    context: typer.Context,
    only: Annotated[list[str] | None, typer.Option(metavar="ID", help="Only this assumption; repeat for more.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print for each assumption what was found, in words and numbers.")
    ] = False,
    format_: Annotated[AuditFormat, typer.Option("--format", help=FORMAT)] = AuditFormat.TABLE,
    out: Out = None,
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
) -> None:
    """Drop each assumption of the theorem, and compare the costs.

    Prints one line per assumption: the cost of SFT divided by the cost of RLVR, with the assumption and without it, and
    the verdict. Exit code 1: two computations of one number do not agree.

    Example: backproof audit --only shared-rows --explain
    """
    if format_ is not AuditFormat.TABLE:
        refuse(context, "explain", f"--format {format_} has all that was found")
    check_writable(out)
    graph = make_graph(width, depth, lanes)
    if format_ is AuditFormat.HTML:
        require("matplotlib", "figures")
    _check_size(graph)
    chosen = _select(names_of(only))
    from backproof.reports import audit as audit_report

    with progress_bar("examining", "assumptions") as (expect, advance):
        expect(len(chosen))
        rows = audit_report.examine_assumptions(chosen, graph, advance)
    if format_ is AuditFormat.TABLE:
        deliver_report(lambda console: audit_report.show_audit(console, rows, graph, explain=explain), out)
    else:
        deliver(_document(format_, rows, graph), out)
    if out is not None:
        typer.echo(audit_report.audit_summary(rows, graph.width), err=True)
    raise typer.Exit(audit_report.audit_exit_code(rows))


def _document(format_: AuditFormat, rows: list[AuditRow], graph: CorridorGraph) -> str:
    if format_ is AuditFormat.HTML:
        from backproof.reports.audit_html import audit_html

        return audit_html(rows, graph)
    from backproof.reports.audit_documents import audit_json, audit_markdown

    return audit_json(rows, graph) if format_ is AuditFormat.JSON else audit_markdown(rows, graph)


def _select(names: list[str]) -> tuple[Assumption, ...]:
    from backproof.checks.audit.index import UnknownAssumptionError, select_assumptions

    try:
        return select_assumptions(names)
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
