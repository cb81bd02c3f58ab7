"""``make certify``: the proofs in ``proofs/``, compiled by Rocq and checked again by its independent checker.

In order:

1. The prover is found, or installed where the distribution has it.
2. The sources are searched for anything that assumes instead of proving, ``Constants.v`` must be what ``theory``
   computes now, and no claim and no theorem of it may have changed since they were compared.
3. Every file is compiled, in a folder of its own.
4. ``coqchk`` checks the compiled files again, and the standard library, without the tactics that found the proofs.
5. Each theorem that is tied to a claim is asked for its assumptions. They may be those of the standard library's real
   numbers and no others.

Main definitions: `install`, `prover`, `certify`, `main`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from backproof.checks.certified import keep_certified
from backproof.checks.index import claims
from backproof.checks.rocq import constants, sources
from backproof.checks.rocq.comparison import uncompared
from backproof.checks.rocq.sources import PROOFS, Tie

LIBRARY = "Backproof"
PACKAGE = "coq"
NO_PROVER = "Rocq is not here: install it (Debian and Ubuntu: apt-get install coq; macOS: brew install coq), then again"

REALS = {
    "ClassicalDedekindReals.sig_forall_dec",
    "ClassicalDedekindReals.sig_not_dec",
    "FunctionalExtensionality.functional_extensionality_dep",
}
"""What the standard library's real numbers rest on. Its exponential needs the second, as do least upper bounds."""

AXIOM = re.compile(r"^(\S+)", re.MULTILINE)
"""The name of an axiom; its statement goes on in lines that are indented."""

KERNEL_RULES = 3
"""Of so many rules of the kernel `coqchk -o` says whether they were switched off: universes, recursion, positivity."""

SECONDS = 600
"""At most so long for one run of the prover; all the proofs take a fraction of it."""


class NotCertifiedError(Exception):
    """Something is assumed, does not compile or is not up to date: one line that says what."""


class NoProverError(Exception):
    """No prover is here, and none could be installed."""


def prover() -> str:
    """The version of the prover on the path. Raises NoProverError if it is not there."""
    if not _found():
        raise NoProverError(NO_PROVER)
    return _run(["coqc", "--print-version"], PROOFS).stdout.split()[0]


def _found() -> bool:
    return all(shutil.which(command) for command in ("coqc", "coqchk", "coqdep"))


def install() -> None:
    """Install the prover by the distribution's packages, where it is missing and that needs no password.

    A failure shows in that `prover` finds nothing.
    """
    if _found() or not shutil.which("apt-get"):
        return
    root = os.geteuid() == 0
    if not root and not shutil.which("sudo"):
        return
    apt = [*([] if root else ["sudo", "-n"]), "apt-get"]
    print(f"installing the package {PACKAGE} ...", flush=True)  # noqa: T201 - a command's answer
    get = [*apt, "install", "-y", "-qq", "--no-install-recommends", PACKAGE]
    for command in (get, [*apt, "update", "-qq"], get):
        if not _found():
            subprocess.run(  # noqa: S603 - fixed words
                command, capture_output=True, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            )


def certify(folder: Path = PROOFS) -> list[tuple[Tie, set[str]]]:
    """Each tie with the assumptions of its theorems.

    Raises NotCertifiedError at the first thing that is wrong, ValueError for a source that cannot be read.
    """
    for refusal in sources.refusals(folder):
        raise NotCertifiedError(refusal)
    if (folder / constants.FILE.name).read_text(encoding="utf-8") != constants.text():
        raise NotCertifiedError(
            f"{constants.FILE.name} is not what theory computes: run `python -m backproof.checks.rocq.constants`"
        )
    tied = sources.ties(folder)
    known, stated = {claim.id for claim in claims()}, sources.theorems(folder)
    for tie in tied:
        for missing in sorted({tie.claim} - known) + sorted(set(tie.theorems) - stated):
            raise NotCertifiedError(f"claims.toml: {tie.claim}: there is no {missing}: correct the entry")
    for line in uncompared(claims(), folder):
        raise NotCertifiedError(line)
    with tempfile.TemporaryDirectory() as place:
        built = Path(place)
        for file in sources.files(folder):
            shutil.copy(file, built)
        modules = _compile(built)
        _check(built, modules)
        return list(zip(tied, _assumptions(built, tied), strict=True))


def _compile(built: Path) -> list[str]:
    """Compile the files in the order of their imports, which is returned."""
    names = sorted(file.name for file in built.glob("*.v"))
    order = _run(["coqdep", "-sort", "-Q", ".", LIBRARY, *names], built).stdout.split()
    for name in order:
        _run(["coqc", "-q", "-Q", ".", LIBRARY, name], built)
    return [Path(name).stem for name in order]


def _check(built: Path, modules: Sequence[str]) -> None:
    """Have the checker go over the compiled files.

    Raises NotCertifiedError for an axiom of ours, and where a rule of the kernel was off.
    """
    done = _run(["coqchk", "-silent", "-o", "-Q", ".", LIBRARY, *(f"{LIBRARY}.{module}" for module in modules)], built)
    said = done.stdout + done.stderr
    for own in re.findall(rf"^\s+{LIBRARY}\.(\S+)$", said, re.MULTILINE):
        raise NotCertifiedError(f"{own} is assumed, as coqchk found: prove it")
    if said.count("<none>") != KERNEL_RULES:
        raise NotCertifiedError(f"coqchk found a rule of the kernel switched off: {' '.join(said.split())[:400]}")


def _assumptions(built: Path, tied: Sequence[Tie]) -> list[set[str]]:
    """The axioms that the theorems of each tie rest on. Raises NotCertifiedError for one that is not allowed.

    The theorems of a tie are asked together, as a tuple: each question makes Rocq look through the whole library.
    """
    modules = sorted({name.partition(".")[0] for tie in tied for name in tie.theorems})
    lines = [f"From {LIBRARY} Require {' '.join(modules)}."]
    for number, tie in enumerate(tied):
        theorems = ", ".join(f"@{name}" for name in tie.theorems)
        lines += [f"Definition tie{number} := ({theorems}).", f"Print Assumptions tie{number}."]
    (built / "Asked.v").write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = _run(["coqc", "-q", "-Q", ".", LIBRARY, "Asked.v"], built).stdout
    answers = re.split(r"^(?:Axioms:|Closed under the global context)$", said, flags=re.MULTILINE)[1:]
    if len(answers) != len(tied):
        raise NotCertifiedError(f"coqc Asked.v: {len(answers)} answers for {len(tied)} claims: {said[:200]!r}")
    axioms = [set(AXIOM.findall(answer)) for answer in answers]
    for tie, found in zip(tied, axioms, strict=True):
        for other in sorted(found - REALS):
            raise NotCertifiedError(
                f"{tie.claim} rests on {other}, which is not an axiom of the real numbers: prove it"
            )
    return axioms


def _run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """The command as it ended. Raises NotCertifiedError, with the first complaint, where it fails or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 - the prover's own commands
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise NotCertifiedError(f"{command[0]} took more than {SECONDS} s at {command[-1]}: stopped") from error
    if done.returncode:
        complaint = " ".join((done.stderr or done.stdout).split())[:400]
        raise NotCertifiedError(f"{command[0]} {command[-1]}: {complaint}")
    return done


def main() -> int:
    """Print what is certified; returns the exit code: 0, 1 where something is wrong, 4 without a prover."""
    began = time.monotonic()
    try:
        install()
        version = prover()
        certified = certify()
    except (NotCertifiedError, OSError, ValueError) as error:
        print(f"not certified: {error}")  # noqa: T201 - a command's answer
        return 1
    except NoProverError as error:
        print(error)  # noqa: T201
        return 4
    keep_certified(version, {tie.claim: tie.closes for tie, _ in certified})
    for tie, axioms in certified:
        print(f"{tie.claim:<20} {tie.closes:<6} {', '.join(tie.theorems)}")  # noqa: T201
        print(f"{'':<27} {tie.scope}")  # noqa: T201
        print(f"{'':<27} rests on {', '.join(sorted(axioms)) or 'no axiom'}")  # noqa: T201
    lines = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in sources.files())
    tally = f"{len(certified)} claims, {len(sources.theorems())} theorems and lemmas, {lines} lines"
    print(f"certified: {tally}; Rocq {version} and coqchk, {time.monotonic() - began:.0f} s")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
