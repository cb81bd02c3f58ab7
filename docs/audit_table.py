"""Renews the table in ``docs/audit.md`` with that of ``backproof audit``: ``make audit-table``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parent / "audit.md"
BEGIN, END = "<!-- the table of `backproof audit --format markdown` -->\n", "<!-- end -->\n"


def renew() -> None:
    command = [sys.executable, "-m", "backproof", "audit", "--format", "markdown"]
    printed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout  # noqa: S603 - our own command
    table = printed[printed.index("|") : printed.rindex("|") + 2]
    head, begin, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        sys.exit(f"{PAGE} must have the lines {BEGIN.strip()} and {END.strip()}")
    PAGE.write_text(head + begin + table + end + tail, encoding="utf-8")


if __name__ == "__main__":
    renew()
