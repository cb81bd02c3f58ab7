"""``backproof graph``: what SFT, RLVR and search do on a graph of yours."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from backproof.commands.options import FORMAT, Out
from backproof.commands.output import check_writable, deliver, deliver_report
from backproof.commands.progress import status


class GraphFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


def _restarts(text: str | int) -> int:
    if not (str(text).isascii() and str(text).isdecimal() and len(str(text)) < 10):
        raise typer.BadParameter(f"must be an integer from 0 to 999999999, got {text!s:.40}")
    return int(text)


def graph(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The graph, as JSON (node-link) or GraphML; or a learner's safetensors."),
    ],
    format_: Annotated[GraphFormat, typer.Option("--format", help=FORMAT)] = GraphFormat.TABLE,
    out: Out = None,
    restarts: Annotated[
        int, typer.Option(parser=_restarts, metavar="N", help="Random starts of policy gradient, beside base.")
    ] = 0,
) -> None:
    """Examine a reasoning graph of your own.

    Prints what the base model, SFT and RLVR cost on it, where they spend their steps, what a search agent with each of
    them costs, and how many rows SFT on golden paths leaves without a gradient. For the file of a learner that
    `backproof train` wrote, it takes the graph that the run was on, and examines what was learnt as well. It also says
    how many steps any agent needs, and on small graphs between what bounds the best policy without memory lies.

    Example: backproof graph examples/graphs/game-of-24.json
    """
    check_writable(out)
    from backproof.api.graph_files import examine_file
    from backproof.graphs.report import graph_audit_document, graph_audit_markdown, show_graph_audit

    with status() as tell:
        audit = examine_file(file, tell, restarts=restarts)
    if format_ is GraphFormat.JSON:
        deliver(json.dumps(graph_audit_document(audit), indent=1, allow_nan=False) + "\n", out)
    elif format_ is GraphFormat.MARKDOWN:
        deliver(graph_audit_markdown(audit), out)
    else:
        deliver_report(lambda console: show_graph_audit(console, audit), out)
