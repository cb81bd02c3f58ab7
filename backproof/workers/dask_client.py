"""A client of dask that gives up at once if it cannot connect, where dask's own waits another twenty seconds.

Main definition: `QuickClient`.
"""

from __future__ import annotations

from typing import Any

from distributed import Client


class QuickClient(Client):
    """Has nothing to close if it could not be started."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        start: Any = super().__init__  # it has no annotations
        start(*arguments, **options)

    def start(self, **options: Any) -> None:
        start: Any = super().start
        try:
            start(**options)
        except BaseException:
            self.status = "closed"
            raise
