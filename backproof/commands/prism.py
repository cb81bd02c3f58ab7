"""``backproof prism``: a corridor chain as a PRISM model, for probabilistic model checkers."""

from __future__ import annotations

from typing import Annotated

import typer

from backproof.commands.options import Depth, Lanes, Out, PolicyName, Width, check_writable, deliver, make_graph
from backproof.theory.graph import PAPER


def prism(
    policy: Annotated[PolicyName, typer.Option(help="Whose probabilities.")] = PolicyName.BASE,
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
    out: Out = None,
) -> None:
    """Write the walk of a policy as a PRISM model, for PRISM, Storm and other model checkers."""
    check_writable(out)
    graph = make_graph(width, depth, lanes)
    from backproof.api.export import prism as prism_model
    from backproof.reports.costs import POLICIES

    deliver(prism_model(graph, POLICIES[policy](graph), name=policy), out)
