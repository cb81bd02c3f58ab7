"""``backproof export``: claims as SMT-LIB 2 and corridor chains as PRISM models, for other tools; policies as files."""

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
    policy: Annotated[
        PolicyName | None,
        typer.Option(help="Write this policy as a file; with --prism: whose probabilities, base if it is left out."),
    ] = None,
    out: Out = None,
) -> None:
    """Write a claim's statements as SMT-LIB 2, a corridor chain as a PRISM model, or a policy as a file to change."""
    if claim is not None and prism:
        raise typer.BadParameter("give either a claim or --prism, not both")
    if claim is not None:
        refuse(context, "width depth lanes policy", "a claim is stated for every size and policy")
    check_writable(out)
    if prism:
        deliver(_prism_text(make_graph(width, depth, lanes), policy or PolicyName.BASE), out)
    elif policy is not None:
        deliver(_policy_text(make_graph(width, depth, lanes), policy), out)
    elif claim is not None:
        deliver(_claim_text(claim), out)
    else:
        raise typer.BadParameter("give either a claim or --prism, or --policy for a policy's file")


def _claim_text(claim: str) -> str:
    from checks.export import UnknownObligationError, export_text
    from checks.index import UnknownClaimError

    try:
        return export_text(claim)
    except (UnknownClaimError, UnknownObligationError) as error:
        raise typer.BadParameter(str(error)) from error


def _policy_text(graph: CorridorGraph, policy: PolicyName) -> str:
    from backproof.costs import POLICIES
    from backproof.policies import save_policy

    return save_policy(POLICIES[policy](graph))


def _prism_text(graph: CorridorGraph, policy: PolicyName) -> str:
    from backproof.costs import POLICIES
    from checks.prism import ModelTooLargeError, corridor_model

    try:
        return corridor_model(graph, POLICIES[policy](graph), name=policy)
    except ModelTooLargeError as error:
        raise typer.BadParameter(str(error)) from error
