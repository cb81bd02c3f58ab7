"""Whether theorems rest on what is proved: the evidence of a claim as statements, and the grounds of each.

Main definitions: `composed`, `used_statements`, `ungrounded`, `alone`.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterable
from typing import Any

from backproof.checks.composition import Part, Theorem
from backproof.checks.scope import CompositionError
from backproof.checks.statement import Derivation, Evidence, Generated, Instance, Obligation


def composed(claim: Any, evidence: Iterable[Part]) -> list[Evidence]:
    """The evidence of a claim of the index, where statements for the solvers replace inductions and the theorem.

    Raises CompositionError if the theorem does not say what the claim says.
    """
    if hidden := imported_claims(claim.module) - {claim.id, *claim.uses}:
        raise CompositionError(f"{claim.id} imports the claim {min(hidden)}: name it in its `uses`")
    found: list[Evidence] = []
    for part in evidence:
        if isinstance(part, Generated):
            raise CompositionError(f"{claim.id}/{part.id}: give the Induction or the Theorem that it is made from")
        found.extend([part] if isinstance(part, Obligation | Derivation | Instance) else part.parts())
    theorems = [part.of for part in found if isinstance(part, Generated) and isinstance(part.of, Theorem)]
    if len(theorems) > 1:
        raise CompositionError(f"{claim.id} must have one theorem, got {len(theorems)}")
    for theorem in theorems:
        if theorem.claim != claim.id:
            raise CompositionError(f"{claim.id}: its theorem must be its own, got that of {theorem.claim}")
        said = (theorem.words, theorem.scope.words, tuple(assumption.words for assumption in theorem.assumptions))
        names = ("statement", "scope", "assumptions")
        for name, of_theorem, of_claim in zip(
            names, said, (claim.statement, claim.scope, claim.assumptions), strict=True
        ):
            if of_theorem != of_claim:
                raise CompositionError(
                    f"{claim.id}: its {name} must be those of its theorem, {of_theorem!r}, got {of_claim!r}"
                )
    return found


def imported_claims(module: str) -> set[str]:
    """The ids of the claims whose modules this module imports."""
    if module not in sys.modules:
        return set()
    room = module.rpartition(".")[0]
    names: set[str] = set()
    for node in ast.walk(ast.parse(inspect.getsource(sys.modules[module]))):
        if isinstance(node, ast.ImportFrom) and node.module == room:
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and str(node.module).startswith(f"{room}."):
            names.add(str(node.module).rpartition(".")[2])
    return {name.replace("_", "-") for name in names}


def theorem_of(evidence: Iterable[Evidence]) -> Theorem | None:
    """The theorem in which this evidence ends."""
    return next((p.of for p in evidence if isinstance(p, Generated) and isinstance(p.of, Theorem)), None)


def used_statements(part: Evidence) -> list[Evidence]:
    """The statements that this part uses by reference."""
    uses = part.of.uses if isinstance(part, Generated) else ()
    return [made for use in uses for made in ([use.of] if isinstance(use.of, Obligation) else use.of.parts())]


def ungrounded(part: Evidence, stated: Iterable[tuple[Evidence, str]]) -> str:
    """Why this part may not use what it uses: a statement that is not stated with these verdicts, or is not proved."""
    verdicts = list(stated)
    for needed in used_statements(part):
        found = [verdict for statement, verdict in verdicts if statement == needed]
        if not found:
            return f"it uses {needed.id}, which neither its claim nor a claim in `uses` states"
        if set(found) != {"proved"}:
            return f"it uses {needed.id}, which is {found[0]}"
    return ""


def alone(part: Evidence) -> Obligation | None:
    """A theorem without all that it uses. If this holds, the theorem says nothing."""
    if not (isinstance(part, Generated) and isinstance(part.of, Theorem)):
        return None
    hypotheses, goal = part.of.statement()
    return Obligation(f"{part.id}-alone", part.words, goal, hypotheses)
