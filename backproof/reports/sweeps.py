"""What became of a sweep, as text.

Main definition: `show_sweep`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from rich.console import Console

from backproof.reports.terminal import show_facts, show_text

LISTED = 20
"""Failed cells that are named."""


def show_sweep(console: Console, folder: Path, counts: Mapping[str, int], failures: Mapping[str, str]) -> None:
    """The counts, and the cells that failed."""
    show_facts(console, [("dataset", str(folder)), *((name, str(count)) for name, count in counts.items())])
    for words, error in islice(failures.items(), LISTED):
        show_text(console, f"failed: {words}: {error}")
    if len(failures) > LISTED:
        show_text(console, f"and {len(failures) - LISTED} more")
    if failures:
        show_text(console, "The same command tries them again.")
