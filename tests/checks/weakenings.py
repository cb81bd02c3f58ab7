"""Weakenings of what is proved: does something turn red, even after everything was locked again?

``weakenings.toml`` has an example of each kind, as changes of the source. Each is applied in a scratch copy of the
repository. There `make lock` and `make mutants` run, as after a deliberate change; then the formal part of
`backproof verify` for the claim, and the tests that are concerned. The weakening is *noticed* if one of these fails.
``red`` says which one; it is tried first, and the others only if it passes.

``python -m tests.checks.weakenings`` applies all of them, or those whose kinds contain the words that are given, and
prints what turned red. It takes about a minute for each on a quiet machine.

Main definitions: `Weakening`, `weakenings`, `noticed_by`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.checks.mutants import copy_repository

LIST = Path(__file__).with_suffix(".toml")
TESTS = (
    "lock",
    "index",
    "words",
    "goals",
    "sides",
    "survivors",
    "composition",
    "kernel",
    "worker",
    "solvers",
    "formula",
)
"""The tests in this folder that are concerned."""

READ_ONLY_SOURCE = ("sides", "kernel", "solvers")
"""Those to which it makes no difference what is locked."""


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
        folder = Path(scratch)
        copy_repository(folder)
        weakening.apply(folder)
        return next(filter(None, (step() for step in _steps(folder, weakening))), "")


def _steps(folder: Path, weakening: Weakening) -> Iterator[Callable[[], str]]:
    """What may turn red, in this order: what the example names, after locking where that matters, then all else."""
    locking = lambda: _run(folder, "locking", "-m", __spec__.name, "lock", weakening.claim)  # noqa: E731
    others: dict[str, Callable[[], str]] = {
        "verify": lambda: _run(folder, "verify", "-m", __spec__.name, "verify", weakening.claim),
        **{name: lambda name=name: _test(folder, name) for name in TESTS},
    }
    if weakening.red in READ_ONLY_SOURCE:
        yield others.pop(weakening.red)
    yield locking
    if weakening.red in others:
        yield others.pop(weakening.red)
    yield from others.values()


def _test(folder: Path, name: str) -> str:
    file = f"tests/checks/test_{name}.py"
    return _run(folder, f"test_{name}", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not slow", file)


def _run(folder: Path, what: str, *command: str) -> str:
    """How a command fails in this folder; empty if it passes."""
    surroundings = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run([sys.executable, *command], cwd=folder, env=surroundings, capture_output=True, text=True)
    if run.returncode == 0:
        return ""
    lines = [line for line in (*run.stdout.splitlines(), *run.stderr.splitlines()) if line.strip()]
    failed = [line for line in lines if line.startswith(("FAILED ", "ERROR "))]
    return f"{what}: {(failed or lines or ['no output'])[-1]}"


# --- within the copy -------------------------------------------------------------------------------------------------


def _lock(claim: str) -> int:
    """`make lock`, where only this claim's values are computed again, and `make mutants`."""
    from backproof.checks import lock, survivors, values
    from backproof.checks.index import claim_named, claims

    kept = {name: sha256 for name, sha256 in values.locked_values().items() if not name.startswith(f"{claim}/")}
    lock.all_values = lambda found: kept | values.values_of(claim_named(claim))  # type: ignore[assignment]
    lock.write_lock()
    claims.cache_clear()
    refused = survivors.renew(survivors.obligations_now(), everything=False)
    print("\n".join(refused))  # noqa: T201 - read by the caller
    return 1 if refused else 0


def _verify(claim: str) -> int:
    """`backproof verify` without simulations."""
    from backproof.checks.index import claims_with_used
    from backproof.checks.verify import GOOD, verify, verify_exit_code

    report = verify(claims_with_used([claim]), jobs=os.cpu_count() or 1)
    for result in report.results:
        bad = [part for part in result.evidence if part.finding.verdict not in GOOD]
        bad += [control.twin for control in result.controls if not control.caught]
        for part in bad:
            print(f"{result.claim.id}/{part.id} is {part.finding.verdict}: {part.finding.detail[:80]}")  # noqa: T201
    return verify_exit_code(report)


def main(arguments: Iterable[str]) -> int:
    words = " ".join(arguments)
    left = 0
    for weakening in weakenings():
        if words in weakening.kind:
            noticed = noticed_by(weakening)
            left += not noticed
            print(f"{weakening.kind} ({weakening.claim}): {noticed or 'NOT NOTICED'}", flush=True)  # noqa: T201
    return 1 if left else 0


if __name__ == "__main__":
    within = {"lock": _lock, "verify": _verify}
    command, *rest = sys.argv[1:] or [""]
    sys.exit(within[command](*rest) if command in within else main(sys.argv[1:]))
