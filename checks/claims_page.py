"""The page ``docs/claims.md``, which ``make lock`` writes from the index of the claims.

Main definition: `claims_page`.
"""

from __future__ import annotations

from collections.abc import Iterable

from backproof.checks.index import Claim

HEADING = """# The claims

<!-- Written by `make lock` from the modules of checks/claims: change it there. -->

A *claim* is a statement with a scope: the sizes and policies for which it is shown. `backproof verify` proves all
claims again. `backproof verify --only ID` proves one claim, and what it rests on.
`backproof export ID` prints what is put to the solvers. The [glossary](glossary.md) explains the terms, and
[the mathematics](mathematics.md) the proofs.

In each entry *Composed* says how the claim follows from its parts: by a theorem, which the solvers prove from the
scope and the named statements alone, or by an argument in words. *Evidence* counts the parts. SMT proofs, by Z3 and
by cvc5, hold for the whole scope. Derivations are identities that sympy works out. Instances are computed for the
sizes that they name. Simulations confirm but never prove. *Controls* are false statements that the checks must refute;
each simulation adds one, with a wrong prediction.
"""


def claims_page(found: Iterable[Claim]) -> str:
    """The page as Markdown: a table of all claims, then a section for each."""
    listed = list(found)
    counts = [sum(len(getattr(claim, kind)) for claim in listed) for kind in KINDS]
    total = f"{len(listed)} claims: " + ", ".join(map(_count, counts, KINDS.values()))
    rows = "".join(f"| [{claim.id}](#{claim.id}) | {_cell(claim.statement)} |\n" for claim in listed)
    table = f"| claim | what it says |\n|---|---|\n{rows}"
    return "\n".join([HEADING, f"{total}.\n", table, *map(_section, listed)])


KINDS = {
    "obligations": "SMT proof",
    "derivations": "derivation",
    "instances": "instance",
    "experiments": "simulation",
    "controls": "control",
}


def _count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def _section(claim: Claim) -> str:
    evidence = ", ".join(
        _count(len(getattr(claim, kind)), name) for kind, name in KINDS.items() if getattr(claim, kind)
    )
    lines = [
        f"- Scope: {_prose(claim.scope)}",
        *(f"- Assumes: {_prose(assumption)}" for assumption in claim.assumptions),
        *([f"- Uses: {', '.join(f'[{used}](#{used})' for used in claim.uses)}"] if claim.uses else []),
        f"- Composed: {_composition(claim)}",
        f"- Evidence: {evidence}",
        f"- Source: {_prose(claim.source)}",
    ]
    return f"## {claim.id}\n\n{_prose(claim.statement)}\n\n" + "\n".join(lines) + "\n"


def _composition(claim: Claim) -> str:
    return f"a theorem from {', '.join(claim.composed)}" if claim.composed else "in words"


def _prose(text: str) -> str:
    """The text with everything escaped that Markdown would interpret."""
    for character in "\\*_[":
        text = text.replace(character, f"\\{character}")
    return text.replace("<", "&lt;")


def _cell(text: str) -> str:
    return _prose(text).replace("|", "\\|")
