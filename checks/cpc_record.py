"""``make cpc-record``: which obligations have a complete proof by cvc5, as committed in ``checks/cpc_proofs.lock``.

A line of the record has the hash of a formula, what was found, and the obligation. Found is *complete*, the number of
gaps in the best proof, or that there is *no proof* within the limits. Only formulas that are not in the record are
asked again; if cvc5, its options or the limits change, all are. The record is written after each answer, so that a run
that is stopped loses nothing. The tests fail if docs/trust.md does not say how many proofs are complete, and how many
of the committed obligations are not in the record.

Main definitions: `read_record`, `renew_record`, `counted`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import as_completed
from contextlib import closing
from importlib import metadata
from pathlib import Path

from backproof.checks.cpc_proofs import ALWAYS, OPTIONS, PROOF_UNITS, attempts, incomplete
from backproof.checks.processes import Processes, threads
from backproof.checks.replay import SolverCommandError, Statement, load_statements
from backproof.checks.statement import asked_text

RECORD = Path(__file__).resolve().parent / "cpc_proofs.lock"
WALL_SECONDS = 900.0
"""So long that the units, and not the speed of a machine, decide how far a search goes."""

COMPLETE, NO_PROOF = "complete", "no proof"


def recorded_obligations() -> list[Statement]:
    """The committed obligations, in the order of the statement lock."""
    return [statement for statement in load_statements() if statement.expected == "unsat"]


def formula_hash(statement: Statement) -> str:
    """The hash of what is put to cvc5: the statement without the words in its header."""
    return hashlib.sha256(asked_text(statement.file.read_text(encoding="utf-8")).encode()).hexdigest()


def record_limits() -> str:
    """The first line of the record: all that decides which proofs are found."""
    always = " ".join(f"{name}={value}" for name, value in ALWAYS.items())
    options = " or ".join(option or "default" for option in OPTIONS)
    return f"# cvc5 {metadata.version('cvc5')}, {PROOF_UNITS} units, {always}, {options}"


def read_record(file: Path = RECORD) -> dict[str, str]:
    """What was found, by the hash of the formula; nothing if there is no record with the present limits."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    if lines[:1] != [record_limits()]:
        return {}
    return {sha256: found for sha256, found, _ in (line.split("  ") for line in lines[1:])}


def record_text(statements: Sequence[Statement], found: Mapping[str, str]) -> str:
    """The record of those of these statements of which it is known what was found."""
    hashes = {str(statement): formula_hash(statement) for statement in statements}
    return "\n".join([record_limits(), *(f"{h}  {found[h]}  {name}" for name, h in hashes.items() if h in found), ""])


def counted(statements: Sequence[Statement], found: Mapping[str, str]) -> str:
    """How many of these statements have a complete proof, as docs/trust.md says it, and of how many this is not known.

    ``194 of 221 obligations (7 are not asked yet)``
    """
    outcomes = [found.get(formula_hash(statement), "") for statement in statements]
    said, unknown = f"{outcomes.count(COMPLETE)} of {len(outcomes)} obligations", outcomes.count("")
    return f"{said} ({unknown} {'is' if unknown == 1 else 'are'} not asked yet)" if unknown else said


def renew_record(
    statements: Sequence[Statement], file: Path = RECORD, *, jobs: int, tell: Callable[[str], None] = lambda line: None
) -> None:
    """Ask for the proofs that are not in the record, and write it anew. Raises SolverCommandError."""
    found = read_record(file)
    asked = {formula_hash(statement): statement for statement in statements}
    missing = {sha256: statement for sha256, statement in asked.items() if sha256 not in found}
    file.write_text(record_text(statements, found), encoding="utf-8")
    with closing(Processes()) as processes, threads(jobs, processes.stop) as pool:
        futures = {pool.submit(_find, processes, *asking): asking[0] for asking in missing.items()}
        for done, future in enumerate(as_completed(futures), start=1):
            found[futures[future]] = future.result()
            file.write_text(record_text(statements, found), encoding="utf-8")
            tell(f"{done} of {len(missing)}: {missing[futures[future]]}: {future.result()}")


def _find(processes: Processes, sha256: str, statement: Statement) -> str:
    """What cvc5 finds within the limits. Raises SolverCommandError, too if the statement is no longer this one."""
    gaps = []
    for _, _, steps in attempts(processes, statement, WALL_SECONDS):
        if formula_hash(statement) != sha256:
            raise SolverCommandError(f"{statement} was changed while cvc5 was at it: run this again")
        if not incomplete(steps):
            return COMPLETE
        if steps:
            gaps.append(steps.count(":rule trust"))
    return f"gaps: {min(gaps)}" if gaps else NO_PROOF


def main() -> None:
    statements = recorded_obligations()
    renew_record(statements, jobs=os.cpu_count() or 1, tell=lambda line: print(line, flush=True))  # noqa: T201
    print(f"docs/trust.md must say: a complete proof of {counted(statements, read_record())}")  # noqa: T201


if __name__ == "__main__":
    main()
