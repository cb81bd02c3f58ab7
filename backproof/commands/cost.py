"""``backproof cost``: the expected steps of base, SFT and RLVR at a size."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from backproof.commands.options import FORMAT, Corridors, Depth, Lanes, Out, RunFormat, Width, chosen_graph
from backproof.commands.output import check_writable, deliver
from backproof.theory.graph import PAPER


def cost(
    context: typer.Context,
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
    corridors: Corridors = None,
    format_: Annotated[RunFormat, typer.Option("--format", help=FORMAT)] = RunFormat.TABLE,
    out: Out = None,
) -> None:
    """Compute what the three policies cost on one graph.

    Prints the expected steps of the base model, of SFT and of RLVR, and for unequal corridors also those of a walker
    that never turns. The JSON report has them exactly.

    Example: backproof cost --depth 30
    """
    check_writable(out)
    graph = chosen_graph(context, width, depth, lanes, corridors)
    from backproof.reports.costs import costs_document, costs_table, policy_costs

    try:
        found = policy_costs(graph)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if format_ is RunFormat.JSON:
        text = json.dumps(costs_document(graph, found), indent=1) + "\n"
    else:
        text = costs_table(found)
    deliver(text, out)
