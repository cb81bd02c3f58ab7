"""``backproof audit``: every assumption of the theorem, and what becomes of the gap without it."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

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
    """List the assumptions of the theorem: what each carries, and where the gap breaks without it."""
    check_writable(out)
    graph = make_graph(width, depth, lanes)
    if explain is not None and (only or "," in explain or format_ is not AuditFormat.TABLE):
        raise typer.BadParameter(
            "--explain is a page of text on one assumption: name one, leave --only and --format out"
        )
    if format_ is AuditFormat.HTML:
        require("matplotlib", "figures")
    from backproof.api.audit import audit as examine_assumptions
    from backproof.reports import audit as audit_report

    with progress_bar("examining", "assumptions") as on_progress:
        rows = examine_assumptions(graph, only or [] if explain is None else explain, on_progress=on_progress)
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
