"""``backproof cost``: the expected steps of base, SFT and RLVR at a size."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from backproof.commands.options import FORMAT, Depth, Lanes, Out, RunFormat, Width, make_graph
from backproof.commands.output import check_writable, deliver
from backproof.theory.graph import PAPER


def cost(
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
    format_: Annotated[RunFormat, typer.Option("--format", help=FORMAT)] = RunFormat.TABLE,
    out: Out = None,
) -> None:
    """Compute what the three policies cost on one graph.

    Prints the expected steps of the base model, of SFT and of RLVR. The JSON report has them as exact fractions.

    Example: backproof cost --depth 30
    """
    check_writable(out)
    graph = make_graph(width, depth, lanes)
    from backproof.reports.costs import costs_document, policy_costs

    found = policy_costs(graph)
    if format_ is RunFormat.JSON:
        text = json.dumps(costs_document(graph, found), indent=1) + "\n"
    else:
        text = "".join(f"{one.policy:5} {one}\n" for one in found)
    deliver(text, out)
