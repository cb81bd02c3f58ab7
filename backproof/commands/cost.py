"""``backproof cost``: the expected steps of base, SFT and RLVR at a size."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from backproof.commands.options import Depth, Lanes, Out, RunFormat, Width, check_writable, deliver, make_graph
from backproof.theory.graph import PAPER


def cost(
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
    format_: Annotated[RunFormat, typer.Option("--format", help="How to report.")] = RunFormat.TABLE,
    out: Out = None,
) -> None:
    """Print what the three policies of the theorem cost: expected steps, exact where that is feasible."""
    check_writable(out)
    graph = make_graph(width, depth, lanes)
    from backproof.reports.costs import as_document, costs

    found = costs(graph)
    if format_ is RunFormat.JSON:
        text = json.dumps(as_document(graph, found), indent=1) + "\n"
    else:
        text = "".join(f"{one.policy:5} {one}\n" for one in found)
    deliver(text, out)
