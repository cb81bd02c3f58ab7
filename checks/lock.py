"""What ``make lock`` writes after a deliberate change of a claim: the index, the page, the statements and their hashes.

- ``checks/claims.toml``, the index, has the header of every module of ``checks/claims`` and the ids of its parts. The
  order of what is in it stays; a new claim comes last. ``docs/claims.md`` says the same to readers.
- ``checks/smt`` has what is put to the solvers as SMT-LIB 2, a folder per claim, and ``checks/statements.lock`` the
  hashes. So no change of a statement goes unnoticed.

The tests fail where the modules and the committed files differ.

Main definitions: `read_claims`, `index_text`, `statements`, `lock_drift`, `write`.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import pkgutil
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from backproof.checks import claims as checks_claims
from backproof.checks.claims_page import claims_page
from backproof.checks.index import Claim, Header, claims, module_of
from backproof.checks.statement import Derivation, Instance, Obligation, committed_text

ROOM = Path(__file__).resolve().parent
FOLDER = ROOM / "smt"
LOCK = ROOM / "statements.lock"
INDEX = ROOM / "claims.toml"
PAGE = ROOM.parent / "docs" / "claims.md"

HEADING = """# The index of the claims, written by `make lock` from the modules of checks/claims: change it there.
# "uses" names claims that a proof rests on: they are run with it, and a claim is no stronger than what it uses.
"""
LINE = 120
"""Columns of a list that is not broken."""


# --- the index -------------------------------------------------------------------------------------------------------


def read_claims() -> list[Claim]:
    """Every claim as its module has it now, in the order of the present index; new ones last."""
    there = {module.name.replace("_", "-") for module in pkgutil.iter_modules(checks_claims.__path__)}
    known = [claim.id for claim in claims() if claim.id in there]
    return [read_claim(name) for name in (*known, *sorted(there - set(known)))]


def read_claim(name: str) -> Claim:
    """The claim of that id as its module has it now."""
    header: Header = importlib.import_module(module_of(name)).CLAIM
    claim = Claim(id=name, **vars(header))
    evidence = claim.build_evidence()
    obligations, derivations, instances = (
        tuple(part.id for part in evidence if isinstance(part, kind)) for kind in (Obligation, Derivation, Instance)
    )
    controls = tuple(control.twin.id for control in claim.build_controls())
    return replace(claim, obligations=obligations, derivations=derivations, instances=instances, controls=controls)


def index_text(found: Iterable[Claim]) -> str:
    """The index as TOML."""
    return HEADING + "".join(f"\n[[claim]]\n{_entry(claim)}" for claim in found)


def _entry(claim: Claim) -> str:
    return "".join(f"{name} = {_value(name, value)}\n" for name, value in vars(claim).items() if value)


def _value(name: str, value: str | tuple[str, ...]) -> str:
    """A text or a list of texts; a list that is too long for a line has one for each text."""
    if isinstance(value, str):
        return _quoted(value)
    listed = f"[{', '.join(map(_quoted, value))}]"
    if len(f"{name} = {listed}") <= LINE:
        return listed
    return "[\n" + "".join(f"  {_quoted(text)},\n" for text in value) + "]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


# --- the statements --------------------------------------------------------------------------------------------------


def statements(found: Iterable[Claim] | None = None) -> dict[str, str]:
    """The text of every statement, by its path under ``checks/smt``; of the index's claims if none are given."""
    of = claims() if found is None else found
    return {f"{claim.id}/{id_}.smt2": text for claim in of for id_, text in texts_of(claim).items()}


def texts_of(claim: Claim) -> dict[str, str]:
    """The text of each of the claim's obligations and SMT controls, by its id."""
    asked = [(part, "unsat") for part in claim.build_evidence()]
    asked += [(control.twin, "sat") for control in claim.build_controls()]
    return {
        part.id: committed_text(claim.id, part, expected=expected)
        for part, expected in asked
        if isinstance(part, Obligation)
    }


def lock_text(texts: dict[str, str]) -> str:
    """The lock file: a hash and a path per line, as ``sha256sum --check`` reads them from ``checks/smt``."""
    return "".join(f"{hashlib.sha256(texts[path].encode()).hexdigest()}  {path}\n" for path in sorted(texts))


def lock_drift() -> list[str]:
    """What differs between the statements, the committed files and the lock; empty where all agree."""
    texts = statements()
    files = {str(path.relative_to(FOLDER)): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.smt2")}
    found = [f"{path}: not committed" for path in sorted(texts.keys() - files.keys())]
    found += [f"{path}: committed, but no claim states it" for path in sorted(files.keys() - texts.keys())]
    found += [f"{path}: says something else than the claim" for path in sorted(texts) if texts[path] != files.get(path)]
    if not LOCK.is_file() or LOCK.read_text(encoding="utf-8") != lock_text(texts):
        found.append(f"{LOCK.name}: its hashes are not those of the statements")
    return found


# --- writing ---------------------------------------------------------------------------------------------------------


def write() -> int:
    """Rewrite the index, its page, the committed statements and the lock; returns how many statements there are."""
    found = read_claims()
    texts = statements(found)
    INDEX.write_text(index_text(found), encoding="utf-8")
    PAGE.write_text(claims_page(found), encoding="utf-8")
    shutil.rmtree(FOLDER, ignore_errors=True)
    for path, text in texts.items():
        file = FOLDER / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    LOCK.write_text(lock_text(texts), encoding="utf-8")
    return len(texts)


if __name__ == "__main__":
    print(f"{write()} statements locked")  # noqa: T201 - a command's answer
