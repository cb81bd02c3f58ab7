"""Weakenings of what is proved: does something turn red, even after everything was locked again?

``weakenings.toml`` has an example of each kind, as changes of the source. Each is applied in a scratch copy of the
repository. There the steps of `STEPS` run, with `make lock` and `make mutants` before them where that makes a
difference, as after a deliberate change. The weakening is *noticed* if a step fails. ``red`` says which one: it is
tried first, and the others only if it passes.

``python -m tests.checks.weakenings`` applies all of them, or those whose kinds contain the words that are given, and
prints what turned red. It takes less than a minute for each on a quiet machine.

Main definitions: `Weakening`, `weakenings`, `noticed_by`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.checks.mutants import copy_repository

LIST = Path(__file__).with_suffix(".toml")
STEPS = {
    "sides": ("test_sides.py",),
    "core": ("test_kernel.py", "test_solvers.py", "test_worker.py", "test_formula.py", "test_composition.py"),
    "claims": (
        "test_lock.py::test_statements_files_and_lock_agree",
        *("test_index.py", "test_words.py", "test_goals.py"),
        "test_survivors.py::test_every_obligation_has_an_entry_that_is_not_stale",
    ),
    "verify": (),
}
"""What may turn red: tests in this folder, or the formal part of `backproof verify` for the claim.

Before the last two everything is locked again; that fails if `make lock` or `make mutants` refuses.
"""


@dataclass(frozen=True)
class Weakening:
    """A kind of weakening, a claim that has it after these changes, and what turns red.

    A change replaces ``old``, which occurs once in ``file``, by ``new``.
    """

    kind: str
    claim: str
    red: str
    changes: tuple[tuple[str, str, str], ...]

    def apply(self, folder: Path) -> None:
        """Change the files in this copy of the repository. Raises ValueError if they are not as expected."""
        for file, old, new in self.changes:
            text = (folder / file).read_text(encoding="utf-8")
            if text.count(old) != 1:
                raise ValueError(f"{self.kind}: {file} must have {old!r} once, got {text.count(old)}: follow it")
            (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def weakenings() -> list[Weakening]:
    """The committed examples."""
    entries = tomllib.loads(LIST.read_text(encoding="utf-8"))["weakening"]
    return [
        Weakening(
            entry["kind"],
            entry["claim"],
            entry["red"],
            tuple((change["file"], change["old"], change["new"]) for change in (entry, *entry.get("also", []))),
        )
        for entry in entries
    ]


def noticed_by(weakening: Weakening) -> str:
    """What turns red, and how; empty if the weakening goes unnoticed."""
    with tempfile.TemporaryDirectory() as scratch:
        copy_repository(Path(scratch))
        weakening.apply(Path(scratch))
        steps = sorted(STEPS, key=lambda step: step != weakening.red)
        return next(filter(None, (_run(Path(scratch), step, weakening.claim) for step in steps)), "")


def _run(folder: Path, step: str, claim: str) -> str:
    """How a step fails in this folder; empty if it passes."""
    command = [sys.executable, "-m", "tests.checks.weakenings", "--step", step, claim]
    surroundings = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)
    lines = [line for line in (*run.stdout.splitlines(), *run.stderr.splitlines()) if line.strip()]
    failed = [line.partition(" - ")[0] for line in lines if line.startswith(("FAILED ", "ERROR ", "RED "))]
    return f"{step}: {'; '.join(failed or lines[-1:])}" if run.returncode else ""


# --- within the copy -------------------------------------------------------------------------------------------------


def _step(step: str, claim: str) -> int:
    """One of the steps, which prints what is red."""
    if step in ("claims", "verify"):
        for refused in _lock_again(claim):
            print(f"RED make mutants: {refused}")  # noqa: T201 - read by the caller
            return 1
    if step == "verify":
        return _verify(claim)
    files = [f"tests/checks/{name}" for name in STEPS[step]]
    return int(pytest.main(["-q", "-p", "no:cacheprovider", "-m", "not slow", *files]))


def _lock_again(claim: str) -> list[str]:
    """`make lock`, where only this claim's values are computed anew, and `make mutants`, which may refuse."""
    from backproof.checks import lock, survivors, values
    from backproof.checks.index import claims

    kept = {name: sha256 for name, sha256 in values.locked_values().items() if not name.startswith(f"{claim}/")}
    lock.all_values = lambda found: (
        kept
        | values.values_of(  # type: ignore[assignment]
            next(stated for stated in found if stated.id == claim)  # as its module states it now, not as the index did
        )
    )
    lock.write_lock()
    for cached in (claims, values.locked_values):
        cached.cache_clear()
    return survivors.renew(survivors.obligations_now(), everything=False)


def _verify(claim: str) -> int:
    """`backproof verify` without simulations."""
    from backproof.checks.index import claims_with_used
    from backproof.checks.verify import GOOD, verify, verify_exit_code

    report = verify(claims_with_used([claim]), jobs=os.cpu_count() or 1)
    for result in report.results:
        bad = [part for part in result.evidence if part.finding.verdict not in GOOD]
        bad += [control.twin for control in result.controls if not control.caught]
        for part in bad:
            print(f"RED {result.claim.id}/{part.id} is {part.finding.verdict}")  # noqa: T201
    return verify_exit_code(report)


def main(words: str) -> int:
    left = 0
    for weakening in weakenings():
        if words in weakening.kind:
            noticed = noticed_by(weakening)
            left += not noticed
            print(f"{weakening.kind} ({weakening.claim}): {noticed or 'NOT NOTICED'}", flush=True)  # noqa: T201
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(_step(*sys.argv[2:]) if sys.argv[1:2] == ["--step"] else main(" ".join(sys.argv[1:])))
