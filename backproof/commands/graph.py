"""``backproof graph``: what SFT, RLVR and search do on a graph of yours."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from backproof.commands.options import Out, check_writable, deliver, status


class GraphFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


def graph(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The graph, as JSON (node-link) or GraphML.")],
    format_: Annotated[GraphFormat, typer.Option("--format", help="How to report.")] = GraphFormat.TABLE,
    out: Out = None,
) -> None:
    """Examine a graph of yours: what each policy costs on it, and which rows SFT leaves without a gradient."""
    check_writable(out)
    from backproof.graphs import report as graph_audit

    found = graph_audit.load_graph(file)
    with status() as tell:
        audit = graph_audit.examine_graph(found, tell)
    if format_ is GraphFormat.TABLE and out is None and sys.stdout.isatty():
        from rich.console import Console

        graph_audit.as_text(audit, console=Console())
    elif format_ is GraphFormat.JSON:
        deliver(json.dumps(graph_audit.as_document(audit), indent=1, allow_nan=False) + "\n", out)
    elif format_ is GraphFormat.MARKDOWN:
        deliver(graph_audit.as_markdown(audit), out)
    else:
        deliver(graph_audit.as_text(audit), out)
