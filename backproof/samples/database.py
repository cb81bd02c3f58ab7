"""A temporary database of duckdb that can be interrupted.

Main definitions: `Database`, `opened`.
"""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb

MEMORY = "1200MB"
"""What duckdb may use of the memory."""


class Database:
    """Queries run in a thread, so that signals are heard while duckdb works."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._thread = ThreadPoolExecutor(1)

    def execute(self, query: str) -> duckdb.DuckDBPyConnection:
        """The connection, which has the result. At an interrupt the query is given up."""
        try:
            return self._thread.submit(self._connection.execute, query).result()
        except KeyboardInterrupt:
            self._connection.interrupt()
            raise

    def register(self, name: str, table: object) -> None:
        self._connection.register(name, table)

    def close(self) -> None:
        self._thread.shutdown()
        self._connection.close()


@contextmanager
def opened() -> Iterator[Database]:
    """A database in a temporary folder. Raises MemoryError or OSError where there is too little memory or disk."""
    with tempfile.TemporaryDirectory(prefix="backproof-") as folder:
        database = Database(
            duckdb.connect(
                Path(folder) / "samples.db",
                config={"memory_limit": MEMORY, "temp_directory": folder, "preserve_insertion_order": False},
            )
        )
        try:
            database.execute("SET enable_progress_bar = false")
            yield database
        except duckdb.OutOfMemoryException as error:
            raise MemoryError(str(error)) from error
        except duckdb.IOException as error:
            raise OSError(errno.EIO, str(error).partition("\n")[0], folder) from error
        finally:
            database.close()
