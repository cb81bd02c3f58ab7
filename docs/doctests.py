"""An extension of griffe for the API reference: examples in docstrings are shown as code.

Main definition: `Doctests`.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

EXAMPLE = re.compile(r"^>>> .*(?:\n(?!\s*$).*)*", re.MULTILINE)


class Doctests(griffe.Extension):
    """Puts each example, from its first prompt to the next empty line, into a fence."""

    def on_object(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        fence(obj)

    def on_package(self, *, pkg: griffe.Module, **kwargs: Any) -> None:
        fence(pkg)


def fence(obj: griffe.Object) -> None:
    if obj.docstring and "```" not in obj.docstring.value:
        obj.docstring.value = EXAMPLE.sub(r"```python\n\g<0>\n```", obj.docstring.value)
