"""``backproof prism``: a corridor chain as a PRISM model, for probabilistic model checkers."""

from __future__ import annotations

from typing import Annotated

import typer

from backproof.commands.options import Depth, Lanes, Out, PolicyName, Width, make_graph
from backproof.commands.output import check_writable, deliver
from backproof.theory.graph import PAPER


def prism(
    policy: Annotated[PolicyName, typer.Option(help="The policy that walks.")] = PolicyName.BASE,
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
    out: Out = None,
) -> None:
    """Write the walk of a policy as a PRISM model.

    Prints a Markov chain. PRISM, Storm and other probabilistic model checkers can compute its expected steps.

    Example: backproof prism --policy sft --depth 3 --out walk.prism
    """
    check_writable(out)
    graph = make_graph(width, depth, lanes)
    from backproof.api.export import prism as prism_model
    from backproof.theory.policy import POLICIES

    deliver(prism_model(graph, POLICIES[policy](graph), name=policy), out)
