"""``make mutants``: which mutants of each obligation are not caught, as committed in ``survivors.lock``.

The lock has a line for every obligation: a hash of what the solvers are asked, then the name of the obligation and its
surviving mutants (`checks.mutation`). They may only become fewer. ``make mutants`` puts the mutants of new and changed
obligations to Z3, and with ``ARGS=--all`` those of all obligations. It refuses an unchanged obligation with a survivor
that it did not have, and a changed one with more of them than before: it may have become weaker. The line of a refused
obligation stays as it was, and all others are written.

Main definitions: `read_survivors`, `stale`, `surviving`, `refused`, `renew`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backproof.checks import kernel
from backproof.checks.index import claims
from backproof.checks.lock import FOLDER
from backproof.checks.mutation import is_caught, mutants
from backproof.checks.processes import threads
from backproof.checks.statement import Obligation, asked_text

SURVIVORS = Path(__file__).resolve().with_name("survivors.lock")
DIGITS = 16
"""Digits of a hash that are kept; it has to tell versions of one obligation apart, not to resist an attack."""
REMEDY = f"delete their lines from checks/{SURVIVORS.name} and run make mutants again"


@dataclass(frozen=True)
class Entry:
    """What is asked about an obligation, as a hash, and the mutants of it that are not caught."""

    asked: str
    alive: tuple[str, ...]


def read_survivors() -> dict[str, Entry]:
    """The committed entries, by claim and obligation."""
    found = {}
    for line in SURVIVORS.read_text(encoding="utf-8").splitlines():
        asked, _, rest = line.partition("  ")
        name, _, alive = rest.partition(":")
        found[name] = Entry(asked, tuple(filter(None, alive.strip().split("; "))))
    return found


def survivors_text(entries: Mapping[str, Entry]) -> str:
    lines = (f"{entry.asked}  {name}: {'; '.join(entry.alive)}".rstrip() for name, entry in sorted(entries.items()))
    return "".join(f"{line}\n" for line in lines)


def asked_hash(refutation: str) -> str:
    return hashlib.sha256(refutation.encode()).hexdigest()[:DIGITS]


def committed() -> dict[str, str]:
    """The hash of every obligation of the index, from its committed statement without the comments."""
    names = [f"{claim.id}/{obligation}" for claim in claims() for obligation in claim.obligations]
    return {name: asked_hash(asked_text((FOLDER / f"{name}.smt2").read_text(encoding="utf-8"))) for name in names}


def stale(entries: Mapping[str, Entry], now: Mapping[str, str]) -> list[str]:
    """The differences between the entries and the hashes of the obligations as they are now."""
    found = [f"{name}: no entry" for name in sorted(now.keys() - entries.keys())]
    found += [f"{name}: an entry, but no obligation" for name in sorted(entries.keys() - now.keys())]
    same = sorted(now.keys() & entries.keys())
    return found + [f"{name}: changed since its entry" for name in same if entries[name].asked != now[name]]


def surviving(obligation: Obligation) -> tuple[str, ...]:
    """The mutants of the obligation that Z3 does not refute. Raises SolverLostError."""
    return tuple(m.id.removeprefix(f"{obligation.id}: ") for m in mutants(obligation) if not is_caught(m))


def entries_of(obligations: Mapping[str, Obligation]) -> dict[str, Entry]:
    """A new entry for each of the obligations. Raises SolverLostError."""
    with threads(os.cpu_count() or 1, kernel.stop_solvers) as pool:
        alive = list(pool.map(surviving, obligations.values()))
    return {
        name: Entry(asked_hash(part.refutation()), found)
        for (name, part), found in zip(obligations.items(), alive, strict=True)
    }


def obligations_now() -> dict[str, Obligation]:
    """Every obligation as the modules of the claims state it."""
    parts = ((claim.id, part) for claim in claims() for part in claim.build_evidence())
    return {f"{claim}/{part.id}": part for claim, part in parts if isinstance(part, Obligation)}


def refused(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> dict[str, str]:
    """Why an entry may not replace the one before, for each obligation where that is so."""
    found = {}
    for name in sorted(before.keys() & after.keys()):
        was, now = before[name], after[name]
        revived = [mutant for mutant in now.alive if mutant not in was.alive]
        if was.asked == now.asked and revived:
            found[name] = f"unchanged, but new mutants survive: {'; '.join(revived)}"
        elif was.asked != now.asked and len(now.alive) > len(was.alive):
            found[name] = f"changed, and {len(now.alive)} mutants survive, before {len(was.alive)}"
    return found


def renew(obligations: Mapping[str, Obligation], *, everything: bool) -> dict[str, str]:
    """Write the lock for these obligations, and return those whose entry stayed as it was, with the reason."""
    before = read_survivors() if SURVIVORS.exists() else {}
    hashes = {name: asked_hash(part.refutation()) for name, part in obligations.items()}
    same = {name: before[name] for name, asked in hashes.items() if name in before and before[name].asked == asked}
    kept = {} if everything else same
    after = kept | entries_of({name: part for name, part in obligations.items() if name not in kept})
    kept_back = refused(before, after)
    accepted = after | {name: before[name] for name in kept_back}
    SURVIVORS.write_text(survivors_text(accepted), encoding="utf-8")
    return kept_back


def main() -> int:
    parser = argparse.ArgumentParser(description="Renew checks/survivors.lock.")
    parser.add_argument("--all", action="store_true", help="ask again about unchanged obligations too")
    kept_back = renew(obligations_now(), everything=parser.parse_args().all)
    entries = read_survivors()
    lines = [f"refused: {name}: {reason}" for name, reason in kept_back.items()]
    lines.append(f"{len(entries)} obligations, {sum(len(entry.alive) for entry in entries.values())} surviving mutants")
    if kept_back:
        lines.append(f"entries left as they were: {len(kept_back)}; make these obligations sharper, or {REMEDY}")
    print("\n".join(lines))  # noqa: T201 - a command's answer
    return 1 if kept_back else 0


if __name__ == "__main__":
    sys.exit(main())
