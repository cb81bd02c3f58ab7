"""Packages that an extra installs: whether one is there, without importing it.

Main definitions: `is_installed`, `require`, `MissingPackageError`.
"""

from __future__ import annotations

import importlib.util


class MissingPackageError(ImportError):
    """A package that this needs is not installed; the message says how to install it."""


def is_installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def require(module: str, extra: str) -> None:
    """Raise MissingPackageError where the package, which an extra installs, is not there."""
    if not is_installed(module):
        raise MissingPackageError(
            f"{module} is not installed: in a clone, run `make .venv`, or pip install '.[{extra}]'", name=module
        )
