"""What a claim says besides its statements for the solvers, as a text that the lock covers.

It has the header of the claim, both sides of its derivations, the cases of its instances, and its controls with whether
each is confirmed on a graph.

Main definition: `claim_text`.
"""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from backproof.checks.formula import domain
from backproof.checks.index import Claim
from backproof.checks.statement import KINDS, Control, Derivation, Evidence, Instance
from backproof.checks.values import canonical, hashed

SINGLE = ("statement", "source", "scope")
LISTED = {"assumptions": "assumption", "uses": "uses", "experiments": "experiment", "composed": "theorem from"}


def claim_text(claim: Claim, evidence: Iterable[Evidence], controls: Iterable[Control]) -> str:
    """The text for a claim of the index with these parts."""
    header = [f"{name}: {getattr(claim, name)}" for name in SINGLE]
    header += [f"{word}: {value}" for name, word in LISTED.items() for value in getattr(claim, name)]
    parts = [lines for part in evidence if (lines := part_lines(part))]
    twins = [[control_line(control), *part_lines(control.twin)] for control in controls]
    return "\n".join(line for block in ([f"claim: {claim.id}", *header], *parts, *twins) for line in (*block, ""))


def control_line(control: Control) -> str:
    """What kind of control it is, and whether its counterexample is computed once more on a graph."""
    how = "confirmed on a graph" if control.is_confirmed else "not confirmed"
    return f"control {control.twin.id}: {KINDS[type(control.twin)]}, {how}"


def part_lines(part: Evidence) -> list[str]:
    """The lines about a derivation or an instance; none about an obligation, which has a file of its own."""
    if isinstance(part, Derivation):
        sides = (part.derived, part.stated)
        symbols = sorted(sides[0].free_symbols | sides[1].free_symbols, key=str)
        signs = {sign.left: sign.relation for sign in domain(symbols)}
        variables = (f"{symbol} {signs[symbol]} 0" if symbol in signs else f"{symbol}" for symbol in symbols)
        return [
            f"derivation {part.id}: {part.words}",
            f"for all: {', '.join(variables) or 'no variables'}",
            f"derived: {sp.sstr(sides[0])}",
            f"stated: {sp.sstr(sides[1])}",
        ]
    if isinstance(part, Instance):
        cases = [canonical(dict(case)) for case in part.cases]
        shown = f"{len(cases)} cases, {cases[0]} to {cases[-1]}" if cases else "0 cases"
        return [f"instance {part.id}: {part.words}", f"cases: {shown}", f"sha256 of the cases: {hashed(cases)}"]
    return []
