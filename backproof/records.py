"""What the records of runs share.

Main definition: `file_entry`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path


def file_entry(path: Path) -> dict[str, str]:
    """How a record refers to a file beside it: by name and SHA-256."""
    return {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
