"""``backproof export``: claims as SMT-LIB 2, corridor chains as PRISM models, for other tools to check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from backproof.commands.given import refuse
from backproof.commands.options import Depth, Lanes, Out, PolicyName, Width, check_writable, deliver, make_graph

if TYPE_CHECKING:
    from theory.graph import CorridorGraph


def export(
    context: typer.Context,
    claim: Annotated[
        str | None, typer.Argument(metavar="[CLAIM[/OBLIGATION]]", help="What to write as SMT-LIB.")
    ] = None,
    prism: Annotated[bool, typer.Option("--prism", help="Write a corridor chain as a PRISM model instead.")] = False,
    width: Width = 15,
    depth: Depth = 15,
    lanes: Lanes = 5,
    policy: Annotated[PolicyName, typer.Option(help="With --prism: whose probabilities.")] = PolicyName.BASE,
    out: Out = None,
) -> None:
    """Write a claim's statements as SMT-LIB 2, or a corridor chain as a PRISM model, for other tools to check."""
    if prism == (claim is not None):
        raise typer.BadParameter("give either a claim or --prism" + (", not both" if prism else ""))
    if claim is not None:
        refuse(context, "width depth lanes policy", "a claim is stated for every size and policy")
    check_writable(out)
    if claim is None:
        deliver(_prism_text(make_graph(width, depth, lanes), policy), out)
        return
    from checks.export import UnknownObligationError, export_text
    from checks.index import UnknownClaimError

    try:
        text = export_text(claim)
    except (UnknownClaimError, UnknownObligationError) as error:
        raise typer.BadParameter(str(error)) from error
    deliver(text, out)


def _prism_text(graph: CorridorGraph, policy: PolicyName) -> str:
    from backproof.costs import POLICIES
    from checks.prism import ModelTooLargeError, corridor_model

    try:
        return corridor_model(graph, POLICIES[policy](graph), name=policy)
    except ModelTooLargeError as error:
        raise typer.BadParameter(str(error)) from error
