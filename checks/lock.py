"""The statement lock: what is put to the solvers is committed as SMT-LIB 2, so that no change of it goes unnoticed.

`statements` renders every obligation and every SMT control of the index. The files lie under ``checks/smt``, a folder
per claim, and ``checks/statements.lock`` has their hashes. After a deliberate change ``make lock`` rewrites both; the
tests fail where text, file and hash differ.

Main definitions: `statements`, `texts_of` (one claim), `drift`, `write`.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from checks.index import Claim, claims
from checks.statement import Obligation, committed_text

ROOM = Path(__file__).parent
FOLDER = ROOM / "smt"
LOCK = ROOM / "statements.lock"


def statements() -> dict[str, str]:
    """The text of every statement, by its path under ``checks/smt``."""
    return {f"{claim.id}/{id_}.smt2": text for claim in claims() for id_, text in texts_of(claim).items()}


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


def drift() -> list[str]:
    """What differs between the statements, the committed files and the lock; empty where all agree."""
    texts = statements()
    files = {str(path.relative_to(FOLDER)): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.smt2")}
    found = [f"{path}: not committed" for path in sorted(texts.keys() - files.keys())]
    found += [f"{path}: committed, but no claim states it" for path in sorted(files.keys() - texts.keys())]
    found += [f"{path}: says something else than the claim" for path in sorted(texts) if texts[path] != files.get(path)]
    if not LOCK.is_file() or LOCK.read_text(encoding="utf-8") != lock_text(texts):
        found.append(f"{LOCK.name}: its hashes are not those of the statements")
    return found


def write() -> int:
    """Rewrite the committed statements and the lock; returns how many there are."""
    texts = statements()
    shutil.rmtree(FOLDER, ignore_errors=True)
    for path, text in texts.items():
        file = FOLDER / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    LOCK.write_text(lock_text(texts), encoding="utf-8")
    return len(texts)


if __name__ == "__main__":
    print(f"{write()} statements locked")  # noqa: T201 - a command's answer
