"""A database in memory for sums over data that are given on the spot: locked down, gone when it is closed."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from iom.store import failures


@contextmanager
def scratch() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in memory that reaches no file. Raises StoreError when the memory does not suffice."""
    with failures.told(*failures.SCARCE):
        root = duckdb.connect(":memory:")
        try:
            for option in (
                "python_enable_replacements",
                "autoload_known_extensions",
                "enable_external_access",
            ):
                root.execute(f"set global {option} = false")
            root.execute("set global TimeZone = 'UTC'")
            root.execute("set global lock_configuration = true")
            yield root
        finally:
            root.close()
