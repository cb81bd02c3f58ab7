"""Whether a package of an extra is there, without importing it."""

from __future__ import annotations

import importlib.util


def is_installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None
