"""The index of the claims, ``claims.toml``, which ``make lock`` writes from the modules of ``checks/claims``.

With the index, claims can be listed without importing their modules, which takes some seconds.

Main definitions: `Header`, `Claim`, `claims`, `claims_with_used`.
"""

from __future__ import annotations

import functools
import importlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from backproof.theory.arguments import near_matches

if TYPE_CHECKING:
    from backproof.checks.statement import Control, Evidence

INDEX = "claims.toml"


class BrokenIndexError(RuntimeError):
    """The index cannot be read."""


class UnknownClaimError(ValueError):
    """A claim id that is not in the index."""


@dataclass(frozen=True)
class Header:
    """What the module of a claim says about it, as ``CLAIM``.

    ``source`` is a theorem of the paper or "new", ``scope`` the sizes and policies for which the claim is shown.
    ``assumptions`` are stated in words and not proved. ``uses`` are the ids of claims that the proof rests on, and
    ``experiments`` the ids of simulations that confirm it.
    """

    statement: str
    source: str
    scope: str
    assumptions: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    experiments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """One entry of the index. `build_evidence` and `build_controls` import its module."""

    id: str
    statement: str
    source: str
    scope: str
    assumptions: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    derivations: tuple[str, ...] = ()
    instances: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    experiments: tuple[str, ...] = ()
    composed: tuple[str, ...] = ()
    """The statements from which the claim's theorem follows; without a theorem the proof is composed in words."""

    @property
    def module(self) -> str:
        return module_of(self.id)

    def build_evidence(self) -> list[Evidence]:
        from backproof.checks.grounds import composed

        return composed(self, importlib.import_module(self.module).evidence())

    def build_controls(self) -> list[Control]:
        return list(importlib.import_module(self.module).controls())


def module_of(claim: str) -> str:
    """The name of the module of the claim with this id."""
    return f"backproof.checks.claims.{claim.replace('-', '_')}"


@functools.cache
def claims() -> tuple[Claim, ...]:
    """Every claim, in the order of the index. Raises BrokenIndexError."""
    file = resources.files("backproof.checks").joinpath(INDEX)
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8"))["claim"]
        found = tuple(Claim(**{key: _frozen(value) for key, value in entry.items()}) for entry in entries)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise BrokenIndexError(f"checks/{INDEX} cannot be read: {error}: restore it, or run `make lock`") from error
    ids = {claim.id for claim in found}
    for claim in found:
        for used in claim.uses:
            if used not in ids:
                raise BrokenIndexError(f"checks/{INDEX}: {claim.id} uses {used!r}, which is not there: run `make lock`")
    return found


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def claims_with_used(ids: Iterable[str]) -> tuple[Claim, ...]:
    """The claims with these ids and those that they use, in the order of the index, or all claims if no id is given.

    Raises UnknownClaimError, which names similar ids.
    """
    wanted: set[str] = set()
    queue = list(ids) or [claim.id for claim in claims()]
    for name in queue:
        if name not in wanted:
            queue.extend(claim_named(name).uses)
            wanted.add(name)
    return tuple(claim for claim in claims() if claim.id in wanted)


def claim_named(name: str) -> Claim:
    """The claim with this id. Raises UnknownClaimError, which names similar ids."""
    known = {claim.id: claim for claim in claims()}
    if name not in known:
        raise UnknownClaimError(f"there is no claim {name!r}: {near_matches(name, known, 'the claims are')}")
    return known[name]
