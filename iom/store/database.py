"""DuckDB itself: the only place that opens a database of a store, or beside one, not locked down yet."""

from pathlib import Path

import duckdb

from iom.store import failures, owner
from iom.store.errors import StoreError, StoreInUse
from iom.store.folder import DATABASE, MAKING


def connect(folder: Path, name: str = DATABASE) -> duckdb.DuckDBPyConnection:
    """Open a database of a store's folder, not locked down yet.

    Raises StoreInUse when another process has it, StoreError when it cannot be opened.
    """
    try:
        return duckdb.connect(str(folder / name))
    except duckdb.Error as error:
        refusal = str(error)
        # on Windows the refusal is in the system's language: then the note decides
        if "set lock on file" in refusal or owner.is_at_work(folder):
            raise StoreInUse(owner.holder(folder, refusal)) from None
        if failures.is_damage(error):
            raise StoreError(failures.DAMAGED) from None
        done, remedy = ("opened", "If the file is damaged, restore it from a backup.")
        if name == MAKING:
            done, remedy = ("made", "Is the disk full?")
        raise StoreError(
            f"The store in {folder} cannot be {done}: {refusal.splitlines()[0]}. {remedy}"
        ) from None


def connect_to_read(file: Path) -> duckdb.DuckDBPyConnection:
    """Open a database outside a store, to be read, not locked down yet. Raises StoreError."""
    try:
        return duckdb.connect(str(file), read_only=True)
    except duckdb.Error as error:
        raise StoreError(failures.UNREADABLE_COPY) from error


def connect_to_nothing() -> duckdb.DuckDBPyConnection:
    """Open an empty database in memory, to see in it what a store looks like that is as it should be."""
    return duckdb.connect(":memory:")
