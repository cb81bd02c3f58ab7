"""What Rocq found at the last ``make certify``, for reports: it holds for exactly the sources that it read.

Checking the proofs takes a minute, so `backproof verify` does not do it again. It reads this record, and ignores it
where a source has changed since.

Main definitions: `Certified`, `keep_certified`, `read_certified`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RECORD = Path("build/certified.json")


@dataclass(frozen=True)
class Certified:
    """The version of Rocq, and of each claim that the proofs close whether they close the "whole" of it or "part"."""

    rocq: str
    closes: dict[str, str]


def keep_certified(version: str, closes: Mapping[str, str], root: Path = ROOT) -> None:
    """Write the record."""
    file = root / RECORD
    file.parent.mkdir(exist_ok=True)
    kept = {"sources": _hash(root), **asdict(Certified(version, dict(closes)))}
    file.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def read_certified(root: Path = ROOT) -> Certified | None:
    """The record; none where nothing was certified here, or a source has changed since."""
    try:
        kept = json.loads((root / RECORD).read_text(encoding="utf-8"))
        found = Certified(str(kept["rocq"]), dict(kept["closes"]))
        return found if kept["sources"] == _hash(root) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _hash(root: Path) -> str:
    """Of the sources and of what ties them to claims."""
    digest = hashlib.sha256()
    for file in sorted([*root.glob("proofs/*.v"), root / "proofs" / "claims.toml"]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
