"""The ratchet, ``checks/ratchet.lock``: what the claims show, which may grow and never shrink unnoticed.

`make lock` adds to it and takes nothing away. What a claim has lost since is named by a test, until somebody changes
the line by hand and says why. So a claim that was weakened does not pass because it was locked again.

A line is a number and what it counts: 1 for a part, control, scope or used claim that is there, else the number of
cases of an instance, of symbols in a derivation, or of assumptions.

Main definitions: `strength_lines`, `losses`, `tightened`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from backproof.checks.grounds import theorem_of
from backproof.checks.index import Claim
from backproof.checks.statement import KINDS, Control, Derivation, Evidence, Instance

RATCHET = Path(__file__).resolve().parent / "ratchet.lock"


def strength_lines(claim: Claim, evidence: Iterable[Evidence], controls: Iterable[Control]) -> dict[str, int]:
    """The lines of a claim of the index with these parts."""
    parts, twins = list(evidence), list(controls)
    theorem = theorem_of(parts)
    names = [
        f"scope: {claim.scope}",
        *(f"uses {used}" for used in claim.uses),
        *(f"experiment {experiment}" for experiment in claim.experiments),
        *(f"assumption {assumption.id}" for assumption in (theorem.assumptions if theorem else ())),
        *(f"theorem from {use.name}" for use in (theorem.uses if theorem else ())),
        *(f"{KINDS[type(part)]} {part.id}" for part in parts),
        *(f"control {control.twin.id}" for control in twins),
        *(f"control {control.twin.id} is confirmed" for control in twins if control.is_confirmed),
    ]
    found = dict.fromkeys(names, 1)
    found["assumptions"] = len(claim.assumptions)
    for part in (*parts, *(control.twin for control in twins)):
        if isinstance(part, Instance):
            found[f"cases of {part.id}"] = len({str(sorted(case.items(), key=str)) for case in part.cases})
        elif isinstance(part, Derivation):
            found[f"symbols of {part.id}"] = len(part.derived.free_symbols | part.stated.free_symbols)
    return {f"{claim.id}: {name}": number for name, number in found.items() if number}


def locked() -> dict[str, int]:
    """The lines of the file; none if there is no file."""
    lines = RATCHET.read_text(encoding="utf-8").splitlines() if RATCHET.is_file() else []
    return {name: int(number) for number, _, name in (line.partition("  ") for line in lines)}


def losses(now: Mapping[str, int], then: Mapping[str, int]) -> list[str]:
    """What is less now than then."""
    return [
        f"{name}: was {number}, is {now.get(name, 0)}: if this is meant, change {RATCHET.name} by hand, and say why"
        for name, number in then.items()
        if now.get(name, 0) < number
    ]


def tightened(now: Mapping[str, int], then: Mapping[str, int]) -> str:
    """The file with the greater of both numbers in each line."""
    greater = {name: max(now.get(name, 0), then.get(name, 0)) for name in sorted(now.keys() | then.keys())}
    return "".join(f"{number}  {name}\n" for name, number in greater.items())
