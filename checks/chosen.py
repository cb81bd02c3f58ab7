"""Which parts of claims a run decides: all of those that were asked for, and of other claims what these rest on.

A part rests on the statements that it uses by reference, and on those that these use. A claim that is used in words
only is not run.

Main definitions: `Chosen`, `chosen_parts`.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from backproof.checks.grounds import used_statements
from backproof.checks.index import Claim
from backproof.checks.statement import Control, Evidence, Instance


@dataclass(frozen=True)
class Chosen:
    """The parts of a claim that are run; ``whole`` if it was asked for, so that these are all parts."""

    claim: Claim
    evidence: list[Evidence]
    controls: list[Control]
    whole: bool = True


def chosen_parts(claims: Sequence[Claim], asked: Collection[str]) -> list[Chosen]:
    """What is run of each of the ``claims``, in their order, for those with the ids ``asked``.

    Claims of which nothing is run are left out, and their modules are not asked for evidence.
    """
    named = {claim.id: claim for claim in claims}
    built = functools.cache(lambda name: parts_of(named[name]))
    needed: dict[str, list[Evidence]] = {}
    left = [(name, part) for name in asked for part in built(name)[0]]
    while left:
        name, part = left.pop()
        for statement in used_statements(part):
            owner = next((own for own in (name, *named[name].uses) if statement in built(own)[0]), name)
            if owner not in asked and statement not in needed.setdefault(owner, []):
                needed[owner].append(statement)
                left.append((owner, statement))
    whole = {name: Chosen(named[name], *built(name)) for name in asked}
    partial = {
        name: Chosen(named[name], [part for part in built(name)[0] if part in of_claim], [], whole=False)
        for name, of_claim in needed.items()
    }
    return [chosen for name in named if (chosen := (whole | partial).get(name))]


def parts_of(claim: Claim) -> tuple[list[Evidence], list[Control]]:
    """The evidence and controls of the claim's module. If building them fails, evidence that fails in the same way."""
    try:
        return claim.build_evidence(), claim.build_controls()
    except Exception as error:
        failure = error

    def fail(**case: object) -> tuple[object, object]:
        raise failure

    return [Instance("module", f"{claim.module} can build its evidence", ({},), fail)], []
