"""``backproof export``: claims as SMT-LIB 2 for other solvers, their proofs for a checker, and policies to change."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from backproof.commands.given import refuse
from backproof.commands.options import Depth, Lanes, PolicyName, Width, make_graph
from backproof.commands.output import check_writable, deliver
from backproof.commands.progress import progress_bar
from backproof.theory.graph import PAPER

REFUSED, UNDECIDED = 1, 3


def export(
    context: typer.Context,
    claim: Annotated[
        str | None, typer.Argument(metavar="CLAIM[/STATEMENT]", help="The claim, or one statement of it.")
    ] = None,
    proof: Annotated[
        bool, typer.Option("--proof", help="Write cvc5's proof of one obligation, or one file for each into --out.")
    ] = False,
    check: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Check the proofs in this folder, with --checker.")
    ] = None,
    checker: Annotated[
        str | None,
        typer.Option(metavar="COMMAND", help="The checker of proofs, as 'ethos --include=cvc5/proofs/eo/cpc/Cpc.eo'."),
    ] = None,
    policy: Annotated[PolicyName | None, typer.Option(help="Write this policy instead of a claim.")] = None,
    width: Width = PAPER.width,
    depth: Depth = PAPER.depth,
    lanes: Lanes = PAPER.lanes,
    out: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Write to this file, or proofs to this folder, instead of standard output."),
    ] = None,
) -> None:
    """Write a claim as SMT-LIB 2, its proofs, or a policy.

    Prints the statements that are put to the solvers, or the policy's probabilities as JSON, which you can change and
    give to `backproof simulate --policy FILE`. The sizes matter only to a policy. Exit code 1: a proof is refused; 3:
    an obligation has no complete proof.

    Example: backproof export sft-cost
    """
    if claim is not None:
        refuse(context, "policy width depth lanes", "a claim is stated for every size and policy")
    elif proof or check is not None:
        raise typer.BadParameter("give the claim whose proofs are meant, as sft-cost or sft-cost/out-step")
    if (check is None) != (checker is None):
        raise typer.BadParameter("--check FOLDER and --checker COMMAND go together: one without the other does nothing")
    if claim is not None and check is not None and checker is not None:
        refuse(context, "proof out", "--check reads proofs and writes none")
        raise typer.Exit(_check_proofs(claim, check, checker))
    if claim is not None and proof:
        raise typer.Exit(_write_proofs(claim, out))
    check_writable(out)
    if claim is not None:
        from backproof.api.export import export as export_claim

        deliver(export_claim(claim), out)
    elif policy is not None:
        from backproof.policies import policy_text
        from backproof.theory.policy import POLICIES

        deliver(policy_text(POLICIES[policy](make_graph(width, depth, lanes))), out)
    else:
        raise typer.BadParameter("give a claim, or --policy for a policy's file; `backproof prism` writes PRISM models")


def _write_proofs(claim: str, out: Path | None) -> int:
    """Write the proofs and return the exit code."""
    from backproof.api.export import export_proofs
    from backproof.checks.cpc_proofs import obligations_of, proof_name

    statements = obligations_of(claim)
    if out is not None:
        _make_folder(out)
    elif "/" not in claim:
        raise typer.BadParameter(
            f"--out is missing: {claim} has {len(statements)} obligations, whose proofs need a folder"
        )
    with progress_bar("proving", "proving") as on_progress:
        proofs = export_proofs(claim, on_progress=on_progress)
    made = {statement: text for statement in statements if (text := proofs[statement.file.stem]) is not None}
    for statement, text in made.items():
        deliver(text, out and out / proof_name(statement))
    if len(made) == len(statements):
        return 0
    missing = ", ".join(str(statement) for statement in statements if statement not in made)
    count = f"{len(made)} of {len(statements)} obligations have a complete proof"
    typer.echo(f"{count}; cvc5 finds none for {missing}", err=True)
    return UNDECIDED


def _make_folder(out: Path) -> None:
    """Make it, unless it is there; refuse what no proofs can be written to."""
    if not out.parent.is_dir():
        raise typer.BadParameter(f"--out {out}: the folder {out.parent} does not exist; create it first")
    if out.exists() and not (out.is_dir() and os.access(out, os.W_OK)):
        raise typer.BadParameter(f"--out {out}: not a folder that can be written to; name another")
    out.mkdir(exist_ok=True)


def _check_proofs(claim: str, folder: Path, command_line: str) -> int:
    """Check the proofs in the folder, and return the exit code."""
    from backproof.checks.cpc_proofs import find_checker, obligations_of, read_proofs

    statements = obligations_of(claim)
    checker = find_checker(command_line)
    proofs = read_proofs(folder, statements)
    refusals = {statement: checker.refusal(statement, steps) for statement, steps in proofs.items()}
    for statement in statements:
        why = refusals.get(statement)
        typer.echo(f"{statement}: {'no proof' if why is None else f'REFUSED: {why}' if why else 'accepted'}")
    return REFUSED if any(refusals.values()) else UNDECIDED if len(proofs) < len(statements) else 0
