"""Copies of a store's database: made of an open store, and read where they lie, to the last value."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from iom.settings import Settings
from iom.store import failures
from iom.store.database import connect_to_read
from iom.store.errors import StoreError
from iom.store.folder import COPY
from iom.store.lockdown import lock_to_reading
from iom.store.opened import Store
from iom.store.statements import sql

Advance = Callable[[int, int], None]
# By table: its rows, and a sum over all their values.
Content = dict[str, tuple[int, str]]

_LOOK_EVERY = 0.2  # seconds


def copy_of(store: Store, advance: Advance) -> tuple[Path, Content]:
    """Copy the database of an open store into exchange/; return the file, and what the store held of it.

    Nobody can write meanwhile. The file itself is never opened beside DuckDB: closing it would give up the
    lock that keeps other processes out, and on Windows it cannot be opened. What rows that were deleted left
    in the file does not come along.
    Raises StoreError when the disk does not suffice or the store is damaged; nothing is left of it then.
    """
    file = store.exchange / COPY
    remove_copy(file)
    try:
        with store.transaction(), store.cursor() as cursor, _told():
            # no parameter can stand here; the name is ours, and the folder's quotes are doubled
            cursor.execute(f"attach '{str(file).replace(chr(39), chr(39) * 2)}' as backup_copy")
            try:
                with _growing(file, _bytes_used(cursor), advance):
                    cursor.execute("copy from database store to backup_copy")
                cursor.execute("checkpoint backup_copy")
            finally:
                with suppress(duckdb.Error):
                    cursor.execute("detach backup_copy")
            return file, content(cursor, lambda done, total: None)
    except BaseException:
        with suppress(OSError):
            remove_copy(file)
        raise


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        if failures.is_damage(error):
            raise StoreError(failures.DAMAGED) from error
        raise StoreError(
            f"The store could not be copied ({type(error).__name__}). Nothing is left of the copy, and the "
            "store is as it was. Is its disk full, or the memory limit too low?"
        ) from error


def remove_copy(file: Path) -> None:
    """Remove a copy in exchange/, and what the database may have left beside it."""
    for one in (file, file.with_name(f"{file.name}.wal")):
        one.unlink(missing_ok=True)


def content(cursor: duckdb.DuckDBPyConnection, advance: Advance) -> Content:
    """What every table of a database holds: reads every value, so that a damaged part is met.

    The sums compare two databases as one version of DuckDB reads them; they are not to be kept.
    """
    tables = [row[0] for row in cursor.execute(sql("store/tables")).fetchall()]
    held: Content = {}
    for done, table in enumerate(tables, start=1):
        row = cursor.execute(sql("store/table_content", table=table)).fetchone()
        assert row is not None
        held[table] = row
        advance(done, len(tables))
    return held


@contextmanager
def reading(file: Path, settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database outside a store, open to be read and for nothing else.

    Raises StoreError when it cannot be read, be it while it is open.
    """
    root = connect_to_read(file)
    try:
        lock_to_reading(root, settings)
        yield root
    except duckdb.Error as error:
        raise StoreError(failures.UNREADABLE_COPY) from error
    finally:
        with suppress(duckdb.Error):
            root.close()


def size_of(store: Store) -> int:
    """How many bytes a copy of the store takes at most."""
    with store.cursor() as cursor:
        return _bytes_used(cursor)


def _bytes_used(cursor: duckdb.DuckDBPyConnection) -> int:
    # all of it: an answer not read to its end keeps a transaction open, and in one no database is copied
    return sum(row[0] for row in cursor.execute(sql("store/bytes_used")).fetchall())


@contextmanager
def _growing(file: Path, expected: int, advance: Advance) -> Iterator[None]:
    """Tell how far a file has grown while one statement writes it."""
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(_LOOK_EVERY):
            with suppress(OSError):
                advance(min(file.stat().st_size, expected), expected)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        ended.set()
        looking.join()
