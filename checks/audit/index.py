"""The sixteen assumptions, the five to know first at the head.

Main definitions: `assumptions`, `select`, `UnknownAssumptionError`.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterable

from backproof.checks.audit.assumption import Assumption
from backproof.checks.index import near_matches

FOREMOST = ("tabular", "dead-end", "golden-only", "converged", "rate")
"""What a reader should know first."""

ORDER = (
    *FOREMOST,
    "uniform-base",
    "lanes",
    "target-blind",
    "search",
    "length-penalty",
    "exact-gradient",
    "start",
    "width",
    "symmetric",
    "fixed-fork",
    "parametrisation",
)


class UnknownAssumptionError(ValueError):
    """An id that is not in the audit."""


@functools.cache
def assumptions() -> tuple[Assumption, ...]:
    """Every assumption; each is ``ASSUMPTION`` in a module named after its id."""
    modules = (importlib.import_module(f"backproof.checks.audit.{name.replace('-', '_')}") for name in ORDER)
    return tuple(module.ASSUMPTION for module in modules)


def select(ids: Iterable[str]) -> tuple[Assumption, ...]:
    """The named assumptions in the order of the audit; all of them if none is named.

    Raises UnknownAssumptionError naming near matches.
    """
    wanted = set(ids) or set(ORDER)
    for name in sorted(wanted):
        if name not in ORDER:
            raise UnknownAssumptionError(
                f"there is no assumption {name!r}: {near_matches(name, ORDER, 'the assumptions are')}"
            )
    return tuple(assumption for assumption in assumptions() if assumption.id in wanted)
