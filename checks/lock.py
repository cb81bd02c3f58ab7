"""``make lock``: write the index of the claims, its page, the committed statements and their hashes.

Run it after a deliberate change of a claim. It writes

- ``checks/claims.toml``, the index, with the header of every module of ``checks/claims`` and the ids of its parts.
  Known claims keep their order, and new ones come last. ``docs/claims.md`` is the same for readers.
- ``checks/smt``, in a folder for each claim: what is put to the solvers as SMT-LIB 2, and in ``claim.txt`` all else
  that the claim says. ``checks/statements.lock`` has the hashes of these files, so that no change goes unnoticed.
- ``checks/values.lock``, the hashes of the values of all instances, which `verify` compares with what it computes.
- ``checks/ratchet.lock``, to which it only adds (`checks.ratchet`).

The tests fail if the modules and the committed files differ.

Main definitions: `read_claims`, `index_text`, `statements`, `lock_drift`, `write_lock`.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import pkgutil
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from backproof.checks import claims as checks_claims
from backproof.checks import ratchet
from backproof.checks.claim_text import claim_text
from backproof.checks.claims_page import claims_page
from backproof.checks.grounds import theorem_of
from backproof.checks.index import Claim, Header, claims, module_of
from backproof.checks.statement import Control, Derivation, Evidence, Instance, Obligation, committed_text
from backproof.checks.values import VALUES, all_values, instances_of, locked_values, values_text

ROOM = Path(__file__).resolve().parent
FOLDER = ROOM / "smt"
LOCK = ROOM / "statements.lock"
INDEX = ROOM / "claims.toml"
PAGE = ROOM.parent / "docs" / "claims.md"

HEADING = """# The index of the claims, written by `make lock` from the modules of checks/claims: change it there.
# "uses" names claims that a proof rests on: they are run with it, and a claim is no stronger than what it uses.
"""
LINE = 120
"""The longest line of a list that is not broken."""


# --- the index -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class BuiltClaim:
    """A claim of the index with its parts. They take a while to build, so that all of the lock is made from these."""

    claim: Claim
    evidence: list[Evidence]
    controls: list[Control]

    @classmethod
    def of(cls, claim: Claim) -> BuiltClaim:
        return cls(claim, claim.build_evidence(), claim.build_controls())


def read_claims() -> list[BuiltClaim]:
    """Every claim as its module states it now, in the order of the present index, with new claims last."""
    there = {module.name.replace("_", "-") for module in pkgutil.iter_modules(checks_claims.__path__)}
    known = [claim.id for claim in claims() if claim.id in there]
    return [read_claim(name) for name in (*known, *sorted(there - set(known)))]


def read_claim(name: str) -> BuiltClaim:
    """The claim with this id as its module states it now."""
    header: Header = importlib.import_module(module_of(name)).CLAIM
    built = BuiltClaim.of(Claim(id=name, **vars(header)))
    evidence = built.evidence
    obligations, derivations, instances = (
        tuple(part.id for part in evidence if isinstance(part, kind)) for kind in (Obligation, Derivation, Instance)
    )
    controls = tuple(control.twin.id for control in built.controls)
    theorem = theorem_of(evidence)
    composed = tuple(use.name for use in theorem.uses) if theorem else ()
    indexed = replace(
        built.claim,
        obligations=obligations,
        derivations=derivations,
        instances=instances,
        controls=controls,
        composed=tuple(dict.fromkeys(composed)),
    )
    return replace(built, claim=indexed)


def index_text(found: Iterable[Claim]) -> str:
    """The index as TOML."""
    return HEADING + "".join(f"\n[[claim]]\n{_entry(claim)}" for claim in found)


def _entry(claim: Claim) -> str:
    return "".join(f"{name} = {_value(name, value)}\n" for name, value in vars(claim).items() if value)


def _value(name: str, value: str | tuple[str, ...]) -> str:
    """A text, or a list of texts, with a line for each if the list is too long for one line."""
    if isinstance(value, str):
        return _quoted(value)
    listed = f"[{', '.join(map(_quoted, value))}]"
    if len(f"{name} = {listed}") <= LINE:
        return listed
    return "[\n" + "".join(f"  {_quoted(text)},\n" for text in value) + "]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


# --- the statements --------------------------------------------------------------------------------------------------


def statements(found: Iterable[BuiltClaim]) -> dict[str, str]:
    """All that these claims say, by path under ``checks/smt``."""
    texts: dict[str, str] = {}
    for built in found:
        name = built.claim.id
        texts |= {f"{name}/{id_}.smt2": text for id_, text in texts_of(built).items()}
        texts[f"{name}/claim.txt"] = claim_text(built.claim, built.evidence, built.controls)
    return texts


def texts_of(built: BuiltClaim) -> dict[str, str]:
    """The text of each obligation and SMT control of the claim, by its id."""
    asked = [(part, "unsat") for part in built.evidence]
    asked += [(control.twin, "sat") for control in built.controls]
    return {
        part.id: committed_text(built.claim.id, part, expected=expected)
        for part, expected in asked
        if isinstance(part, Obligation)
    }


def lock_text(texts: dict[str, str]) -> str:
    """The lock file: a hash and a path per line, as ``sha256sum --check`` reads them from ``checks/smt``."""
    return "".join(f"{hashlib.sha256(texts[path].encode()).hexdigest()}  {path}\n" for path in sorted(texts))


def lock_drift() -> list[str]:
    """The differences between the statements, the committed files and the lock; empty if all agree."""
    built = [BuiltClaim.of(claim) for claim in claims()]
    texts = statements(built)
    files = {str(path.relative_to(FOLDER)): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.*")}
    found = [f"{path}: not committed" for path in sorted(texts.keys() - files.keys())]
    found += [f"{path}: committed, but no claim states it" for path in sorted(files.keys() - texts.keys())]
    found += [f"{path}: differs from what the claim states" for path in sorted(texts) if texts[path] != files.get(path)]
    if not LOCK.is_file() or LOCK.read_text(encoding="utf-8") != lock_text(texts):
        found.append(f"{LOCK.name}: its hashes differ from those of the statements")
    instances = {name for b in built for name in instances_of(b.claim.id, b.evidence, b.controls)}
    odd = sorted(locked_values().keys() ^ instances)
    lost = ratchet.losses(_shown(built), ratchet.locked())
    return [*found, *lost, *(f"{name}: {VALUES.name} must have a hash of each instance, and no others" for name in odd)]


def _shown(found: Iterable[BuiltClaim]) -> dict[str, int]:
    lines = (ratchet.strength_lines(built.claim, built.evidence, built.controls) for built in found)
    return {name: number for of_claim in lines for name, number in of_claim.items()}


# --- writing ---------------------------------------------------------------------------------------------------------


def write_lock() -> int:
    """Rewrite the index, its page, the committed statements and the lock, and return the number of statements."""
    built = read_claims()
    found, texts = [one.claim for one in built], statements(built)
    INDEX.write_text(index_text(found), encoding="utf-8")
    PAGE.write_text(claims_page(found), encoding="utf-8")
    shutil.rmtree(FOLDER, ignore_errors=True)
    for path, text in texts.items():
        file = FOLDER / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    LOCK.write_text(lock_text(texts), encoding="utf-8")
    ratchet.RATCHET.write_text(ratchet.tightened(_shown(built), ratchet.locked()), encoding="utf-8")
    VALUES.write_text(values_text(all_values(found)), encoding="utf-8")
    return len(texts)


if __name__ == "__main__":
    print(f"{write_lock()} statements locked")  # noqa: T201 - a command's answer
