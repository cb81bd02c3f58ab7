"""What the last ``make certify`` found, for reports: it holds for exactly the sources that it read.

Checking the proofs takes a minute, so `backproof verify` does not do it again. It reads this record, and ignores it
where a source has changed since.

Main definitions: `Certificate`, `keep`, `certificate`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from backproof.checks.rocq import sources
from backproof.checks.rocq.sources import PROOFS, Tie

FILE = PROOFS.parent / "build" / "certified.json"


@dataclass(frozen=True)
class Certificate:
    """The version of Rocq, and of each claim that the proofs close whether they close the "whole" of it or "part"."""

    rocq: str
    closes: dict[str, str]


def keep(version: str, tied: Sequence[Tie], file: Path = FILE) -> None:
    """Write the record."""
    found = Certificate(version, {tie.claim: tie.closes for tie in tied})
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"sources": _hash(), **asdict(found)}, indent=1) + "\n", encoding="utf-8")


def certificate(file: Path = FILE) -> Certificate | None:
    """The record; none where nothing was certified here, or a source has changed since."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        found = Certificate(str(kept["rocq"]), dict(kept["closes"]))
        return found if kept["sources"] == _hash() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _hash() -> str:
    """Of the sources and of what ties them to claims."""
    digest = hashlib.sha256()
    for file in (*sources.files(), PROOFS / "claims.toml"):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
