"""Controls of composed claims: a theorem with another goal or a wider scope, which its parts do not imply.

Main result: `false_theorem`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from backproof.checks.composition import Theorem
from backproof.checks.formula import Model
from backproof.checks.statement import Control


def false_theorem(
    theorem: Theorem,
    id: str,  # noqa: A002 - the field that it fills
    words: str,
    confirm: Callable[[Model], str] = Control.confirm,
    **changed: Any,
) -> Control:
    """The control that the theorem holds with these fields ``changed``."""
    (twin,) = replace(theorem, id=id, words=words, **changed).parts()
    return Control(twin, confirm)
