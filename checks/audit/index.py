"""The rows of the audit. Each is ``ASSUMPTION`` in a module of this folder, and adding the module is all it takes.

Main definitions: `assumptions`, `select_assumptions`, `UnknownAssumptionError`.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterable

from backproof.checks import audit
from backproof.checks.audit.assumption import Assumption, Bearing
from backproof.theory.arguments import near_matches


class UnknownAssumptionError(ValueError):
    """An id that is not in the audit."""


@functools.cache
def assumptions() -> tuple[Assumption, ...]:
    """Every row: the foremost ones first, then by verdict, then by id."""
    names = [module.name for module in pkgutil.iter_modules(audit.__path__)]
    modules = [importlib.import_module(f"{audit.__name__}.{name}") for name in names]
    rows = [module.ASSUMPTION for module in modules if hasattr(module, "ASSUMPTION")]
    verdicts = list(Bearing)
    return tuple(sorted(rows, key=lambda row: (not row.foremost, verdicts.index(row.bearing), row.id)))


def select_assumptions(ids: Iterable[str], beside: Iterable[str] = ()) -> tuple[Assumption, ...]:
    """The rows with these ids in the order of the audit, or all rows if no id is given.

    ``beside`` are ids of rows that are not of this folder. Raises UnknownAssumptionError, which names similar ids.
    """
    known = [*beside, *(row.id for row in assumptions())]
    wanted = set(ids) or set(known)
    for name in sorted(wanted):
        if name not in known:
            raise UnknownAssumptionError(
                f"there is no assumption {name!r}: {near_matches(name, known, 'the assumptions are')}"
            )
    return tuple(row for row in assumptions() if row.id in wanted)
