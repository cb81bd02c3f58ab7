"""Markdown that shows text as it is.

Main definitions: `escape_markdown`, `markdown_table`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MARKUP = re.compile(r"[\\`*\[\]|<~]|^>|&(?=#?\w+;)|(?<!\w)_|_(?!\w)")
"""An underscore within a word is no markup, nor is an ampersand that starts no entity."""

REFERENCES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "|": "&#124;", "~": "&#126;"}
"""Where a backslash does not help in every dialect, or in a table."""


def escape_markdown(text: str) -> str:
    r"""The text with its markup escaped.

    >>> print(escape_markdown("W >= 2 | E_f[x] < H*"))
    W >= 2 &#124; E_f\[x\] &lt; H\*
    """
    return MARKUP.sub(lambda found: REFERENCES.get(found[0], f"\\{found[0]}"), text)


def markdown_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[str] = ()) -> list[str]:
    """The lines of a table; the columns in ``right`` are flush right. The cells are Markdown."""
    rule = "".join("---:|" if heading in right else "---|" for heading in headings)
    return [f"| {' | '.join(headings)} |", f"|{rule}", *(f"| {' | '.join(row)} |" for row in rows)]
