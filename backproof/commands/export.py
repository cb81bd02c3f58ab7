"""``backproof export``: claims as SMT-LIB 2 for other solvers, and policies as files to change."""

from __future__ import annotations

from typing import Annotated

import typer

from backproof.commands.given import refuse
from backproof.commands.options import Depth, Lanes, Out, PolicyName, Width, make_graph
from backproof.commands.output import check_writable, deliver
from backproof.theory.graph import PAPER


def export(
    context: typer.Context,
    claim: Annotated[
        str | None, typer.Argument(metavar="CLAIM[/STATEMENT]", help="The claim, or one statement of it.")
    ] = None,
    policy: Annotated[PolicyName | None, typer.Option(help="Write this policy instead of a claim.")] = None,
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
    out: Out = None,
) -> None:
    """Write a claim as SMT-LIB 2, or a policy as a file.

    Prints the statements that are put to the solvers, or the policy's probabilities as JSON, to be changed and given to
    `backproof simulate --policy FILE`. The sizes matter only to a policy.

    Example: backproof export sft-cost
    """
    if claim is not None:
        refuse(context, "policy width depth lanes", "a claim is stated for every size and policy")
    check_writable(out)
    if claim is not None:
        from backproof.api.export import export as export_claim

        deliver(export_claim(claim), out)
    elif policy is not None:
        from backproof.policies import policy_text
        from backproof.reports.costs import POLICIES

        deliver(policy_text(POLICIES[policy](make_graph(width, depth, lanes))), out)
    else:
        raise typer.BadParameter("give a claim, or --policy for a policy's file; `backproof prism` writes PRISM models")
