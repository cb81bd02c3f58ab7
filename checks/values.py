"""The values of instances, hashed as they are computed, and the hashes that are locked.

An instance says that the two sides of each case are equal. Its hash covers both sides of every case, so that a change
of what is computed is noticed even if the sides still agree.

Main definitions: `Watched` (an instance that hashes its values), `canonical`, `all_values`, `locked_values`.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from backproof.checks.index import Claim
from backproof.checks.kernel import Verdict, decide
from backproof.checks.statement import Control, Evidence, Instance

VALUES = Path(__file__).resolve().parent / "values.lock"


class Watched:
    """An instance whose values are hashed as they are computed, case by case."""

    def __init__(self, instance: Instance) -> None:
        self._values: list[str] = []
        self._compute = instance.compute
        self.instance = Instance(instance.id, instance.words, instance.cases, self._watch)

    def _watch(self, **case: Any) -> tuple[Any, Any]:
        sides = self._compute(**case)
        self._values.append(canonical(sides))
        return sides

    @property
    def sha256(self) -> str:
        """The hash of both sides of every case so far."""
        return hashed(self._values)


def canonical(value: Any) -> str:
    """A text that is the same for equal values in every process. Raises ValueError if there is none."""
    match value:
        case dict():
            return f"{{{', '.join(sorted(f'{canonical(key)}: {canonical(v)}' for key, v in value.items()))}}}"
        case set() | frozenset():
            return f"{{{', '.join(sorted(map(canonical, value)))}}}"
        case list() | tuple():
            return f"[{', '.join(map(canonical, value))}]"
    text = repr(value)
    if re.search(r"\bat 0x[0-9a-f]+", text):
        raise ValueError(f"value must have a text that does not depend on the process, got {text}: give it a repr")
    return text


def hashed(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def instances_of(claim: str, evidence: Iterable[Evidence], controls: Iterable[Control]) -> dict[str, Instance]:
    """The instances of the claim with this id, also those of controls, by the names that the lock gives them."""
    parts = [*evidence, *(control.twin for control in controls)]
    return {f"{claim}/{part.id}": part for part in parts if isinstance(part, Instance)}


def values_of(claim: Claim) -> dict[str, str]:
    """The hash of the values of each instance. Raises ValueError if they cannot be computed."""
    found = {}
    for name, instance in instances_of(claim.id, claim.build_evidence(), claim.build_controls()).items():
        watched = Watched(instance)
        finding = decide(watched.instance)
        if finding.verdict not in (Verdict.PROVED, Verdict.REFUTED):
            raise ValueError(f"{name}: its values must be computable, got {finding.verdict}: {finding.detail}")
        found[name] = watched.sha256
    return found


def all_values(claims: Iterable[Claim]) -> dict[str, str]:
    """The hashes of the values of all instances of the claims, by name; claims are computed side by side."""
    with ProcessPoolExecutor() as pool:
        return {name: sha256 for of_claim in pool.map(values_of, claims) for name, sha256 in of_claim.items()}


def values_text(values: dict[str, str]) -> str:
    """A hash and the name of an instance per line."""
    return "".join(f"{values[name]}  {name}\n" for name in sorted(values))


@functools.cache
def locked_values() -> dict[str, str]:
    """The locked hash of each instance by its name; empty if there is no lock."""
    if not VALUES.is_file():
        return {}
    lines = (line.partition("  ") for line in VALUES.read_text(encoding="utf-8").splitlines())
    return {name: sha256 for sha256, _, name in lines}
