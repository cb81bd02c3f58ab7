"""Arguments that every room takes: seeds, and names that may be misspelt.

Main definitions: `checked_seed`, `near_matches`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

SEEDS = "an integer from 0 to 2**64 - 1"


def checked_seed(value: object) -> int:
    """The seed. Raises TypeError for what is not an integer (a boolean is none), ValueError for one out of range."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"seed must be {SEEDS}, got seed={value!r:.40}")
    if not 0 <= value < 2**64:
        raise ValueError(f"seed must be {SEEDS}, got seed={value!r:.40}")
    return value


def near_matches(name: str, known: Iterable[str], all_are: str = "") -> str:
    """A question with the known names similar to ``name``, leading dashes aside.

    If none is similar: all of them after ``all_are``, or nothing without it.

    >>> near_matches("--verson", ["--version", "--help"]), near_matches("x", ["yes", "no"], "there are")
    ('did you mean --version?', 'there are yes, no')
    """
    plain = {one.lstrip("-"): one for one in known}
    near = difflib.get_close_matches(name.lstrip("-"), plain, n=3, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(plain[one] for one in near)}?"
    return f"{all_are} {', '.join(plain.values())}" if all_are else ""
