"""``backproof audit``: the assumptions of the theorem, and what the policies cost without each."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from backproof.commands.given import refuse
from backproof.commands.options import FORMAT, Corridors, Depth, Lanes, Out, Width, chosen_graph
from backproof.commands.output import check_writable, deliver, deliver_report
from backproof.commands.progress import progress_bar
from backproof.installed import require
from backproof.theory.graph import PAPER

if TYPE_CHECKING:
    from backproof.reports.audit import AuditRow
    from backproof.reports.measured import MeasuredRun
    from backproof.theory.graph import CorridorGraph, UnequalGraph


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
    corridors: Corridors = None,
) -> None:
    """Drop each assumption of the theorem, and compare the costs.

    Prints one line per assumption: the cost of SFT divided by the cost of RLVR, with the assumption and without it, and
    the verdict. The row network is measured: it shows saved runs of small networks. With --corridors the assumption
    that all corridors are equal is dropped for these; the other assumptions are examined in equal corridors only. Exit
    code 1: two computations of one number do not agree.

    Example: backproof audit --only shared-rows --explain
    """
    if format_ is not AuditFormat.TABLE:
        refuse(context, "explain", f"--format {format_} has all that was found")
    check_writable(out)
    graph = chosen_graph(context, width, depth, lanes, corridors)
    if format_ is AuditFormat.HTML:
        require("matplotlib", "figures")
    from backproof.api.audit import audit as examine
    from backproof.api.audit import measured_networks
    from backproof.reports import audit as audit_report

    with progress_bar("examining", "assumptions") as on_progress:
        rows = examine(graph, only or [], on_progress=on_progress)
    runs = measured_networks(graph, only or [])
    if format_ is AuditFormat.TABLE:
        deliver_report(lambda console: audit_report.show_audit(console, rows, graph, runs, explain=explain), out)
    else:
        deliver(_document(format_, rows, graph, runs), out)
    if out is not None and rows:
        typer.echo(audit_report.audit_summary(rows, graph.width), err=True)
    raise typer.Exit(audit_report.audit_exit_code(rows))


def _document(
    format_: AuditFormat, rows: Sequence[AuditRow], graph: CorridorGraph | UnequalGraph, runs: Sequence[MeasuredRun]
) -> str:
    if format_ is AuditFormat.HTML:
        from backproof.reports.audit_html import audit_html

        return audit_html(rows, graph, runs)
    from backproof.reports.audit_documents import audit_json, audit_markdown

    written = audit_json if format_ is AuditFormat.JSON else audit_markdown
    return written(rows, graph, runs)
