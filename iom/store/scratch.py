"""A database in memory for sums over data that are given on the spot: locked down, gone when it is closed."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def scratch() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in memory that reaches no file."""
    root = duckdb.connect(":memory:")
    try:
        root.execute("set global python_enable_replacements = false")
        root.execute("set global autoload_known_extensions = false")
        root.execute("set global enable_external_access = false")
        root.execute("set global TimeZone = 'UTC'")
        root.execute("set global lock_configuration = true")
        yield root
    finally:
        root.close()
