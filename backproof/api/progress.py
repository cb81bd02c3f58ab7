"""Progress as every function of the API tells it: ``on_progress(done, total)``.

Main definitions: `OnProgress`, `Counter`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeAlias

from backproof.api.arguments import callback

OnProgress: TypeAlias = Callable[[int, int], None]
"""Called with the parts that are done and how many there are. It may be called in another thread than the caller's."""


class Counter:
    """Turns "so many parts" and "one more is done" into calls of ``on_progress``."""

    def __init__(self, on_progress: OnProgress | None) -> None:
        callback("on_progress", on_progress)
        self._tell = on_progress or (lambda done, total: None)
        self._done = self._total = 0
        self._lock = threading.Lock()

    def start(self, total: int) -> None:
        self._total = total
        self._tell(0, total)

    def advance(self) -> None:
        with self._lock:
            self._done += 1
            self._tell(self._done, self._total)
